//! Moderators share the lists: whoever claims an item works on it alone until it is decided on, given back, or the claim
//! has run out.

use super::once::Recorder;
use super::read_queue::{Question, QueueItem, with_context};
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::field::FieldErrors;
use crate::model::ids::{ClaimId, CommentId, SiteId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::time::{MINUTE, Timestamp};
pub use crate::store::claims::{Claim, Named};
use crate::store::queues::Row;
use crate::store::{Conn, claims, comments, exposures, log, queue_entries, queues};

/// How long a claim lasts, and again from each renewal.
const LEASE: i64 = 10 * MINUTE;
/// Items claimed in one request.
pub const MOST: i64 = 50;

/// Claims the next items of a list that nobody holds, at most `limit`. Those who claim on one site take turns, so no item
/// is given to two. Errors: `NotFound` site; `Forbidden`; `Invalid`.
pub async fn take(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    question: Question,
    limit: i64,
    recorder: Recorder<Vec<QueueItem>>,
) -> Result<Vec<QueueItem>> {
    if !(1..=MOST).contains(&limit) {
        return Err(FieldErrors::one("limit", format!("must be 1 to {MOST}")).into());
    }
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let site = site_of_staff(tx, &viewer, &slug)?.id;
            let queue = question.queue;
            let wanted = question.wanted(tx, site, now)?;
            log::hold(tx, site)?;
            let rows: Vec<Row> = match wanted {
                Some(wanted) => queues::page(tx, site, &wanted.unclaimed(now), None, limit)?,
                None => Vec::new(),
            };
            for (_, (comment, _)) in &rows {
                let claim = Claim {
                    id: shared.ids.next(now),
                    site_id: site,
                    comment_id: comment.id,
                    queue,
                    account_id: viewer.id(),
                    claimed_at: now,
                    until: now.plus(LEASE),
                };
                claims::take(tx, &claim)?;
                exposures::note(tx, site, (viewer.id(), comment.id), now)?;
            }
            let items = with_context(tx, site, rows, now)?;
            recorder.keep(tx, &items, now)?;
            Ok(items)
        })
        .await
}

/// Claims one item that waits on a list, or goes on with it. Errors: `NotFound` comment; `Forbidden` unless staff of its site;
/// `Claimed` when somebody else works on it; `Conflict` when it is on no list.
pub async fn take_one(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<()> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let site = comments::site_of(tx, id)?.ok_or(Error::NotFound("comment"))?;
            if !viewer.is_staff_of(site) {
                return Err(Error::Forbidden);
            }
            log::hold(tx, site)?;
            respect(tx, &viewer, (site, id), false, now)?;
            let entry = queue_entries::of_comment(tx, site, id)?.into_iter().next();
            let entry = entry.ok_or(Error::Conflict("it waits for nobody any more"))?;
            let claim = Claim {
                id: shared.ids.next(now),
                site_id: site,
                comment_id: id,
                queue: entry.queue,
                account_id: viewer.id(),
                claimed_at: now,
                until: now.plus(LEASE),
            };
            claims::take(tx, &claim)?;
            Ok(exposures::note(tx, site, (viewer.id(), id), now)?)
        })
        .await
}

/// Errors: `Forbidden` for others than who holds it, if still of the staff, and the administrators.
fn require_holder(viewer: &Viewer, claim: &Claim) -> Result<()> {
    let holds = claim.account_id == viewer.id() && viewer.is_staff_of(claim.site_id);
    if holds || viewer.is_administrator() { Ok(()) } else { Err(Error::Forbidden) }
}

/// The claim, lasting from now on as long as a new one. Errors: `NotFound`, also when it is over; `Forbidden` for others than
/// who holds it and the administrators.
pub async fn renew(svc: &Shared, viewer: Viewer, id: ClaimId) -> Result<Named> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let (claim, name) = claims::find(tx, id, now)?.ok_or(Error::NotFound("claim"))?;
            require_holder(&viewer, &claim)?;
            let until = now.plus(LEASE);
            if !claims::renew(tx, claim.site_id, id, now, until)? {
                return Err(Error::NotFound("claim"));
            }
            Ok((Claim { until, ..claim }, name))
        })
        .await
}

/// Gives an item back. Errors: `NotFound`, also when it is over; `Forbidden` for others than who holds it and the
/// administrators.
pub async fn release(svc: &Shared, viewer: Viewer, id: ClaimId) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let (claim, _) = claims::find(tx, id, now)?.ok_or(Error::NotFound("claim"))?;
            require_holder(&viewer, &claim)?;
            if claims::release(tx, claim.site_id, id)? { Ok(()) } else { Err(Error::NotFound("claim")) }
        })
        .await
}

/// The site's claims, oldest first; `mine`: only the viewer's. Errors: `NotFound` site; `Forbidden`.
pub async fn list(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    mine: bool,
    request: PageRequest,
) -> Result<Page<Named>> {
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?.id;
            let account = mine.then(|| viewer.id());
            let rows = claims::list(conn, site, account, now, request.after, request.limit + 1)?;
            Ok(Page::cut(rows, request.limit, |(claim, _)| Cursor::by_id(claim.id.get())))
        })
        .await
}

/// To be asked before anything is decided about a comment, which is locked by its thread. `overrides`: the viewer knows and decides all the
/// same. Errors: `Claimed` when somebody else works on it.
pub(super) fn respect(
    tx: &mut Conn,
    viewer: &Viewer,
    (site, comment): (SiteId, CommentId),
    overrides: bool,
    now: Timestamp,
) -> Result<()> {
    if overrides {
        return Ok(());
    }
    let held = claims::of_comments(tx, site, &[comment], now)?;
    match held.into_iter().find(|(claim, _)| claim.account_id != viewer.id()) {
        Some(claim) => Err(Error::Claimed(Box::new(claim))),
        None => Ok(()),
    }
}
