//! Pieces of text: names and excerpts made fit for a mail, reasons and ages in words, lines of a plain text.

use unicode_segmentation::UnicodeSegmentation;

use crate::mail::one_line;
use crate::model::decision::Reason;
use crate::model::report::ReportOutcome;
use crate::model::sanction::SanctionKind;
use crate::model::time::Timestamp;

/// Where a line of a plain text ends, in characters; the usual limit for text that will be quoted.
const LINE: usize = 72;

/// How much of a person's or a site's name is shown, in user-perceived characters.
pub(super) const NAME: usize = 40;

/// `text` on one line of at most `limit` user-perceived characters, an ellipsis in place of what is left out.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    let line = one_line(text);
    match line.grapheme_indices(true).nth(limit) {
        None => line,
        Some(_) => {
            let kept: String = line.graphemes(true).take(limit.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// "Hello Ida,". A name that a mail program might turn into a link is not repeated: anybody can sign up with somebody
/// else's address and a name of their choice.
pub(super) fn greeting(name: &str) -> String {
    let name = shortened(name, NAME);
    let linkish = name.contains(['/', '@', '\\'])
        || name.split('.').skip(1).any(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    if linkish || name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") }
}

/// The lines of a longer text, without control characters, for quoting.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect()
}

/// The host of an address, which is how readers know the service.
pub(super) fn host(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    parsed.as_ref().and_then(url::Url::host_str).unwrap_or(url).to_owned()
}

/// Why a comment was not published, and what its author can do.
pub(super) const fn explained(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::Spam => (
            "It read like advertising.",
            "If that was not the intention, you are welcome to write it again without the promotion.",
        ),
        Reason::OffTopic => (
            "It was not about the article.",
            "Comments stay close to the article they stand under; one on its subject is welcome.",
        ),
        Reason::Abuse => {
            ("Its language was insulting or degrading.", "You are welcome to make the same point again in other words.")
        }
        Reason::PersonalAttack => (
            "It attacked a person rather than what that person said.",
            "You are welcome to answer the argument instead.",
        ),
        Reason::Illegal => (
            "It contained something that the law does not let us publish.",
            "If you write it again, please leave that part out.",
        ),
        Reason::Duplicate => ("The same comment had been sent before.", "There is nothing you need to do."),
        Reason::FalseIdentity => (
            "It was written under a name that seems to belong to somebody else.",
            "You are welcome to write it again under your own name, or a pen name nobody else goes by.",
        ),
        Reason::Other => ("It did not fit the rules for comments here.", "You are welcome to write another one."),
    }
}

/// What a measure comes to, and until when.
pub(super) fn measured(kind: SanctionKind, until: Option<Timestamp>) -> String {
    let what = match kind {
        SanctionKind::Warn => "no comment of yours is taken until you have acknowledged it",
        SanctionKind::Premoderate => "a moderator reads your comments before they appear",
        SanctionKind::Mute => "your comments are seen by you and the moderators alone",
        SanctionKind::Suspend | SanctionKind::Ban => "you can neither comment nor vote",
    };
    match until {
        None => format!("From now on {what}."),
        Some(until) => format!("Until {} {what}.", moment(until)),
    }
}

/// What is so again once the measure is over.
pub(super) const fn over(kind: SanctionKind) -> &'static str {
    match kind {
        SanctionKind::Warn => "It has been taken back, and you need not acknowledge it.",
        SanctionKind::Premoderate => "Your new comments appear again as anybody's do.",
        SanctionKind::Mute => "Everybody can see again what you write from now on.",
        SanctionKind::Suspend | SanctionKind::Ban => "You can comment and vote again.",
    }
}

/// What becomes of the comments of the last so many days.
pub(super) fn purged(days: i32) -> String {
    let when = if days == 1 { "day".to_owned() } else { format!("{days} days") };
    format!("Your comments of the last {when} are taken down with it.")
}

/// What became of a comment that was reported.
pub(super) const fn reported(outcome: ReportOutcome) -> &'static str {
    match outcome {
        ReportOutcome::Confirmed => "A moderator has looked at it and taken it down.",
        ReportOutcome::Dismissed => "A moderator has looked at it and let it stand.",
        ReportOutcome::Moot => "Its author has taken it back meanwhile.",
    }
}

/// "2026-03-09 12:00 UTC".
pub(super) fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    text.get(..16).map_or_else(|| text.clone(), |minutes| format!("{} UTC", minutes.replace('T', " ")))
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
        assert_eq!(shortened("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 2), "👩‍👩‍👧…");
    }

    #[test]
    fn a_name_that_would_become_a_link_is_not_repeated() {
        assert_eq!(greeting("Ida Lovelace"), "Hello Ida Lovelace,");
        assert_eq!(greeting("Martin Luther King Jr."), "Hello Martin Luther King Jr.,");
        for name in ["win at prizes.example", "https://prizes.example", "prizes@example", "", "\u{202e}\n"] {
            assert_eq!(greeting(name), "Hello,", "{name}");
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
