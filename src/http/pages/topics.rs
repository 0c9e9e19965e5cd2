//! How often somebody wants mails about what, as a form asks for it.

use std::collections::BTreeMap;

use super::words::Words;
use crate::model::preferences::{Frequency, Preferences, PreferencesUpdate, Topic};

/// Who chooses: not everybody is mailed about everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Guest,
    Reader,
    Moderator,
}

/// One line of the choices.
pub struct TopicRow {
    pub name: &'static str,
    pub label: String,
    /// (value, label, chosen)
    pub frequencies: Vec<(&'static str, String, bool)>,
    /// What the mail that led here was about.
    pub is_from_mail: bool,
}

/// What there is to choose, and what is chosen.
pub fn rows(w: Words, chosen: &Preferences, who: Who, from_mail: Option<Topic>) -> Vec<TopicRow> {
    let shown = |topic: &&Topic| match topic {
        Topic::Replies | Topic::Follows => true,
        Topic::Mentions | Topic::Decisions | Topic::Reports => who != Who::Guest,
        Topic::Waiting | Topic::Targets | Topic::Figures => who == Who::Moderator,
    };
    let row = |topic: &Topic| {
        let possible = Frequency::ALL
            .iter()
            .filter(|frequency| *topic != Topic::Figures || matches!(frequency, Frequency::Weekly | Frequency::Off));
        let frequency = |frequency: &Frequency| {
            let label = w.named("frequency", frequency.as_str());
            (frequency.as_str(), label, chosen.of(*topic) == *frequency)
        };
        TopicRow {
            name: topic.as_str(),
            label: w.named("topic", topic.as_str()),
            frequencies: possible.map(frequency).collect(),
            is_from_mail: from_mail == Some(*topic),
        }
    };
    Topic::ALL.iter().filter(shown).map(row).collect()
}

/// What the form's selections change. Errors: one of them is none that there is.
pub fn update(chosen: &BTreeMap<String, String>) -> Result<PreferencesUpdate, ()> {
    let mut wanted = serde_json::Map::new();
    for topic in Topic::ALL {
        if let Some(frequency) = chosen.get(topic.as_str()) {
            wanted.insert(topic.as_str().to_owned(), frequency.as_str().into());
        }
    }
    serde_json::from_value(wanted.into()).map_err(|_| ())
}
