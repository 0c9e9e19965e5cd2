//! Where words begin and end in a folded text.

use crate::moderation::text::Sign;

/// What is joined to the next word by an apostrophe and is not part of it: “l'idiot”.
const ELISIONS: &[&str] = &["c", "d", "j", "l", "m", "n", "s", "t", "qu", "un", "all", "nell", "dell", "sull"];
/// Shorter words have to stand free of digits and of a genitive s.
const FROM_LETTERS: usize = 4;
/// Shorter words have to stand free of symbols that could be letters of theirs.
const FROM_LETTERS_BY_SYMBOLS: usize = 5;

/// Whether a word of so many letters can begin at the sign `at`.
pub fn begins(signs: &[Sign], at: usize, letters: usize) -> bool {
    let Some(last) = at.checked_sub(1) else { return true };
    let before = &signs[last];
    if before.is_apostrophe() {
        return is_free(signs[..last].last()) || elided(&signs[..last]);
    }
    if is_free(Some(before)) {
        return true;
    }
    if before.was_symbol() {
        return is_free(signs[..last].last()) || letters >= FROM_LETTERS_BY_SYMBOLS;
    }
    let mut joined = signs[..at].iter().rev().take_while(|sign| sign.joins());
    letters >= FROM_LETTERS && joined.all(Sign::was_digit)
}

/// Whether a word of so many letters can end before the sign `at`.
pub fn ends(signs: &[Sign], at: usize, letters: usize) -> bool {
    let Some(after) = signs.get(at) else { return true };
    if after.is_apostrophe() {
        let genitive = signs.get(at + 1).is_some_and(|sign| sign.typed == 's') && is_free(signs.get(at + 2));
        return is_free(signs.get(at + 1)) || (genitive && letters >= FROM_LETTERS);
    }
    if is_free(Some(after)) {
        return true;
    }
    if after.was_symbol() {
        return is_free(signs.get(at + 1)) || letters >= FROM_LETTERS_BY_SYMBOLS;
    }
    let mut joined = signs[at..].iter().take_while(|sign| sign.joins());
    letters >= FROM_LETTERS && joined.all(Sign::was_digit)
}

fn elided(before: &[Sign]) -> bool {
    let letters = before.iter().rev().take_while(|sign| sign.joins()).take(5).count();
    let word: String = before[before.len() - letters..].iter().map(|sign| sign.base).collect();
    ELISIONS.contains(&word.as_str())
}

/// Whether no word goes on over the sign. Scripts that put no space between words have a border at every sign.
fn is_free(sign: Option<&Sign>) -> bool {
    sign.is_none_or(|sign| !sign.joins() || matches!(sign.base, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'))
}
