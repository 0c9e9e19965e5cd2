//! Pieces of text: names and excerpts made fit for a mail, ages in words, lines of a plain text.

use unicode_segmentation::UnicodeSegmentation;

use crate::mail::one_line;
use crate::model::comment::is_invisible;

/// Where a line of a plain text ends, in characters; the usual limit for text that will be quoted.
const LINE: usize = 72;

/// How much of a person's or a site's name is shown, in user-perceived characters.
pub(super) const NAME: usize = 40;

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

/// With a space wherever a mail program would see an address: what readers write must not be clickable in a mail that comes
/// from us, and mail programs make links of whatever looks like one (`example.org`, `https://…`, `name@example.org`).
///
/// It is an ordinary space because no invisible mark will do. Thunderbird ends an address only at white space (it takes
/// `www.` or `mailto:` and all that follows), Android counts U+2060 and the like among the letters of a host, and browsers
/// drop them from host names (UTS 46), so that the link would even lead there.
pub(super) fn defused(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let mut rest = text[at + c.len_utf8()..].chars().filter(|&c| !is_unseen(c));
        let after = rest.next().unwrap_or(' ');
        out.push(c);
        if is_unseen(c) {
            continue;
        }
        // Of a number or a time of day: "3.5", "10:30".
        let number = before.is_ascii_digit() && after.is_ascii_digit();
        let within = !before.is_whitespace() && !after.is_whitespace();
        let breaks = match c {
            '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => within && !number && !ends_sentence(after),
            '@' | '\u{ff20}' => within,
            ':' | '\u{ff1a}' => within && !number && !ends_sentence(after),
            // The name of a server on a Windows network.
            '\\' => after == '\\',
            _ => false,
        };
        if breaks {
            out.push(' ');
        }
        before = c;
    }
    out
}

/// Whether it takes no room at all.
fn is_unseen(c: char) -> bool {
    is_invisible(c) && !c.is_whitespace()
}

/// Whether it follows the end of a sentence rather than being part of an address: `end."`, `end...`.
fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | '!' | '?' | ')' | ']' | '}' | '"' | '\'' | '”' | '“' | '’' | '»' | '…')
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
        // A line of a table.
        if line.starts_with("  ") && line.chars().count() <= LINE {
            out.push_str(line.trim_end());
            out.push('\n');
            continue;
        }
        push_wrapped(&mut out, mark, rest);
    }
    out
}

fn push_wrapped(out: &mut String, mark: &str, line: &str) {
    let mut width = 0;
    // Only there: what keeps two words together, such as in « French », is white space as well.
    for word in line.split([' ', '\t']).filter(|word| !word.is_empty()) {
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

    /// What the link finders of mail programs agree on: up to white space, something with a scheme, an `@` or a dot inside.
    fn is_found(word: &str) -> bool {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || is_unseen(c));
        let inside = |mark: char| {
            let parts: Vec<&str> = word.split(mark).collect();
            parts.windows(2).any(|pair| {
                let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
                let both = pair.iter().all(|part| !part.is_empty());
                both && !pair.iter().all(|part| digits(part))
            })
        };
        ['.', '@', ':', '\u{3002}', '\u{ff0e}', '\u{ff61}'].into_iter().any(inside) || word.contains("\\\\")
    }

    #[test]
    fn what_looks_like_an_address_is_broken() {
        for text in [
            "https://evil.example/x?y=evil.example#z",
            "HTTP:evil.example",
            "go to evil.example now",
            "www.evil.example",
            "www.163.com",
            "ida@evil.example",
            "ida@[127.0.0.1]",
            "mailto:ida@evil.example",
            "tel:+491234567",
            "javascript:alert(1)",
            "//x.example",
            "\\\\evil\\share",
            "evil\u{3002}example",
            "i❤.example",
            "a_.example",
            "-.example",
            "evil.\u{200b}example",
            "evil\u{ad}.\u{2060}example",
            "(see evil.example)",
            "<https://evil.example>",
            "[click](https://evil.example)",
            "ﬁ．example",
        ] {
            let broken = defused(text);
            let found: Vec<&str> = broken.split_whitespace().filter(|word| is_found(word)).collect();
            assert!(found.is_empty(), "{found:?} in {broken}");
            assert_eq!(broken.replace(' ', ""), text.replace(' ', ""), "nothing else changes");
            assert!(is_linkish(text), "{text}");
        }
        for text in [
            "No. That is all.",
            "It cost 3.5 euros: too much",
            "At 10:30, and/or later",
            "“End.” (So.) Wait… No...",
            "Dr. No",
        ] {
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
        assert_eq!(wrapped("A table:\n  one    1\n  two   22"), "A table:\n  one    1\n  two   22\n");
        assert_eq!(wrapped("«\u{a0}Oui\u{a0}»"), "«\u{a0}Oui\u{a0}»\n");
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
