//! The part of a text in which something was found, with what was found.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::search::{SearchQuery, Term, is_word_alone, words};

/// Bytes before the first match that are shown, about.
const BEFORE: usize = 80;
/// Bytes that are shown, about.
const LENGTH: usize = 280;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// It is what was looked for.
    pub is_match: bool,
}

/// The text on one line around the first match, in pieces; its beginning if nothing in it matches. An "…" stands for what is
/// left out.
pub fn snippet(text: &str, query: Option<&SearchQuery>) -> Vec<Piece> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let tokens = tokens(&line);
    let matches = query.map(|query| matches(&tokens, &query.wanted)).unwrap_or_default();
    let first = matches.first().map_or(0, |found| found.start);
    let start = word_after(&line, first.saturating_sub(BEFORE), first);
    let end = word_before(&line, start + LENGTH);
    let mut pieces = Vec::new();
    let mut put = |range: Range<usize>, is_match: bool| {
        if let Some(text) = line.get(range).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text: text.to_owned(), is_match });
        }
    };
    let mut at = start;
    for found in matches.into_iter().filter(|found| found.end <= end) {
        // Of one sign that stands for several words.
        if found.start < at {
            continue;
        }
        put(at..found.start, false);
        at = found.end;
        put(found, true);
    }
    put(at..end, false);
    if start > 0 {
        pieces.insert(0, Piece { text: "…".to_owned(), is_match: false });
    }
    if end < line.len() {
        pieces.push(Piece { text: "…".to_owned(), is_match: false });
    }
    pieces
}

/// A word as it is searched, and where it stands.
type Token = (String, Range<usize>);

fn tokens(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut begun = None;
    let mut put = |range: Range<usize>| {
        let found = line.get(range.clone()).map(words).unwrap_or_default();
        tokens.extend(found.into_iter().map(|word| (word, range.clone())));
    };
    for (at, c) in line.char_indices() {
        let goes_on = (c.is_alphanumeric() || is_combining_mark(c)) && !is_word_alone(c);
        if !goes_on && let Some(start) = begun.take() {
            put(start..at);
        }
        if is_word_alone(c) {
            put(at..at + c.len_utf8());
        } else if goes_on {
            begun = begun.or(Some(at));
        }
    }
    if let Some(start) = begun {
        put(start..line.len());
    }
    tokens
}

/// Where a term is, in order and apart.
fn matches(tokens: &[Token], wanted: &[Term]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = tokens;
    while let Some((_, after)) = rest.split_first() {
        let length = wanted.iter().filter(|term| begins_with(rest, term)).map(|term| term.words.len()).max();
        match length.and_then(|length| rest.split_at_checked(length)) {
            Some((matched, after)) => {
                if let (Some((_, first)), Some((_, last))) = (matched.first(), matched.last()) {
                    found.push(first.start..last.end);
                }
                rest = after;
            }
            None => rest = after,
        }
    }
    found.dedup();
    found
}

fn begins_with(tokens: &[Token], term: &Term) -> bool {
    let Some((last, words)) = term.words.split_last() else { return false };
    let mut tokens = tokens.iter().map(|(word, _)| word);
    words.iter().all(|word| tokens.next() == Some(word))
        && tokens.next().is_some_and(|word| if term.is_prefix { word.starts_with(last) } else { word == last })
}

/// The beginning of a word at or after the byte `at`, but not after `limit`.
fn word_after(line: &str, at: usize, limit: usize) -> usize {
    if at == 0 {
        return 0;
    }
    let spaces = line.char_indices().filter(|(_, c)| *c == ' ').map(|(index, _)| index + 1);
    spaces.skip_while(|index| *index < at).find(|index| *index <= limit).unwrap_or(limit)
}

/// The end of a word at or before the byte `at`; where there is no space for long, the end of a character.
fn word_before(line: &str, at: usize) -> usize {
    if at >= line.len() {
        return line.len();
    }
    let end = (0..=at).rev().find(|index| line.is_char_boundary(*index)).unwrap_or(0);
    let space = line.get(..end).and_then(|start| start.rfind(' '));
    space.filter(|space| *space + LENGTH / 2 > at).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, query: &str) -> String {
        let query = SearchQuery::parse(query).expect("a search");
        let shown = |piece: Piece| if piece.is_match { format!("[{}]", piece.text) } else { piece.text };
        snippet(text, Some(&query)).into_iter().map(shown).collect()
    }

    #[test]
    fn what_is_found_is_marked() {
        assert_eq!(marked("The Harbour is\nold.", "harbour"), "The [Harbour] is old.");
        assert_eq!(marked("A cafe\u{301}, two cafés", "café* -tea"), "A [cafe\u{301}], two [cafés]");
        assert_eq!(marked("the mouth, the old mouth", "\"old mouth\""), "the mouth, the [old mouth]");
        assert_eq!(marked("港の船", "船"), "港の[船]");
        assert_eq!(marked("Nothing of it", "ada"), "Nothing of it");
        assert_eq!(marked("1 ½ <b>x</b>", "b"), "1 ½ <[b]>x</[b]>");
    }

    #[test]
    fn a_long_text_is_shown_around_the_first_match() {
        let text = format!("{} needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let shown = marked(&text, "needle");
        assert!(
            shown.starts_with("…hay hay") && shown.contains(" [needle] straw") && shown.ends_with("straw…"),
            "{shown}"
        );
        assert!(shown.len() < 320, "{shown}");
        let start = snippet(&text, None);
        assert!(start[0].text.starts_with("hay hay") && start[1].text == "…", "{start:?}");
    }

    proptest! {
        #[test]
        fn no_text_is_cut_in_the_middle_of_a_character(text in any::<String>(), word in "[a-zé港½]{1,3}") {
            let query = SearchQuery::parse(&word).expect("a search");
            let shown: String = snippet(&text, Some(&query)).into_iter().map(|piece| piece.text).collect();
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(line.contains(shown.trim_matches('…')) || line.contains('…'));
        }
    }
}
