CREATE INDEX comments_unreviewed ON comments (site_id, status, id) WHERE reviewed_at IS NULL;
DROP TABLE claims;
DROP TABLE queue_visits;
DROP TABLE queue_counts;
DROP TABLE queue_entries;
