//! The only verb that changes a comment's status: a moderator's decision, and the checks' own verdict on a new comment.

use super::once::Recorder;
use super::sign_up::owe;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::comment::{Status, excerpt};
use crate::model::decision::{Action, ActorKind, Decision, LogAction, Reason};
use crate::model::field::FieldErrors;
use crate::model::ids::{AccountId, CommentId};
use crate::model::mail::Notice;
use crate::model::time::Timestamp;
use crate::notifications::recipients::{Owed, Preferences, for_decision, for_reply};
use crate::store::accounts::Account;
use crate::store::comments::{self, Comment};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, accounts, log};

/// Characters of a comment that a mail quotes.
const EXCERPT: usize = 280;

pub struct Request {
    pub action: Action,
    pub reason: Option<Reason>,
    /// What the author is told.
    pub note: Option<String>,
    /// The revision the moderator looked at.
    pub revision: i32,
}

/// Who decided what about a comment, for [`settle`].
pub(super) struct Change {
    pub actor: ActorKind,
    pub actor_id: Option<AccountId>,
    pub action: LogAction,
    pub from: Option<Status>,
    pub reason: Option<Reason>,
    pub note: Option<String>,
    /// What stood in the public thread before.
    pub was_shown: bool,
    pub now: Timestamp,
}

/// Decides on a comment. Errors: `NotFound`; `Forbidden`; `Invalid`; `Conflict` when it is not at `revision` any more.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    request: Request,
    recorder: Recorder<Comment>,
) -> Result<Comment> {
    let mut errors = FieldErrors::default();
    let explained = request.action != Action::Reject || request.reason.is_some();
    errors.require("reason", explained, "is needed to reject: the author is told why");
    let short = request.note.as_ref().is_none_or(|note| note.chars().count() <= 2_000);
    errors.require("note", short, "must have at most 2000 characters");
    errors.finish()?;

    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let action = request.action;
    let decided = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let site = comments::site_of(tx, id)?.ok_or(Error::NotFound("comment"))?;
            if !viewer.is_staff_of(site) {
                return Err(Error::Forbidden);
            }
            let thread_id = comments::find(tx, site, id)?.ok_or(Error::NotFound("comment"))?.thread_id;
            tx.lock_thread(thread_id.get())?;
            let before = comments::find(tx, site, id)?.ok_or(Error::NotFound("comment"))?;
            let stale = Error::Conflict("the comment was changed or decided on meanwhile; look at it again");
            if before.revision != request.revision || before.status == Status::Deleted {
                return Err(stale);
            }
            let to = request.action.outcome();
            if !comments::set_status(tx, &before, to, Some(now))? {
                return Err(stale);
            }
            let after = Comment {
                status: to,
                revision: before.revision + 1,
                shown: to == Status::Published || before.reply_count > 0,
                reviewed_at: Some(now),
                ..before.clone()
            };
            let change = Change {
                actor: ActorKind::Moderator,
                actor_id: Some(viewer.id()),
                action: request.action.logged(),
                from: Some(before.status),
                reason: request.reason,
                note: request.note,
                was_shown: before.shown,
                now,
            };
            settle(&shared, tx, &after, &change)?;
            recorder.keep(tx, &after, now)?;
            Ok(after)
        })
        .await?;
    svc.changes.thread_changed(decided.thread_id);
    svc.metrics.decision_made(action.as_str());
    svc.mail_owed.notify_one();
    Ok(decided)
}

/// Everything that follows from a comment's new status, in the transaction that wrote it: the counters, the mails it
/// owes and the log. `comment` is as it now stands; its thread is locked. The log is held from here to the end of the
/// transaction: whoever settles several comments locks all their threads first, in the order of their ids, and goes
/// through the sites in the order of theirs.
pub(super) fn settle(svc: &Service, tx: &mut Conn, comment: &Comment, change: &Change) -> Result<()> {
    let published = |status: Status| i64::from(status == Status::Published);
    let by = published(comment.status) - change.from.map_or(0, published);
    if by != 0 {
        threads::shift_count(tx, comment.site_id, comment.thread_id, by)?;
    }
    shift_shown_replies(tx, comment, change.was_shown)?;
    owe_mails(svc, tx, comment, change)?;
    let decision = Decision {
        id: svc.ids.next(change.now),
        comment_id: comment.id,
        revision: comment.revision,
        actor: change.actor,
        actor_id: change.actor_id,
        action: change.action,
        from: change.from,
        to: comment.status,
        reason: change.reason,
        note: change.note.clone(),
        former: None,
        undoes: None,
        created_at: change.now,
    };
    Ok(log::append(tx, comment.site_id, &decision)?)
}

/// Tells the comments above when this one came into the public thread or left it. A tombstone stands only as long
/// as something stands below it, so the change may climb.
fn shift_shown_replies(tx: &mut Conn, comment: &Comment, was_shown: bool) -> Result<()> {
    let mut by = i64::from(comment.shown) - i64::from(was_shown);
    let mut above = comment.parent_id;
    while let Some(parent) = above
        && by != 0
    {
        let shifted = comments::shift_reply_count(tx, comment.site_id, parent, by)?;
        by = i64::from(shifted.is_shown) - i64::from(shifted.was_shown);
        above = shifted.parent_id;
    }
    Ok(())
}

fn preferences(account: &Account) -> Result<Preferences> {
    Ok(serde_json::from_str(&account.preferences)?)
}

fn owe_mails(svc: &Service, tx: &mut Conn, comment: &Comment, change: &Change) -> Result<()> {
    let by_person = change.actor == ActorKind::Moderator && change.from != Some(comment.status);
    let appears = comment.status == Status::Published && change.from != Some(Status::Published);
    let replied = comment.parent_id.filter(|_| appears);
    if !(by_person && comment.account_id.is_some()) && replied.is_none() {
        return Ok(());
    }
    let thread = threads::find(tx, comment.site_id, comment.thread_id)?.ok_or(Error::NotFound("thread"))?;
    if by_person {
        tell_author(svc, tx, (comment, &thread), change)?;
    }
    match replied {
        Some(parent) => tell_parent(svc, tx, (comment, &thread), parent, change.now),
        None => Ok(()),
    }
}

fn tell_author(svc: &Service, tx: &mut Conn, (comment, thread): (&Comment, &Thread), change: &Change) -> Result<()> {
    let Some(id) = comment.account_id else { return Ok(()) };
    let Some(author) = accounts::find(tx, id)? else { return Ok(()) };
    let Some(email) = author.email.clone() else { return Ok(()) };
    let wants = preferences(&author)?.decisions;
    let (name, article_title, article_url) = (author.display_name, title_of(thread), thread.url.clone());
    let quoted = excerpt(&comment.body, EXCERPT);
    let notice = match for_decision(change.from, comment.status, change.actor, true, wants) {
        None => return Ok(()),
        Some(Owed::Published) => {
            Notice::CommentPublished { name, article_title, article_url, comment: comment.id, excerpt: quoted }
        }
        Some(Owed::NotPublished) => Notice::CommentNotPublished {
            name,
            article_title,
            article_url,
            comment: comment.id,
            excerpt: quoted,
            reason: change.reason.unwrap_or(Reason::Other),
            note: change.note.clone(),
        },
    };
    owe(svc, tx, (Some(comment.site_id), Some(id)), &email, &notice, None, change.now)
}

fn tell_parent(
    svc: &Service,
    tx: &mut Conn,
    (reply, thread): (&Comment, &Thread),
    parent: CommentId,
    now: Timestamp,
) -> Result<()> {
    let Some(parent) = comments::find(tx, reply.site_id, parent)? else { return Ok(()) };
    let Some(id) = parent.account_id else { return Ok(()) };
    let Some(author) = accounts::find(tx, id)? else { return Ok(()) };
    let Some(email) = author.email.clone() else { return Ok(()) };
    let wants = parent.follow && preferences(&author)?.replies;
    if !for_reply(Some(id), reply.account_id, wants) {
        return Ok(());
    }
    let replier = match reply.account_id {
        Some(replier) => accounts::find(tx, replier)?.map(|account| account.display_name),
        None => reply.guest_name.clone(),
    };
    let notice = Notice::Reply {
        name: author.display_name,
        replier: replier.unwrap_or_default(),
        article_title: title_of(thread),
        article_url: thread.url.clone(),
        comment: reply.id,
        excerpt: excerpt(&reply.body, EXCERPT),
        own_excerpt: excerpt(&parent.body, EXCERPT),
    };
    // A reply that is taken down and published again owes no second mail.
    let key = format!("reply:{}:{id}", reply.id);
    owe(svc, tx, (Some(reply.site_id), Some(id)), &email, &notice, Some(&key), now)
}

fn title_of(thread: &Thread) -> String {
    thread.title.clone().unwrap_or_else(|| thread.url.clone())
}
