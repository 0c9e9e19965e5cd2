-- For the list of a site's reports, newest first.
CREATE INDEX reports_site ON reports (site_id, id);
