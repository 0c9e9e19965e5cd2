DROP INDEX reports_site;
DELETE FROM sqlite_stat1 WHERE tbl = 'reports';
