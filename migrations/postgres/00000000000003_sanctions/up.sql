-- A sanction is against an account, a guest or a network.
ALTER TABLE sanctions ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE sanctions ADD COLUMN target TEXT NOT NULL DEFAULT 'account';
ALTER TABLE sanctions ALTER COLUMN target DROP DEFAULT;
ALTER TABLE sanctions ADD COLUMN author_key BIGINT;
ALTER TABLE sanctions ADD COLUMN network_key BIGINT;
ALTER TABLE sanctions ADD COLUMN comment_id BIGINT REFERENCES comments (id);
ALTER TABLE sanctions ADD COLUMN acknowledged_at BIGINT;
ALTER TABLE sanctions ADD COLUMN ended_at BIGINT;
-- What stands against an address or a network; a site's list; what runs out next.
CREATE INDEX sanctions_author ON sanctions (author_key, id) WHERE author_key IS NOT NULL;
CREATE INDEX sanctions_network ON sanctions (network_key, id) WHERE network_key IS NOT NULL;
CREATE INDEX sanctions_site ON sanctions (site_id, id);
CREATE INDEX sanctions_due ON sanctions (until) WHERE ended_at IS NULL AND lifted_at IS NULL;

CREATE TABLE purges (
    sanction_id BIGINT PRIMARY KEY NOT NULL REFERENCES sanctions (id),
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
