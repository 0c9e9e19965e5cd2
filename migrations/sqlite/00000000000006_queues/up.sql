-- What is on the moderators' lists, so that none is counted or sorted when it is opened. It follows from the comments
-- (src/actions/line_up.rs); postil doctor finds and mends what does not.

CREATE TABLE queue_entries (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    queue TEXT NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    thread_id BIGINT NOT NULL REFERENCES threads (id),
    author_key BIGINT NOT NULL,
    language TEXT,
    entered_at BIGINT NOT NULL,
    severity INTEGER NOT NULL,
    reach INTEGER NOT NULL,
    age INTEGER NOT NULL,
    priority BIGINT NOT NULL,
    next_step_at BIGINT,
    PRIMARY KEY (comment_id, queue)
);
-- By priority; by age, also for the oldest; whose age makes its next step.
CREATE INDEX queue_entries_priority ON queue_entries (site_id, queue, priority DESC, comment_id);
CREATE INDEX queue_entries_age ON queue_entries (site_id, queue, entered_at, comment_id);
CREATE INDEX queue_entries_step ON queue_entries (next_step_at) WHERE next_step_at IS NOT NULL;

CREATE TABLE queue_counts (
    site_id BIGINT NOT NULL REFERENCES sites (id),
    queue TEXT NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (site_id, queue)
);

-- Stays on a list that are over: how long they took, and who ended them.
CREATE TABLE queue_visits (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    queue TEXT NOT NULL,
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    entered_at BIGINT NOT NULL,
    left_at BIGINT NOT NULL,
    decided_by BIGINT REFERENCES accounts (id),
    decision_id BIGINT REFERENCES decisions (id)
);
CREATE INDEX queue_visits_site ON queue_visits (site_id, left_at);
CREATE INDEX queue_visits_comment ON queue_visits (comment_id);

-- Who works on what, until when. One that has run out is written over by the next.
CREATE TABLE claims (
    id INTEGER PRIMARY KEY NOT NULL,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    queue TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    claimed_at BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE UNIQUE INDEX claims_comment ON claims (comment_id);
CREATE INDEX claims_site ON claims (site_id, id);

-- What waits already. How it is to be ordered is worked out at its next step, which is due at once.
INSERT INTO queue_entries (comment_id, queue, site_id, thread_id, author_key, language, entered_at, severity, reach, age, priority, next_step_at)
SELECT id, CASE status WHEN 'published' THEN 'unreviewed' ELSE status END, site_id, thread_id, author_key, language, created_at, 10, 1, 1, 10, created_at
FROM comments
WHERE (status = 'pending' AND edit_asked_at IS NULL) OR status = 'spam' OR (status = 'published' AND reviewed_at IS NULL);
INSERT INTO queue_counts (site_id, queue, entries) SELECT site_id, queue, count(*) FROM queue_entries GROUP BY site_id, queue;
DROP INDEX comments_unreviewed;
