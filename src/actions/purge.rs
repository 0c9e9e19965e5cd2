//! Rejects what a sanctioned author had written lately, a small piece at a time. How far it came is written with each
//! piece, so whoever goes on after a crash neither leaves one out nor decides twice.

use super::settle::{Change, settle};
use super::{Error, Result, Service, Shared};
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, LogAction};
use crate::model::ids::{CommentId, SiteId, ThreadId};
use crate::model::sanction::{Purge, PurgeState};
use crate::model::time::Timestamp;
use crate::store::comments::{self, Comment};
use crate::store::{Conn, appeals, purges};

/// Comments rejected in one transaction: few, so that no reader waits long for a thread.
const PIECE: i64 = 20;

/// The next piece of the oldest purge; false if there is none.
pub async fn run_one(svc: &Shared) -> Result<bool> {
    let found = svc
        .store
        .read::<_, Error, _>(|conn| {
            let Some(purge) = purges::next(conn)? else { return Ok(None) };
            let piece = purges::left(conn, &purge, PIECE)?;
            Ok(Some((purge, piece)))
        })
        .await?;
    let Some((purge, piece)) = found else { return Ok(false) };
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let threads = svc.store.write::<_, Error, _>(move |tx| work_off(&shared, tx, &purge, piece, now)).await?;
    for thread in threads {
        svc.changes.thread_changed(thread);
    }
    Ok(true)
}

/// The threads that changed.
fn work_off(
    svc: &Service,
    tx: &mut Conn,
    purge: &Purge,
    mut piece: Vec<(SiteId, ThreadId, CommentId)>,
    now: Timestamp,
) -> Result<Vec<ThreadId>> {
    let last = piece.last().map_or(purge.after_id, |(.., comment)| comment.get());
    if !purges::advance(tx, purge, last)? {
        return Ok(Vec::new());
    }
    if piece.is_empty() {
        purges::finish(tx, purge.sanction_id, PurgeState::Done, now)?;
        return Ok(Vec::new());
    }
    // All threads first and the sites one after the other, so that no two that decide wait for each other.
    let mut threads: Vec<ThreadId> = piece.iter().map(|(_, thread, _)| *thread).collect();
    threads.sort_unstable();
    threads.dedup();
    for thread in &threads {
        tx.lock_thread(thread.get())?;
    }
    piece.sort_unstable();
    let mut rejected = 0;
    for (site, _, comment) in piece {
        rejected += i64::from(reject(svc, tx, purge, (site, comment), now)?);
    }
    purges::count(tx, purge.sanction_id, rejected)?;
    Ok(threads)
}

/// False for what was decided on meanwhile, and for what waits for the answer to an appeal, which somebody else than at
/// first gives. Its thread is locked.
fn reject(
    svc: &Service,
    tx: &mut Conn,
    purge: &Purge,
    (site, comment): (SiteId, CommentId),
    now: Timestamp,
) -> Result<bool> {
    let before = comments::find(tx, site, comment)?.ok_or(Error::NotFound("comment"))?;
    let stands = matches!(before.status, Status::Published | Status::Pending | Status::Muted);
    let appealed = appeals::is_open(tx, site, comment)?;
    if !stands || appealed || !comments::set_status(tx, &before, Status::Rejected, Some(now))? {
        return Ok(false);
    }
    let change = Change {
        actor_id: Some(purge.created_by),
        reason: Some(purge.reason),
        note: Some(purge.note.clone()),
        ..Change::of(&before, ActorKind::Purge, LogAction::Reject, now)
    };
    let after = Comment { reviewed_at: Some(now), ..before.moved_to(Status::Rejected) };
    settle(svc, tx, &after, &change)?;
    Ok(true)
}
