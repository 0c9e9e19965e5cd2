//! What the forms of an item bring.

use serde::Deserialize;

use crate::actions::decide::Request;
use crate::model::decision::{Action, Reason};

/// One of an item's forms; `what` is the button.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(default)]
pub struct Written {
    pub csrf: String,
    /// An action, or `claim`, `release`, `edit`, `delete`, `note`, `remove_note`.
    pub what: String,
    /// The one that was looked at.
    pub revision: i32,
    /// Where to go on.
    pub back: String,
    /// Decide although somebody else works on it.
    #[serde(rename = "override")]
    pub overrides: Option<String>,
    /// What says nearly the same as well.
    pub similar: Option<String>,
    pub reason: String,
    pub canned_text: String,
    pub note: String,
    /// A claim, or a note about the author.
    pub id: String,
    /// A new text.
    pub body: String,
}

impl Written {
    /// `None`: the button is for something else.
    pub fn action(&self) -> Option<Action> {
        Action::parse(&self.what).ok()
    }

    pub fn request(&self, action: Action) -> Request {
        Request {
            action,
            reason: Reason::parse(&self.reason).ok(),
            note: Some(self.note.clone()),
            canned_text: self.canned_text.parse().ok(),
            revision: self.revision,
            overrides_claim: self.overrides.is_some(),
        }
    }

    /// Whether it came from the form with that button.
    pub fn is(&self, what: &str) -> bool {
        self.what == what
    }

    /// Whether it came from the form of what is done more rarely.
    pub fn is_rare(&self) -> bool {
        matches!(self.what.as_str(), "ask_edit" | "escalate" | "pin" | "unpin" | "close_thread" | "reopen_thread")
    }
}
