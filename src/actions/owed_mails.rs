//! Owed mails as the people who run the service look after them: what waits, what was sent, what was given up.

use super::tell::canonical;
use super::write_mail::{self, Tokens};
use super::{Error, Result, Shared};
use crate::model::ids::MailId;
use crate::model::mail::MailState;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::notifications::letter::Letter;
use crate::store::outbox;
pub use crate::store::outbox::OwedMail;
use crate::store::suppressions;
pub use crate::store::suppressions::Suppression;

/// Dead mails that are put back in one transaction.
const BATCH: i64 = 500;

/// A mail, and the letter that it is.
pub struct Shown {
    pub mail: OwedMail,
    /// `None`: there is nothing left to say, so it is not sent.
    pub letter: Option<Letter>,
}

/// Mails in one state, newest first.
pub async fn list(svc: &Shared, state: MailState, request: PageRequest) -> Result<Page<OwedMail>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let rows = outbox::list(conn, state, request.after, request.limit + 1)?;
            Ok(Page::cut(rows, request.limit, |mail| Cursor::by_id(mail.id.get())))
        })
        .await
}

/// How many there are in each state.
pub async fn counts(svc: &Shared) -> Result<Vec<(MailState, i64)>> {
    svc.store
        .read::<_, Error, _>(|conn| {
            MailState::ALL.iter().map(|state| Ok((*state, outbox::count(conn, *state)?))).collect()
        })
        .await
}

/// One mail as it would be sent now, without its token. Errors: `NotFound`.
pub async fn show(svc: &Shared, id: MailId, public_url: &str) -> Result<Shown> {
    let find = move |conn: &mut crate::store::Conn| outbox::find(conn, id)?.ok_or(Error::NotFound("mail"));
    let mail = svc.store.read::<_, Error, _>(find).await?;
    let written = write_mail::run(svc, &mail, public_url, Tokens::Hidden).await?;
    Ok(Shown { mail, letter: written.map(|written| written.letter) })
}

/// Puts a dead mail back into the queue. Errors: `NotFound`; `Conflict` when it is not dead.
pub async fn retry(svc: &Shared, id: MailId) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            outbox::find(tx, id)?.ok_or(Error::NotFound("mail"))?;
            if !outbox::revive(tx, id, now)? {
                return Err(Error::Conflict("the mail is not dead: it was sent, or is waiting for its next attempt"));
            }
            Ok(())
        })
        .await?;
    svc.mail_owed.notify_one();
    Ok(())
}

/// Puts back into the queue all mails that are dead now; how many there were.
pub async fn retry_all_dead(svc: &Shared) -> Result<usize> {
    let now = svc.clock.now();
    let mut revived = 0;
    // A mail may die again meanwhile: the cursor passes each of them once.
    let mut after = None;
    loop {
        let dead = list(svc, MailState::Dead, PageRequest { after, limit: BATCH }).await?;
        after = dead.next;
        revived += svc
            .store
            .write::<_, Error, _>(move |tx| {
                let mut count = 0;
                for mail in dead.items {
                    count += usize::from(outbox::revive(tx, mail.id, now)?);
                }
                Ok(count)
            })
            .await?;
        if after.is_none() {
            break;
        }
    }
    svc.mail_owed.notify_one();
    Ok(revived)
}

/// Addresses that are not mailed any more, in their order after `after`; whether there are more.
pub async fn suppressions(svc: &Shared, after: String, limit: i64) -> Result<(Vec<Suppression>, bool)> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let mut found = suppressions::list(conn, &after, limit + 1)?;
            let most = usize::try_from(limit).unwrap_or(usize::MAX);
            let more = found.len() > most;
            found.truncate(most);
            Ok((found, more))
        })
        .await
}

/// Mails the address again. Errors: `NotFound` when it is mailed anyway.
pub async fn lift(svc: &Shared, email: &str) -> Result<()> {
    let address = canonical(email.trim());
    svc.store
        .write::<_, Error, _>(move |tx| {
            if suppressions::lift(tx, &address)? { Ok(()) } else { Err(Error::NotFound("suppression")) }
        })
        .await
}
