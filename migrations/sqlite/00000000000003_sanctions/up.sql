-- A sanction is against an account, a guest or a network; SQLite cannot take NOT NULL from a column, so the table is made anew.
CREATE TABLE sanctions_of_all (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT REFERENCES sites (id),
    target TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    author_key BIGINT,
    network_key BIGINT,
    comment_id BIGINT REFERENCES comments (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    until BIGINT,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    lifted_at BIGINT,
    ended_at BIGINT
);
INSERT INTO sanctions_of_all (id, site_id, target, account_id, kind, reason, until, created_by, created_at, lifted_at)
SELECT id, site_id, 'account', account_id, kind, reason, until, created_by, created_at, lifted_at FROM sanctions;
DROP TABLE sanctions;
ALTER TABLE sanctions_of_all RENAME TO sanctions;
-- An account's; what stands against an address or a network; a site's list; what runs out next.
CREATE INDEX sanctions_account ON sanctions (account_id, id);
CREATE INDEX sanctions_author ON sanctions (author_key, id) WHERE author_key IS NOT NULL;
CREATE INDEX sanctions_network ON sanctions (network_key, id) WHERE network_key IS NOT NULL;
CREATE INDEX sanctions_site ON sanctions (site_id, id);
CREATE INDEX sanctions_due ON sanctions (until) WHERE ended_at IS NULL AND lifted_at IS NULL;

CREATE TABLE purges (
    sanction_id INTEGER PRIMARY KEY NOT NULL REFERENCES sanctions (id),
    site_id BIGINT REFERENCES sites (id),
    account_id BIGINT REFERENCES accounts (id),
    author_key BIGINT,
    network_key BIGINT,
    days INTEGER NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    after_id BIGINT NOT NULL,
    done BIGINT NOT NULL,
    state TEXT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX purges_running ON purges (state, sanction_id);
