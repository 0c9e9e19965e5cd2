DROP TABLE purges;
-- What is not against an account has no place in the table as it was.
CREATE TABLE sanctions_of_accounts (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT REFERENCES sites (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    until BIGINT,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    lifted_at BIGINT
);
INSERT INTO sanctions_of_accounts (id, site_id, account_id, kind, reason, until, created_by, created_at, lifted_at)
SELECT id, site_id, account_id, CASE kind WHEN 'suspend' THEN 'ban' WHEN 'mute' THEN 'premoderate' ELSE kind END, reason, until, created_by,
    created_at, coalesce(lifted_at, ended_at)
FROM sanctions WHERE target = 'account' AND kind <> 'warn';
DROP TABLE sanctions;
ALTER TABLE sanctions_of_accounts RENAME TO sanctions;
CREATE INDEX sanctions_account ON sanctions (account_id, id);
UPDATE comments SET status = 'pending' WHERE status = 'muted';
UPDATE decisions SET to_status = 'pending' WHERE to_status = 'muted';
UPDATE decisions SET from_status = 'pending' WHERE from_status = 'muted';
UPDATE decisions SET actor = 'moderator' WHERE actor = 'purge';
UPDATE findings SET effect = 'note' WHERE effect = 'mute';
