-- question: Which sources are there, what was read of them last, and how far can each run be trusted?
-- grain: one file brings a warehouse from the schema version before its number to its number
--
-- The tables source, watermark, run_verdict and run_measure are new: ddl/ makes them, empty. Earlier runs have no
-- verdict, and no address was read before.
SELECT count(*) AS runs_without_verdict
FROM run;
