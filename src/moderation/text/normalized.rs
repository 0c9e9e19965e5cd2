//! Text made comparable: two spellings that a reader takes for the same word become the same characters.
//!
//! Every step keeps where its characters came from, so that a match in the normalised text can be shown in the source.
//! A further step belongs in [`Normalized::of`], as one more thing done to a cluster.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::finding::Span;

/// NFKC, lower-cased, accents kept, every run of white space one space, none at the ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized {
    text: String,
    /// Where each piece of `text` came from, ascending in `at` and in `source`; together they cover `text`.
    map: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Byte offset in the normalised text.
    at: usize,
    source: Span,
}

impl Normalized {
    pub fn of(source: &str) -> Self {
        let mut normalized = Self { text: String::with_capacity(source.len()), map: Vec::with_capacity(source.len()) };
        for (start, cluster) in source.grapheme_indices(true) {
            normalized.push_cluster(cluster, Span { start, end: start + cluster.len() });
        }
        if normalized.text.ends_with(' ') {
            normalized.text.pop();
            normalized.map.pop();
        }
        normalized
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the source behind `range` of the normalised text. `None` if `range` is empty or not inside it.
    pub fn span(&self, range: std::ops::Range<usize>) -> Option<Span> {
        if range.is_empty() || range.end > self.text.len() {
            return None;
        }
        let first = self.piece_at(range.start)?;
        let last = self.piece_at(range.end - 1)?;
        Some(Span { start: first.source.start, end: last.source.end })
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let after = self.map.partition_point(|piece| piece.at <= offset);
        self.map.get(after.checked_sub(1)?)
    }

    /// Composition never reaches across the borders of clusters, so each can be normalised alone.
    fn push_cluster(&mut self, cluster: &str, source: Span) {
        if let [byte] = cluster.as_bytes() {
            self.push(char::from(byte.to_ascii_lowercase()), source);
            return;
        }
        for c in cluster.nfkc().flat_map(char::to_lowercase) {
            self.push(if c == 'ς' { 'σ' } else { c }, source);
        }
    }

    fn push(&mut self, c: char, source: Span) {
        if !c.is_whitespace() {
            self.map.push(Piece { at: self.text.len(), source });
            self.text.push(c);
        } else if self.text.ends_with(' ') {
            if let Some(space) = self.map.last_mut() {
                space.source.end = source.end;
            }
        } else if !self.text.is_empty() {
            self.map.push(Piece { at: self.text.len(), source });
            self.text.push(' ');
        }
    }
}

/// A hash of what `text` says that does not depend on case, white space or punctuation: for finding repeated comments.
/// The first eight bytes of SHA-256, the same on every machine and in every release that normalises alike.
pub fn text_fingerprint(text: &str) -> i64 {
    let normalized = Normalized::of(text).text;
    let words: String = normalized.chars().filter(|c| !is_punctuation(*c)).collect();
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = if folded.is_empty() { &normalized } else { &folded };
    let digest = Sha256::digest(said.as_bytes());
    digest.iter().take(8).fold(0, |hash, byte| hash << 8 | i64::from(*byte))
}

/// Signs that carry no meaning of their own. Symbols from the arrows on (U+2190), emoji among them, do carry one, except
/// for the punctuation of East Asian scripts.
fn is_punctuation(c: char) -> bool {
    let says_something = c.is_alphanumeric() || c.is_whitespace() || is_combining_mark(c);
    !says_something && (c < '\u{2190}' || matches!(c, '\u{3000}'..='\u{303F}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_a_word_become_one() {
        let normalized = |text: &str| Normalized::of(text).text;
        assert_eq!(normalized(" Two \t\r\n  Words\u{A0}\u{2003}here "), "two words here");
        assert_eq!(normalized("ＦＵＬＬ ﬁt ① 𝓼cript"), "full fit 1 script");
        assert_eq!(normalized("Cafe\u{301}"), "café");
        assert_ne!(normalized("café"), normalized("cafe"));
        assert_eq!(normalized("ΟΔΟΣ"), normalized("οδος"));
    }

    #[test]
    fn a_match_is_found_again_in_the_source() {
        let source = "Ein  Ｂａｄ \n Cafe\u{301}!";
        let normalized = Normalized::of(source);
        let at = normalized.text().find("bad café").expect("the words");
        let span = normalized.span(at..at + "bad café".len()).expect("a span");
        assert_eq!(&source[span.start..span.end], "Ｂａｄ \n Cafe\u{301}");
        assert_eq!(normalized.span(3..3), None);
        assert_eq!(normalized.span(0..1_000), None);
    }

    #[test]
    fn a_fingerprint_is_of_what_is_said() {
        let same = text_fingerprint("Buy it now: it is cheap");
        assert_eq!(text_fingerprint(" buy it NOW -- it's… cheap!!".replace("it's", "it is").as_str()), same);
        assert_ne!(text_fingerprint("Buy it now: it is dear"), same);
        assert_ne!(text_fingerprint("👍"), text_fingerprint("👎"));
        assert_ne!(text_fingerprint("?!"), text_fingerprint("..."));
        assert_eq!(text_fingerprint("hello"), 0x2cf2_4dba_5fb0_a30e);
    }

    proptest! {
        #[test]
        fn every_part_of_any_text_leads_back_to_its_source(source in any::<String>()) {
            let normalized = Normalized::of(&source);
            let ends: Vec<usize> = normalized.text().char_indices().map(|(at, c)| at + c.len_utf8()).collect();
            for (start, _) in normalized.text().char_indices() {
                for end in ends.iter().filter(|end| **end > start) {
                    let span = normalized.span(start..*end).expect("a span");
                    prop_assert!(span.start < span.end && source.get(span.start..span.end).is_some());
                }
            }
            let whole = normalized.span(0..normalized.text().len());
            prop_assert!(whole.is_none_or(|span| !source[span.start..span.end].trim().is_empty()));
        }

        #[test]
        fn no_text_panics_the_fingerprint(text in any::<String>()) {
            prop_assert_eq!(text_fingerprint(&text), text_fingerprint(&format!("  {text}\n")));
        }
    }
}
