//! A list of words, ready to be looked for in many texts.
//!
//! `entry` says what an entry can be. Words and phrases are looked for as they are (`exact`) and in every disguise
//! (`disguise`, `masks`); entries with asterisks (`globs`) and regular expressions are matched against the normalised text
//! and the folded one. A further kind of disguise is a file of its own, called from `disguise` or from `WordMatcher::find`.

mod borders;
mod disguise;
mod entry;
mod exact;
mod globs;
mod key;
mod masks;
#[cfg(test)]
mod trials;

use std::cmp::Reverse;
use std::net::IpAddr;

use aho_corasick::BuildError;
use ipnet::IpNet;
use regex::Regex;

use self::disguise::DisguisedWords;
use self::exact::ExactWords;
use self::globs::Globs;
use self::key::Key;
use super::text::{Alphabet, Folded, Normalized};
use crate::model::finding::Span;
pub use entry::{Entry, pattern_of};

/// A text made ready to be searched for several lists.
#[derive(Debug)]
pub struct SearchText {
    normalized: Normalized,
    folded: Folded,
    key: Key,
}

impl SearchText {
    pub fn of(source: &str, alphabet: Alphabet<'_>) -> Self {
        let folded = Folded::of(source, alphabet);
        Self { normalized: Normalized::of(source), key: Key::of(folded.signs()), folded }
    }
}

#[derive(Debug)]
pub struct WordMatcher {
    /// As the moderator typed them.
    entries: Vec<String>,
    exact: ExactWords,
    disguised: DisguisedWords,
    globs: Globs,
    patterns: Vec<(usize, Regex)>,
    networks: Vec<IpNet>,
}

/// One place where an entry of the list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordMatch<'m> {
    /// The entry as the list has it.
    pub word: &'m str,
    /// Where in the source.
    pub span: Span,
    /// It is not written as the list has it.
    pub disguised: bool,
}

impl WordMatcher {
    /// An entry that cannot be read is taken as it stands; rules that were stored before its form meant anything have such.
    ///
    /// Errors: the list is beyond what one automaton can hold, far above the limits of a site's rules.
    pub fn new(entries: &[String]) -> Result<Self, BuildError> {
        let entries: Vec<String> = entries.iter().filter(|entry| !entry.trim().is_empty()).cloned().collect();
        let (mut words, mut globs, mut patterns) = (Vec::new(), Vec::new(), Vec::new());
        for (index, entry) in entries.iter().enumerate() {
            match Entry::parse(entry) {
                Ok(Entry::Words(text)) => words.push((index, text)),
                Ok(Entry::Glob(text)) => globs.push((index, text)),
                Ok(Entry::Pattern(regex)) => patterns.push((index, regex)),
                Err(_) => words.push((index, entry.as_str())),
            }
        }
        let exact = ExactWords::new(words.iter().copied())?;
        let disguised = DisguisedWords::new(words.iter().copied())?;
        let globs = Globs::new(globs.into_iter())?;
        let networks = entries.iter().filter_map(|entry| entry::network_of(entry)).collect();
        Ok(Self { exact, disguised, globs, patterns, networks, entries })
    }

    /// In the order of the text. Where several begin in one place or overlap, the first and longest.
    pub fn find(&self, text: &SearchText) -> Vec<WordMatch<'_>> {
        let mut found = Vec::new();
        let mut hit = |entry, span: Option<Span>, disguised| found.extend(span.map(|span| (entry, span, disguised)));
        for (entry, range) in self.exact.find(&text.normalized) {
            hit(entry, text.normalized.span(range), false);
        }
        for (entry, signs) in self.disguised.find(&text.folded, &text.key) {
            hit(entry, text.folded.span_of_signs(signs), true);
        }
        for (entry, range) in self.in_plain_text(text.normalized.text()) {
            hit(entry, text.normalized.span(range), false);
        }
        if text.folded.text() != text.normalized.text() {
            for (entry, range) in self.in_plain_text(text.folded.text()) {
                hit(entry, text.folded.span(range), true);
            }
        }
        found.sort_by_key(|(_, span, disguised)| (span.start, Reverse(span.end), *disguised));
        let mut free_from = 0;
        found.retain(|(_, span, _)| {
            let free = span.start >= free_from;
            free_from = if free { span.end } else { free_from };
            free
        });
        let matches =
            found.into_iter().map(|(entry, span, disguised)| Some((self.entries.get(entry)?, span, disguised)));
        matches.flatten().map(|(word, span, disguised)| WordMatch { word, span, disguised }).collect()
    }

    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether an entry is the address, a network that it is in, or a pattern that its text matches.
    pub fn has_address(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let listed = self.networks.iter().any(|network| network.contains(&address));
        listed || !self.in_plain_text(&address.to_string()).is_empty()
    }

    /// What asterisks and regular expressions find.
    fn in_plain_text(&self, text: &str) -> Vec<(usize, std::ops::Range<usize>)> {
        let mut found = if self.globs.is_empty() { Vec::new() } else { self.globs.find(text) };
        for (entry, regex) in &self.patterns {
            found.extend(regex.find_iter(text).map(|hit| (*entry, hit.range())));
        }
        found
    }
}
