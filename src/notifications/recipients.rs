//! Who is told what: one table, and the one function that reads it. `docs/MAIL.md` shows the table; a test walks it there.

use crate::model::comment::Status;
use crate::model::decision::{ActorKind, LogAction, text_enum};
use crate::model::notice::topic_of;
use crate::model::preferences::{Frequency, Topic};

use serde::{Deserialize, Serialize};

text_enum! {
    /// What people are told of.
    Happening {
        SignUp = "sign_up",
        SignUpAgain = "sign_up_again",
        AccountMade = "account_made",
        SignIn = "sign_in",
        PasswordForgotten = "password_forgotten",
        PasswordChanged = "password_changed",
        AddressChangeAsked = "address_change_asked",
        AddressChanged = "address_changed",
        GuestFollows = "guest_follows",
        CommentAppears = "comment_appears",
        HeldPublished = "held_published",
        HeldRejected = "held_rejected",
        TakenDown = "taken_down",
        MarkedSpam = "marked_spam",
        EditedByStaff = "edited_by_staff",
        EditAsked = "edit_asked",
        AppealAnswered = "appeal_answered",
        ReportsAnswered = "reports_answered",
        Sanctioned = "sanctioned",
        Warned = "warned",
        SanctionEnded = "sanction_ended",
        ItemsWait = "items_wait",
        TargetMissed = "target_missed",
        Escalated = "escalated",
        WeekOver = "week_over",
    }
}

impl Happening {
    /// In words, for the table.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::SignUp => "somebody signs up with the address",
            Self::SignUpAgain => "somebody signs up with an address that has an account",
            Self::AccountMade => "the account is there",
            Self::SignIn => "a sign-in with a browser or program that the account was not used with before",
            Self::PasswordForgotten => "somebody asks for a new password",
            Self::PasswordChanged => "the password is changed",
            Self::AddressChangeAsked => "the account is to move to another address",
            Self::AddressChanged => "the account has moved to another address",
            Self::GuestFollows => "a guest wants to be told of replies",
            Self::CommentAppears => "a comment appears in its thread, at once or by a decision",
            Self::HeldPublished => "a moderator publishes a comment that could not be seen",
            Self::HeldRejected => "a moderator rejects a comment that nobody had seen",
            Self::TakenDown => "a moderator rejects or deletes a comment that had been published",
            Self::MarkedSpam => "a moderator takes a comment for spam",
            Self::EditedByStaff => "somebody of the staff changes the text",
            Self::EditAsked => "a moderator asks for a change",
            Self::AppealAnswered => "somebody decides on the appeal",
            Self::ReportsAnswered => "a moderator decides on a reported comment",
            Self::Sanctioned => "a measure is taken against the account",
            Self::Warned => "the account is warned",
            Self::SanctionEnded => "a measure runs out or is lifted",
            Self::ItemsWait => "something came onto a moderators' list",
            Self::TargetMissed => "a list waits for longer than its site wants",
            Self::Escalated => "a moderator leaves a comment to the administrators",
            Self::WeekOver => "a week with comments is over",
        }
    }

    /// What a decision is to the author. What the checks decide the author sees at once in the answer, and what an undoing
    /// brings back is told only to whoever has heard of what was undone.
    pub fn of_decision(before: Option<Status>, after: Status, action: LogAction, by: ActorKind) -> Option<Self> {
        let changed = before.is_some_and(|before| before != after);
        if by != ActorKind::Moderator {
            return None;
        }
        match (action, after) {
            (LogAction::AskEdit, _) => Some(Self::EditAsked),
            (LogAction::Edit, _) => Some(Self::EditedByStaff),
            _ if !changed => None,
            // To its author it was published all along.
            (_, Status::Published) if before == Some(Status::Muted) => None,
            (_, Status::Published) => Some(Self::HeldPublished),
            (_, Status::Rejected) if before == Some(Status::Published) => Some(Self::TakenDown),
            (_, Status::Rejected) => Some(Self::HeldRejected),
            (LogAction::Delete, Status::Deleted) if before == Some(Status::Published) => Some(Self::TakenDown),
            (_, Status::Spam) => Some(Self::MarkedSpam),
            (_, Status::Pending | Status::Deleted | Status::Muted) => None,
        }
    }
}

text_enum! {
    /// What somebody is to what happened.
    Role {
        /// Whoever has the mailbox.
        Addressee = "the address",
        Owner = "the account's owner",
        FormerAddress = "the former address",
        Guest = "the guest",
        /// Who wrote the comment that this one replies to.
        Answered = "the author it replies to",
        /// Who is called by name in it.
        Named = "who is named in it with @",
        Follower = "who follows the thread, or a comment above it",
        Author = "its author",
        Reporter = "who reported it",
        Moderator = "the site's moderators",
        Administrator = "the administrators",
    }
}

text_enum! {
    /// What keeps somebody from being told.
    Unless {
        DidIt = "did it",
        Ignores = "ignores its author",
        Muted = "muted the thread or a comment above it",
        NotFollowing = "asked not to hear of replies to that comment",
        Unconfirmed = "is a guest who has not confirmed the address",
        ToldAlready = "was told of the same comment before",
    }
}

/// One case.
pub struct Rule {
    pub happening: Happening,
    pub to: Role,
    /// The mail's kind; `None`: nobody is told.
    pub mail: Option<&'static str>,
    pub unless: &'static [Unless],
}

const fn rule(happening: Happening, to: Role, mail: &'static str, unless: &'static [Unless]) -> Rule {
    Rule { happening, to, mail: Some(mail), unless }
}

use Unless::{DidIt, Ignores, Muted, NotFollowing, ToldAlready, Unconfirmed};

/// Every case.
pub const RULES: &[Rule] = &[
    rule(Happening::SignUp, Role::Addressee, "verify_address", &[]),
    rule(Happening::SignUpAgain, Role::Owner, "address_in_use", &[]),
    rule(Happening::AccountMade, Role::Owner, "welcome", &[]),
    rule(Happening::SignIn, Role::Owner, "new_sign_in", &[]),
    rule(Happening::PasswordForgotten, Role::Owner, "reset_password", &[]),
    rule(Happening::PasswordChanged, Role::Owner, "password_changed", &[]),
    rule(Happening::AddressChangeAsked, Role::Addressee, "change_address", &[]),
    rule(Happening::AddressChangeAsked, Role::Owner, "address_change_asked", &[]),
    rule(Happening::AddressChanged, Role::FormerAddress, "address_changed", &[]),
    rule(Happening::GuestFollows, Role::Guest, "confirm_follow", &[]),
    rule(
        Happening::CommentAppears,
        Role::Answered,
        "reply",
        &[DidIt, NotFollowing, Ignores, Muted, Unconfirmed, ToldAlready],
    ),
    rule(Happening::CommentAppears, Role::Named, "mention", &[DidIt, Ignores, Muted, ToldAlready]),
    rule(Happening::CommentAppears, Role::Follower, "followed", &[DidIt, Ignores, Muted, Unconfirmed, ToldAlready]),
    rule(Happening::HeldPublished, Role::Author, "comment_published", &[DidIt]),
    rule(Happening::HeldRejected, Role::Author, "comment_not_published", &[DidIt]),
    rule(Happening::TakenDown, Role::Author, "comment_removed", &[DidIt]),
    // An answer is what a spammer learns from.
    Rule { happening: Happening::MarkedSpam, to: Role::Author, mail: None, unless: &[] },
    rule(Happening::EditedByStaff, Role::Author, "comment_edited", &[DidIt]),
    // Whoever does not answer would wait for ever, so this one is always sent.
    rule(Happening::EditAsked, Role::Author, "edit_asked", &[DidIt]),
    // Whoever has asked gets the answer, and no other mail about the same decision.
    rule(Happening::AppealAnswered, Role::Author, "appeal_outcome", &[]),
    rule(Happening::ReportsAnswered, Role::Reporter, "report_outcome", &[DidIt]),
    rule(Happening::Sanctioned, Role::Owner, "sanctioned", &[]),
    rule(Happening::Warned, Role::Owner, "warned", &[]),
    rule(Happening::SanctionEnded, Role::Owner, "sanction_ended", &[]),
    rule(Happening::ItemsWait, Role::Moderator, "waiting", &[]),
    rule(Happening::TargetMissed, Role::Moderator, "target_breached", &[]),
    rule(Happening::Escalated, Role::Administrator, "escalated", &[DidIt]),
    rule(Happening::WeekOver, Role::Moderator, "weekly_figures", &[]),
];

/// What is true of somebody who might be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Person {
    pub did_it: bool,
    pub ignores: bool,
    pub muted: bool,
    pub not_following: bool,
    pub unconfirmed: bool,
    pub told_already: bool,
}

impl Person {
    const fn is(self, unless: Unless) -> bool {
        match unless {
            Unless::DidIt => self.did_it,
            Unless::Ignores => self.ignores,
            Unless::Muted => self.muted,
            Unless::NotFollowing => self.not_following,
            Unless::Unconfirmed => self.unconfirmed,
            Unless::ToldAlready => self.told_already,
        }
    }
}

/// Why nobody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// No case of the table.
    NotConcerned,
    Because(Unless),
}

/// The kind of the mail that somebody is told by, if at all. How often, or whether only on the list of news, is the
/// recipient's choice: see [`super::schedule`].
pub fn told(happening: Happening, role: Role, person: Person) -> Result<&'static str, Silence> {
    let rule = RULES.iter().find(|rule| rule.happening == happening && rule.to == role);
    let (mail, unless) = rule.and_then(|rule| Some((rule.mail?, rule.unless))).ok_or(Silence::NotConcerned)?;
    match unless.iter().find(|unless| person.is(**unless)) {
        Some(because) => Err(Silence::Because(*because)),
        None => Ok(mail),
    }
}

/// How often somebody is told unless they choose otherwise; `None`: it is always sent, at once.
pub fn usual(mail: &str) -> Option<(Topic, Frequency)> {
    topic_of(mail).map(|topic| (topic, crate::model::preferences::Preferences::default().of(topic)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notice::Notice;

    const BEGIN: &str = "<!-- the table of src/notifications/recipients.rs -->\n";
    const END: &str = "<!-- end of the table -->\n";

    fn table() -> String {
        let mut table =
            "| what happens | | who is told | mail | preference, usually | unless the person |\n".to_owned();
        table += "|---|---|---|---|---|---|\n";
        for rule in RULES {
            let mail = rule.mail.map_or_else(|| "none".to_owned(), |mail| format!("`{mail}`"));
            let usual = match rule.mail.map(usual) {
                None => String::new(),
                Some(None) => "always sent".to_owned(),
                Some(Some((topic, frequency))) => {
                    format!("`{}`, {}", topic.as_str(), frequency.as_str().replace('_', " "))
                }
            };
            let unless: Vec<&str> = rule.unless.iter().map(|unless| unless.as_str()).collect();
            table += &format!(
                "| `{}` | {} | {} | {mail} | {usual} | {} |\n",
                rule.happening.as_str(),
                rule.happening.in_words(),
                rule.to.as_str(),
                unless.join("; "),
            );
        }
        table
    }

    #[test]
    fn the_kept_table_is_the_codes() {
        let path = "docs/MAIL.md";
        let page = std::fs::read_to_string(path).expect("docs/MAIL.md");
        let (before, rest) = page.split_once(BEGIN).expect("the place of the table");
        let (kept, after) = rest.split_once(END).expect("its end");
        if std::env::var_os("POSTIL_WRITE_MAIL_TABLE").is_some() {
            std::fs::write(path, format!("{before}{BEGIN}{}{END}{after}", table())).expect("written");
        } else {
            assert!(
                kept == table(),
                "run POSTIL_WRITE_MAIL_TABLE=1 cargo test --lib recipients, and look at the change"
            );
        }
    }

    #[test]
    fn every_mail_has_its_case() {
        for kind in Notice::ALL_KINDS {
            let gathered = matches!(*kind, "digest" | "test");
            let cases = RULES.iter().filter(|rule| rule.mail == Some(*kind)).count();
            assert_eq!(cases, usize::from(!gathered), "{kind}");
        }
        for happening in Happening::ALL {
            assert!(RULES.iter().any(|rule| rule.happening == *happening), "{}", happening.as_str());
        }
        for rule in RULES {
            assert!(rule.mail.is_none_or(|mail| Notice::ALL_KINDS.contains(&mail)), "{:?}", rule.mail);
        }
    }

    #[test]
    fn each_reason_to_be_silent_is_one() {
        for rule in RULES {
            let Some(mail) = rule.mail else {
                assert_eq!(told(rule.happening, rule.to, Person::default()), Err(Silence::NotConcerned));
                continue;
            };
            assert_eq!(told(rule.happening, rule.to, Person::default()), Ok(mail));
            for unless in Unless::ALL {
                let person = Person {
                    did_it: *unless == DidIt,
                    ignores: *unless == Ignores,
                    muted: *unless == Muted,
                    not_following: *unless == NotFollowing,
                    unconfirmed: *unless == Unconfirmed,
                    told_already: *unless == ToldAlready,
                };
                let expected = if rule.unless.contains(unless) { Err(Silence::Because(*unless)) } else { Ok(mail) };
                assert_eq!(told(rule.happening, rule.to, person), expected, "{mail} {}", unless.as_str());
            }
        }
        assert_eq!(told(Happening::WeekOver, Role::Author, Person::default()), Err(Silence::NotConcerned));
    }

    #[test]
    fn a_moderators_decision_is_told_and_no_other() {
        use ActorKind::{Author, Moderator, Pipeline, Purge, Reporters};
        use Happening::{EditAsked, EditedByStaff, HeldPublished, HeldRejected, MarkedSpam, TakenDown};
        use LogAction::{Approve, AskEdit, Check, Delete, Edit, Escalate, Hide, Pin, Reject, Undo};
        use Status::{Deleted, Muted, Pending, Published, Rejected, Spam};
        for (before, after, action, by, expected) in [
            (Some(Pending), Published, Approve, Moderator, Some(HeldPublished)),
            (Some(Spam), Published, Approve, Moderator, Some(HeldPublished)),
            (Some(Pending), Rejected, Reject, Moderator, Some(HeldRejected)),
            (Some(Published), Rejected, Reject, Moderator, Some(TakenDown)),
            (Some(Published), Deleted, Delete, Moderator, Some(TakenDown)),
            (Some(Pending), Deleted, Delete, Moderator, None),
            (Some(Published), Deleted, Delete, Author, None),
            (Some(Pending), Spam, LogAction::Spam, Moderator, Some(MarkedSpam)),
            (Some(Published), Published, Approve, Moderator, None),
            (Some(Published), Published, Pin, Moderator, None),
            (Some(Published), Published, Edit, Moderator, Some(EditedByStaff)),
            (Some(Pending), Pending, AskEdit, Moderator, Some(EditAsked)),
            (Some(Pending), Pending, Escalate, Moderator, None),
            (Some(Rejected), Published, Undo, Moderator, Some(HeldPublished)),
            (Some(Muted), Published, Approve, Moderator, None),
            (Some(Muted), Rejected, Reject, Moderator, Some(HeldRejected)),
            (Some(Published), Rejected, Reject, Purge, None),
            (Some(Published), Pending, Hide, Reporters, None),
            (None, Published, Check, Pipeline, None),
            (Some(Pending), Published, Check, Pipeline, None),
        ] {
            let told = Happening::of_decision(before, after, action, by);
            assert_eq!(told, expected, "{before:?} to {after:?} by {by:?}");
        }
    }
}
