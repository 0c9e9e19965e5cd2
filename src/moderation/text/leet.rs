//! Digits and symbols in the place of letters: `b4dw0rd`, `$hip`.
//!
//! Only where they stand among letters. Numbers, prices, measures and models stay what they are: 2024, $5, 10km, H2O, B2B
//! (the last two would do no harm as “hzo” and “bzb”, but nobody should be surprised by what a regex sees).

use super::sign::{Kind, Sign};

/// What follows a number without standing for anything else.
const UNITS: &[&str] = &[
    "am", "bit", "bits", "bn", "bps", "cal", "cm", "cal", "dpi", "er", "ers", "eur", "fps", "ft", "gb", "gbp", "ghz",
    "hr", "hrs", "hz", "in", "ish", "kb", "kcal", "kg", "khz", "km", "kmh", "kph", "kw", "kwh", "lb", "lbs", "mb",
    "mbps", "mg", "mhz", "mil", "min", "mins", "ml", "mm", "mn", "mph", "mw", "nd", "nm", "oz", "pm", "pp", "pt",
    "pts", "px", "rd", "rpm", "sec", "secs", "st", "tb", "th", "ths", "usd", "yr", "yrs",
];

/// Signs between letters that stand one by one.
const MAX_GAP: usize = 3;

/// What a digit or symbol is read as, and what else it can be.
const fn letter_for(c: char) -> Option<(char, Option<char>)> {
    Some(match c {
        '0' => ('o', None),
        '1' | '!' | '|' | '¡' => ('i', Some('l')),
        '2' => ('z', None),
        '3' | '€' => ('e', None),
        '4' | '@' | '^' => ('a', None),
        '5' | '$' => ('s', None),
        '6' | '9' => ('g', None),
        '7' | '+' => ('t', None),
        '8' => ('b', None),
        '(' | '<' | '{' | '[' | '¢' => ('c', None),
        '¥' => ('y', None),
        '×' => ('x', None),
        _ => return None,
    })
}

/// Symbols that can begin a word. A bracket before a word is only a bracket.
const fn can_begin(c: char) -> bool {
    matches!(c, '@' | '$' | '€' | '!' | '|' | '¡')
}

/// Symbols that can end one. `wow!` ends in an exclamation mark.
const fn can_end(c: char) -> bool {
    matches!(c, '@' | '$' | '€' | '|')
}

fn is_symbol(sign: &Sign) -> bool {
    sign.kind == Kind::Other && letter_for(sign.base).is_some()
}

/// Whether the sign belongs to a word. Repeated, only what can also end one stands for letters: `!!!` does not.
fn is_part(signs: &[Sign], at: usize) -> bool {
    let sign = &signs[at];
    let repeated = || {
        let same =
            |other: Option<usize>| other.and_then(|at| signs.get(at)).is_some_and(|other| other.base == sign.base);
        !can_end(sign.base) && (same(at.checked_sub(1)) || same(Some(at + 1)))
    };
    sign.joins() || (is_symbol(sign) && !repeated())
}

/// Whether the sign could stand for a letter.
pub fn can_stand_in(sign: &Sign) -> bool {
    sign.base.is_ascii_digit() || is_symbol(sign)
}

/// Replaces stand-ins by the letters they stand for. Whether anything changed.
pub fn fold(signs: &mut [Sign]) -> bool {
    let mut changed = false;
    for group in groups(signs) {
        if !is_disguise(&group.iter().map(|at| &signs[*at]).collect::<Vec<_>>()) {
            continue;
        }
        for at in group {
            let sign = &mut signs[at];
            let Some((letter, alternative)) = letter_for(sign.base).filter(|_| !sign.is_letter()) else { continue };
            sign.stand_in = Some(sign.base);
            sign.becomes(letter);
            sign.alternative = alternative;
            changed = true;
        }
    }
    changed
}

/// The places of the signs that make up each word with a stand-in. Letters that stand one by one (`b 4 d`) are one word.
fn groups(signs: &[Sign]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last_was_single = false;
    let (mut at, mut last_end) = (0, 0);
    while at < signs.len() {
        let start = at;
        while at < signs.len() && is_part(signs, at) {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let word: Vec<usize> = trimmed(signs, start, at).collect();
        let single = word.len() == 1;
        match groups.last_mut().filter(|_| single && last_was_single && start - last_end <= MAX_GAP) {
            Some(group) => group.extend(word),
            None => groups.push(word),
        }
        (last_was_single, last_end) = (single, at);
    }
    groups.retain(|group| group.iter().any(|at| can_stand_in(&signs[*at])));
    groups
}

/// The run without the symbols at its ends that can stand for nothing there.
fn trimmed(signs: &[Sign], mut start: usize, mut end: usize) -> std::ops::Range<usize> {
    while start < end && is_symbol(&signs[start]) && !can_begin(signs[start].base) {
        start += 1;
    }
    while start < end && is_symbol(&signs[end - 1]) && !can_end(signs[end - 1].base) {
        end -= 1;
    }
    start..end
}

fn is_disguise(word: &[&Sign]) -> bool {
    let letters = word.iter().filter(|sign| sign.is_letter()).count();
    let symbols = word.iter().filter(|sign| is_symbol(sign)).count();
    let stand_ins = word.iter().filter(|sign| can_stand_in(sign)).count();
    if stand_ins == 0 || letters == 0 || is_price(word) || is_measure(word) || is_spaced_by_symbols(word) {
        return false;
    }
    let changes = word.windows(2).filter(|pair| can_stand_in(pair[0]) != can_stand_in(pair[1])).count();
    let framed = word.first().is_some_and(|sign| sign.is_letter()) && word.last().is_some_and(|sign| sign.is_letter());
    let mostly_letters = letters >= 2 && letters >= stand_ins;
    let mixed_through = letters >= 2 && word.len() >= 5 && (changes >= 3 || symbols >= 2 || (symbols == 1 && framed));
    let only_symbols = symbols == stand_ins && word.len() >= 3;
    mostly_letters || mixed_through || only_symbols
}

/// `$5`, `$10m`, `us$5`, `5€`: a number beside the sign of a currency, and otherwise few letters.
fn is_price(word: &[&Sign]) -> bool {
    let Some(at) = word.iter().position(|sign| matches!(sign.base, '$' | '€' | '¥')) else { return false };
    let digits = |signs: &[&Sign]| signs.iter().take_while(|sign| sign.kind == Kind::Digit).count();
    let (before, after) = (&word[..at], &word[at + 1..]);
    let number_after = digits(after);
    let prefixed = number_after > 0 && before.len() <= 3 && before.iter().all(|sign| sign.is_letter());
    let few_letters_after =
        after[number_after..].iter().all(|sign| sign.is_letter()) && after.len() - number_after <= 3;
    let number_before = before.iter().rev().take_while(|sign| sign.kind == Kind::Digit).count();
    (prefixed && few_letters_after) || (number_before > 0 && number_before == before.len() && after.len() <= 3)
}

fn is_measure(word: &[&Sign]) -> bool {
    let digits = word.iter().take_while(|sign| sign.kind == Kind::Digit).count();
    let unit: String = word[digits..].iter().map(|sign| sign.base).collect();
    digits > 0 && UNITS.contains(&unit.as_str())
}

/// `b|a|d`: the symbol parts the letters.
fn is_spaced_by_symbols(word: &[&Sign]) -> bool {
    let Some(symbol) = word.iter().find(|sign| is_symbol(sign)).map(|sign| sign.base) else { return false };
    word.len() >= 5 && word.chunks(2).all(|pair| pair[0].joins() && pair.get(1).is_none_or(|sign| sign.base == symbol))
}
