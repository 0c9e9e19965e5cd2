//! A moderator's decision on a comment: its status, the marks beside it, or whether its thread takes more comments.

use super::canned_texts;
use super::claim;
use super::feedback;
use super::once::Recorder;
use super::second_look::perhaps_ask;
pub use super::settle::Decided;
use super::settle::{Change, settle};
use super::undo::Former;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::decision::{Action, ActorKind, Reason};
use crate::model::field::FieldErrors;
use crate::model::ids::{CannedTextId, CommentId, SiteId};
use crate::model::thread::ThreadState;
use crate::model::time::Timestamp;
use crate::store::comments::{self, Comment};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, StoreError, appeals, thread_pages};

/// Comments that stand first in one thread at most.
const MOST_PINNED: usize = 3;
/// Characters of what the author is told.
const NOTE_CHARACTERS: usize = 2_000;

#[derive(Clone)]
pub struct Request {
    pub action: Action,
    pub reason: Option<Reason>,
    /// What the author is told; of an escalation, what the administrators are.
    pub note: Option<String>,
    /// Its text comes before the note, and its reason stands in for a missing one.
    pub canned_text: Option<CannedTextId>,
    /// The revision the moderator looked at.
    pub revision: i32,
    /// Decides although somebody else works on it.
    pub overrides_claim: bool,
}

/// Decides on a comment. Errors: `NotFound`; `Forbidden`; `Barred` for whoever made the decision that its author appeals
/// against; `Invalid`; `Overtaken` when it is not at `revision` any more; `Claimed` when somebody else works on it;
/// `Conflict` for what makes no sense as it stands.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    request: Request,
    recorder: Recorder<Decided>,
) -> Result<Decided> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let action = request.action;
    let decided = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let (site, thread) = comments::place_of(tx, id)?.ok_or(Error::NotFound("comment"))?;
            if !viewer.is_staff_of(site) {
                return Err(Error::Forbidden);
            }
            tx.lock_thread(thread.get())?;
            let decided = apply(&shared, tx, &viewer, (site, id), &request, now)?;
            recorder.keep(tx, &decided, now)?;
            Ok(decided)
        })
        .await?;
    svc.changes.thread_changed(decided.comment.thread_id);
    svc.metrics.decision_made(action.as_str());
    svc.wake_tellers();
    Ok(decided)
}

/// The comment after the decision; its thread is locked and `viewer` on its staff. Of the errors that are a client's
/// nothing was written before.
pub(super) fn apply(
    svc: &Service,
    tx: &mut Conn,
    viewer: &Viewer,
    (site, id): (SiteId, CommentId),
    request: &Request,
    now: Timestamp,
) -> Result<Decided> {
    let words = words(tx, site, request)?;
    let before = comments::find(tx, site, id)?.ok_or(Error::NotFound("comment"))?;
    if before.revision != request.revision || before.status == Status::Deleted {
        return Err(Error::Overtaken);
    }
    claim::respect(tx, viewer, (site, id), request.overrides_claim, now)?;
    check_not_the_same(tx, viewer, &before, request.action)?;
    let after = outcome(tx, &before, request.action, now)?;
    let former = match state_wanted(request.action) {
        Some(state) => {
            let thread = threads::find(tx, site, before.thread_id)?.ok_or(Error::NotFound("thread"))?;
            let former = Former { thread: Some(thread.state), ..Former::of(&before) };
            set_state(tx, thread, state)?;
            former
        }
        None => Former::of(&before),
    };
    if !comments::move_on(tx, &after)? {
        return Err(Error::Internal("a comment changed though its thread is locked".to_owned()));
    }
    let change = Change {
        actor_id: Some(viewer.id()),
        reason: words.reason,
        note: words.note,
        former: Some(serde_json::to_string(&former)?),
        ..Change::of(&before, ActorKind::Moderator, request.action.logged(), now)
    };
    let reason = change.reason;
    let decision = settle(svc, tx, &after, &change)?;
    feedback::owe(svc, tx, &after, (request.action, reason, decision), now)?;
    perhaps_ask(svc, tx, viewer, (&after, decision), (request.action, reason), now)?;
    Ok(Decided { comment: after, decision })
}

/// Errors: `Barred` when the author appeals against what the viewer decided, and this would be the answer.
fn check_not_the_same(tx: &mut Conn, viewer: &Viewer, comment: &Comment, action: Action) -> Result<()> {
    if !matches!(action, Action::Approve | Action::Reject | Action::Spam | Action::AskEdit) {
        return Ok(());
    }
    let appeal = appeals::open(tx, comment.site_id, comment.id)?;
    if appeal.is_some_and(|appeal| appeal.first_actor_id == Some(viewer.id())) {
        return Err(Error::Barred("its author appeals against what you decided, so somebody else decides on that"));
    }
    Ok(())
}

/// What the moderator says.
struct Words {
    reason: Option<Reason>,
    note: Option<String>,
}

fn words(tx: &mut Conn, site: SiteId, request: &Request) -> Result<Words> {
    let mut errors = FieldErrors::default();
    let canned = match request.canned_text {
        Some(id) => errors.take("canned_text_id", canned_texts::of_site(tx, site, id)?),
        None => None,
    };
    let reason = request.reason.or(canned.as_ref().and_then(|canned| canned.reason));
    let own = request.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let parts: Vec<&str> = canned.iter().map(|canned| canned.body.as_str()).chain(own).collect();
    let note = Some(parts.join("\n\n")).filter(|note| !note.is_empty());
    let explained = request.action != Action::Reject || reason.is_some();
    errors.require("reason", explained, "is needed to reject: the author is told why");
    let said = request.action != Action::AskEdit || note.is_some();
    errors.require("note", said, "is needed to ask for an edit: the author has to know what to change");
    let short = note.as_ref().is_none_or(|note| note.chars().count() <= NOTE_CHARACTERS);
    errors.require("note", short, "must have at most 2000 characters");
    errors.finish()?;
    Ok(Words { reason, note })
}

/// The comment as the action leaves it. Errors: `Conflict` for what makes no sense as it stands.
fn outcome(tx: &mut Conn, before: &Comment, action: Action, now: Timestamp) -> Result<Comment> {
    let conflict = |message: &'static str| Err(Error::Conflict(message));
    let moved = before.moved_to(action.outcome().unwrap_or(before.status));
    Ok(match action {
        Action::Approve | Action::Reject | Action::Spam => Comment { reviewed_at: Some(now), ..moved },
        Action::Escalate if before.escalated_at.is_some() => {
            return conflict("it is left to the administrators already");
        }
        Action::Escalate => Comment { escalated_at: Some(now), ..moved },
        Action::AskEdit if before.account_id.is_none() => return conflict("only authors with an account can be asked"),
        Action::AskEdit if before.edit_asked_at.is_some() => return conflict("the author was asked already"),
        Action::AskEdit => Comment { edit_asked_at: Some(now), ..moved },
        Action::Pin => {
            if before.status != Status::Published || before.depth > 0 {
                return conflict("only a published comment that is no reply can be pinned");
            }
            if before.pinned_at.is_some() {
                return conflict("it is pinned already");
            }
            check_room(tx, before)?;
            Comment { pinned_at: Some(now), ..moved }
        }
        Action::Unpin if before.pinned_at.is_none() => return conflict("it is not pinned"),
        Action::Unpin => Comment { pinned_at: None, ..moved },
        Action::CloseThread | Action::ReopenThread => moved,
    })
}

/// Errors: `Conflict` when as many comments of the thread are pinned as can be.
pub(super) fn check_room(tx: &mut Conn, comment: &Comment) -> Result<()> {
    let pinned = thread_pages::pinned(tx, (comment.site_id, comment.thread_id))?;
    if pinned.len() >= MOST_PINNED {
        return Err(Error::Conflict("three comments of this thread are pinned already; unpin one first"));
    }
    Ok(())
}

const fn state_wanted(action: Action) -> Option<ThreadState> {
    match action {
        Action::CloseThread => Some(ThreadState::Closed),
        Action::ReopenThread => Some(ThreadState::Open),
        _ => None,
    }
}

/// Errors: `Conflict` when the thread is in that state.
pub(super) fn set_state(tx: &mut Conn, thread: Thread, state: ThreadState) -> Result<()> {
    if thread.state == state {
        return Err(Error::Conflict("the thread is in that state already"));
    }
    if !threads::update(tx, &Thread { state, ..thread })? {
        return Err(StoreError::Internal("a thread changed though it is locked".to_owned()).into());
    }
    Ok(())
}
