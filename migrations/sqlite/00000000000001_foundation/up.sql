-- Times are UTC microseconds since the epoch; ids are time-sorted; every table of a site carries site_id.

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY NOT NULL,
    email TEXT,
    email_canonical TEXT,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    role TEXT NOT NULL,
    preferences TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    CONSTRAINT accounts_email_key UNIQUE (email_canonical)
);
CREATE INDEX accounts_role ON accounts (role, id);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    user_agent TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX sessions_account ON sessions (account_id, id);

CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY NOT NULL,
    session_id BIGINT NOT NULL REFERENCES sessions (id),
    issued_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    CONSTRAINT api_tokens_hash_key UNIQUE (token_hash)
);
CREATE INDEX api_tokens_account ON api_tokens (account_id, id);

CREATE TABLE links (
    id INTEGER PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    email_canonical TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX links_email ON links (email_canonical, id);
CREATE INDEX links_account ON links (account_id);
CREATE INDEX links_expiry ON links (expires_at);

CREATE TABLE sites (
    id INTEGER PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    origins TEXT NOT NULL,
    rules TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT sites_slug_key UNIQUE (slug)
);

CREATE TABLE moderators (
    site_id BIGINT NOT NULL REFERENCES sites (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (site_id, account_id)
);
CREATE INDEX moderators_account ON moderators (account_id);

CREATE TABLE threads (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    url TEXT NOT NULL,
    title TEXT,
    published_at BIGINT,
    state TEXT NOT NULL,
    policy TEXT,
    comment_count BIGINT NOT NULL,
    revision INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT threads_url_key UNIQUE (site_id, url)
);
CREATE INDEX threads_site ON threads (site_id, id);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    thread_id BIGINT NOT NULL REFERENCES threads (id),
    parent_id BIGINT REFERENCES comments (id),
    root_id BIGINT NOT NULL,
    depth INTEGER NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    author_kind TEXT NOT NULL,
    author_key BIGINT NOT NULL,
    network_key BIGINT,
    guest_name TEXT,
    guest_email TEXT,
    guest_website TEXT,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    fingerprint BIGINT NOT NULL,
    status TEXT NOT NULL,
    revision INTEGER NOT NULL,
    follow BOOLEAN NOT NULL,
    score BIGINT NOT NULL,
    reply_count BIGINT NOT NULL,
    shown BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT,
    reviewed_at BIGINT
);
-- The public thread, by time and by score; its replies; the queues; an author's and a network's recent comments; repeated text.
CREATE INDEX comments_thread ON comments (thread_id, depth, shown, id);
CREATE INDEX comments_thread_top ON comments (thread_id, depth, shown, score, id);
CREATE INDEX comments_root ON comments (root_id, id);
CREATE INDEX comments_parent ON comments (parent_id, id);
CREATE INDEX comments_queue ON comments (site_id, status, id);
CREATE INDEX comments_unreviewed ON comments (site_id, status, id) WHERE reviewed_at IS NULL;
CREATE INDEX comments_author ON comments (site_id, author_key, id);
CREATE INDEX comments_account ON comments (account_id, id);
CREATE INDEX comments_network ON comments (site_id, network_key, id);
CREATE INDEX comments_fingerprint ON comments (site_id, fingerprint, id);

CREATE TABLE comment_revisions (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    revision INTEGER NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (comment_id, revision)
);

CREATE TABLE findings (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    revision INTEGER NOT NULL,
    check_name TEXT NOT NULL,
    effect TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    span_start BIGINT,
    span_end BIGINT
);
CREATE INDEX findings_comment ON findings (comment_id, revision);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    revision INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_id BIGINT REFERENCES accounts (id),
    from_status TEXT,
    to_status TEXT NOT NULL,
    reason TEXT,
    note TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX decisions_comment ON decisions (comment_id, id);
CREATE INDEX decisions_site ON decisions (site_id, id);

CREATE TABLE votes (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    site_id BIGINT NOT NULL REFERENCES sites (id),
    value INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (comment_id, account_id)
);
CREATE INDEX votes_account ON votes (account_id, comment_id);

CREATE TABLE sanctions (
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
CREATE INDEX sanctions_account ON sanctions (account_id, id);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT REFERENCES sites (id),
    account_id BIGINT REFERENCES accounts (id),
    recipient TEXT NOT NULL,
    kind TEXT NOT NULL,
    notice TEXT NOT NULL,
    dedupe_key TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    leased_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    CONSTRAINT outbox_dedupe_key UNIQUE (dedupe_key)
);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
CREATE INDEX outbox_account ON outbox (account_id, id);

CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, idempotency_key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
