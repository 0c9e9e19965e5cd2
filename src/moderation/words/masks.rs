//! Words with signs in the place of letters: `b*d`, `tu**ip`, `tur@ip`. Of `b***` nobody can tell what it stands for.

use std::ops::Range;

use super::borders;
use super::disguise::{Letter, Word};
use crate::moderation::text::{Kind, Sign};

/// Places of a text at which masked words are looked for. Nobody reads a text with more.
const MAX_PLACES: usize = 2_000;
/// Letters that one asterisk can hide.
const MOST_HIDDEN: usize = 3;
/// Signs that an emphasis can be long.
const EMPHASIS_REACHES: usize = 40;
/// Letters of words whose last one alone is hidden by people: of a longer one `words*` has a footnote.
const WHERE_ONE_IS_NO_FOOTNOTE: usize = 4;
/// Ways of laying one word over one place.
const MAX_STEPS: usize = 200;

/// How readily a sign is taken for hidden letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mask {
    /// People hide letters with it.
    Strong,
    /// It hides one letter, if the others leave no doubt.
    Weak,
    /// As that, or it hides nothing and only parts letters.
    Dash,
}

fn mask(sign: &Sign) -> Option<Mask> {
    if sign.kind != Kind::Other && !sign.was_symbol() {
        return None;
    }
    match sign.stand_in.unwrap_or(sign.base) {
        '*' | '#' | '•' | '●' | '■' | '▪' | '█' | '▇' | '░' | '▒' | '▓' | '∗' | '✱' => {
            Some(Mask::Strong)
        }
        '-' | '_' => Some(Mask::Dash),
        '%' | '&' | '?' | '!' | '^' | '~' | '+' | '=' | '$' | '@' | '€' => Some(Mask::Weak),
        '\u{2190}'.. if sign.kind == Kind::Other && !matches!(sign.base, '\u{3000}'..='\u{303F}') => Some(Mask::Weak),
        _ => None,
    }
}

/// Calls `hit` for every masked word, with the signs it takes.
pub fn find<'w, W: Iterator<Item = &'w Word>>(
    signs: &[Sign],
    starting_with: impl Fn(char) -> W,
    mut hit: impl FnMut(&'w Word, Range<usize>),
) {
    let mut places = 0;
    let mut masked_until = 0;
    for first in 0..signs.len() {
        let sign = &signs[first];
        if !sign.is_letter()
            || sign.was_symbol()
            || first.checked_sub(1).is_some_and(|before| signs[before].is_letter())
        {
            continue;
        }
        if first >= masked_until {
            let end = first + signs[first..].iter().take_while(|sign| sign.is_letter() || mask(sign).is_some()).count();
            let last_mask = signs[first..end].iter().rposition(|sign| mask(sign).is_some());
            masked_until = last_mask.map_or(first, |at| first + at);
        }
        if first >= masked_until {
            continue;
        }
        places += 1;
        if places > MAX_PLACES {
            return;
        }
        let after_asterisk = follows_asterisk(signs, first);
        for word in starting_with(sign.base) {
            let mut laying = Laying { letters: &word.letters, signs, steps: 0, after_asterisk };
            if borders::begins(signs, first, word.letters.len())
                && let Some(end) = laying.end(0, first, Hidden::default())
            {
                hit(word, first..end);
            }
        }
    }
}

/// Whether an asterisk before the place might belong to one behind it: then words are emphasised or multiplied.
fn follows_asterisk(signs: &[Sign], first: usize) -> bool {
    let before = signs[..first].iter().rev().take(EMPHASIS_REACHES);
    let mut after = signs[first].base;
    before.into_iter().any(|sign| {
        let opens = mask(sign) == Some(Mask::Strong) && !after.is_whitespace();
        after = sign.base;
        opens
    })
}

struct Laying<'a> {
    letters: &'a [Letter],
    signs: &'a [Sign],
    steps: usize,
    after_asterisk: bool,
}

/// What has been hidden so far.
#[derive(Debug, Clone, Copy, Default)]
struct Hidden {
    letters: usize,
    /// More or fewer signs than letters.
    uneven: bool,
    weak: bool,
    any: bool,
}

impl Laying<'_> {
    /// Where the word ends of which the letters before `letter` are laid over the signs before `at`.
    fn end(&mut self, letter: usize, at: usize, hidden: Hidden) -> Option<usize> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return None;
        }
        if letter == self.letters.len() {
            let goes_on = self.signs.get(at).and_then(mask) == Some(Mask::Strong)
                && self.signs.get(at + 1).is_some_and(Sign::joins);
            let whole = borders::ends(self.signs, at, self.letters.len()) && !goes_on;
            return (whole && hidden.any && self.leaves_no_doubt(hidden)).then_some(at);
        }
        let sign = self.signs.get(at)?;
        if sign.joins()
            && self.letters[letter].is_read_in(sign)
            && let Some(end) = self.end(letter + 1, at + 1, hidden)
        {
            return Some(end);
        }
        let kind = mask(sign)?;
        let run = match kind {
            Mask::Weak => 1,
            _ => self.signs[at..].iter().take_while(|sign| mask(sign) == Some(kind)).count(),
        };
        let most = if kind == Mask::Strong && run == 1 && !self.after_asterisk { MOST_HIDDEN } else { run };
        let fewest = if kind == Mask::Dash { 0 } else { run };
        (fewest..=most).filter(|count| *count == 0 || *count >= run).find_map(|count| {
            let hides = Hidden {
                letters: hidden.letters + count,
                uneven: hidden.uneven || count > run,
                weak: hidden.weak || (kind != Mask::Strong && count > 0),
                any: hidden.any || count > 0,
            };
            let next = letter + count;
            if next > self.letters.len() || (next == self.letters.len() && !self.can_end_in(kind, count, hides)) {
                return None;
            }
            self.end(next, at + run, hides)
        })
    }

    /// Whether letters are hidden at the end of the word, rather than a footnote or a closing mark standing there.
    fn can_end_in(&self, kind: Mask, count: usize, hidden: Hidden) -> bool {
        let all = self.letters.len();
        let seen = all - hidden.letters;
        let no_footnote = count >= 2 || all == WHERE_ONE_IS_NO_FOOTNOTE;
        kind == Mask::Strong && !hidden.uneven && !self.after_asterisk && seen >= 2 && no_footnote
    }

    /// Whether enough letters are left to tell the word by.
    fn leaves_no_doubt(&self, hidden: Hidden) -> bool {
        let all = self.letters.len();
        let seen = all - hidden.letters;
        all >= 3 && seen >= 2 && (!hidden.uneven || 2 * seen >= all) && (!hidden.weak || seen >= 3)
    }
}
