-- Which other servers a site asks about comments, and what is owed to them: questions, and what moderators decided.

CREATE TABLE checkers (
    site_id BIGINT NOT NULL REFERENCES sites (id),
    checker TEXT NOT NULL,
    settings TEXT NOT NULL,
    sealed_secret TEXT NOT NULL,
    key_state TEXT NOT NULL,
    verify_at BIGINT,
    verify_attempts INTEGER NOT NULL,
    last_error TEXT,
    revision INTEGER NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (site_id, checker)
);
CREATE INDEX checkers_to_verify ON checkers (verify_at) WHERE verify_at IS NOT NULL;

-- What tells of the sender's device is there only while the question is open.
CREATE TABLE remote_checks (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    revision INTEGER NOT NULL,
    checker TEXT NOT NULL,
    task TEXT NOT NULL,
    state TEXT NOT NULL,
    aim TEXT,
    attempts INTEGER NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    leased_until BIGINT,
    last_error TEXT,
    said TEXT,
    user_ip TEXT,
    user_agent TEXT,
    referrer TEXT,
    decision_id BIGINT REFERENCES decisions (id),
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX remote_checks_due ON remote_checks (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX remote_checks_comment ON remote_checks (comment_id);
CREATE INDEX remote_checks_decision ON remote_checks (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX remote_checks_over ON remote_checks (finished_at) WHERE finished_at IS NOT NULL;
