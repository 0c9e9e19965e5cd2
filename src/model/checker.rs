//! Servers of others that are asked about comments: which there are, what they are asked and what they can answer.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::comment::AuthorKind;
use super::decision::{Reason, text_enum};
use super::finding::Span;
use super::ids::{CommentId, RemoteCheckId, SiteId};
use super::time::{SECOND, Timestamp};
use super::trust::Trust;

text_enum! {
    /// A kind of server. Its name is also that of its check, in rules and findings.
    Checker {
        /// Akismet, or what speaks as it does.
        Akismet = "akismet",
        /// A server of the site's own, which is spoken to as `docs/MODERATION.md` says.
        External = "external",
    }
}

text_enum! {
    /// What a server is told a comment for.
    Task {
        /// To be asked.
        Check = "check",
        /// A moderator took for advertising what it had let pass.
        Spam = "spam",
        /// A moderator published what it took for advertising.
        Ham = "ham",
    }
}

text_enum! {
    /// How far it is.
    TaskState {
        Waiting = "waiting",
        /// The server has answered.
        Done = "done",
        /// It was given up.
        Failed = "failed",
        /// There was nothing to ask any more.
        Dropped = "dropped",
    }
}

text_enum! {
    /// What is known of a key.
    KeyState {
        /// The server has not been asked yet.
        Unverified = "unverified",
        Valid = "valid",
        Invalid = "invalid",
        /// The server has no way to tell.
        Unknown = "unknown",
    }
}

text_enum! {
    /// What a server says of a comment.
    Verdict {
        Pass = "pass",
        Note = "note",
        Hold = "hold",
        Reject = "reject",
    }
}

/// An answer, with what it is based on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    pub verdict: Verdict,
    pub reason: Reason,
    /// 0 to 100.
    pub score: u8,
    /// A sentence for the author and the moderator; may be empty.
    pub message: String,
    /// Where in the source it was seen.
    pub spans: Vec<Span>,
}

impl Opinion {
    /// Nothing stands against the comment.
    pub const fn pass() -> Self {
        Self { verdict: Verdict::Pass, reason: Reason::Other, score: 0, message: String::new(), spans: Vec::new() }
    }
}

/// How a server is reached, as it is kept; the secret is kept apart from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "checker", rename_all = "lowercase")]
pub enum Settings {
    Akismet {
        /// The site's front page, as the key was given out for.
        blog: String,
        /// Nothing is learnt from what is sent.
        is_test: bool,
    },
    External {
        url: String,
        key_id: String,
        /// Answers count only with a signature.
        signed_answers: bool,
    },
}

impl Settings {
    pub const fn checker(&self) -> Checker {
        match self {
            Self::Akismet { .. } => Checker::Akismet,
            Self::External { .. } => Checker::External,
        }
    }
}

/// What a key looks like: 1 to 100 visible ASCII characters. Errors: something else.
pub fn parse_key(text: &str) -> Result<String, String> {
    let key = text.trim();
    let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
    if visible && (1..=100).contains(&key.len()) {
        Ok(key.to_owned())
    } else {
        Err("must have 1 to 100 visible ASCII characters".to_owned())
    }
}

/// By what a signing secret is told from others. Errors: not 1 to 40 of letters, digits, `-`, `_` and `.`.
pub fn parse_key_id(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if plain && (1..=40).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err("must have 1 to 40 letters, digits, dashes, underscores and dots".to_owned())
    }
}

/// What requests are signed with. Errors: less than 32 characters, or more than 200.
pub fn parse_signing_secret(text: &str) -> Result<String, String> {
    if (32..=200).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err("must have 32 to 200 characters, such as those of openssl rand -base64 32".to_owned())
    }
}

/// A server with its secret.
#[derive(Debug, Clone)]
pub struct Access {
    pub settings: Settings,
    pub secret: SecretString,
}

/// All that a server is told.
#[derive(Debug, Clone)]
pub struct Question {
    /// The same whenever it is repeated.
    pub id: RemoteCheckId,
    pub task: Task,
    pub access: Access,
    pub site_id: SiteId,
    /// The site's slug.
    pub site: String,
    pub comment: AskedComment,
    pub author: AskedAuthor,
    pub thread: AskedThread,
    pub sender: Sender,
}

#[derive(Debug, Clone)]
pub struct AskedComment {
    pub id: CommentId,
    /// Of its present text.
    pub revision: i32,
    pub parent_id: Option<CommentId>,
    /// The source.
    pub body: String,
    pub body_html: String,
    /// ISO 639-1.
    pub language: Option<String>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct AskedAuthor {
    pub name: String,
    pub kind: AuthorKind,
    pub trust: Trust,
    pub published: i64,
    pub email: Option<String>,
    pub website: Option<String>,
}

#[derive(Debug, Clone)]
pub struct AskedThread {
    pub url: String,
    pub title: Option<String>,
    pub published_at: Option<Timestamp>,
}

/// The device that a comment came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    pub address: Option<String>,
    pub user_agent: Option<String>,
    pub referrer: Option<String>,
}

/// Attempts before a server is given up.
const MOST_ATTEMPTS: i32 = 8;
const FIRST_PAUSE: i64 = 5 * SECOND;

/// Microseconds to wait after `attempts` failed attempts: 5, 10, 20, ... seconds, each moved by up to 20% either way,
/// which `id` decides, so that what failed together does not come back together. `None` after the eighth, some ten
/// minutes after the first.
pub fn next_attempt(attempts: i32, id: RemoteCheckId) -> Option<i64> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    let doublings = u32::try_from(attempts - 1).unwrap_or(0);
    // Knuth's multiplicative hash: ids of one moment differ in their low bits, which it moves up.
    let mixed = id.get().cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let permille = 800 + i64::try_from(mixed % 401).unwrap_or(200);
    Some((FIRST_PAUSE << doublings) / 1_000 * permille)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::time::MINUTE;

    proptest! {
        #[test]
        fn a_server_is_given_up_after_some_ten_minutes(id in any::<i64>()) {
            let pauses: Vec<i64> = (1..).map_while(|attempts| next_attempt(attempts, id.into())).collect();
            prop_assert_eq!(pauses.len(), 7);
            prop_assert!(pauses.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!((8 * MINUTE..13 * MINUTE).contains(&pauses.iter().sum()));
        }

        #[test]
        fn any_count_of_attempts_has_an_answer(attempts in any::<i32>(), id in any::<i64>()) {
            prop_assert!(next_attempt(attempts, id.into()).is_none_or(|pause| pause >= 4 * SECOND));
        }
    }

    #[test]
    fn what_failed_together_comes_back_apart() {
        let pauses: std::collections::HashSet<_> = (1..=50).map(|id| next_attempt(5, id.into())).collect();
        assert!(pauses.len() > 40, "{} different pauses", pauses.len());
    }

    #[test]
    fn keys_and_secrets_have_their_form() {
        assert_eq!(parse_key(" 0123abcd "), Ok("0123abcd".to_owned()));
        assert!(parse_key("").is_err() && parse_key("a b").is_err() && parse_key(&"a".repeat(101)).is_err());
        assert!(parse_key_id("2026-07").is_ok());
        assert!(parse_key_id("a\"b").is_err() && parse_key_id("").is_err());
        assert!(parse_signing_secret(&"a".repeat(32)).is_ok());
        assert!(parse_signing_secret(&"a".repeat(31)).is_err());
    }
}
