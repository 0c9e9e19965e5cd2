DROP INDEX reports_site;
