ALTER TABLE signatures DROP COLUMN author_key;
