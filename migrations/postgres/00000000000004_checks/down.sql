DROP TABLE signatures;
DROP TABLE authors;
ALTER TABLE comments DROP COLUMN language;
ALTER TABLE threads DROP COLUMN slow_mode_seconds;
ALTER TABLE threads DROP COLUMN sensitive;
ALTER TABLE findings DROP COLUMN field;
ALTER TABLE findings DROP COLUMN score;
