-- How much a finding weighs and what of the comment it is about; what became of each author's comments; texts that say nearly the same.

ALTER TABLE findings ADD COLUMN score INTEGER NOT NULL DEFAULT 0;
ALTER TABLE findings ADD COLUMN field TEXT;
ALTER TABLE threads ADD COLUMN sensitive BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE threads ADD COLUMN slow_mode_seconds INTEGER;
ALTER TABLE comments ADD COLUMN language TEXT;

CREATE TABLE authors (
    site_id BIGINT NOT NULL REFERENCES sites (id),
    author_key BIGINT NOT NULL,
    published BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    spam BIGINT NOT NULL,
    PRIMARY KEY (site_id, author_key)
);
INSERT INTO authors (site_id, author_key, published, rejected, spam)
SELECT site_id, author_key, sum(CASE status WHEN 'published' THEN 1 ELSE 0 END),
    sum(CASE status WHEN 'rejected' THEN 1 ELSE 0 END), sum(CASE status WHEN 'spam' THEN 1 ELSE 0 END)
FROM comments GROUP BY site_id, author_key;

-- Comments whose texts have much in common share a band. Kept as long as a site can look back.
CREATE TABLE signatures (
    comment_id INTEGER PRIMARY KEY NOT NULL REFERENCES comments (id),
    site_id BIGINT NOT NULL REFERENCES sites (id),
    group_id BIGINT NOT NULL,
    band_a BIGINT NOT NULL,
    band_b BIGINT NOT NULL,
    band_c BIGINT NOT NULL,
    band_d BIGINT NOT NULL
);
CREATE INDEX signatures_a ON signatures (site_id, band_a, comment_id);
CREATE INDEX signatures_b ON signatures (site_id, band_b, comment_id);
CREATE INDEX signatures_c ON signatures (site_id, band_c, comment_id);
CREATE INDEX signatures_d ON signatures (site_id, band_d, comment_id);
CREATE INDEX signatures_group ON signatures (site_id, group_id, comment_id);
