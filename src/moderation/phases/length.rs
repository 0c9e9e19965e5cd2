//! How long a comment is, in characters as a reader counts them.
//!
//! The least is counted in what will be shown, so that markup alone is no comment; the most in what was typed.

use unicode_segmentation::UnicodeSegmentation;

use super::{Concerns, Phase, Report};
use crate::model::comment::is_invisible;
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "length", concerns: Concerns::Everybody, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let length = rules.rules().length;
    let visible = |character: &&str| !character.chars().all(is_invisible);
    let shown = facts.rendered.text.graphemes(true).filter(visible).count() as u64;
    let typed = facts.body.source().graphemes(true).count() as u64;
    let mut refuse = |message: String| report.add(Effect::Refuse, Reason::Other, 5, message);
    if shown == 0 {
        refuse("This comment would show nothing: write what you want to say in words.".to_owned());
    } else if shown < u64::from(length.min) {
        refuse(format!("A comment here has at least {} characters; this one has {shown}.", length.min));
    }
    if typed > u64::from(length.max) {
        refuse(format!("A comment here has at most {} characters; this one has {typed}.", length.max));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, findings};
    use crate::moderation::settings::{LengthRules, Rules};

    fn messages(text: &str, min: u32, max: u32) -> Vec<String> {
        let rules = Rules { length: LengthRules { min, max }, ..Rules::default() };
        let found = findings(&PHASE, &Sample::new(text).facts(), rules);
        assert!(found.iter().all(|finding| finding.effect == Effect::Refuse));
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_bounds_themselves_are_allowed() {
        assert!(messages("four", 4, 4).is_empty());
        assert_eq!(messages("four", 5, 9), ["A comment here has at least 5 characters; this one has 4."]);
        assert_eq!(messages("four", 1, 3), ["A comment here has at most 3 characters; this one has 4."]);
    }

    #[test]
    fn characters_are_counted_as_readers_see_them() {
        assert!(messages("👩‍👩‍👧🇪🇺", 2, 2).is_empty());
        assert!(!messages("a \u{200B} \u{200B} b", 3, 100).is_empty());
    }

    #[test]
    fn markup_that_shows_nothing_is_no_comment() {
        for text in ["[a]: https://example.org", "![](x.png)", "> ", "***"] {
            assert_eq!(messages(text, 1, 5_000).len(), 1, "{text} was taken for a comment");
        }
    }
}
