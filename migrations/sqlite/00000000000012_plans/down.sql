DELETE FROM sqlite_stat1;
ALTER TABLE signatures DROP COLUMN author_key;
