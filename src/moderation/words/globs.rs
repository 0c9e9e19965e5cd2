//! Entries with `*`, which stands for any letters and digits within a word, or for none.

use std::ops::Range;

use aho_corasick::{AhoCorasick, BuildError};

use crate::moderation::text::Normalized;

/// Steps of comparing one entry with one place.
const MAX_STEPS: usize = 500;
/// Characters that an asterisk can stand for.
const MAX_COVERED: usize = 200;

#[derive(Debug)]
pub struct Globs {
    globs: Vec<Glob>,
    /// Finds the first piece of each.
    automaton: AhoCorasick,
}

#[derive(Debug)]
struct Glob {
    entry: usize,
    /// Begins with an asterisk.
    open: bool,
    /// From the first piece on.
    pattern: Vec<char>,
    piece: String,
}

impl Globs {
    pub fn new<'w>(entries: impl Iterator<Item = (usize, &'w str)>) -> Result<Self, BuildError> {
        let globs: Vec<Glob> = entries.filter_map(|(entry, text)| Glob::of(entry, text)).collect();
        let automaton = AhoCorasick::new(globs.iter().map(|glob| &glob.piece))?;
        Ok(Self { globs, automaton })
    }

    pub fn is_empty(&self) -> bool {
        self.globs.is_empty()
    }

    /// The entry, and where in `text` it stands.
    pub fn find(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let hits = self.automaton.find_overlapping_iter(text);
        let glob_of = |hit: &aho_corasick::Match| self.globs.get(hit.pattern().as_usize());
        hits.filter_map(|hit| {
            let glob = glob_of(&hit)?;
            Some((glob.entry, glob.place(text, hit.start())?))
        })
        .collect()
    }
}

impl Glob {
    fn of(entry: usize, text: &str) -> Option<Self> {
        let normal = Normalized::of(text);
        let open = normal.text().starts_with('*');
        let rest = normal.text().trim_start_matches('*');
        let piece = rest.split('*').next().filter(|piece| !piece.is_empty())?.to_owned();
        Some(Self { entry, open, pattern: rest.chars().collect(), piece })
    }

    fn place(&self, text: &str, at: usize) -> Option<Range<usize>> {
        let before = |at: usize| text[..at].chars().next_back().filter(|c| joins(*c));
        let mut start = at;
        if self.open {
            while let Some(c) = before(start).filter(|_| at - start < MAX_COVERED) {
                start -= c.len_utf8();
            }
            if before(start).is_some() {
                return None;
            }
        } else if before(at).is_some() && self.pattern.first().is_some_and(|c| joins(*c)) {
            return None;
        }
        let mut steps = 0;
        let length = matched(&self.pattern, &text[at..], &mut steps)?;
        Some(start..at + length)
    }
}

/// How much of the beginning of `text` the pattern takes, if it ends at the end of a word.
fn matched(pattern: &[char], text: &str, steps: &mut usize) -> Option<usize> {
    *steps += 1;
    if *steps > MAX_STEPS {
        return None;
    }
    match pattern {
        [] => Some(0),
        ['*'] => Some(text.find(|c| !joins(c)).unwrap_or(text.len())),
        ['*', rest @ ..] => {
            let ends =
                text.char_indices().take(MAX_COVERED).take_while(|(_, c)| joins(*c)).map(|(at, c)| at + c.len_utf8());
            let mut ends = std::iter::once(0).chain(ends);
            ends.find_map(|end| Some(end + matched(rest, &text[end..], steps)?))
        }
        [wanted, rest @ ..] => {
            let c = text.chars().next().filter(|c| c == wanted)?;
            let after = &text[c.len_utf8()..];
            let goes_on = after.chars().next().is_some_and(joins);
            if rest.is_empty() && joins(c) && goes_on {
                return None;
            }
            Some(c.len_utf8() + matched(rest, after, steps)?)
        }
    }
}

fn joins(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(glob: &str, text: &'t str) -> Vec<&'t str> {
        let globs = Globs::new([(0, glob)].into_iter()).expect("globs");
        globs.find(text).into_iter().map(|(_, range)| &text[range]).collect()
    }

    #[test]
    fn an_asterisk_stands_for_letters_of_one_word() {
        assert_eq!(found("turnip*", "turnip turnips turnipary, a turn"), ["turnip", "turnips", "turnipary"]);
        assert_eq!(found("*nip", "turnip nip nips"), ["turnip", "nip"]);
        assert_eq!(found("t*p", "turnip tap tip-top t p"), ["turnip", "tap", "tip", "top"]);
        assert_eq!(found("*urn*", "a turnip burns"), ["turnip", "burns"]);
        assert_eq!(found("cold *nip*", "cold turnips, cold soup"), ["cold turnips"]);
        assert_eq!(found("203.0.113.*", "203.0.113.77"), ["203.0.113.77"]);
        assert!(found("turnip*", "aturnip").is_empty());
    }

    #[test]
    fn many_asterisks_end() {
        let text = "a".repeat(20_000);
        assert!(found("a*a*a*a*a*a*a*a*b", &text).is_empty());
        assert!(found("*a*b", &text).is_empty());
    }
}
