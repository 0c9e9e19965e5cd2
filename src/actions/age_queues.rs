//! What waits becomes more urgent: entries whose age makes its next step are weighed anew, a small piece at a time.

use super::line_up::reweigh;
use super::{Error, Result, Shared};
use crate::store::{comments, log, queue_entries};

/// Entries weighed in one transaction: few, so that nobody waits long for the site's log.
const PIECE: i64 = 50;

/// Weighs the entries of one site that are due, a piece at most; how many there were.
pub async fn run_one(svc: &Shared) -> Result<usize> {
    let now = svc.clock.now();
    let due = move |conn: &mut crate::store::Conn| Ok(queue_entries::site_due(conn, now)?);
    let Some(site) = svc.store.read::<_, Error, _>(due).await? else { return Ok(0) };
    svc.store
        .write::<_, Error, _>(move |tx| {
            log::hold(tx, site)?;
            let due = queue_entries::due(tx, site, now, PIECE)?;
            let count = due.len();
            for entry in due {
                let comment = comments::find(tx, site, entry.comment_id)?.ok_or(Error::NotFound("comment"))?;
                reweigh(tx, entry, &comment, now)?;
            }
            Ok(count)
        })
        .await
}

/// Weighs all that is due; how many entries there were.
pub async fn run(svc: &Shared) -> Result<usize> {
    let mut weighed = 0;
    loop {
        match run_one(svc).await? {
            0 => return Ok(weighed),
            count => weighed += count,
        }
    }
}
