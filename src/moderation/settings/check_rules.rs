//! What a site lets each check do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::decision::text_enum;
use crate::model::finding::Effect;

text_enum! {
    /// What the findings of a check do.
    CheckAction {
        /// The check is not run.
        Off = "off",
        /// They are kept for the moderator.
        Note = "note",
        /// They hold the comment.
        Hold = "hold",
        /// They refuse the comment.
        Reject = "reject",
    }
}

text_enum! {
    /// What happens when a check cannot answer.
    OnError {
        /// The comment is held: nothing is published unseen.
        Hold = "hold",
        /// The moderator is told, and the comment goes on.
        Note = "note",
    }
}

/// One check on one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CheckRule {
    /// What its findings do; null: what `docs/MODERATION.md` says of the check.
    pub action: Option<CheckAction>,
    /// What happens when it cannot answer. Default: `hold`.
    pub on_error: OnError,
}

impl Default for CheckRule {
    fn default() -> Self {
        Self { action: None, on_error: OnError::Hold }
    }
}

impl CheckRule {
    pub fn is_off(&self) -> bool {
        self.action == Some(CheckAction::Off)
    }

    /// What a finding does that by itself asks for `natural`.
    pub fn effect(&self, natural: Effect) -> Effect {
        match self.action {
            None | Some(CheckAction::Off) => natural,
            Some(CheckAction::Note) => Effect::Note,
            Some(CheckAction::Hold) => Effect::Hold,
            Some(CheckAction::Reject) => Effect::Refuse,
        }
    }

    pub const fn effect_of_error(&self) -> Effect {
        match self.on_error {
            OnError::Hold => Effect::Hold,
            OnError::Note => Effect::Note,
        }
    }
}
