-- By which words comments are found: folded and spelt in ASCII by the program (src/model/search.rs), so that both databases have
-- the same to go by. What is there is put in when the program has applied this (src/store/search.rs).
CREATE TABLE comment_search (
    comment_id BIGINT PRIMARY KEY NOT NULL REFERENCES comments (id),
    words TSVECTOR NOT NULL
);
CREATE INDEX comment_search_words ON comment_search USING GIN (words);
