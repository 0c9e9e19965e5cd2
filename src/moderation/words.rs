//! A list of words and phrases, ready to be looked for in many texts.

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::{AhoCorasick, BuildError};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::text::Normalized;

#[derive(Debug, Clone)]
pub struct WordMatcher {
    /// As the moderator typed them, in the order of the automaton's patterns.
    words: Vec<String>,
    automaton: AhoCorasick,
}

/// One place where a word of the list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordMatch<'m> {
    /// The word as the list has it.
    pub word: &'m str,
    /// Where in the normalised text.
    pub range: Range<usize>,
}

impl WordMatcher {
    /// Errors: the list is beyond what one automaton can hold, far above the limits of a site's rules.
    pub fn new(words: &[String]) -> Result<Self, BuildError> {
        let normalized = words.iter().map(|word| (word, Normalized::of(word)));
        let (words, patterns): (Vec<_>, Vec<_>) = normalized
            .filter(|(_, normal)| !normal.text().is_empty())
            .map(|(word, normal)| (word.clone(), normal))
            .unzip();
        let automaton = AhoCorasick::new(patterns.iter().map(Normalized::text))?;
        Ok(Self { words, automaton })
    }

    /// Whole words only, in the order of the text. Where several begin in one place or overlap, the first and longest.
    pub fn find(&self, text: &Normalized) -> Vec<WordMatch<'_>> {
        let mut boundaries = None;
        let mut found: Vec<_> = self
            .automaton
            .find_overlapping_iter(text.text())
            .filter(|hit| {
                let at_boundary = boundaries.get_or_insert_with(|| word_boundaries(text.text()));
                at_boundary[hit.start()] && at_boundary[hit.end()]
            })
            .collect();
        found.sort_by_key(|hit| (hit.start(), Reverse(hit.end())));
        let mut free_from = 0;
        found.retain(|hit| {
            let free = hit.start() >= free_from;
            free_from = if free { hit.end() } else { free_from };
            free
        });
        let words = found.into_iter().filter_map(|hit| Some((self.words.get(hit.pattern().as_usize())?, hit.range())));
        words.map(|(word, range)| WordMatch { word, range }).collect()
    }
}

/// For every byte offset of `text`, its end included: whether a word can begin or end there. The borders are those of
/// Unicode (UAX #29); besides, full stops, colons and underscores always part words here, as in "first.Second".
fn word_boundaries(text: &str) -> Vec<bool> {
    let mut boundaries = vec![false; text.len() + 1];
    boundaries[text.len()] = true;
    for (at, _) in text.split_word_bound_indices() {
        boundaries[at] = true;
    }
    for (at, c) in text.char_indices().filter(|(_, c)| !joins_letters(*c)) {
        boundaries[at] = true;
        boundaries[at + c.len_utf8()] = true;
    }
    boundaries
}

fn joins_letters(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '’' | '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(words: &[&str], text: &str) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let matcher = WordMatcher::new(&words).expect("a matcher");
        let text = Normalized::of(text);
        matcher.find(&text).into_iter().map(|hit| text.text()[hit.range].to_owned()).collect()
    }

    #[test]
    fn only_whole_words_are_found() {
        assert_eq!(found(&["ham", "can"], "Ham, hammer, Sham. can't can"), ["ham", "can"]);
        assert_eq!(found(&["ham"], "ham.Next _ham_ ham: www.ham.example"), ["ham"; 4]);
        assert_eq!(found(&["cafe"], "café cafés"), Vec::<String>::new());
        assert_eq!(found(&["東京"], "私は東京に行く"), ["東京"]);
        assert_eq!(found(&["🍕", "c++"], "so 🍕🍕 in C++!"), ["🍕", "🍕", "c++"]);
    }

    #[test]
    fn a_phrase_is_found_over_any_white_space() {
        assert_eq!(found(&["cold  Ham"], "COLD\n\u{A0} ham"), ["cold ham"]);
        assert_eq!(found(&["cold ham"], "cold, ham"), Vec::<String>::new());
    }

    #[test]
    fn of_overlapping_words_the_longest_is_found() {
        assert_eq!(found(&["ham", "ham roll", "roll up"], "a ham roll up"), ["ham roll"]);
        assert_eq!(found(&["ham", "ham roll"], "ham rolls"), ["ham"]);
    }

    #[test]
    fn an_empty_list_finds_nothing() {
        assert_eq!(found(&[], "anything"), Vec::<String>::new());
        assert_eq!(found(&["", " "], "any thing"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn a_word_between_spaces_is_always_found(word in "\\PC{1,20}", before in any::<String>(), after in any::<String>()) {
            let normal = Normalized::of(&word);
            prop_assume!(!normal.text().is_empty() && !word.starts_with(is_combining_mark));
            let text = format!("{before} {word} {after}");
            let matcher = WordMatcher::new(std::slice::from_ref(&word)).expect("a matcher");
            let text_normal = Normalized::of(&text);
            let hits = matcher.find(&text_normal);
            prop_assert!(hits.iter().all(|hit| text_normal.span(hit.range.clone()).is_some_and(|span| text.get(span.start..span.end).is_some())));
            prop_assume!(text_normal.text().contains(normal.text()));
            prop_assert!(!hits.is_empty());
        }
    }
}
