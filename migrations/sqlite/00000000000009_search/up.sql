-- By which words comments are found: folded and spelt in ASCII by the program (src/model/search.rs), so that both databases have
-- the same to go by. What is there is put in when the program has applied this (src/store/search.rs).
CREATE VIRTUAL TABLE comment_search USING fts5(words, content='', contentless_delete=1, tokenize='ascii');
