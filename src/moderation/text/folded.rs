//! What a text says when nobody looks at how it is written.

use std::ops::Range;

use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

use super::alphabets::Alphabet;
use super::sign::{Kind, Sign};
use super::{entities, leet, lookalikes};
use crate::model::comment::is_invisible;
use crate::model::finding::Span;

/// How often words are read anew after one step of folding has changed what another one sees.
const MAX_ROUNDS: usize = 8;

/// Lower-cased and compatible by NFKD; without entities, invisible characters and the marks that are not part of a letter
/// in the text's language; words read in one script; digits and symbols among letters taken for letters. Every run of
/// white space is one space. Folding what is folded changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// One for each character of `text`.
    signs: Vec<Sign>,
    /// Where each sign begins in `text`; empty if each takes one byte.
    starts: Vec<usize>,
}

impl Folded {
    pub fn of(source: &str, alphabet: Alphabet<'_>) -> Self {
        let mut folding = Folding { signs: Vec::with_capacity(source.len()), alphabet };
        for (start, c) in source.char_indices() {
            folding.take(c, Span { start, end: start + c.len_utf8() });
        }
        let mut signs = folding.settle();
        mark_capital_i(&mut signs);
        let text: String = signs.iter().map(Sign::folded).collect();
        let starts =
            if text.len() == signs.len() { Vec::new() } else { text.char_indices().map(|(start, _)| start).collect() };
        Self { text, signs, starts }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn signs(&self) -> &[Sign] {
        &self.signs
    }

    /// The part of the source behind `range` of the folded text. `None` if `range` is empty or not inside it.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        if range.is_empty() || range.end > self.text.len() {
            return None;
        }
        let sign_at = |offset: usize| match self.starts.as_slice() {
            [] => Some(offset),
            starts => starts.partition_point(|start| *start <= offset).checked_sub(1),
        };
        self.span_of_signs(sign_at(range.start)?..sign_at(range.end - 1)? + 1)
    }

    /// The part of the source that the signs stand for. `None` if there are none.
    pub fn span_of_signs(&self, signs: Range<usize>) -> Option<Span> {
        let signs = self.signs.get(signs)?;
        Some(Span { start: signs.first()?.source.start, end: signs.last()?.source.end })
    }
}

struct Folding<'a> {
    signs: Vec<Sign>,
    alphabet: Alphabet<'a>,
}

impl Folding<'_> {
    /// One character of the source, or one that an entity in it refers to.
    fn take(&mut self, c: char, source: Span) {
        if c.is_ascii() {
            self.put(c.to_ascii_lowercase(), c.is_ascii_uppercase(), source);
        } else if let Some(letter) = lookalikes::boxed_letter(c) {
            self.put(letter, true, source);
        } else {
            self.take_apart(c, c.is_uppercase(), source);
        }
    }

    /// Compatible characters in lower case, each without what can be taken off it.
    fn take_apart(&mut self, c: char, capital: bool, source: Span) {
        // Syllables of Hangul are read as wholes.
        if matches!(c, '\u{AC00}'..='\u{D7A3}') {
            return self.put(c, capital, source);
        }
        let mut parts = Vec::new();
        decompose_compatible(c, |part| parts.push(part));
        for part in parts {
            let capital = capital || part.is_uppercase();
            let mut lower = part.to_lowercase();
            match (lower.next(), lower.len()) {
                (Some(same), 0) if same == part => self.put(part, capital, source),
                (Some(first), _) => {
                    for c in std::iter::once(first).chain(lower) {
                        self.take_apart(c, capital, source);
                    }
                }
                (None, _) => {}
            }
        }
    }

    /// A character that stays one.
    fn put(&mut self, c: char, capital: bool, source: Span) {
        match c {
            ';' => {
                self.signs.push(Sign::new(c, capital, source));
                self.resolve_entity();
            }
            _ if c.is_ascii_graphic() => self.signs.push(Sign::new(c, capital, source)),
            _ if c.is_whitespace() => self.put_space(source),
            _ if is_invisible(c) => {}
            'ς' => self.signs.push(Sign::new('σ', capital, source)),
            'ß' => self.put_both('s', 's', capital, source),
            'æ' if !self.alphabet.has(c) => self.put_both('a', 'e', capital, source),
            'œ' => self.put_both('o', 'e', capital, source),
            _ if is_combining_mark(c) => self.put_mark(c, source),
            _ => {
                let mut sign = Sign::new(c, capital, source);
                if let Some(base) = lookalikes::latin_variant(c) {
                    (sign.base, sign.own) = (base, self.alphabet.has(c));
                }
                self.signs.push(sign);
            }
        }
    }

    fn put_both(&mut self, first: char, second: char, capital: bool, source: Span) {
        self.signs.push(Sign::new(first, capital, source));
        self.signs.push(Sign::new(second, capital, source));
    }

    fn put_space(&mut self, source: Span) {
        match self.signs.last_mut() {
            Some(last) if last.is_space() => last.source.end = last.source.end.max(source.end),
            _ => self.signs.push(Sign::new(' ', false, source)),
        }
    }

    /// Marks of Latin, Greek and Cyrillic letters come off, but for those that make another letter of one.
    fn put_mark(&mut self, mark: char, source: Span) {
        let general = matches!(mark, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}' | '\u{483}'..='\u{489}' | '\u{FE20}'..='\u{FE2F}');
        let Some(last) = self.signs.last_mut() else { return };
        if !general {
            if last.joins() {
                self.signs.push(Sign::new(mark, false, source));
            }
            return;
        }
        last.source.end = last.source.end.max(source.end);
        if let Some(composed) = compose(last.typed, mark) {
            last.typed = composed;
            last.own = self.alphabet.has(composed);
            if matches!(composed, 'й' | 'ї' | 'ў') {
                last.base = composed;
            }
        }
    }

    /// What has just been ended by `;`, if it refers to a character.
    fn resolve_entity(&mut self) {
        let from = self.signs.len().saturating_sub(entities::MAX_CHARACTERS);
        let Some(start) = self.signs[from..].iter().rposition(|sign| sign.base == '&').map(|at| from + at) else {
            return;
        };
        let name: String = self.signs[start + 1..self.signs.len() - 1].iter().map(Sign::folded).collect();
        let (Some(c), Some(end)) = (entities::decode(&name), self.signs.last().map(|sign| sign.source.end)) else {
            return;
        };
        let source = Span { start: self.signs[start].source.start, end };
        self.signs.truncate(start);
        self.take(c, source);
    }

    /// The steps that look at whole words, until none finds anything to do.
    fn settle(mut self) -> Vec<Sign> {
        for _ in 0..MAX_ROUNDS {
            let foreign = self.signs.iter().any(|sign| lookalikes::is_foreign(sign.base) && sign.is_letter());
            let mut changed = foreign && lookalikes::fold(&mut self.signs);
            if self.signs.iter().any(leet::can_stand_in) {
                changed |= leet::fold(&mut self.signs);
            }
            if !changed {
                break;
            }
            self.resolve_what_became_an_entity();
        }
        self.signs
    }

    fn resolve_what_became_an_entity(&mut self) {
        if !self.signs.iter().any(|sign| sign.base == '&') {
            return;
        }
        let signs = std::mem::take(&mut self.signs);
        for sign in signs {
            self.signs.push(sign);
            if sign.base == ';' && sign.kind == Kind::Other {
                self.resolve_entity();
            }
        }
    }
}

/// The capital I and the small l are one stroke: in “fooIish” and in “ldiot” one stands for the other.
fn mark_capital_i(signs: &mut [Sign]) {
    for at in 0..signs.len() {
        let sign = signs[at];
        let before = at.checked_sub(1).map(|at| signs[at]).filter(Sign::is_letter);
        let after = signs.get(at + 1).copied().filter(Sign::is_letter);
        let amid_small = [before, after].into_iter().flatten().any(|sign| !sign.capital);
        match sign.base {
            'i' if sign.capital && before.is_some() && amid_small => signs[at].alternative = Some('l'),
            'l' if !sign.capital && before.is_none_or(|sign| sign.capital) && after.is_some() => {
                signs[at].alternative = Some('i');
            }
            'v' => signs[at].alternative = Some('u'),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        Folded::of(text, Alphabet::PLAIN).text
    }

    #[test]
    fn disguises_of_single_characters_come_off() {
        for disguise in [
            "turnip",
            "TURNIP",
            "tùrnîp",
            "t\u{200B}ur\u{AD}nip",
            "t&#117;rnip",
            "t&#x75;r&shy;nip",
            "ｔｕｒｎｉｐ",
            "𝓽𝓾𝓻𝓷𝓲𝓹",
            "ⓣⓤⓡⓝⓘⓟ",
            "🆃🆄🆁🅽🅸🅿",
            "тurniр",
            "tυrnιp",
            "t̷u̶r̴n̵i̷p̸",
            "turn1p",
            "+urnip",
            "ᴛᴜʀɴɪᴘ",
            "ʇuɹnip",
            "t&amp;#117;rnip",
        ] {
            let expected = if disguise == "+urnip" { "+urnip" } else { "turnip" };
            assert_eq!(folded(disguise), expected, "{disguise}");
        }
    }

    #[test]
    fn what_is_no_disguise_stays() {
        for text in [
            "2024",
            "$5",
            "10km",
            "10am",
            "5th",
            "3,50 €",
            "b4",
            "дом",
            "мой",
            "и это",
            "λόγος",
            "日本語",
            "हिन्दी",
            "한국어",
            "a=b",
            "(see it)",
            "wow!",
            "b|a|d",
        ] {
            let plain = text.replace('ό', "ο").replace('ς', "σ");
            assert_eq!(folded(text), plain, "{text}");
        }
    }

    #[test]
    fn a_word_is_read_in_the_script_that_it_is_in() {
        assert_eq!(folded("дypaк"), "дурак");
        assert_eq!(folded("pаypаl"), "paypal");
        assert_eq!(folded("Это сон, а не ухо"), "это сон, а не ухо");
        assert_eq!(folded("what a сосоа this is"), "what a cocoa this is");
        assert_eq!(folded("tцrnip"), "turnip");
    }

    #[test]
    fn letters_of_the_language_keep_their_marks() {
        let german = Folded::of("Schwül, aber ein Cafè", Alphabet::of(Some("de"), &[]));
        assert_eq!(german.text(), "schwül, aber ein cafe");
        assert_eq!(folded("schwül"), "schwul");
    }

    #[test]
    fn a_match_is_found_again_in_the_source() {
        let source = "Ein b\u{301}&#97;d  Wort";
        let text = Folded::of(source, Alphabet::PLAIN);
        let at = text.text().find("bad").expect("the word");
        let span = text.span(at..at + 3).expect("a span");
        assert_eq!(&source[span.start..span.end], "b\u{301}&#97;d");
        assert_eq!(text.span(2..2), None);
        assert_eq!(text.span(0..100), None);
    }

    /// Texts made of what the steps look for.
    fn tricky() -> impl Strategy<Value = String> {
        prop::collection::vec("[a-cIlvñüéàсорЖоνηΣ019@$!|+ .;&#*'-]|&amp;|&#117;|&#x26;|\u{200B}|\u{301}|\u{308}|が|\u{3099}|İ|ß|ﬁ|\u{1F1E6}|\\PC", 0..40)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn folding_what_is_folded_changes_nothing(source in prop_oneof![any::<String>(), tricky()]) {
            let once = folded(&source);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn every_part_leads_back_to_the_source(source in prop_oneof![any::<String>(), tricky()]) {
            let text = Folded::of(&source, Alphabet::PLAIN);
            prop_assert_eq!(text.text().chars().count(), text.signs().len());
            for (start, c) in text.text().char_indices() {
                let span = text.span(start..start + c.len_utf8()).expect("a span");
                prop_assert!(span.start < span.end && source.get(span.start..span.end).is_some());
            }
            let ends = text.signs().windows(2).all(|pair| pair[0].source.start <= pair[1].source.start);
            prop_assert!(ends, "in the order of the source");
        }
    }
}
