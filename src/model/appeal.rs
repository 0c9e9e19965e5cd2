//! Appeals: an author asks that somebody else looks again at what was decided.

use serde::{Deserialize, Serialize};

use super::comment::is_invisible;
use super::decision::{LogAction, text_enum};
use super::ids::{AccountId, AppealId, CommentId, DecisionId, SiteId};
use super::time::Timestamp;

text_enum! {
    /// What became of an appeal.
    AppealOutcome {
        /// The decision stands.
        Upheld = "upheld",
        /// The comment is published after all.
        Overturned = "overturned",
        /// The decision was taken back, or the comment deleted, before anybody had looked.
        Moot = "moot",
    }
}

text_enum! {
    /// Whether an appeal waits.
    AppealState {
        Open = "open",
        Closed = "closed",
    }
}

/// Most characters of what an author says.
const STATEMENT_CHARACTERS: usize = 2_000;

/// What the author says, trimmed. Errors: nothing to see in it, or more than 2000 characters.
pub fn parse_statement(text: &str) -> Result<String, String> {
    let statement = text.trim();
    if statement.chars().all(is_invisible) {
        return Err("must say why the decision was wrong".to_owned());
    }
    if statement.chars().count() > STATEMENT_CHARACTERS {
        return Err(format!("must have at most {STATEMENT_CHARACTERS} characters"));
    }
    Ok(statement.to_owned())
}

/// Whether an author can appeal against decisions of the kind: those that leave the comment unpublished for good.
pub const fn can_be_appealed(action: LogAction) -> bool {
    matches!(action, LogAction::Reject | LogAction::Spam)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    pub id: AppealId,
    pub site_id: SiteId,
    pub comment_id: CommentId,
    /// The decision that the author does not agree with.
    pub first_decision_id: DecisionId,
    pub first_actor_id: Option<AccountId>,
    /// `None` once it was forgotten with the comment.
    pub statement: Option<String>,
    /// `None`: nobody has decided yet.
    pub outcome: Option<AppealOutcome>,
    /// The decision that closed it.
    pub decision_id: Option<DecisionId>,
    pub decided_by: Option<AccountId>,
    pub created_at: Timestamp,
    pub decided_at: Option<Timestamp>,
}

impl Appeal {
    pub const fn state(&self) -> AppealState {
        if self.outcome.is_none() { AppealState::Open } else { AppealState::Closed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_says_something() {
        assert_eq!(parse_statement(" It was a joke. ").as_deref(), Ok("It was a joke."));
        assert!(parse_statement(" \n\u{200b}").is_err());
        assert!(parse_statement(&"ü".repeat(2_000)).is_ok());
        assert!(parse_statement(&"ü".repeat(2_001)).is_err());
    }
}
