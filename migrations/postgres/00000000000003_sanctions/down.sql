DROP TABLE purges;
-- What is not against an account has no place in the table as it was.
DELETE FROM sanctions WHERE target <> 'account' OR kind = 'warn';
UPDATE sanctions SET kind = CASE kind WHEN 'suspend' THEN 'ban' WHEN 'mute' THEN 'premoderate' ELSE kind END, lifted_at = coalesce(lifted_at, ended_at);
DROP INDEX sanctions_site;
ALTER TABLE sanctions DROP COLUMN ended_at;
ALTER TABLE sanctions DROP COLUMN acknowledged_at;
ALTER TABLE sanctions DROP COLUMN comment_id;
ALTER TABLE sanctions DROP COLUMN network_key;
ALTER TABLE sanctions DROP COLUMN author_key;
ALTER TABLE sanctions DROP COLUMN target;
ALTER TABLE sanctions ALTER COLUMN account_id SET NOT NULL;
UPDATE comments SET status = 'pending' WHERE status = 'muted';
UPDATE decisions SET to_status = 'pending' WHERE to_status = 'muted';
UPDATE decisions SET from_status = 'pending' WHERE from_status = 'muted';
UPDATE decisions SET actor = 'moderator' WHERE actor = 'purge';
UPDATE findings SET effect = 'note' WHERE effect = 'mute';
