-- What readers report, what became of it and how often each of them was right; and what authors ask to be looked at again.

CREATE TABLE reports (
    id BIGINT PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    text_revision INTEGER NOT NULL,
    reporter_key BIGINT,
    account_id BIGINT REFERENCES accounts (id),
    reason TEXT NOT NULL,
    detail TEXT,
    weight INTEGER NOT NULL,
    weight_because TEXT NOT NULL,
    outcome TEXT,
    decision_id BIGINT REFERENCES decisions (id),
    created_at BIGINT NOT NULL,
    closed_at BIGINT
);
-- One open report a reporter and comment; a comment's; a reporter's latest, and record; a person's own.
CREATE UNIQUE INDEX reports_open_key ON reports (comment_id, reporter_key) WHERE outcome IS NULL;
CREATE INDEX reports_comment ON reports (comment_id, id);
CREATE INDEX reports_reporter ON reports (site_id, reporter_key, id);
CREATE INDEX reports_account ON reports (account_id, id);

CREATE TABLE reporters (
    site_id BIGINT NOT NULL REFERENCES sites (id),
    reporter_key BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    dismissed BIGINT NOT NULL,
    PRIMARY KEY (site_id, reporter_key)
);

CREATE TABLE appeals (
    id BIGINT PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    first_decision_id BIGINT NOT NULL REFERENCES decisions (id),
    first_actor_id BIGINT REFERENCES accounts (id),
    statement TEXT,
    outcome TEXT,
    decision_id BIGINT REFERENCES decisions (id),
    decided_by BIGINT REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    decided_at BIGINT,
    CONSTRAINT appeals_decision_key UNIQUE (first_decision_id)
);
-- A comment has one open appeal at most; a site's list; a comment's.
CREATE UNIQUE INDEX appeals_open_key ON appeals (comment_id) WHERE outcome IS NULL;
CREATE INDEX appeals_site ON appeals (site_id, id);
CREATE INDEX appeals_comment ON appeals (comment_id, id);
