//! Owed mails: what the outbox keeps until it is delivered.

use serde::{Deserialize, Serialize};

use super::appeal::AppealOutcome;
use super::decision::{Reason, text_enum};
use super::ids::{CommentId, LinkId, SanctionId};
use super::queue::Queue;
use super::report::ReportOutcome;
use super::sanction::SanctionKind;
use super::time::Timestamp;

text_enum! {
    /// Where a mail is on its way out.
    MailState {
        /// Waits for its next attempt.
        Queued = "queued",
        /// Taken by the mail server.
        Sent = "sent",
        /// Given up: refused for good, or failing for too long.
        Dead = "dead",
    }
}

/// What a mail says, as kept in the outbox. Token texts are never part of it, only the ids of their rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// Asks a new account to confirm its address.
    VerifyAddress {
        name: String,
        link: LinkId,
    },
    /// Asks the owner of an account to confirm the address it is moving to.
    ChangeAddress {
        name: String,
        link: LinkId,
    },
    /// Tells the present address of an account that it is moving to another one.
    AddressChangeAsked {
        name: String,
    },
    /// Somebody tried to sign up with an address that already has an account.
    AddressInUse {
        name: String,
    },
    ResetPassword {
        name: String,
        link: LinkId,
    },
    PasswordChanged {
        name: String,
    },
    /// A moderator published a comment that had been held.
    CommentPublished {
        name: String,
        article_title: String,
        article_url: String,
        comment: CommentId,
        excerpt: String,
    },
    /// A moderator rejected a comment.
    CommentNotPublished {
        name: String,
        article_title: String,
        article_url: String,
        comment: CommentId,
        excerpt: String,
        reason: Reason,
        /// The moderator's words to the author.
        note: Option<String>,
        /// Until when the author can appeal; `None`: not at all.
        appeal_until: Option<Timestamp>,
    },
    /// Somebody replied to a comment of the recipient.
    Reply {
        name: String,
        replier: String,
        article_title: String,
        article_url: String,
        /// The reply.
        comment: CommentId,
        excerpt: String,
        /// Of the recipient's comment.
        own_excerpt: String,
    },
    /// A moderator asks the author to change a comment.
    EditAsked {
        name: String,
        article_title: String,
        article_url: String,
        comment: CommentId,
        excerpt: String,
        /// The moderator's words to the author.
        note: String,
    },
    /// A moderator leaves a comment to the administrators.
    Escalated {
        name: String,
        site_name: String,
        moderator: String,
        article_title: String,
        comment: CommentId,
        excerpt: String,
        /// The moderator's words to the administrators.
        note: Option<String>,
    },
    /// Comments of a site wait for its moderators.
    Waiting {
        name: String,
        site_slug: String,
        site_name: String,
        /// How many wait when the mail is written.
        count: i64,
        /// How long the oldest has been waiting by then.
        oldest_minutes: i64,
    },
    /// Something on a list of a site has waited for longer than the site wants.
    TargetBreached {
        name: String,
        site_slug: String,
        site_name: String,
        queue: Queue,
        target_minutes: i64,
        /// How long the oldest had been waiting when it was seen.
        oldest_minutes: i64,
    },
    /// A moderator has taken a measure against the account.
    Sanctioned {
        name: String,
        /// `None`: all of them.
        site_name: Option<String>,
        measure: SanctionKind,
        reason: String,
        until: Option<Timestamp>,
        /// The comments of so many days are taken back with it.
        purge_days: Option<i32>,
    },
    /// A moderator has warned the account, which has to acknowledge it.
    Warned {
        name: String,
        /// `None`: all of them.
        site_name: Option<String>,
        sanction: SanctionId,
        reason: String,
        /// The comments of so many days are taken back with it.
        purge_days: Option<i32>,
    },
    /// A measure against the account is over.
    SanctionEnded {
        name: String,
        /// `None`: all of them.
        site_name: Option<String>,
        measure: SanctionKind,
        /// Before its time, by a moderator.
        lifted: bool,
    },
    /// What became of a comment that the recipient had reported.
    ReportOutcome {
        name: String,
        article_title: String,
        article_url: String,
        comment: CommentId,
        outcome: ReportOutcome,
    },
    /// Somebody else than at first has decided on what the author had appealed against.
    AppealOutcome {
        name: String,
        article_title: String,
        article_url: String,
        comment: CommentId,
        excerpt: String,
        outcome: AppealOutcome,
        /// Of a comment that stays unpublished.
        reason: Option<Reason>,
        /// The moderator's words to the author.
        note: Option<String>,
    },
}

impl Notice {
    /// Every value of [`Notice::kind`].
    pub const ALL_KINDS: &'static [&'static str] = &[
        "verify_address",
        "change_address",
        "address_change_asked",
        "address_in_use",
        "reset_password",
        "password_changed",
        "comment_published",
        "comment_not_published",
        "reply",
        "waiting",
        "target_breached",
        "edit_asked",
        "escalated",
        "sanctioned",
        "warned",
        "sanction_ended",
        "report_outcome",
        "appeal_outcome",
    ];

    /// The name in the database and in JSON; also the folder of the mail's templates.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::VerifyAddress { .. } => "verify_address",
            Self::ChangeAddress { .. } => "change_address",
            Self::AddressChangeAsked { .. } => "address_change_asked",
            Self::AddressInUse { .. } => "address_in_use",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged { .. } => "password_changed",
            Self::CommentPublished { .. } => "comment_published",
            Self::CommentNotPublished { .. } => "comment_not_published",
            Self::Reply { .. } => "reply",
            Self::Waiting { .. } => "waiting",
            Self::TargetBreached { .. } => "target_breached",
            Self::EditAsked { .. } => "edit_asked",
            Self::Escalated { .. } => "escalated",
            Self::Sanctioned { .. } => "sanctioned",
            Self::Warned { .. } => "warned",
            Self::SanctionEnded { .. } => "sanction_ended",
            Self::ReportOutcome { .. } => "report_outcome",
            Self::AppealOutcome { .. } => "appeal_outcome",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_survives_the_outbox_and_carries_its_kind() {
        let notice = Notice::CommentNotPublished {
            name: "Ida".to_owned(),
            article_title: "The bridge".to_owned(),
            article_url: "https://news.example/bridge".to_owned(),
            comment: CommentId::from(7),
            excerpt: "First!".to_owned(),
            reason: Reason::OffTopic,
            note: None,
            appeal_until: None,
        };
        let mut json = serde_json::to_value(&notice).expect("json");
        assert_eq!(json["kind"], notice.kind());
        assert_eq!(json["reason"], "off_topic");
        assert_eq!(serde_json::from_value::<Notice>(json.clone()).expect("a notice"), notice);
        let members = json.as_object_mut().expect("an object");
        members.remove("appeal_until");
        assert_eq!(serde_json::from_value::<Notice>(json).expect("owed before one could appeal"), notice);
    }

    #[test]
    fn a_link_is_kept_by_id_only() {
        let json = serde_json::to_value(Notice::ResetPassword { name: "Ida".to_owned(), link: LinkId::from(9) });
        let expected = serde_json::json!({"kind": "reset_password", "name": "Ida", "link": "9"});
        assert_eq!(json.expect("json"), expected);
    }

    #[test]
    fn states_have_their_names() {
        assert_eq!(MailState::parse("dead"), Ok(MailState::Dead));
        assert!(MailState::parse("lost").is_err_and(|message| message.contains("queued, sent, dead")));
    }
}
