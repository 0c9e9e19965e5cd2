-- The log becomes a chain, one a site: each row is hashed with the one before. Rows that are there get their places when the
-- program has applied this (src/store/log.rs); texts about comments that are deleted are forgotten first.

ALTER TABLE decisions ADD COLUMN action TEXT NOT NULL DEFAULT 'check';
ALTER TABLE decisions ADD COLUMN former TEXT;
ALTER TABLE decisions ADD COLUMN undoes BIGINT;
ALTER TABLE decisions ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN previous_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN hash TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN note_salt TEXT;
ALTER TABLE decisions ADD COLUMN note_hash TEXT;
UPDATE decisions SET action = CASE to_status
    WHEN 'published' THEN 'approve' WHEN 'rejected' THEN 'reject' WHEN 'spam' THEN 'spam' WHEN 'deleted' THEN 'delete' ELSE 'check' END
WHERE actor <> 'pipeline';
UPDATE decisions SET note = NULL WHERE comment_id IN (SELECT id FROM comments WHERE status = 'deleted');
DROP INDEX decisions_site;
CREATE UNIQUE INDEX decisions_sequence ON decisions (site_id, sequence) WHERE sequence > 0;

CREATE TABLE log_heads (
    site_id BIGINT PRIMARY KEY NOT NULL REFERENCES sites (id),
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL
);

-- A comment's marks beside its status, what the staff wrote of its text, and the decision that owes a mail.
ALTER TABLE comments ADD COLUMN pinned_at BIGINT;
ALTER TABLE comments ADD COLUMN escalated_at BIGINT;
ALTER TABLE comments ADD COLUMN edit_asked_at BIGINT;
ALTER TABLE comments ADD COLUMN staff_edited_at BIGINT;
CREATE INDEX comments_pinned ON comments (thread_id, pinned_at) WHERE pinned_at IS NOT NULL;
CREATE INDEX comments_escalated ON comments (site_id, id) WHERE escalated_at IS NOT NULL;
ALTER TABLE comment_revisions ADD COLUMN by_staff BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE outbox ADD COLUMN decision_id BIGINT;
CREATE INDEX outbox_decision ON outbox (decision_id) WHERE decision_id IS NOT NULL;

-- Each site begins with some of them; those that are there get theirs when the program has applied this (src/store/canned_texts.rs).
CREATE TABLE canned_texts (
    id BIGINT PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    locale TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT,
    revision INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX canned_texts_site ON canned_texts (site_id, id);
