-- Decisions that a second moderator looks at without knowing the first; lists whose oldest entry waits for longer than a site wants.

CREATE TABLE second_looks (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    decision_id BIGINT NOT NULL REFERENCES decisions (id),
    first_by BIGINT NOT NULL REFERENCES accounts (id),
    first_verdict TEXT NOT NULL,
    first_reason TEXT,
    created_at BIGINT NOT NULL,
    second_by BIGINT REFERENCES accounts (id),
    verdict TEXT,
    reason TEXT,
    looked_at BIGINT
);
-- What is open; what was looked at when; the one of a decision.
CREATE INDEX second_looks_open ON second_looks (site_id, id) WHERE looked_at IS NULL;
CREATE INDEX second_looks_done ON second_looks (site_id, looked_at) WHERE looked_at IS NOT NULL;
CREATE INDEX second_looks_decision ON second_looks (decision_id);

CREATE TABLE target_breaches (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    queue TEXT NOT NULL,
    target_minutes INTEGER NOT NULL,
    oldest_at BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT
);
-- Of one list one at a time.
CREATE UNIQUE INDEX target_breaches_open_key ON target_breaches (site_id, queue) WHERE ended_at IS NULL;
CREATE INDEX target_breaches_site ON target_breaches (site_id, began_at);

-- What moderators were given to look at, by days since the epoch.
CREATE TABLE exposures (
    site_id BIGINT NOT NULL REFERENCES sites (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    day BIGINT NOT NULL,
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    PRIMARY KEY (site_id, account_id, day, comment_id)
);
CREATE INDEX exposures_day ON exposures (site_id, day);

-- The log by time.
CREATE INDEX decisions_time ON decisions (site_id, created_at);
