//! A comment is taken back for good: its text is gone, and its place stays only while replies stand below it.

use super::read_comment::{seen, wrote};
use super::settle::{Change, settle};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::account::Scope;
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, LogAction};
use crate::model::ids::{AccountId, CommentId};
use crate::model::time::Timestamp;
use crate::store::comments::{self, Comment};
use crate::store::{Conn, appeals, findings, log, notifications, outbox, remote_checks, reports, search, signatures};

/// Errors: `NotFound`, also when it was deleted before; `Forbidden` for others than its author and staff of the site;
/// `Conflict` for the staff while its author's appeal waits.
pub async fn run(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<()> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let thread = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let comment = seen(tx, Some(&viewer), id)?.comment;
            let (actor, scope) = match (wrote(&viewer, &comment), viewer.is_staff_of(comment.site_id)) {
                (true, _) => (ActorKind::Author, Scope::Comment),
                (false, true) => (ActorKind::Moderator, Scope::Moderate),
                (false, false) => return Err(Error::Forbidden),
            };
            if !viewer.has_scope(scope) {
                return Err(Error::Forbidden);
            }
            if !erase(&shared, tx, &comment, actor, Some(viewer.id()), now)? {
                return Err(Error::NotFound("comment"));
            }
            Ok(comment.thread_id)
        })
        .await?;
    svc.changes.thread_changed(thread);
    Ok(())
}

/// Deletes a comment as it now stands and forgets all that it said; false if that was done before. It locks the
/// comment's thread, so whoever deletes comments of several threads goes through them in the order of `thread_id`.
pub(super) fn erase(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    actor: ActorKind,
    actor_id: Option<AccountId>,
    now: Timestamp,
) -> Result<bool> {
    tx.lock_thread(comment.thread_id.get())?;
    let before = comments::find(tx, comment.site_id, comment.id)?.ok_or(Error::NotFound("comment"))?;
    if before.status == Status::Deleted {
        return Ok(false);
    }
    let reviewed_at = Some(now).filter(|_| actor == ActorKind::Moderator);
    if actor == ActorKind::Moderator && appeals::is_open(tx, before.site_id, before.id)? {
        return Err(Error::Conflict("its author has appealed: decide on that first"));
    }
    if !comments::set_status(tx, &before, Status::Deleted, reviewed_at)? {
        return Err(Error::Conflict("the comment was changed meanwhile; look at it again"));
    }
    comments::blank(tx, &before)?;
    findings::blank(tx, before.site_id, before.id)?;
    remote_checks::drop_all(tx, before.site_id, before.id, now)?;
    signatures::remove(tx, before.site_id, before.id)?;
    search::remove(tx, before.id)?;
    reports::blank(tx, before.site_id, before.id)?;
    appeals::blank(tx, before.site_id, before.id)?;
    log::blank_notes(tx, before.site_id, before.id)?;
    outbox::withdraw_about(tx, before.id)?;
    notifications::forget_comment(tx, before.id)?;
    let change = Change { actor_id, ..Change::of(&before, actor, LogAction::Delete, now) };
    let after = Comment { body: String::new(), body_html: String::new(), ..before.moved_to(Status::Deleted) };
    settle(svc, tx, &after, &change)?;
    Ok(true)
}
