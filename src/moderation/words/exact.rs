//! Listed words and phrases as they are, in any case: what a text says plainly, in every script.

use std::ops::Range;

use aho_corasick::{AhoCorasick, BuildError};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::moderation::text::Normalized;

#[derive(Debug)]
pub struct ExactWords {
    /// The entries, in the order of the automaton's patterns.
    entries: Vec<usize>,
    automaton: AhoCorasick,
}

impl ExactWords {
    pub fn new<'w>(entries: impl Iterator<Item = (usize, &'w str)>) -> Result<Self, BuildError> {
        let normalized = entries.map(|(entry, word)| (entry, Normalized::of(word)));
        let (entries, patterns): (Vec<_>, Vec<_>) = normalized.filter(|(_, normal)| !normal.text().is_empty()).unzip();
        let automaton = AhoCorasick::new(patterns.iter().map(Normalized::text))?;
        Ok(Self { entries, automaton })
    }

    /// Whole words only: the entry, and where in the normalised text.
    pub fn find(&self, text: &Normalized) -> Vec<(usize, Range<usize>)> {
        let mut boundaries = None;
        let hits = self.automaton.find_overlapping_iter(text.text()).filter(|hit| {
            let at_boundary = boundaries.get_or_insert_with(|| word_boundaries(text.text()));
            at_boundary[hit.start()] && at_boundary[hit.end()]
        });
        hits.filter_map(|hit| Some((*self.entries.get(hit.pattern().as_usize())?, hit.range()))).collect()
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
