-- For the list of a site's reports, newest first.
CREATE INDEX reports_site ON reports (site_id, id);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('reports', 'reports_site', '100000 10000 1'),
    ('reports', 'reports_comment', '100000 3 1'),
    ('reports', 'reports_reporter', '100000 10000 10 1'),
    ('reports', 'reports_account', '100000 10 1');
