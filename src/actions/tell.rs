//! Tells one person of one thing: looks into the table of who is told what, at what the person wants, and owes the mail, by
//! itself or with others; on the list of news it stands at once.

use super::{Result, Service};
use crate::model::account::EmailAddress;
use crate::model::ids::{DecisionId, MailId, NotificationId, SiteId, ThreadId, first_id_at};
use crate::model::notice::Notice;
use crate::model::preferences::{Frequency, Preferences};
use crate::model::time::{HOUR, Timestamp};
use crate::notifications::recipients::{Happening, Person, Role, told};
use crate::notifications::schedule::{When, when};
use crate::store::accounts::Account;
use crate::store::follows::Whose;
use crate::store::guests::Guest;
use crate::store::notifications::{self, Notification};
use crate::store::outbox::{self, NewMail};
use crate::store::{Conn, follows};

/// Mails of their own that one address gets in an hour at most, of those one can turn off: what comes after them is gathered.
const ALONE_AN_HOUR: i64 = 20;

/// Somebody who can be told something.
#[derive(Clone)]
pub(super) enum Reader {
    Account(Box<Account>),
    /// Without an account, on one site.
    Guest(Box<Guest>),
}

impl From<Account> for Reader {
    fn from(account: Account) -> Self {
        Self::Account(Box::new(account))
    }
}

impl From<Guest> for Reader {
    fn from(guest: Guest) -> Self {
        Self::Guest(Box::new(guest))
    }
}

impl Reader {
    pub const fn whose(&self) -> Whose {
        match self {
            Self::Account(account) => Whose::Account(account.id),
            Self::Guest(guest) => Whose::Guest(guest.id),
        }
    }

    pub fn name(&self) -> String {
        match self {
            Self::Account(account) => account.display_name.clone(),
            Self::Guest(guest) => guest.name.clone(),
        }
    }

    /// `None`: the account is deleted.
    pub fn email(&self) -> Option<&str> {
        match self {
            Self::Account(account) => account.email.as_deref(),
            Self::Guest(guest) => Some(&guest.email),
        }
    }

    pub fn preferences(&self) -> Result<Preferences> {
        let json = match self {
            Self::Account(account) => &account.preferences,
            Self::Guest(guest) => &guest.preferences,
        };
        Ok(serde_json::from_str(json)?)
    }

    /// The part of a key that stands for this reader.
    pub fn key(&self) -> i64 {
        match self {
            Self::Account(account) => account.id.get(),
            Self::Guest(guest) => guest.id.get(),
        }
    }
}

/// What somebody is told, and why.
pub(super) struct Telling {
    pub happening: Happening,
    pub role: Role,
    pub notice: Notice,
    pub site: Option<SiteId>,
    /// What it tells of, if that can be undone.
    pub decision: Option<DecisionId>,
    pub not_before: Timestamp,
    /// At most one thing with the same key is told to one person.
    pub key: Option<String>,
}

impl Telling {
    pub fn new(happening: Happening, role: Role, notice: Notice, now: Timestamp) -> Self {
        Self { happening, role, notice, site: None, decision: None, not_before: now, key: None }
    }
}

/// Whether the person is told, be it on the list of news alone.
pub(super) fn tell(svc: &Service, tx: &mut Conn, to: &Reader, person: Person, telling: &Telling) -> Result<bool> {
    let Ok(kind) = told(telling.happening, telling.role, person) else { return Ok(false) };
    debug_assert_eq!(kind, telling.notice.kind());
    let preferences = to.preferences()?;
    let frequency = telling.notice.topic().map(|topic| preferences.of(topic));
    let when = match (frequency, to.email()) {
        (_, None) => None,
        (None, Some(_)) => Some(When::Alone(telling.not_before)),
        (Some(frequency), Some(email)) => {
            // A week's figures are gathered already.
            let alone = matches!(telling.notice, Notice::WeeklyFigures { .. }) && frequency == Frequency::Weekly;
            let frequency = if alone { Frequency::AtOnce } else { bounded(svc, tx, email, frequency)? };
            when(frequency, &preferences, telling.not_before)
        }
    };
    let notification = listed(svc, to, telling, when)?;
    if !notifications::insert(tx, &notification)? {
        return Ok(false);
    }
    match when {
        None => {}
        Some(When::Alone(at)) => owe_alone(svc, tx, to, telling, notification.id, at)?,
        Some(When::Gathered(at)) => owe_gathered(svc, tx, to, frequency, at)?,
    }
    Ok(true)
}

/// Rarer than wanted when the address has had too many mails in the last hour.
fn bounded(svc: &Service, tx: &mut Conn, email: &str, frequency: Frequency) -> Result<Frequency> {
    if frequency != Frequency::AtOnce || !svc.rate_limits {
        return Ok(frequency);
    }
    let since = first_id_at(svc.clock.now().plus(-HOUR));
    let had = outbox::alone_since(tx, email, MailId::from(since), ALONE_AN_HOUR)?;
    Ok(if had < ALONE_AN_HOUR { frequency } else { Frequency::Hourly })
}

fn listed(svc: &Service, to: &Reader, telling: &Telling, when: Option<When>) -> Result<Notification> {
    let now = svc.clock.now();
    let about = telling.notice.about();
    let whose = to.whose();
    let thread: Option<ThreadId> = about.and_then(|about| about.thread);
    Ok(Notification {
        id: svc.ids.next(now),
        account_id: whose.account().map(From::from),
        guest_id: whose.guest().map(From::from),
        site_id: telling.site,
        thread_id: thread,
        comment_id: about.map(|about| about.comment),
        decision_id: telling.decision,
        kind: telling.notice.kind().to_owned(),
        notice: serde_json::to_string(&telling.notice)?,
        dedupe_key: telling.key.as_ref().map(|key| format!("{key}:{}", to.key())),
        visible_at: telling.not_before,
        digest_at: match when {
            Some(When::Gathered(at)) => Some(at),
            Some(When::Alone(_)) | None => None,
        },
        mail_id: None,
        read_at: None,
        created_at: now,
    })
}

fn owe_alone(
    svc: &Service,
    tx: &mut Conn,
    to: &Reader,
    telling: &Telling,
    notification: NotificationId,
    at: Timestamp,
) -> Result<()> {
    let mail =
        Owed { site: telling.site, decision: telling.decision, notification: Some(notification), ..Owed::at(at) };
    owe(svc, tx, to, &telling.notice, &mail)
}

/// One mail for all that is due then; what is in it is put in when it is sent.
fn owe_gathered(svc: &Service, tx: &mut Conn, to: &Reader, frequency: Option<Frequency>, at: Timestamp) -> Result<()> {
    let frequency = frequency.filter(|frequency| *frequency != Frequency::AtOnce).unwrap_or(Frequency::Hourly);
    let notice = Notice::Digest { name: to.name(), frequency, entries: Vec::new() };
    let key = format!("digest:{}:{}", to.key(), at.micros());
    let site = match to {
        Reader::Guest(guest) => Some(guest.site_id),
        Reader::Account(_) => None,
    };
    owe(svc, tx, to, &notice, &Owed { site, key: Some(key), ..Owed::at(at) })
}

/// What a mail is owed with.
pub(super) struct Owed {
    pub site: Option<SiteId>,
    /// At most one mail with the same key is ever owed.
    pub key: Option<String>,
    pub not_before: Timestamp,
    pub decision: Option<DecisionId>,
    pub notification: Option<NotificationId>,
}

impl Owed {
    pub const fn at(not_before: Timestamp) -> Self {
        Self { site: None, key: None, not_before, decision: None, notification: None }
    }
}

/// Owes a mail that stands on no list of news, such as one with a link. Nothing is owed to an account without an address.
pub(super) fn owe(svc: &Service, tx: &mut Conn, to: &Reader, notice: &Notice, owed: &Owed) -> Result<()> {
    let Some(email) = to.email() else { return Ok(()) };
    owe_address(svc, tx, Some(to.whose()), email, notice, owed)
}

/// The same to an address that is not, or not only, a reader's.
pub(super) fn owe_address(
    svc: &Service,
    tx: &mut Conn,
    whose: Option<Whose>,
    email: &str,
    notice: &Notice,
    owed: &Owed,
) -> Result<()> {
    let now = svc.clock.now();
    let mail = NewMail {
        id: svc.ids.next(now),
        site_id: owed.site,
        account_id: whose.and_then(Whose::account).map(From::from),
        recipient: email,
        kind: notice.kind(),
        notice: &serde_json::to_string(notice)?,
        dedupe_key: owed.key.as_deref(),
        not_before: owed.not_before,
        decision_id: owed.decision,
        guest_id: whose.and_then(Whose::guest).map(From::from),
        notification_id: owed.notification,
        now,
    };
    Ok(outbox::insert(tx, &mail)?)
}

/// Takes back what the decision was to bring. Whether the account is told of it all the same: a mail to it has left, or is
/// leaving, or it stands on its list.
pub(super) fn withdraw(
    tx: &mut Conn,
    decision: DecisionId,
    account: Option<crate::model::ids::AccountId>,
    now: Timestamp,
) -> Result<bool> {
    let mailed = outbox::withdraw(tx, decision, account)?;
    let listed = notifications::withdraw(tx, decision, account, now)?;
    Ok(mailed || listed)
}

/// Whether the reader does not want to hear of the thread, or of one of the comments.
pub(super) fn is_muted(
    tx: &mut Conn,
    whose: Whose,
    thread: ThreadId,
    comments: impl FnOnce(&mut Conn) -> Result<Vec<crate::model::ids::CommentId>>,
) -> Result<bool> {
    let muted: Vec<i64> = follows::in_thread(tx, whose, thread)?
        .into_iter()
        .filter(|follow| follow.muted)
        .map(|follow| follow.comment_id)
        .collect();
    if muted.is_empty() || muted.contains(&0) {
        return Ok(!muted.is_empty());
    }
    Ok(comments(tx)?.iter().any(|comment| muted.contains(&comment.get())))
}

/// The canonical form of an address that was parsed before it was stored.
pub(super) fn canonical(email: &str) -> String {
    EmailAddress::parse(email).map_or_else(|_| email.to_lowercase(), |email| email.canonical())
}
