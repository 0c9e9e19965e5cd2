-- Whose comment a signature is of, so that an author's own are left out without reading the comments.
ALTER TABLE signatures ADD COLUMN author_key BIGINT NOT NULL DEFAULT 0;
UPDATE signatures SET author_key = (SELECT author_key FROM comments WHERE comments.id = signatures.comment_id);
