DROP TABLE appeals;
DROP TABLE reporters;
DROP TABLE reports;
DELETE FROM outbox WHERE kind IN ('report_outcome', 'appeal_outcome') AND state <> 'sent';
UPDATE decisions SET actor = 'pipeline', action = 'check' WHERE actor = 'reporters';
