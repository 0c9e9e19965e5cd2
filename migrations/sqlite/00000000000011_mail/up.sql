-- Mail: how often each is told of what, guests who want mail, what people follow, whom they ignore, what they were told,
-- addresses that take no mail, links that were used, and how a site's mails look.

-- What were switches are frequencies now.
UPDATE accounts SET preferences = REPLACE(REPLACE(preferences, 'true', '"at_once"'), 'false', '"off"');

-- Guests who left an address on a site; mailed once they have confirmed it.
CREATE TABLE guests (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    email TEXT NOT NULL,
    email_canonical TEXT NOT NULL,
    name TEXT NOT NULL,
    preferences TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    asked_at BIGINT,
    confirmed_at BIGINT,
    CONSTRAINT guests_email_key UNIQUE (site_id, email_canonical)
);
CREATE INDEX guests_address ON guests (email_canonical, id);

-- Threads, or comments in them (0: the whole thread), that an account or a guest follows or does not want to hear of.
CREATE TABLE follows (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    thread_id BIGINT NOT NULL REFERENCES threads (id),
    comment_id BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    guest_id BIGINT REFERENCES guests (id),
    muted BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX follows_account ON follows (account_id, thread_id, comment_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX follows_guest ON follows (guest_id, thread_id, comment_id) WHERE guest_id IS NOT NULL;
CREATE INDEX follows_thread ON follows (thread_id, comment_id, id);

-- Authors an account does not want to hear from.
CREATE TABLE ignores (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    author_key BIGINT NOT NULL,
    comment_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, author_key)
);

-- What people were told, and what waits for a digest (digest_at is set, mail_id is not).
CREATE TABLE notifications (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    guest_id BIGINT REFERENCES guests (id),
    site_id BIGINT REFERENCES sites (id),
    thread_id BIGINT,
    comment_id BIGINT,
    decision_id BIGINT,
    kind TEXT NOT NULL,
    notice TEXT NOT NULL,
    dedupe_key TEXT,
    visible_at BIGINT NOT NULL,
    digest_at BIGINT,
    mail_id BIGINT,
    read_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT notifications_dedupe_key UNIQUE (dedupe_key)
);
CREATE INDEX notifications_account ON notifications (account_id, id);
CREATE INDEX notifications_unread ON notifications (account_id, id) WHERE read_at IS NULL;
CREATE INDEX notifications_digest_account ON notifications (account_id, digest_at) WHERE digest_at IS NOT NULL AND mail_id IS NULL;
CREATE INDEX notifications_digest_guest ON notifications (guest_id, digest_at) WHERE digest_at IS NOT NULL AND mail_id IS NULL;
CREATE INDEX notifications_mail ON notifications (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX notifications_comment ON notifications (comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX notifications_decision ON notifications (decision_id) WHERE decision_id IS NOT NULL;

-- A new comment whose thread's followers are still to be told; those up to `after` (a row of follows) are.
CREATE TABLE fan_outs (
    comment_id INTEGER PRIMARY KEY NOT NULL REFERENCES comments (id),
    site_id BIGINT NOT NULL REFERENCES sites (id),
    thread_id BIGINT NOT NULL REFERENCES threads (id),
    after BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX fan_outs_due ON fan_outs (due_at);

-- Addresses that are not mailed: they bounced, or somebody there complained.
CREATE TABLE suppressions (
    email_canonical TEXT PRIMARY KEY NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    mail_id BIGINT,
    created_at BIGINT NOT NULL
);

-- Signed links that work once, and did.
CREATE TABLE spent_links (
    token_hash TEXT PRIMARY KEY NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX spent_links_expiry ON spent_links (expires_at);

-- Templates that a site has instead of those built in.
CREATE TABLE mail_templates (
    site_id BIGINT NOT NULL REFERENCES sites (id),
    mail TEXT NOT NULL,
    locale TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (site_id, mail, locale)
);

-- Name, colour, footer and language of a site's mails, in JSON.
ALTER TABLE sites ADD COLUMN brand TEXT NOT NULL DEFAULT '{}';

-- To a guest; of which notification; what sort of failure the last error was; the recipient's domain, for fairness among them.
ALTER TABLE outbox ADD COLUMN guest_id BIGINT;
ALTER TABLE outbox ADD COLUMN notification_id BIGINT;
ALTER TABLE outbox ADD COLUMN failure TEXT;
ALTER TABLE outbox ADD COLUMN domain TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_recipient ON outbox (recipient, id);
CREATE INDEX outbox_guest ON outbox (guest_id) WHERE guest_id IS NOT NULL;
