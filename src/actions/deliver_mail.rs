//! Takes owed mails under a lease and records how each attempt ended. Sending itself is the caller's.

use super::{Error, Result, Shared};
use crate::model::ids::MailId;
use crate::model::mail::Notice;
use crate::model::queue::Queue;
use crate::model::time::{MINUTE, Timestamp};
use crate::store::outbox::{self, Ending, OwedMail};
use crate::store::queues;

/// How long a worker may hold a mail; one that died with it is followed by another attempt after this.
const LEASE: i64 = MINUTE;

/// The next mails that are due, now held by the caller.
pub async fn take(svc: &Shared, most: i64) -> Result<Vec<OwedMail>> {
    let now = svc.clock.now();
    let due = svc.store.read::<_, Error, _>(move |conn| Ok(outbox::due(conn, now, most)?)).await?;
    if due.is_empty() {
        return Ok(due);
    }
    svc.store
        .write::<_, Error, _>(move |tx| {
            let mut held = Vec::with_capacity(due.len());
            for mail in due {
                if outbox::lease(tx, &mail, now.plus(LEASE))? {
                    held.push(mail);
                }
            }
            Ok(held)
        })
        .await
}

/// What the mail says, with what can only be known now. `None`: there is nothing left to say.
pub async fn notice(svc: &Shared, mail: &OwedMail) -> Result<Option<Notice>> {
    let notice: Notice = serde_json::from_str(&mail.notice)?;
    let (Notice::Waiting { name, site_slug, site_name, .. }, Some(site)) = (&notice, mail.site_id) else {
        return Ok(Some(notice));
    };
    let count = move |conn: &mut crate::store::Conn| Ok(queues::size(conn, site, Queue::Pending)?);
    let (count, oldest) = svc.store.read::<_, Error, _>(count).await?;
    let Some(oldest) = oldest else { return Ok(None) };
    let waited = svc.clock.now().since(oldest).as_secs() / 60;
    Ok(Some(Notice::Waiting {
        name: name.clone(),
        site_slug: site_slug.clone(),
        site_name: site_name.clone(),
        count,
        oldest_minutes: i64::try_from(waited).unwrap_or(i64::MAX),
    }))
}

pub async fn finish(svc: &Shared, id: MailId, ending: Ending) -> Result<()> {
    let now = svc.clock.now();
    svc.store.write::<_, Error, _>(move |tx| Ok(outbox::finish(tx, id, &ending, now)?)).await
}

/// When the next mail is due.
pub async fn next_due(svc: &Shared) -> Result<Option<Timestamp>> {
    svc.store.read::<_, Error, _>(|conn| Ok(outbox::next_due(conn)?)).await
}
