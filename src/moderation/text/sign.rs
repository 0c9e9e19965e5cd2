//! One character of a folded text.

use unicode_normalization::char::is_combining_mark;

use crate::model::finding::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Marks of scripts that cannot do without them count as letters.
    Letter,
    Digit,
    /// A run of white space.
    Space,
    /// Everything else: punctuation, symbols, pictures.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// The letter below all marks.
    pub base: char,
    /// As it was typed, in lower case.
    pub typed: char,
    /// The mark is part of the letter in the text's language.
    pub own: bool,
    /// What else it can be read as.
    pub alternative: Option<char>,
    pub kind: Kind,
    /// The digit or symbol that stands here for a letter.
    pub stand_in: Option<char>,
    pub capital: bool,
    pub source: Span,
}

impl Sign {
    pub fn new(c: char, capital: bool, source: Span) -> Self {
        let kind = match c {
            _ if c.is_whitespace() => Kind::Space,
            _ if c.is_ascii_digit() => Kind::Digit,
            _ if c.is_alphanumeric() || is_combining_mark(c) => Kind::Letter,
            _ => Kind::Other,
        };
        Self { base: c, typed: c, own: false, alternative: None, kind, stand_in: None, capital, source }
    }

    /// As the folded text has it.
    pub const fn folded(&self) -> char {
        if self.own { self.typed } else { self.base }
    }

    /// From now on it is `letter`, whatever it looked like.
    pub const fn becomes(&mut self, letter: char) {
        self.base = letter;
        self.typed = letter;
        self.own = false;
        self.kind = Kind::Letter;
    }

    pub const fn is_letter(&self) -> bool {
        matches!(self.kind, Kind::Letter)
    }

    pub const fn is_space(&self) -> bool {
        matches!(self.kind, Kind::Space)
    }

    /// Whether words go on over it.
    pub const fn joins(&self) -> bool {
        matches!(self.kind, Kind::Letter | Kind::Digit)
    }

    /// A digit, also one that stands for a letter.
    pub fn was_digit(&self) -> bool {
        self.kind == Kind::Digit || self.stand_in.is_some_and(|c| c.is_ascii_digit())
    }

    /// A symbol that stands for a letter.
    pub fn was_symbol(&self) -> bool {
        self.stand_in.is_some_and(|c| !c.is_ascii_digit())
    }

    pub const fn is_apostrophe(&self) -> bool {
        matches!(self.base, '\'' | '’' | '‘' | 'ʼ')
    }
}
