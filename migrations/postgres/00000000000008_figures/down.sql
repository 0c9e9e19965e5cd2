DROP INDEX decisions_time;
DROP TABLE target_breaches;
DROP TABLE second_looks;
