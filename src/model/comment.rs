//! Comments: their status, and their text from what was typed to what is shown.
//!
//! `render` holds the subset of Markdown that comments have, `autolink` finds the bare addresses in their text.

mod autolink;
mod render;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::decision::text_enum;
pub use autolink::find as find_addresses;
pub use render::Rendered;

/// The most characters (Unicode scalar values) that any site can take in one comment; sites set lower limits.
pub const MAX_BODY_CHARACTERS: usize = 20_000;

text_enum! {
    /// Where a comment is on its way to the page or off it.
    Status {
        /// Everybody sees it.
        Published = "published",
        /// It waits for a moderator.
        Pending = "pending",
        /// A moderator decided against it.
        Rejected = "rejected",
        /// A moderator took it for advertising.
        Spam = "spam",
        /// Its author, or the staff, took it back; only its place in the thread is left.
        Deleted = "deleted",
        /// The checks would publish it, but its author is muted: nobody else sees it.
        Muted = "muted",
    }
}

impl Status {
    /// What the comment's author is told it is.
    #[must_use]
    pub const fn told(self) -> Self {
        match self {
            Self::Muted => Self::Published,
            other => other,
        }
    }
}

/// The text of a comment as its author typed it: Markdown in Unicode NFC, with LF line ends, without control
/// characters and without the characters that reorder text for the eye.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body(String);

impl Body {
    /// Errors: nothing in it that can be seen, or more than [`MAX_BODY_CHARACTERS`].
    pub fn parse(text: &str) -> Result<Self, String> {
        let unix_lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let clean: String = unix_lines.chars().filter(|c| !is_unwanted(*c)).nfc().collect();
        let body = clean.trim();
        if body.chars().all(is_invisible) {
            return Err("must not be empty: write what you want to say".to_owned());
        }
        let characters = body.chars().count();
        if characters > MAX_BODY_CHARACTERS {
            return Err(format!("must have at most {MAX_BODY_CHARACTERS} characters; this has {characters}"));
        }
        Ok(Self(body.to_owned()))
    }

    pub fn source(&self) -> &str {
        &self.0
    }

    /// What readers and checks see of it. Done once, when the comment is written; the result is stored.
    pub fn render(&self) -> Rendered {
        render::render(&self.0)
    }
}

/// Characters no comment needs: controls other than line feed and tab, and those that embed, override or isolate
/// the direction of writing. The direction marks U+200E and U+200F stay: they cannot disguise text.
fn is_unwanted(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    control || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether `c` leaves nothing to see: white space, and what Unicode calls default-ignorable (fillers, joiners, marks of
/// direction, variation selectors, tags).
pub fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// The beginning of `text` on one line, at most `characters` user-perceived characters, the "…" of a cut included. It is
/// cut between words unless the first word alone is too long.
pub fn excerpt(text: &str, characters: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(room) = characters.checked_sub(1) else { return String::new() };
    let mut ends = line.grapheme_indices(true).map(|(at, _)| at).skip(room);
    let (Some(cut), Some(_)) = (ends.next(), ends.next()) else { return line };
    let start = &line[..cut];
    let at_word = line[cut..].starts_with(' ');
    let whole_words = if at_word { start } else { start.rsplit_once(' ').map_or(start, |(words, _)| words) };
    format!("{}…", whole_words.trim_end_matches([' ', ',', ';', ':', '.', '-', '–', '—']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_body_is_cleaned_of_what_nobody_typed() {
        let source = |text: &str| Body::parse(text).map(|body| body.0);
        assert_eq!(source("  one\r\ntwo\rthree\n "), Ok("one\ntwo\nthree".to_owned()));
        assert_eq!(source("a\0b\u{7}c\u{85}\td"), Ok("abc\td".to_owned()));
        assert_eq!(source("safe\u{202E}fdp.exe\u{2066}x\u{2069}"), Ok("safefdp.exex".to_owned()));
        assert_eq!(source("Cafe\u{301}"), Ok("Café".to_owned()));
        assert_eq!(source("שלום\u{200F}!"), Ok("שלום\u{200F}!".to_owned()));
    }

    #[test]
    fn a_body_without_anything_to_see_is_refused() {
        for empty in ["", " \n\t ", "\u{200B}\u{FEFF}", "\u{3164}\u{2800}", "\u{202E}", "\0"] {
            assert!(Body::parse(empty).is_err(), "{empty:?} was taken");
        }
        assert!(Body::parse("👍").is_ok());
    }

    #[test]
    fn a_body_ends_at_twenty_thousand_characters() {
        assert!(Body::parse(&"é".repeat(MAX_BODY_CHARACTERS)).is_ok());
        let error = Body::parse(&"é".repeat(MAX_BODY_CHARACTERS + 1)).expect_err("too long");
        assert!(error.contains("20000") && error.contains("20001"), "{error}");
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("One two\n three", 40), "One two three");
        assert_eq!(excerpt("One two three", 13), "One two three");
        assert_eq!(excerpt("One two three", 12), "One two…");
        assert_eq!(excerpt("One two, three", 9), "One two…");
        assert_eq!(excerpt("One two three", 8), "One two…");
        assert_eq!(excerpt("Unbelievable", 6), "Unbel…");
        assert_eq!(excerpt("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2), "👩‍👩‍👧…");
        assert_eq!(excerpt("One", 0), "");
    }

    proptest! {
        #[test]
        fn a_parsed_body_parses_to_itself(text in any::<String>()) {
            if let Ok(body) = Body::parse(&text) {
                prop_assert_eq!(Body::parse(body.source()), Ok(body.clone()));
            }
        }

        #[test]
        fn an_excerpt_is_never_longer_than_asked(text in any::<String>(), characters in 0_usize..50) {
            prop_assert!(excerpt(&text, characters).graphemes(true).count() <= characters);
        }
    }
}

text_enum! {
    /// Who wrote a comment.
    AuthorKind {
        Account = "account",
        Guest = "guest",
        /// A moderator of the site or an administrator.
        Staff = "staff",
    }
}
