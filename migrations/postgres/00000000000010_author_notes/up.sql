-- What moderators tell each other about an author. An account's are forgotten with it.
CREATE TABLE author_notes (
    id BIGINT PRIMARY KEY,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    author_key BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX author_notes_author ON author_notes (site_id, author_key, id);
