//! A site's rules: what they are when nothing was set, how they are changed, and their form ready for reviewing.
//!
//! A new rule is a member of `Rules` with its default, its bounds in `bounds`, and a line of `docs/MODERATION.md`.

mod author_rules;
mod bounds;
mod check_rules;
mod objection_rules;
mod text_rules;
mod update;

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::WordMatcher;
use crate::model::site::Policy;
pub use author_rules::{FormRules, LevelRules, RateRules, RecordRules, TrustRules};
pub use check_rules::{CheckAction, CheckRule, OnError};
pub use objection_rules::{AppealRules, ReportRules};
pub use text_rules::{LengthRules, LinkRules, NearDuplicateRules, ShoutingRules, WordRules};
pub use update::RulesUpdate;

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
    /// What each check does, by its name; one that is not named does as `docs/MODERATION.md` says.
    pub checks: BTreeMap<String, CheckRule>,
    /// How long a comment can be.
    pub length: LengthRules,
    /// When a comment shouts.
    pub shouting: ShoutingRules,
    /// How many links a comment can have, and where to.
    pub links: LinkRules,
    /// What comments, names, addresses and networks are searched for.
    pub words: WordRules,
    /// How fast one author can comment.
    pub rate: RateRules,
    /// For how many seconds an author waits between two comments in one thread; a thread can have its own. 0 to 86400.
    /// Default: 0, not at all.
    pub slow_mode_seconds: u32,
    /// For how many hours the same text is not taken again; 0: it always is. 0 to 720. Default: 24.
    pub repeat_window_hours: u32,
    /// When comments of several authors count as one text.
    pub near_duplicates: NearDuplicateRules,
    /// Domains of e-mail addresses that may stand in comments: the site's own. At most 2000. Default: none.
    pub public_email_domains: Vec<String>,
    /// The languages that are expected, as ISO 639-1 codes: `en`, `de`, …; empty: any. Default: any.
    pub languages: Vec<String>,
    /// When an author's past on the site holds what comes next.
    pub record: RecordRules,
    /// When an author is trusted, and what authors of each level may do.
    pub trust: TrustRules,
    /// What the form tells that a comment was typed into.
    pub form: FormRules,
    /// Who can report comments, and what reports do.
    pub reports: ReportRules,
    /// Whether and for how long authors can appeal.
    pub appeals: AppealRules,
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
    /// For how many minutes the oldest entry of a list may wait, by the list's name: `pending`, …; null: for any time. 1 to
    /// 43200. Default: none.
    pub targets: BTreeMap<String, Option<u32>>,
    /// How many of a hundred decisions a second moderator looks at too. 0 to 100. Default: 0.
    pub second_looks_percent: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            policy: Policy::FirstTime,
            first_comments: 1,
            guests: true,
            guest_email_required: false,
            checks: BTreeMap::new(),
            length: LengthRules::default(),
            shouting: ShoutingRules::default(),
            links: LinkRules::default(),
            words: WordRules::default(),
            rate: RateRules::default(),
            slow_mode_seconds: 0,
            repeat_window_hours: 24,
            near_duplicates: NearDuplicateRules::default(),
            public_email_domains: Vec::new(),
            languages: Vec::new(),
            record: RecordRules::default(),
            trust: TrustRules::default(),
            form: FormRules::default(),
            reports: ReportRules::default(),
            appeals: AppealRules::default(),
            edit_window_minutes: 15,
            depth_shown: 4,
            close_after_days: None,
            undo_seconds: 30,
            name_moderators: false,
            targets: BTreeMap::new(),
            second_looks_percent: 0,
        }
    }
}

/// Rules with what it takes long to build; made once for a site and kept until its rules change.
#[derive(Debug)]
pub struct CompiledRules {
    rules: Rules,
    word_lists: Option<WordLists>,
    allowed_domains: HashSet<String>,
    denied_domains: HashSet<String>,
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
        let domains = |list: &[String]| list.iter().cloned().collect();
        let (allowed_domains, denied_domains) = (domains(&rules.links.allowed), domains(&rules.links.denied));
        Self { rules, word_lists, allowed_domains, denied_domains }
    }

    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What the site lets the check do.
    pub fn check(&self, name: &str) -> CheckRule {
        self.rules.checks.get(name).copied().unwrap_or_default()
    }

    /// Whether links to the host are not counted.
    pub(super) fn allows_host(&self, host: &str) -> bool {
        domains_of(host).any(|domain| self.allowed_domains.contains(domain))
    }

    /// The listed domain that the host belongs to.
    pub(super) fn denied_domain<'h>(&self, host: &'h str) -> Option<&'h str> {
        domains_of(host).find(|domain| self.denied_domains.contains(*domain))
    }

    /// `None` if the lists are too large to be searched for; the check of words holds every comment then.
    pub(super) fn word_lists(&self) -> Option<&WordLists> {
        self.word_lists.as_ref()
    }
}

/// The host and every domain above it.
fn domains_of(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |domain| domain.split_once('.').map(|(_, above)| above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_domain_covers_what_stands_below_it() {
        let links = LinkRules { denied: vec!["bad.example".to_owned()], ..LinkRules::default() };
        let rules = CompiledRules::new(Rules { links, ..Rules::default() });
        assert_eq!(rules.denied_domain("www.bad.example"), Some("bad.example"));
        assert_eq!(rules.denied_domain("bad.example"), Some("bad.example"));
        assert_eq!(rules.denied_domain("notbad.example"), None);
        assert!(!rules.allows_host("bad.example"));
    }

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
