-- question: How sure is a mean of a few observations, given what is known beforehand?
-- grain: one number: the posterior variance of that mean; the variance between pairs where there is no observation
-- usage: SELECT shrunk_variance(2, 20.0, 10.0)
-- formula: 1 / (n / within + 1 / between)
-- source: as shrunk_mean
CREATE OR REPLACE MACRO shrunk_variance(observations, within_variance, between_variance) AS
1 / (observations / within_variance + 1 / between_variance);
