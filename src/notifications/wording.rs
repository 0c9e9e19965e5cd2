//! Pieces of text: names and excerpts made fit for a mail, ages in words, lines of a plain text.

use unicode_segmentation::UnicodeSegmentation;

use crate::mail::one_line;

/// Where a line of a plain text ends, in characters; the usual limit for text that will be quoted.
const LINE: usize = 72;

/// How much of a person's or a site's name is shown, in user-perceived characters.
pub(super) const NAME: usize = 40;

/// Keeps words together without being seen (U+2060).
const WORD_JOINER: char = '\u{2060}';

/// `text` on one line of at most `limit` user-perceived characters, an ellipsis in place of what is left out; cut between
/// words where one ends in the last quarter.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    let line = one_line(text);
    if line.grapheme_indices(true).nth(limit).is_none() {
        return line;
    }
    let kept: String = line.graphemes(true).take(limit.saturating_sub(1)).collect();
    let at_a_word = kept.rfind(' ').filter(|end| kept[..*end].graphemes(true).count() * 4 >= limit * 3);
    let kept = at_a_word.map_or(kept.as_str(), |end| &kept[..end]);
    format!("{}…", kept.trim_end())
}

/// What somebody else wrote, as a mail shows it: shortened, and nothing in it that a mail program makes a link of.
pub(super) fn shown(text: &str, limit: usize) -> String {
    defused(&shortened(text, limit))
}

/// A longer text in its lines, as a mail shows it.
pub(super) fn paragraphs(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| defused(&one_line(line))).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// With marks that cannot be seen wherever a mail program would look for an address: mail programs make links of whatever
/// looks like one (`example.org`, `https://…`, `name@example.org`), and what readers write must not be clickable in a mail
/// that comes from us. A word joiner breaks what they look for and shows nothing.
pub(super) fn defused(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let joins = match c {
            '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => before.is_alphanumeric() && after.is_alphanumeric(),
            '@' | '\u{ff20}' => !before.is_whitespace() && !after.is_whitespace(),
            ':' => before.is_alphanumeric() && !after.is_whitespace(),
            '/' | '\\' => after == c,
            _ => false,
        };
        out.push(c);
        if joins {
            out.push(WORD_JOINER);
        }
        before = c;
    }
    out
}

/// Whether a mail program might turn the name into a link.
pub(super) fn is_linkish(name: &str) -> bool {
    name.contains(['/', '@', '\\']) || defused(name) != name
}

/// The host of an address, which is how readers know the service.
pub(super) fn host(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    parsed.as_ref().and_then(url::Url::host_str).unwrap_or(url).to_owned()
}

/// A waiting time in its largest unit, rounded down: "1 minute", "3 hours", "2 days".
pub fn age(minutes: i64) -> String {
    let (count, unit) = match minutes.max(0) {
        minutes @ 0..60 => (minutes, "minute"),
        minutes @ 60..1440 => (minutes / 60, "hour"),
        minutes => (minutes / 1440, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// `text` with its lines broken at 72 characters between words, quotation marks repeated, words (and so links) whole;
/// empty lines in a row become one.
pub(super) fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.trim().lines() {
        let (mark, rest) = line.strip_prefix("> ").map_or(("", line), |rest| ("> ", rest));
        if rest.trim().is_empty() && out.ends_with("\n\n") {
            continue;
        }
        push_wrapped(&mut out, mark, rest);
    }
    out
}

fn push_wrapped(out: &mut String, mark: &str, line: &str) {
    let mut width = 0;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > LINE {
            out.push('\n');
            width = 0;
        }
        let before = if width == 0 { mark } else { " " };
        out.push_str(before);
        out.push_str(word);
        width += before.len() + length;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_title_ends_in_an_ellipsis_between_characters() {
        assert_eq!(shortened("The\r\nbridge", 20), "The bridge");
        assert_eq!(shortened("The bridge over the river", 11), "The bridge…");
        assert_eq!(shortened("The bridge over the river", 13), "The bridge…", "between words");
        assert_eq!(shortened("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2), "👩‍👩‍👧…");
    }

    #[test]
    fn a_name_that_would_become_a_link_is_told() {
        for name in ["evil.example", "see https://evil.example", "a@b.example", "\\\\server", "evil\u{3002}example"] {
            assert!(is_linkish(name), "{name}");
        }
        for name in ["Ida", "Ida B. Wells", "Dr. No", "J.", "Žižek", "3 o'clock"] {
            assert!(!is_linkish(name), "{name}");
        }
    }

    #[test]
    fn what_looks_like_an_address_is_broken_unseen() {
        for text in [
            "https://evil.example/x",
            "go to evil.example now",
            "ida@evil.example",
            "mailto:ida@evil.example",
            "//x.example",
        ] {
            let defused = defused(text);
            assert_ne!(defused, text);
            assert_eq!(defused.replace(WORD_JOINER, ""), text, "nothing else changes");
            for sign in ["evil.example", "://", "@evil", "mailto:ida"] {
                assert!(!defused.contains(sign), "{sign} in {defused}");
            }
        }
        for text in ["No. That is all.", "It cost 3 euros: too much", "and/or", "e. g. this"] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn ages_are_in_their_largest_unit() {
        for (minutes, text) in
            [(-5, "0 minutes"), (1, "1 minute"), (59, "59 minutes"), (119, "1 hour"), (2880, "2 days")]
        {
            assert_eq!(age(minutes), text);
        }
    }

    #[test]
    fn a_wrapped_quotation_stays_one() {
        let long = "word ".repeat(40);
        let text = wrapped(&format!("Before\n\n\n\n> {long}\nAfter https://news.example/{}", "a".repeat(100)));
        assert!(text.starts_with("Before\n\n> word word"), "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("> ")).count(), 3);
        assert!(text.lines().last().is_some_and(|line| line.starts_with("https://") && line.len() > 100));
    }

    proptest! {
        #[test]
        fn wrapping_moves_line_ends_only(text in "[a-z .\n]{0,400}") {
            let wrapped = wrapped(&text);
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(wrapped.split_whitespace().collect::<Vec<_>>(), words);
            let fits = |line: &str| line.len() <= LINE || !line.contains(' ');
            prop_assert!(wrapped.lines().all(fits));
        }
    }
}
