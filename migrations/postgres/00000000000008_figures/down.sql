DROP INDEX decisions_time;
DROP TABLE exposures;
DROP TABLE target_breaches;
DROP TABLE second_looks;
