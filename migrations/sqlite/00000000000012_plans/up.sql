-- Whose comment a signature is of, so that an author's own are left out without reading the comments.
ALTER TABLE signatures ADD COLUMN author_key BIGINT NOT NULL DEFAULT 0;
UPDATE signatures SET author_key = (SELECT author_key FROM comments WHERE comments.id = signatures.comment_id);

-- Without statistics SQLite takes it that ten rows belong to a site, and for ten comments by their ids reads all that the site
-- has. These stand for a large database of ten sites: rows of the table, and rows that share the first columns of the index.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('comments', 'comments_thread', '1000000 1000 500 400 1'),
    ('comments', 'comments_thread_top', '1000000 1000 500 400 20 1'),
    ('comments', 'comments_root', '1000000 4 1'),
    ('comments', 'comments_parent', '1000000 4 1'),
    ('comments', 'comments_account', '1000000 10000 1'),
    ('comments', 'comments_queue', '1000000 100000 20000 1'),
    ('comments', 'comments_author', '1000000 100000 100 1'),
    ('comments', 'comments_network', '1000000 100000 100 1'),
    ('comments', 'comments_fingerprint', '1000000 100000 2 1'),
    ('decisions', 'decisions_comment', '1000000 3 1'),
    ('decisions', 'decisions_time', '1000000 100000 1'),
    ('signatures', 'signatures_a', '1000000 100000 2 1'),
    ('signatures', 'signatures_b', '1000000 100000 2 1'),
    ('signatures', 'signatures_c', '1000000 100000 2 1'),
    ('signatures', 'signatures_d', '1000000 100000 2 1'),
    ('signatures', 'signatures_group', '1000000 100000 2 1'),
    ('queue_entries', 'queue_entries_priority', '1000000 100000 20000 100 1'),
    ('queue_entries', 'queue_entries_age', '1000000 100000 20000 1 1'),
    ('queue_visits', 'queue_visits_site', '1000000 100000 1'),
    ('threads', 'sqlite_autoindex_threads_1', '1000000 100000 1'),
    ('threads', 'threads_site', '1000000 100000 1');
