//! One decision for a comment and everything pending that says nearly the same: a brigade is decided on as one thing, and
//! each of its comments has its row in the log.

use super::decide::{Decided, Request, apply};
use super::decide_many::{Outcome, PIECE};
use super::once::Recorder;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::decision::Action;
use crate::model::field::FieldErrors;
use crate::model::ids::{CommentId, SiteId, ThreadId};
use crate::model::time::Timestamp;
use crate::store::{Conn, comments, signatures};

/// Comments decided on in one request at most, the named one not counted.
pub const MOST: usize = 500;

/// How far a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The named comment is decided on, as it is alone.
    Named,
    /// The next of its group after this comment are, a piece at most.
    After(i64),
}

/// One step: the outcomes, in the order of the comments' ids. Errors: those of a decision on the named comment; `Invalid` for an action that
/// does not end the waiting.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    request: Request,
    step: Step,
    recorder: Recorder<Vec<Outcome>>,
) -> Result<Vec<Outcome>> {
    let ends = matches!(request.action, Action::Approve | Action::Reject | Action::Spam);
    let mut errors = FieldErrors::default();
    errors.require("action", ends, "must be one of: approve, reject, spam");
    errors.finish()?;
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let action = request.action;
    let outcomes = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let (site, thread) = comments::place_of(tx, id)?.ok_or(Error::NotFound("comment"))?;
            if !viewer.is_staff_of(site) {
                return Err(Error::Forbidden);
            }
            let outcomes = match step {
                Step::Named => {
                    tx.lock_thread(thread.get())?;
                    vec![(id, Ok(apply(&shared, tx, &viewer, (site, id), &request, now)?))]
                }
                Step::After(after) => work_off(&shared, tx, &viewer, (site, id), &request, after, now)?,
            };
            recorder.keep(tx, &outcomes, now)?;
            Ok(outcomes)
        })
        .await?;
    for decided in outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok()) {
        svc.metrics.decision_made(action.as_str());
        svc.changes.thread_changed(decided.comment.thread_id);
    }
    svc.wake_tellers();
    Ok(outcomes)
}

/// All steps, one after the other: for callers that do not repeat themselves. Errors: as [`run`].
pub async fn whole(svc: &Shared, viewer: Viewer, id: CommentId, request: &Request) -> Result<Vec<Outcome>> {
    let mut outcomes = run(svc, viewer.clone(), id, request.clone(), Step::Named, Recorder::none()).await?;
    let mut after = 0;
    while outcomes.len() <= MOST {
        let piece = run(svc, viewer.clone(), id, request.clone(), Step::After(after), Recorder::none()).await?;
        let is_last = piece.len() < PIECE;
        after = piece.last().map_or(after, |(id, _)| id.get());
        outcomes.extend(piece);
        if is_last {
            break;
        }
    }
    Ok(outcomes)
}

fn work_off(
    svc: &Service,
    tx: &mut Conn,
    viewer: &Viewer,
    (site, id): (SiteId, CommentId),
    request: &Request,
    after: i64,
    now: Timestamp,
) -> Result<Vec<Outcome>> {
    let limit = i64::try_from(PIECE).unwrap_or(i64::MAX);
    let piece = signatures::pending_beside(tx, site, id, after, limit)?;
    let mut threads: Vec<ThreadId> = piece.iter().map(|(_, thread)| *thread).collect();
    threads.sort_unstable();
    threads.dedup();
    for thread in threads {
        tx.lock_thread(thread.get())?;
    }
    let mut outcomes = Vec::with_capacity(piece.len());
    for (comment, _) in piece {
        let outcome = match decide(svc, tx, viewer, (site, comment), request, now) {
            Err(error @ (Error::Busy | Error::Internal(_))) => return Err(error),
            outcome => outcome,
        };
        outcomes.push((comment, outcome));
    }
    Ok(outcomes)
}

/// The same decision on another comment, whose thread is locked, as it is now. Errors: `Overtaken` when it waits no more.
fn decide(
    svc: &Service,
    tx: &mut Conn,
    viewer: &Viewer,
    (site, comment): (SiteId, CommentId),
    request: &Request,
    now: Timestamp,
) -> Result<Decided> {
    let present = comments::find(tx, site, comment)?.ok_or(Error::NotFound("comment"))?;
    if !present.is_pending() {
        return Err(Error::Overtaken);
    }
    let request = Request { revision: present.revision, ..request.clone() };
    apply(svc, tx, viewer, (site, comment), &request, now)
}
