//! What a mail or an entry on somebody's list of news says, as it is kept until it is told.
//!
//! To add one: a variant here with its name, the topic under which one can choose how often to hear of it, and what it
//! has to know. Who is told of it is decided in `notifications::recipients`, its words are in `notifications/templates`.

use serde::{Deserialize, Serialize};

use super::account::LinkPurpose;
use super::appeal::AppealOutcome;
use super::decision::Reason;
use super::ids::{CommentId, LinkId, SanctionId, ThreadId};
use super::locale::Locale;
use super::preferences::{Frequency, Topic};
use super::queue::Queue;
use super::report::ReportOutcome;
use super::sanction::SanctionKind;
use super::time::Timestamp;

/// A comment and where it stands, as it was when somebody was to be told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub article_title: String,
    #[serde(default)]
    pub article_url: String,
    #[serde(default)]
    pub thread: Option<ThreadId>,
    pub comment: CommentId,
    /// What it replies to.
    #[serde(default)]
    pub parent: Option<CommentId>,
    /// Its beginning.
    #[serde(default)]
    pub excerpt: String,
}

/// How much is on a moderators' list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub queue: Queue,
    pub count: i64,
    /// How long the oldest has been on it.
    pub oldest_minutes: i64,
}

/// A comment that a moderator may decide on from the mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undecided {
    #[serde(flatten)]
    pub about: About,
    pub revision: i32,
    pub author: String,
    pub queue: Queue,
    /// Why it is there, in the words of the checks.
    pub because: Vec<String>,
}

/// A site's week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekFigures {
    pub received: i64,
    pub published: i64,
    pub rejected: i64,
    pub spam: i64,
    pub reports: i64,
    pub appeals: i64,
    pub overturned: i64,
    /// How long half of what was decided by people had waited at most.
    pub median_wait_minutes: Option<i64>,
}

/// Declares each notice: its name in the database and in JSON, which is also the folder of its templates, and its topic.
macro_rules! notices {
    ($($(#[$doc:meta])* $variant:ident $kind:tt $topic:tt { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        /// What a mail says. Token texts are never part of it, only the ids of their rows.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub enum Notice {
            $($(#[$doc])* #[serde(rename = $kind)] $variant { name: String, $($(#[$field_doc])* $field: $type),* }),+
        }

        impl Notice {
            /// Every value of [`Notice::kind`].
            pub const ALL_KINDS: &'static [&'static str] = &[$($kind),+];

            /// The name in the database and in JSON; also the folder of the mail's templates.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $kind),+
                }
            }

            /// How the recipient is called.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant { name, .. } => name),+
                }
            }
        }

        /// Under which preference one is sent mails of a kind; `None`: they are about the account itself, or answer
        /// what somebody asked, and are always sent.
        pub fn topic_of(kind: &str) -> Option<Topic> {
            match kind {
                $($kind => notices!(@topic $topic),)+
                _ => None,
            }
        }
    };
    (@topic always) => { None };
    (@topic $topic:ident) => { Some(Topic::$topic) };
}

notices! {
    /// Asks a new account to confirm its address.
    VerifyAddress "verify_address" always { link: LinkId }
    /// The account is there.
    Welcome "welcome" always {}
    /// Asks the owner of an account to confirm the address it is moving to.
    ChangeAddress "change_address" always { link: LinkId }
    /// Tells the present address of an account that it is moving to another one.
    AddressChangeAsked "address_change_asked" always {}
    /// Tells the former address of an account that it has moved.
    AddressChanged "address_changed" always {}
    /// Somebody tried to sign up with an address that already has an account.
    AddressInUse "address_in_use" always {}
    ResetPassword "reset_password" always { link: LinkId }
    PasswordChanged "password_changed" always {}
    /// Somebody signed in with a browser or program that had not been seen.
    NewSignIn "new_sign_in" always {
        /// As a person would call it, such as "Firefox on Linux"; empty: unknown.
        device: String,
        at: Timestamp,
    }
    /// Asks a guest whether replies may be mailed to that address.
    ConfirmFollow "confirm_follow" always {
        site_name: String,
        article_title: String,
        article_url: String,
        link: LinkId,
    }
    /// Somebody replied to a comment of the recipient.
    Reply "reply" Replies {
        replier: String,
        /// The reply.
        #[serde(flatten)]
        about: About,
        /// Of the recipient's comment.
        own_excerpt: String,
    }
    /// Somebody named the recipient in a comment.
    Mention "mention" Mentions {
        author: String,
        #[serde(flatten)]
        about: About,
    }
    /// Somebody wrote in a thread, or below a comment, that the recipient follows.
    Followed "followed" Follows {
        author: String,
        #[serde(flatten)]
        about: About,
    }
    /// A moderator published a comment that had been held.
    CommentPublished "comment_published" Decisions {
        #[serde(flatten)]
        about: About,
    }
    /// A moderator rejected a comment that nobody had seen.
    CommentNotPublished "comment_not_published" Decisions {
        #[serde(flatten)]
        about: About,
        reason: Reason,
        /// The moderator's words to the author.
        note: Option<String>,
        /// Until when the author can appeal; `None`: not at all.
        appeal_until: Option<Timestamp>,
    }
    /// A moderator took down a comment that had been published.
    CommentRemoved "comment_removed" Decisions {
        #[serde(flatten)]
        about: About,
        reason: Reason,
        /// The moderator's words to the author.
        note: Option<String>,
        /// Until when the author can appeal; `None`: not at all.
        appeal_until: Option<Timestamp>,
    }
    /// Somebody of the staff changed the text of a comment.
    CommentEdited "comment_edited" Decisions {
        #[serde(flatten)]
        about: About,
        /// The moderator's words to the author.
        note: Option<String>,
    }
    /// A moderator asks the author to change a comment.
    EditAsked "edit_asked" always {
        #[serde(flatten)]
        about: About,
        /// The moderator's words to the author.
        note: String,
    }
    /// Somebody else than at first has decided on what the author had appealed against.
    AppealOutcome "appeal_outcome" always {
        #[serde(flatten)]
        about: About,
        outcome: AppealOutcome,
        /// Of a comment that stays unpublished.
        reason: Option<Reason>,
        /// The moderator's words to the author.
        note: Option<String>,
    }
    /// What became of a comment that the recipient had reported.
    ReportOutcome "report_outcome" Reports {
        #[serde(flatten)]
        about: About,
        outcome: ReportOutcome,
    }
    /// A moderator has taken a measure against the account.
    Sanctioned "sanctioned" always {
        /// `None`: all of them.
        site_name: Option<String>,
        measure: SanctionKind,
        reason: String,
        until: Option<Timestamp>,
        /// The comments of so many days are taken back with it.
        purge_days: Option<i32>,
    }
    /// A moderator has warned the account, which has to acknowledge it.
    Warned "warned" always {
        /// `None`: all of them.
        site_name: Option<String>,
        sanction: SanctionId,
        reason: String,
        /// The comments of so many days are taken back with it.
        purge_days: Option<i32>,
    }
    /// A measure against the account is over.
    SanctionEnded "sanction_ended" always {
        /// `None`: all of them.
        site_name: Option<String>,
        measure: SanctionKind,
        /// Before its time, by a moderator.
        lifted: bool,
    }
    /// Something waits for the moderators of a site. What, is filled in when it is sent.
    Waiting "waiting" Waiting {
        site_slug: String,
        site_name: String,
        /// How often the recipient is told; those lists are in it that are told of as often.
        #[serde(default)]
        frequency: Option<Frequency>,
        /// Comments that are on one of the lists, or on several.
        #[serde(default)]
        comments: i64,
        #[serde(default)]
        lists: Vec<Listed>,
        /// The most urgent ones.
        #[serde(default)]
        items: Vec<Undecided>,
    }
    /// Something on a list of a site has waited for longer than the site wants.
    TargetBreached "target_breached" Targets {
        site_slug: String,
        site_name: String,
        queue: Queue,
        target_minutes: i64,
        /// How long the oldest had been waiting when it was seen.
        oldest_minutes: i64,
    }
    /// A moderator leaves a comment to the administrators.
    Escalated "escalated" Waiting {
        #[serde(default)]
        site_slug: String,
        site_name: String,
        moderator: String,
        /// The comment's, for deciding on it; 0 in what an earlier version owed.
        #[serde(default)]
        revision: i32,
        #[serde(flatten)]
        about: About,
        /// The moderator's words to the administrators.
        note: Option<String>,
    }
    /// The week's figures of a site.
    WeeklyFigures "weekly_figures" Figures {
        site_slug: String,
        site_name: String,
        from: Timestamp,
        to: Timestamp,
        week: WeekFigures,
        before: WeekFigures,
    }
    /// A sample of a mail, sent to whoever words it.
    Test "test" always {
        locale: Locale,
        of: Box<Notice>,
    }
    /// What was gathered for somebody. What, is filled in when it is sent.
    Digest "digest" always {
        frequency: Frequency,
        /// Oldest first; those about one article follow each other.
        #[serde(default)]
        entries: Vec<Notice>,
    }
}

impl Notice {
    pub fn topic(&self) -> Option<Topic> {
        topic_of(self.kind())
    }

    /// The comment that it is about, if it is about one.
    pub const fn about(&self) -> Option<&About> {
        match self {
            Self::Reply { about, .. }
            | Self::Mention { about, .. }
            | Self::Followed { about, .. }
            | Self::CommentPublished { about, .. }
            | Self::CommentNotPublished { about, .. }
            | Self::CommentRemoved { about, .. }
            | Self::CommentEdited { about, .. }
            | Self::EditAsked { about, .. }
            | Self::AppealOutcome { about, .. }
            | Self::ReportOutcome { about, .. }
            | Self::Escalated { about, .. } => Some(about),
            _ => None,
        }
    }

    /// What its link is for, of those with one that is kept in a row.
    pub const fn purpose(&self) -> LinkPurpose {
        match self {
            Self::ChangeAddress { .. } => LinkPurpose::ChangeEmail,
            Self::ResetPassword { .. } => LinkPurpose::ResetPassword,
            Self::ConfirmFollow { .. } => LinkPurpose::ConfirmFollow,
            _ => LinkPurpose::VerifyEmail,
        }
    }

    /// Whether it tells of somebody else's comment, and so is worth nothing once that is gone.
    pub const fn needs_its_comment(&self) -> bool {
        matches!(self, Self::Reply { .. } | Self::Mention { .. } | Self::Followed { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_survives_the_outbox_and_carries_its_kind() {
        let about = About {
            article_title: "The bridge".to_owned(),
            article_url: "https://news.example/bridge".to_owned(),
            thread: None,
            comment: CommentId::from(7),
            parent: None,
            excerpt: "First!".to_owned(),
        };
        let notice = Notice::CommentNotPublished {
            name: "Ida".to_owned(),
            about,
            reason: Reason::OffTopic,
            note: None,
            appeal_until: None,
        };
        let mut json = serde_json::to_value(&notice).expect("json");
        assert_eq!(json["kind"], notice.kind());
        assert_eq!((&json["reason"], &json["comment"]), (&"off_topic".into(), &"7".into()));
        assert_eq!(serde_json::from_value::<Notice>(json.clone()).expect("a notice"), notice);
        let members = json.as_object_mut().expect("an object");
        for later in ["appeal_until", "thread", "parent"] {
            members.remove(later);
        }
        assert_eq!(serde_json::from_value::<Notice>(json).expect("owed by an earlier version"), notice);
    }

    #[test]
    fn a_link_is_kept_by_id_only() {
        let json = serde_json::to_value(Notice::ResetPassword { name: "Ida".to_owned(), link: LinkId::from(9) });
        let expected = serde_json::json!({"kind": "reset_password", "name": "Ida", "link": "9"});
        assert_eq!(json.expect("json"), expected);
    }

    #[test]
    fn what_waits_in_the_outbox_of_an_earlier_version_is_read() {
        for text in [
            r#"{"kind":"waiting","name":"Ida","site_slug":"news","site_name":"News","count":0,"oldest_minutes":0}"#,
            r#"{"kind":"reply","name":"Ida","replier":"Otto","article_title":"T","article_url":"https://n.example/",
                "comment":"8","excerpt":"e","own_excerpt":"o"}"#,
            r#"{"kind":"report_outcome","name":"Ida","article_title":"T","article_url":"https://n.example/",
                "comment":"8","outcome":"confirmed"}"#,
            r#"{"kind":"escalated","name":"Ida","site_name":"News","moderator":"Mo","article_title":"T","comment":"8",
                "excerpt":"e","note":null}"#,
        ] {
            serde_json::from_str::<Notice>(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }

    #[test]
    fn what_one_cannot_turn_off_has_no_topic() {
        assert_eq!(topic_of("reply"), Some(Topic::Replies));
        assert_eq!(topic_of("password_changed"), None);
        assert_eq!(topic_of("digest"), None);
    }
}
