//! Listed words in a folded text: whatever marks, stand-ins and look-alikes they were written with, and also where their
//! letters are stretched (`baaad`) or stand apart (`b a d`, `b.a.d`, `b-ad`).
//!
//! A place where the letters follow each other is found by the [`Key`]; then the word is laid over the text letter by
//! letter, and what lies between and around the letters decides whether a person could have meant anything else.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, BuildError};

use super::borders;
use super::key::{Key, class};
use super::masks;
use crate::moderation::text::{Alphabet, Folded, Kind, Sign};

/// Signs between two letters of one word.
const MAX_GAP: usize = 4;
/// Places at which one word is looked for where its first letter is repeated.
const MAX_STARTS: usize = 16;
/// Words that are shorter are found only as they are.
const FEWEST_LETTERS: usize = 2;
/// As often as this a letter is repeated on purpose.
const STRETCHED: usize = 3;
/// Words of a single letter, between which and spaced letters a space is nothing but that.
const WORDS_OF_ONE: &str = "aioyeàéèóuкисвояу";
/// Letters that hardly any word has twice in a row.
const SELDOM_DOUBLED: &str = "ahijquxy";

/// A letter of a listed word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    typed: char,
    base: char,
}

impl Letter {
    /// Whether the sign can be read as the letter. A letter that is listed without a mark is also found with one.
    pub fn is_read_in(self, sign: &Sign) -> bool {
        self.typed == sign.typed
            || (self.typed == self.base
                && ((!sign.own && sign.base == self.base) || sign.alternative == Some(self.base)))
    }

    fn is_plain_in(self, sign: &Sign) -> bool {
        self.typed == sign.typed || (!sign.own && sign.base == self.base)
    }

    pub const fn class(self) -> char {
        class(self.base)
    }
}

/// What stands in a listed word before a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Letter,
    Space,
    /// A hyphen or apostrophe, which can be left out.
    Sign,
}

/// Letters of a listed word that follow each other and could be read as one another.
#[derive(Debug)]
struct Run {
    letters: Vec<Letter>,
    before: Before,
}

#[derive(Debug)]
pub struct Word {
    entry: usize,
    runs: Vec<Run>,
    pub letters: Vec<Letter>,
}

impl Word {
    /// `None` for what is no word or phrase of an alphabet.
    fn of(entry: usize, text: &str) -> Option<Self> {
        let folded = Folded::of(text.trim(), Alphabet::PLAIN);
        let signs = folded.signs();
        let mut runs: Vec<Run> = Vec::new();
        let mut before = Before::Letter;
        for sign in signs {
            if !sign.joins() {
                let space = sign.is_space() || before == Before::Space;
                before = if space { Before::Space } else { Before::Sign };
                continue;
            }
            let letter = Letter { typed: sign.typed, base: sign.base };
            match runs.last_mut().filter(|run| before == Before::Letter && run.letters[0].class() == letter.class()) {
                Some(run) => run.letters.push(letter),
                None => runs.push(Run { letters: vec![letter], before }),
            }
            before = Before::Letter;
        }
        let letters: Vec<Letter> = runs.iter().flat_map(|run| run.letters.iter().copied()).collect();
        let framed = signs.first().is_some_and(Sign::joins) && signs.last().is_some_and(Sign::joins);
        let alphabetic = letters.iter().all(|letter| letter.base < '\u{E00}');
        let word = framed && alphabetic && letters.len() >= FEWEST_LETTERS && signs.iter().any(Sign::is_letter);
        word.then_some(Self { entry, runs, letters })
    }

    fn key(&self) -> String {
        let mut key = String::new();
        for run in &self.runs {
            let class = run.letters[0].class();
            if !key.ends_with(class) {
                key.push(class);
            }
        }
        key
    }

    /// Where the word ends that begins at the sign `first`; `None` if it does not stand there.
    fn lay_over(&self, signs: &[Sign], first: usize) -> Option<usize> {
        if !borders::begins(signs, first, self.letters.len()) {
            return None;
        }
        let mut laid = Laid::new(first);
        let mut taken = Vec::new();
        for (index, run) in self.runs.iter().enumerate() {
            taken.clear();
            while let Some((gap, next)) = next_letter(signs, laid.end) {
                let wanted = class(signs[next].base) == run.letters[0].class();
                let first_letter = index == 0 && taken.is_empty();
                let another = taken.len() >= run.letters.len() && gap.is_some();
                if !wanted
                    || (first_letter && gap.is_some())
                    || (another && !is_stretched_ahead(signs, laid.end, taken.len()))
                {
                    break;
                }
                match (taken.is_empty(), run.before, gap) {
                    (true, Before::Space, None) => return None,
                    (true, Before::Space, Some(gap)) if gap.kind == GapKind::Stop => return None,
                    (true, Before::Space | Before::Sign, _) => laid.next_part(),
                    (_, _, Some(gap)) => laid.next_chunk(gap),
                    (_, _, None) => {}
                }
                laid.take(next);
                taken.push(next);
            }
            if !laid.read(run, &taken, signs) {
                return None;
            }
        }
        let amid_a_number = signs[laid.end - 1].was_digit() && signs.get(laid.end).is_some_and(Sign::was_digit);
        let whole = borders::ends(signs, laid.end, self.letters.len()) && !amid_a_number;
        (whole && laid.is_meant(self, signs, first)).then_some(laid.end)
    }
}

/// What lies between two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    kind: GapKind,
    spaced: bool,
    /// The first sign in it that is no space.
    sign: Option<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GapKind {
    Space,
    /// Signs that nobody puts between sentences: hyphens, asterisks, bars, pictures.
    Joint,
    /// A full stop, in which sentences end and abbreviations are written.
    Dot,
    /// Signs that end a sentence or part of one.
    Stop,
}

impl Gap {
    fn of(signs: &[Sign]) -> Option<Self> {
        let visible = || signs.iter().filter(|sign| !sign.is_space());
        let sign = visible().next().map(|sign| sign.base);
        let kind = if visible().all(is_joint) {
            if sign.is_none() { GapKind::Space } else { GapKind::Joint }
        } else if visible().all(|sign| sign.base == '.') {
            GapKind::Dot
        } else {
            GapKind::Stop
        };
        let spaced = signs.iter().any(Sign::is_space);
        (!signs.is_empty()).then_some(Self { kind, spaced, sign })
    }
}

fn is_joint(sign: &Sign) -> bool {
    sign.kind == Kind::Other && !sign.is_apostrophe() && !r#".,:;!?/\"&()[]{}<>„“”«»‹›¡¿…–—、。，"#.contains(sign.base)
}

/// Whether the letter that was taken so often goes on in single letters.
fn is_stretched_ahead(signs: &[Sign], at: usize, taken: usize) -> bool {
    let ahead = alike_ahead(signs, at);
    ahead > 0 && taken + ahead >= STRETCHED
}

/// How many single letters follow from `at` on that could be one another, all parted in the same way.
fn alike_ahead(signs: &[Sign], at: usize) -> usize {
    let Some((Some(gap), first)) = next_letter(signs, at) else { return 0 };
    let (mut count, mut next) = (0, first);
    loop {
        count += 1;
        match next_letter(signs, next + 1) {
            Some((None, _)) => return count - 1,
            Some((Some(other), after))
                if (other.kind, other.sign) == (gap.kind, gap.sign)
                    && class(signs[after].base) == class(signs[first].base) =>
            {
                next = after;
            }
            _ => return count,
        }
        if count == STRETCHED {
            return count;
        }
    }
}

/// The next letter from `at` on and what lies before it; `None` if there is none near.
fn next_letter(signs: &[Sign], at: usize) -> Option<(Option<Gap>, usize)> {
    let rest = signs.get(at..)?;
    let gap = rest.iter().take(MAX_GAP + 1).take_while(|sign| !sign.joins()).count();
    let next = at + gap;
    (gap <= MAX_GAP && next < signs.len()).then(|| (Gap::of(&rest[..gap]), next))
}

/// A word laid over a text, as far as it has come.
struct Laid {
    end: usize,
    /// For each word of a phrase how many letters stand together, and what lies between.
    parts: Vec<(Vec<usize>, Vec<Gap>)>,
    /// How often a letter stands there, and how often it should.
    stretched: Vec<(usize, usize, char)>,
    has_alternatives: bool,
    has_stand_ins: bool,
}

impl Laid {
    fn new(first: usize) -> Self {
        let parts = vec![(vec![0], Vec::new())];
        Self { end: first, parts, stretched: Vec::new(), has_alternatives: false, has_stand_ins: false }
    }

    fn take(&mut self, at: usize) {
        self.end = at + 1;
        if let Some(letters) = self.parts.last_mut().and_then(|(chunks, _)| chunks.last_mut()) {
            *letters += 1;
        }
    }

    fn next_chunk(&mut self, gap: Gap) {
        if let Some((chunks, gaps)) = self.parts.last_mut() {
            chunks.push(0);
            gaps.push(gap);
        }
    }

    fn next_part(&mut self) {
        self.parts.push((vec![0], Vec::new()));
    }

    /// Whether the signs can be read as the letters of the run, perhaps stretched.
    fn read(&mut self, run: &Run, taken: &[usize], signs: &[Sign]) -> bool {
        let there: Vec<&Sign> = taken.iter().map(|at| &signs[*at]).collect();
        self.has_stand_ins |= there.iter().any(|sign| sign.stand_in.is_some());
        let is_w = run.letters.iter().all(|letter| letter.base == 'w');
        if is_w && there.len() == 2 * run.letters.len() && there.iter().all(|sign| matches!(sign.base, 'u' | 'v')) {
            return true;
        }
        if there.len() == run.letters.len() {
            let mut pairs = run.letters.iter().zip(&there);
            self.has_alternatives |= pairs.clone().any(|(letter, sign)| !letter.is_plain_in(sign));
            return pairs.all(|(letter, sign)| letter.is_read_in(sign));
        }
        let mut rest = there.as_slice();
        for letters in run.letters.chunk_by(|a, b| a == b) {
            let count = rest.iter().take_while(|sign| letters[0].is_read_in(sign)).count();
            if count < letters.len() {
                return false;
            }
            if count > letters.len() {
                self.stretched.push((count, letters.len(), letters[0].base));
            }
            self.has_alternatives |= rest[..count].iter().any(|sign| !letters[0].is_plain_in(sign));
            rest = &rest[count..];
        }
        rest.is_empty()
    }

    /// Whether the word is what was meant, by what it is disguised with.
    fn is_meant(&self, word: &Word, signs: &[Sign], first: usize) -> bool {
        let letters = word.letters.len();
        let apart = self.parts.iter().any(|(_, gaps)| !gaps.is_empty());
        let as_it_is = !apart && self.stretched.is_empty() && !self.has_stand_ins;
        (letters > FEWEST_LETTERS || as_it_is)
            && (letters > 3 || !self.has_alternatives)
            && (letters > 4 || !apart || !self.is_amid_single_letters(signs, first))
            && self.is_stretched_on_purpose(letters)
            && self.parts.iter().all(|(chunks, gaps)| stands_apart_on_purpose(chunks, gaps))
    }

    /// Three times is on purpose; twice is another word (god, good) unless that is no way to spell one.
    fn is_stretched_on_purpose(&self, letters: usize) -> bool {
        match self.stretched.as_slice() {
            [] => true,
            all if all.iter().all(|(there, ..)| *there >= STRETCHED) => true,
            all if all.iter().any(|(there, ..)| *there >= STRETCHED) => letters >= 5,
            [(_, _, letter)] => letters >= 5 && SELDOM_DOUBLED.contains(*letter),
            _ => letters >= 5,
        }
    }

    /// Of spaced letters all belong together: “x b c d” does not say “b c d”, but “a b c d” does, since “a” is a word.
    fn is_amid_single_letters(&self, signs: &[Sign], first: usize) -> bool {
        let Some(gap) = self.parts.iter().find_map(|(_, gaps)| gaps.first()) else { return false };
        let same = |other: Option<Gap>| other.is_some_and(|other| (other.kind, other.sign) == (gap.kind, gap.sign));
        let before = (first.saturating_sub(MAX_GAP)..first).rfind(|at| signs[*at].joins());
        let after_one = before.is_some_and(|at| {
            let single = at.checked_sub(1).is_none_or(|at| !signs[at].joins());
            let word = gap.kind == GapKind::Space && WORDS_OF_ONE.contains(signs[at].base);
            single && !word && same(Gap::of(&signs[at + 1..first]))
        });
        let before_one = next_letter(signs, self.end).is_some_and(|(other, next)| {
            let single = signs.get(next + 1).is_none_or(|sign| !sign.joins());
            single && same(other)
        });
        after_one || before_one
    }
}

/// Whether a word was taken apart to hide it: not “a way”, “he'll”, “I'm a” or “the pen. Is it”.
fn stands_apart_on_purpose(chunks: &[usize], gaps: &[Gap]) -> bool {
    let letters: usize = chunks.iter().sum();
    let long = chunks.iter().filter(|chunk| **chunk > 1).count();
    let Some(first) = gaps.first() else { return true };
    let even = gaps.iter().all(|gap| (gap.kind, gap.sign) == (first.kind, first.sign));
    let spaced = gaps.iter().any(|gap| gap.spaced);
    let stops = gaps.iter().any(|gap| gap.kind == GapKind::Stop);
    if !even {
        letters >= 5 && (long == 0 || (!spaced && gaps.iter().all(|gap| gap.kind == GapKind::Joint)))
    } else if spaced && stops {
        letters >= 5 && long == 0
    } else if spaced {
        let in_twos = letters >= 6 && first.kind == GapKind::Space && chunks.iter().all(|chunk| *chunk <= 2);
        chunks.len() >= 3 && (long == 0 || (long == 1 && letters >= 4) || in_twos)
    } else {
        match first.kind {
            GapKind::Dot => long <= 1 && (chunks.len() >= 3 || letters >= 4),
            GapKind::Stop => chunks.len() >= 3 && (long == 0 || (long == 1 && letters >= 4)),
            GapKind::Joint | GapKind::Space => long == 0 || letters >= 4,
        }
    }
}

/// All words of a list that can be disguised.
#[derive(Debug)]
pub struct DisguisedWords {
    words: Vec<Word>,
    automaton: AhoCorasick,
    by_first_letter: HashMap<char, Vec<usize>>,
}

impl DisguisedWords {
    pub fn new<'w>(entries: impl Iterator<Item = (usize, &'w str)>) -> Result<Self, BuildError> {
        let words: Vec<Word> = entries.filter_map(|(entry, text)| Word::of(entry, text)).collect();
        let automaton = AhoCorasick::new(words.iter().map(Word::key))?;
        let mut by_first_letter: HashMap<char, Vec<usize>> = HashMap::new();
        for (index, word) in words.iter().enumerate() {
            by_first_letter.entry(word.letters[0].class()).or_default().push(index);
        }
        Ok(Self { words, automaton, by_first_letter })
    }

    /// The entry, and the signs that stand for it.
    pub fn find(&self, text: &Folded, key: &Key) -> Vec<(usize, Range<usize>)> {
        let signs = text.signs();
        let mut found = Vec::new();
        for hit in self.automaton.find_overlapping_iter(key.text()) {
            let Some(word) = self.words.get(hit.pattern().as_usize()) else { continue };
            let mut starts = key.signs_at(hit.start()).filter(|at| signs[*at].joins()).take(MAX_STARTS);
            let place = starts.find_map(|first| Some(first..word.lay_over(signs, first)?));
            found.extend(place.map(|place| (word.entry, place)));
        }
        masks::find(signs, |letter| self.starting_with(letter), |word, place| found.push((word.entry, place)));
        found
    }

    fn starting_with(&self, letter: char) -> impl Iterator<Item = &Word> {
        self.by_first_letter.get(&class(letter)).into_iter().flatten().filter_map(|index| self.words.get(*index))
    }
}
