-- question: What mean do a few observations support, given what is known beforehand?
-- grain: one number: the posterior mean of a normal model; the prior mean itself where there is no observation
-- usage: SELECT shrunk_mean(2, 6.0, 1.0, 20.0, 10.0)
-- formula: (n * mean / within + prior / between) / (n / within + 1 / between)
-- source: normal model with known variances, Gelman et al. 2013, Bayesian Data Analysis, 3rd ed., section 2.5
CREATE OR REPLACE MACRO shrunk_mean(observations, observed_mean, prior_mean, within_variance, between_variance) AS
(observations * coalesce(observed_mean, 0) / within_variance + prior_mean / between_variance)
/ (observations / within_variance + 1 / between_variance);
