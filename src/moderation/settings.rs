//! A site's rules: what they are when nothing was set, how they are changed, and their form ready for reviewing.
//!
//! A new rule is a member of `Rules` with its default, the same member of `RulesUpdate` with its bounds, and a line of
//! `docs/MODERATION.md`.

mod update;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::WordMatcher;
use crate::model::site::Policy;
pub use update::{LengthUpdate, LinkUpdate, RateUpdate, RulesUpdate, WordUpdate};

/// A site's rules for comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Whose comments wait for a moderator. Default: `first-time`.
    pub policy: Policy,
    /// How many published comments an author needs before `first-time` stops holding. 0 to 100. Default: 1.
    pub first_comments: u32,
    /// Whether one can comment without an account. Default: true.
    pub guests: bool,
    /// Whether a guest has to give an e-mail address. Default: false.
    pub guest_email_required: bool,
    /// How long a comment can be.
    pub length: LengthRules,
    /// How many links a comment can have.
    pub links: LinkRules,
    /// Words that comments, names and websites are searched for.
    pub words: WordRules,
    /// How fast one author can comment.
    pub rate: RateRules,
    /// For how many hours the same text is not taken again; 0: it always is. 0 to 720. Default: 24.
    pub repeat_window_hours: u32,
    /// For how many minutes authors can change a comment; 0: not at all. 0 to 10080. Default: 15.
    pub edit_window_minutes: u32,
    /// How many levels of replies are indented; deeper ones stand at the last level. 1 to 10. Default: 4.
    pub depth_shown: u32,
    /// How many days after it began a thread takes no more comments; null: never. 1 to 3650. Default: null.
    pub close_after_days: Option<u32>,
    /// For how many seconds a decision can be undone, and its mails are held back; 0: not at all. 0 to 3600. Default: 30.
    pub undo_seconds: u32,
    /// Whether authors are told the name of who decided on their comments. Default: false.
    pub name_moderators: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            policy: Policy::FirstTime,
            first_comments: 1,
            guests: true,
            guest_email_required: false,
            length: LengthRules::default(),
            links: LinkRules::default(),
            words: WordRules::default(),
            rate: RateRules::default(),
            repeat_window_hours: 24,
            edit_window_minutes: 15,
            depth_shown: 4,
            close_after_days: None,
            undo_seconds: 30,
            name_moderators: false,
        }
    }
}

/// How long a comment can be, in characters as readers count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LengthRules {
    /// The fewest visible characters. 1 to 1000. Default: 1.
    pub min: u32,
    /// The most characters. `min` to 20000. Default: 5000.
    pub max: u32,
}

impl Default for LengthRules {
    fn default() -> Self {
        Self { min: 1, max: 5_000 }
    }
}

/// How many links a comment can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LinkRules {
    /// A comment with more links than this is held. 0 to 100. Default: 2.
    pub hold_over: u32,
}

impl Default for LinkRules {
    fn default() -> Self {
        Self { hold_over: 2 }
    }
}

/// Words and phrases, each of 1 to 100 characters, at most 2000 a list. They are found as whole words, in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WordRules {
    /// A comment with one of these is refused. Default: none.
    pub banned: Vec<String>,
    /// A comment with one of these is held. Default: none.
    pub suspect: Vec<String>,
}

/// How many comments one author can send; what is over is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateRules {
    /// Comments a minute. 1 to 1000. Default: 4.
    pub per_minute: u32,
    /// Comments an hour. 1 to 10000. Default: 30.
    pub per_hour: u32,
}

impl Default for RateRules {
    fn default() -> Self {
        Self { per_minute: 4, per_hour: 30 }
    }
}

/// Rules with what it takes long to build; made once for a site and kept until its rules change.
#[derive(Debug)]
pub struct CompiledRules {
    rules: Rules,
    word_lists: Option<WordLists>,
}

#[derive(Debug)]
pub(super) struct WordLists {
    pub banned: WordMatcher,
    pub suspect: WordMatcher,
}

impl CompiledRules {
    pub fn new(rules: Rules) -> Self {
        let word_lists = match (WordMatcher::new(&rules.words.banned), WordMatcher::new(&rules.words.suspect)) {
            (Ok(banned), Ok(suspect)) => Some(WordLists { banned, suspect }),
            _ => None,
        };
        Self { rules, word_lists }
    }

    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// `None` if the lists are too large to be searched for; the check of words holds every comment then.
    pub(super) fn word_lists(&self) -> Option<&WordLists> {
        self.word_lists.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_rules_come_back_and_missing_members_have_their_defaults() {
        let rules = Rules { close_after_days: Some(30), ..Rules::default() };
        let json = serde_json::to_string(&rules).expect("json");
        assert_eq!(serde_json::from_str::<Rules>(&json).expect("rules"), rules);
        let partial: Rules = serde_json::from_str(r#"{"length": {"max": 100}}"#).expect("rules");
        assert_eq!(partial, Rules { length: LengthRules { min: 1, max: 100 }, ..Rules::default() });
        assert!(serde_json::from_str::<Rules>(r#"{"lenght": {}}"#).is_err());
    }
}
