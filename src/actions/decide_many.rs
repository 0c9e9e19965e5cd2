//! Decisions on many comments at once: a piece is one transaction, and each comment has its own result.

use super::decide::{Decided, Request, apply};
use super::once::Recorder;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::ids::{CommentId, SiteId, ThreadId};
use crate::model::time::Timestamp;
use crate::store::Conn;
use crate::store::comments;

/// Comments decided on in one request.
pub const MOST: usize = 500;
/// Comments decided on in one transaction: few, so that nobody waits long for a thread or the log.
pub const PIECE: usize = 50;

/// A comment and what is to become of it.
pub struct Item {
    pub comment: CommentId,
    pub request: Request,
}

/// What became of one item.
pub type Outcome = (CommentId, Result<Decided>);

/// Decides on the comments of one piece, at most [`PIECE`]; the outcomes in the same order. Errors: `Busy`, `Internal`:
/// then nothing of the piece was done. What is wrong with one item is its outcome.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    items: Vec<Item>,
    recorder: Recorder<Vec<Outcome>>,
) -> Result<Vec<Outcome>> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let actions: Vec<&'static str> = items.iter().map(|item| item.request.action.as_str()).collect();
    let outcomes = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let outcomes = work_off(&shared, tx, &viewer, &items, now)?;
            recorder.keep(tx, &outcomes, now)?;
            Ok(outcomes)
        })
        .await?;
    let mut changed: Vec<ThreadId> = Vec::new();
    for ((_, outcome), action) in outcomes.iter().zip(actions) {
        let Ok(decided) = outcome else { continue };
        svc.metrics.decision_made(action);
        changed.push(decided.comment.thread_id);
    }
    changed.sort_unstable();
    changed.dedup();
    for thread in changed {
        svc.changes.thread_changed(thread);
    }
    svc.wake_tellers();
    Ok(outcomes)
}

fn work_off(svc: &Service, tx: &mut Conn, viewer: &Viewer, items: &[Item], now: Timestamp) -> Result<Vec<Outcome>> {
    let ids: Vec<CommentId> = items.iter().map(|item| item.comment).collect();
    let places = comments::places_of(tx, &ids)?;
    let mut outcomes: Vec<Option<Outcome>> = Vec::with_capacity(items.len());
    let mut due: Vec<(SiteId, ThreadId, usize)> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let error = match places.get(&item.comment) {
            None => Some(Error::NotFound("comment")),
            Some((site, _)) if !viewer.is_staff_of(*site) => Some(Error::Forbidden),
            Some((site, thread)) => {
                due.push((*site, *thread, index));
                None
            }
        };
        outcomes.push(error.map(|error| (item.comment, Err(error))));
    }
    let mut threads: Vec<ThreadId> = due.iter().map(|(_, thread, _)| *thread).collect();
    threads.sort_unstable();
    threads.dedup();
    for thread in threads {
        tx.lock_thread(thread.get())?;
    }
    // Site by site, as `settle` asks; a comment that is named twice in the order of its decisions.
    due.sort_unstable();
    for (site, _, index) in due {
        let Item { comment, request } = &items[index];
        let outcome = match apply(svc, tx, viewer, (site, *comment), request, now) {
            Err(error @ (Error::Busy | Error::Internal(_))) => return Err(error),
            outcome => outcome,
        };
        outcomes[index] = Some((*comment, outcome));
    }
    Ok(outcomes.into_iter().flatten().collect())
}
