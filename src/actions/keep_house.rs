//! What has to be done now and then: forget what is over, and look at what other nodes changed.

use super::{Error, Result, Shared, guest_mail, lift_sanction, origins};
use crate::model::mail::MailState;
use crate::model::time::{DAY, Timestamp};
use crate::store::{
    Conn, claims, idempotency, links, log, notifications, outbox, remote_checks, reports, sessions, signatures,
    spent_links,
};

/// For how long a repeated request gets the first one's answer.
const ANSWERS_KEPT: i64 = DAY;
/// Ended sessions are kept this long, so that a refresh token that comes late is still recognised as stolen.
const SESSIONS_KEPT: i64 = 30 * DAY;
/// Used and expired links count against the links an address is sent in a day.
const LINKS_KEPT: i64 = 2 * DAY;
/// As far as a site's rules can look back for texts that are nearly the same.
const SIGNATURES_KEPT: i64 = 30 * DAY;
/// What other servers said is kept as long as moderators may still see it otherwise.
const ANSWERED_KEPT: i64 = 30 * DAY;
/// For questions such as "did my mail go out?".
const SENT_MAILS_KEPT: i64 = 30 * DAY;

/// The list of news.
const NEWS_KEPT: i64 = 180 * DAY;
/// Addresses that guests gave and nobody confirmed.
const UNCONFIRMED_KEPT: i64 = 30 * DAY;

/// By which hash a guest who reports is known, and how often the guest was right, is forgotten so long after the last report.
const REPORTING_GUESTS_KEPT: i64 = 90 * DAY;

/// Removes what nobody needs any more; how many rows.
pub async fn forget(svc: &Shared) -> Result<usize> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let forgotten = idempotency::purge(tx, now.plus(-ANSWERS_KEPT))?
                + sessions::purge(tx, now.plus(-SESSIONS_KEPT))?
                + links::purge(tx, now.plus(-LINKS_KEPT))?
                + outbox::purge(tx, now.plus(-SENT_MAILS_KEPT))?
                + signatures::purge(tx, now.plus(-SIGNATURES_KEPT))?
                + remote_checks::purge(tx, now.plus(-ANSWERED_KEPT))?
                + notifications::purge(tx, now.plus(-NEWS_KEPT))?
                + spent_links::purge(tx, now)?
                + guest_mail::forget_unconfirmed(tx, now.plus(-UNCONFIRMED_KEPT))?;
            Ok(forgotten + reports::forget_guests(tx, now.plus(-REPORTING_GUESTS_KEPT))? + forget_claims(tx, now)?)
        })
        .await
}

/// Removes the claims that are over, site by site and each with the site's log held, as whoever makes one does.
fn forget_claims(tx: &mut Conn, now: Timestamp) -> Result<usize> {
    let mut forgotten = 0;
    for site in claims::sites_with_old(tx, now)? {
        log::hold(tx, site)?;
        forgotten += claims::purge(tx, site, now)?;
    }
    Ok(forgotten)
}

/// Ends the sanctions that have run out, and owes their owners a mail; how many there were.
pub async fn end_sanctions(svc: &Shared) -> Result<usize> {
    let ended = lift_sanction::end_due(svc).await?;
    if ended > 0 {
        svc.wake_tellers();
    }
    Ok(ended)
}

/// Brings up to date what is kept in memory.
pub async fn look_around(svc: &Shared) -> Result<()> {
    origins::refresh(svc).await?;
    let count = |conn: &mut Conn| {
        let mails = (outbox::count(conn, MailState::Queued)?, outbox::count(conn, MailState::Dead)?);
        Ok((mails, remote_checks::waiting(conn)?))
    };
    let ((queued, dead), asked) = svc.store.read::<_, Error, _>(count).await?;
    svc.metrics.set_mail_queue(queued, dead);
    svc.metrics.set_remote_checks_waiting(asked);
    Ok(())
}

/// Errors: `Busy` when the database does not answer, or more writes wait for it than it will soon get to.
pub async fn ready(svc: &Shared) -> Result<()> {
    const MOST_WAITING: usize = 512;
    if svc.store.writes_waiting() > MOST_WAITING {
        return Err(Error::Busy);
    }
    svc.store.read::<_, Error, _>(|conn| Ok(outbox::next_due(conn).map(|_| ())?)).await
}
