//! Readers' votes: one an account and comment, for or against.

use std::net::IpAddr;

use super::keys::{network_key, suspect};
use super::read_comment::{seen, wrote};
use super::{Error, Result, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::field::FieldErrors;
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;
use crate::store::comments::{self, Comment};
use crate::store::{Conn, sanctions, votes};

/// How a comment stands with its readers, and with the one who asked.
pub struct Voted {
    /// Votes up minus votes down.
    pub score: i64,
    /// The viewer's own vote: 1, -1 or none.
    pub value: Option<i32>,
}

/// Gives the viewer's vote, instead of an earlier one. Errors: `Invalid` unless it is 1 or -1; `NotFound`; `Forbidden`
/// for an account that is banned or suspended, or whose network is; `Conflict` for one's own comment, or one that is not published.
pub async fn cast(svc: &Shared, viewer: Viewer, network: Option<IpAddr>, id: CommentId, value: i32) -> Result<Voted> {
    let mut errors = FieldErrors::default();
    errors.require("value", matches!(value, 1 | -1), "must be 1 or -1");
    errors.finish()?;
    let now = svc.clock.now();
    let network = network.map(|address| network_key(svc, address));
    let shared = Shared::clone(svc);
    let (thread, voted) = svc
        .store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let comment = seen(tx, Some(&viewer), id)?.comment;
            let in_force = sanctions::in_force(tx, comment.site_id, suspect(&shared, &viewer), network, now)?;
            let shut_out = in_force.iter().any(|sanction| sanction.kind.shuts_out());
            if shut_out && !viewer.is_staff_of(comment.site_id) {
                return Err(Error::Forbidden);
            }
            if wrote(&viewer, &comment) {
                return Err(Error::Conflict("nobody votes on a comment of one's own"));
            }
            Ok((comment.thread_id, change(tx, &viewer, &comment, Some(value), now)?))
        })
        .await?;
    svc.changes.thread_changed(thread);
    Ok(voted)
}

/// Takes the viewer's vote back, if there is one. Errors: `NotFound`; `Conflict` for a comment that is not published.
pub async fn withdraw(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<Voted> {
    let now = svc.clock.now();
    let (thread, voted) = svc
        .store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let comment = seen(tx, Some(&viewer), id)?.comment;
            Ok((comment.thread_id, change(tx, &viewer, &comment, None, now)?))
        })
        .await?;
    svc.changes.thread_changed(thread);
    Ok(voted)
}

fn change(tx: &mut Conn, viewer: &Viewer, comment: &Comment, to: Option<i32>, now: Timestamp) -> Result<Voted> {
    let (site, id, account) = (comment.site_id, comment.id, viewer.id());
    tx.lock_thread(comment.thread_id.get())?;
    let comment = comments::find(tx, site, id)?.ok_or(Error::NotFound("comment"))?;
    if comment.status != Status::Published {
        return Err(Error::Conflict("only what is published is voted on"));
    }
    let from = votes::find(tx, site, id, account)?;
    match (from, to) {
        (None, Some(value)) => votes::insert(tx, site, (id, account), value, now)?,
        (Some(old), Some(new)) if old != new => {
            votes::change(tx, site, (id, account), old, new)?;
        }
        (Some(_), None) => {
            votes::remove(tx, site, id, account)?;
        }
        _ => return Ok(Voted { score: comment.score, value: to }),
    }
    let by = i64::from(to.unwrap_or(0)) - i64::from(from.unwrap_or(0));
    Ok(Voted { score: comments::shift_score(tx, site, id, by)?, value: to })
}
