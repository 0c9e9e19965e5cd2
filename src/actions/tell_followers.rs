//! Tells those who follow a thread of a new comment, some in each transaction, however many there are.

use super::tell::Reader;
use super::tell_people::tell_follower;
use super::{Error, Result, Service, Shared};
use crate::model::comment::Status;
use crate::store::comments::{self, Comment};
use crate::store::follows::{self, FanOut, Follow};
use crate::store::{Conn, accounts, guests, threads};

/// Followers told in one transaction.
const PIECE: i64 = 100;
/// Comments looked for at once.
const COMMENTS: i64 = 50;

/// Tells all that are due now; how many comments there were.
pub async fn run(svc: &Shared) -> Result<usize> {
    let now = svc.clock.now();
    let due = svc.store.read::<_, Error, _>(move |conn| Ok(follows::due_fan_outs(conn, now, COMMENTS)?)).await?;
    let count = due.len();
    for fan_out in due {
        let mut at = Some(fan_out);
        while let Some(fan_out) = at {
            let shared = Shared::clone(svc);
            at = svc.store.write::<_, Error, _>(move |tx| piece(&shared, tx, fan_out)).await?;
        }
    }
    if count > 0 {
        svc.mail_owed.notify_one();
    }
    Ok(count)
}

/// Where to go on; `None`: all are told, or another node does it.
fn piece(svc: &Service, tx: &mut Conn, fan_out: FanOut) -> Result<Option<FanOut>> {
    let comment = comments::find(tx, fan_out.site_id, fan_out.comment_id)?;
    let Some(comment) = comment.filter(|comment| comment.status == Status::Published) else {
        follows::end_fan_out(tx, fan_out.comment_id)?;
        return Ok(None);
    };
    let thread = threads::find(tx, fan_out.site_id, fan_out.thread_id)?.ok_or(Error::NotFound("thread"))?;
    let above = comments::above(tx, &comment)?;
    let followers = follows::followers(tx, fan_out.thread_id, &above, fan_out.after, PIECE)?;
    let Some(last) = followers.last().map(|follow| follow.id.get()) else {
        follows::end_fan_out(tx, fan_out.comment_id)?;
        return Ok(None);
    };
    if !follows::advance_fan_out(tx, &fan_out, last)? {
        return Ok(None);
    }
    for follow in &followers {
        if let Some(follower) = follower(tx, follow)? {
            tell_follower(svc, tx, &follower, (&comment, &thread), fan_out.due_at)?;
        }
    }
    Ok(Some(FanOut { after: last, ..fan_out }))
}

fn follower(tx: &mut Conn, follow: &Follow) -> Result<Option<Reader>> {
    if let Some(account) = follow.account_id {
        return Ok(accounts::find(tx, account)?.map(Reader::from));
    }
    let Some(guest) = follow.guest_id else { return Ok(None) };
    Ok(guests::find(tx, guest)?.map(Reader::from))
}

/// The author of a comment follows its thread from now on.
pub(super) fn begin(svc: &Service, tx: &mut Conn, whose: follows::Whose, comment: &Comment) -> Result<()> {
    let place = (comment.site_id, comment.thread_id, None);
    Ok(follows::set(tx, svc.ids.next(comment.created_at), whose, place, false, comment.created_at)?)
}
