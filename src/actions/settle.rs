//! Everything that follows from what was done about a comment, in the transaction that did it: the counters, the mails
//! it owes, the row in the log and the moderators' lists it is on.

use super::line_up::{Occasion, line_up};
use super::resolve;
use super::tell_people::{self, AuthorHears};
use super::{Result, Service};
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, Decision, LogAction, Reason};
use crate::model::ids::{AccountId, DecisionId};
use crate::model::time::Timestamp;
use crate::store::comments::{self, Comment};
use crate::store::{Conn, authors, log, threads};

/// What somebody of the staff did, and the comment after it.
#[derive(Debug, Clone)]
pub struct Decided {
    pub comment: Comment,
    pub decision: DecisionId,
}

/// Who did what about a comment, for [`settle`].
pub(super) struct Change {
    pub actor: ActorKind,
    pub actor_id: Option<AccountId>,
    pub action: LogAction,
    /// `None`: there was no comment before.
    pub from: Option<Status>,
    pub reason: Option<Reason>,
    pub note: Option<String>,
    /// What stood in the public thread before.
    pub was_shown: bool,
    /// What [`super::undo`] needs, in JSON; `None` for what nobody can undo.
    pub former: Option<String>,
    pub undoes: Option<DecisionId>,
    /// The largest score of what was found in the present text, if the caller knows it.
    pub strongest_finding: Option<i32>,
    /// Whether the author hears of it, should it be something that authors hear of.
    pub tells_author: bool,
    pub now: Timestamp,
}

impl Change {
    /// Of a comment that was there, without a reason and not to be undone.
    pub fn of(before: &Comment, actor: ActorKind, action: LogAction, now: Timestamp) -> Self {
        Self {
            actor,
            actor_id: None,
            action,
            from: Some(before.status),
            reason: None,
            note: None,
            was_shown: before.shown,
            former: None,
            undoes: None,
            strongest_finding: None,
            tells_author: true,
            now,
        }
    }
}

/// The row in the log. `comment` is as it now stands; its thread is locked. The log is held from here to the end of the transaction:
/// whoever settles several comments locks all their threads first, in the order of their ids, and goes through the
/// sites in the order of theirs.
pub(super) fn settle(svc: &Service, tx: &mut Conn, comment: &Comment, change: &Change) -> Result<DecisionId> {
    let published = |status: Status| i64::from(status == Status::Published);
    let by = published(comment.status) - change.from.map_or(0, published);
    let thread_comments = match by {
        0 => None,
        by => Some(threads::shift_count(tx, comment.site_id, comment.thread_id, by)?),
    };
    shift_shown_replies(tx, comment, change.was_shown)?;
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
        former: change.former.clone(),
        undoes: change.undoes,
        created_at: change.now,
    };
    let is_new = change.from.is_none();
    let appeal = if is_new { None } else { resolve::appeal_decided(tx, comment, &decision)? };
    let hears = AuthorHears { at_all: change.tells_author, appeal: appeal.as_ref().map(|(_, outcome)| *outcome) };
    tell_people::of_decision(svc, tx, comment, &decision, hears)?;
    log::append(tx, comment.site_id, &decision)?;
    authors::moved(tx, comment.site_id, comment.author_key, change.from, comment.status)?;
    if !is_new {
        resolve::follow(svc, tx, comment, &decision, appeal)?;
    }
    let by_staff = matches!(change.actor, ActorKind::Moderator | ActorKind::Purge);
    let occasion = Occasion {
        now: change.now,
        decided_by: change.actor_id.filter(|_| by_staff),
        decision: Some(decision.id),
        undoes: change.undoes,
        is_new,
        strongest_finding: change.strongest_finding,
        thread_comments,
    };
    line_up(svc, tx, comment, &occasion)?;
    Ok(decision.id)
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
