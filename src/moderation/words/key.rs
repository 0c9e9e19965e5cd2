//! The letters of a text, reduced until words that could be one another are equal: what disguised words are first
//! looked for in. What is found is then compared in full.

use std::ops::Range;

use crate::moderation::text::Sign;

/// Letters that may stand for each other are one; repeated ones are one; everything between letters is left out.
#[derive(Debug)]
pub struct Key {
    text: String,
    /// For each character of `text` its offset, and the first and last sign that it is made of.
    places: Vec<(usize, usize, usize)>,
}

impl Key {
    pub fn of(signs: &[Sign]) -> Self {
        let mut key = Self { text: String::with_capacity(signs.len()), places: Vec::with_capacity(signs.len()) };
        let mut last = None;
        for (at, sign) in signs.iter().enumerate().filter(|(_, sign)| sign.joins()) {
            let class = class(sign.base);
            match key.places.last_mut().filter(|_| last == Some(class)) {
                Some(place) => place.2 = at,
                None => {
                    key.places.push((key.text.len(), at, at));
                    key.text.push(class);
                }
            }
            last = Some(class);
        }
        key
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signs that the character at `offset` is made of.
    pub fn signs_at(&self, offset: usize) -> Range<usize> {
        let at = self.places.partition_point(|place| place.0 <= offset);
        at.checked_sub(1).and_then(|at| self.places.get(at)).map_or(0..0, |(_, first, last)| *first..last + 1)
    }
}

/// What letters that can be read as one another have in common.
pub const fn class(letter: char) -> char {
    match letter {
        'l' => 'i',
        'v' | 'w' => 'u',
        other => other,
    }
}
