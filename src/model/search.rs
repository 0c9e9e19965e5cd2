//! Text as it is searched: words without case and marks, and what somebody looks for in them.
//!
//! Words are stored spelt in ASCII letters and digits, so that no database splits or folds them its own way. No spelling is the
//! beginning of another one's unless the words are, so that the beginning of a word finds it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of a word that count: nobody types more, and databases refuse very long ones.
const LONGEST: usize = 80;
/// Words of one comment that count: PostgreSQL knows positions up to 16383.
const MOST: usize = 16_000;
/// What stands between two fields, so that no phrase reaches from one into the next: the spelling of no word.
const BETWEEN: &str = "xz";
/// Terms of one search.
const MOST_TERMS: usize = 20;

/// The words of a text, folded and spelt.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut length = 0;
    // Marks come off after a compatibility decomposition; lower case may bring new ones.
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        if is_combining_mark(c) {
            continue;
        }
        let alone = is_word_alone(c);
        if (alone || !c.is_alphanumeric()) && length > 0 {
            words.push(String::new());
            length = 0;
        }
        if !c.is_alphanumeric() || length >= LONGEST {
            continue;
        }
        if let Some(word) = words.last_mut() {
            spell(c, word);
            length += 1;
        }
        if alone {
            words.push(String::new());
            length = 0;
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Scripts that put no space between words: each sign is one.
pub(super) fn is_word_alone(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

/// An ASCII letter or digit stands for itself, an `x` is doubled, and anything else is an `x` and six hexadecimal digits.
fn spell(c: char, word: &mut String) {
    match c {
        'x' => word.push_str("xx"),
        c if c.is_ascii() => word.push(c),
        c => word.push_str(&format!("x{:06x}", u32::from(c))),
    }
}

/// What a comment is found by, in the order of its words: of each field in turn.
pub fn of_fields(fields: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for field in fields {
        if !all.is_empty() {
            all.push(BETWEEN.to_owned());
        }
        all.append(&mut words(field));
    }
    all.truncate(MOST);
    all
}

/// Words that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// At least one, spelt.
    pub words: Vec<String>,
    /// The last one is the beginning of a word.
    pub is_prefix: bool,
}

/// What somebody looks for: all of `wanted` and nothing of `unwanted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// At least one.
    pub wanted: Vec<Term>,
    pub unwanted: Vec<Term>,
}

impl SearchQuery {
    /// Words, `"phrases"`, the `beginnings*` of words, and with a `-` before it what must not be there. Everything else
    /// only parts words. Errors: nothing to look for, or too much.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (is_unwanted, after) = match rest.strip_prefix('-') {
                Some(after) => (true, after),
                None => (false, rest),
            };
            let (part, is_prefix, next) = match after.strip_prefix('"') {
                Some(quoted) => {
                    let (part, next) = quoted.split_once('"').unwrap_or((quoted, ""));
                    let starred = next.strip_prefix('*');
                    (part, starred.is_some(), starred.unwrap_or(next))
                }
                None => {
                    let end = after.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(after.len());
                    let (part, next) = after.split_at(end);
                    (part, part.ends_with('*'), next)
                }
            };
            let words = words(part);
            if !words.is_empty() {
                let term = Term { words, is_prefix };
                if is_unwanted { unwanted.push(term) } else { wanted.push(term) }
            }
            rest = next.trim_start();
        }
        if wanted.is_empty() {
            return Err("must have a word to look for; -word leaves out what has it".to_owned());
        }
        if wanted.len() + unwanted.len() > MOST_TERMS {
            return Err(format!("must have at most {MOST_TERMS} words and phrases"));
        }
        Ok(Self { wanted, unwanted })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_have_no_case_and_no_marks() {
        assert_eq!(words("Über die „Straße“, CAFÉ\u{301}!"), words("uber die Straße cafe"));
        assert_eq!(words("ada.lovelace@readers.example"), ["ada", "lovelace", "readers", "exxample"]);
        assert_eq!(words("Ｈａｒｂｏｕｒ ﬁsh İstanbul"), ["harbour", "fish", "istanbul"]);
        assert_eq!(words("… — !?"), Vec::<String>::new());
        assert_eq!(words("港の船").len(), 3, "each sign is a word");
        assert_eq!(words(&"a".repeat(500)), ["a".repeat(80)]);
    }

    #[test]
    fn fields_are_kept_apart() {
        assert_eq!(of_fields(&["The harbour", "", "Ada"]), ["the", "harbour", "xz", "xz", "ada"]);
    }

    fn term(words: &[&str], is_prefix: bool) -> Term {
        Term { words: words.iter().map(|word| (*word).to_owned()).collect(), is_prefix }
    }

    #[test]
    fn a_search_has_words_phrases_beginnings_and_what_must_not_be_there() {
        let query = SearchQuery::parse(r#"Harbour "the Old mouth" widen* -herring -"two ferries" "late aga"* foo-bar"#);
        let query = query.expect("a search");
        let wanted = [
            term(&["harbour"], false),
            term(&["the", "old", "mouth"], false),
            term(&["widen"], true),
            term(&["late", "aga"], true),
            term(&["foo", "bar"], false),
        ];
        assert_eq!(query.wanted, wanted);
        assert_eq!(query.unwanted, [term(&["herring"], false), term(&["two", "ferries"], false)]);
        for nothing in ["", "  ", "-herring", "\"\"", "* - \"", "!!", "-", "- -"] {
            assert!(SearchQuery::parse(nothing).is_err(), "{nothing:?} was searched");
        }
        assert!(SearchQuery::parse(&"word ".repeat(21)).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_comes_to_letters_and_digits(text in any::<String>()) {
            let plain = |word: &String| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            prop_assert!(words(&text).iter().all(plain));
            if let Ok(query) = SearchQuery::parse(&text) {
                prop_assert!(!query.wanted.is_empty());
                let terms = query.wanted.iter().chain(&query.unwanted);
                prop_assert!(terms.flat_map(|term| &term.words).all(plain));
            }
        }

        /// Different words are spelt differently, and one begins another exactly if its spelling does.
        #[test]
        fn spelling_keeps_beginnings(one in "[a-zé漢0-9x]{1,6}", two in "[a-zé漢0-9x]{1,6}") {
            let spelt = |word: &str| {
                let mut spelling = String::new();
                word.chars().for_each(|c| spell(c, &mut spelling));
                spelling
            };
            prop_assert_eq!(spelt(&two).starts_with(&spelt(&one)), two.starts_with(&one));
            prop_assert!(!spelt(&one).starts_with(BETWEEN));
        }
    }
}
