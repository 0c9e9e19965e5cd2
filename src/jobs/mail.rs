//! The mail worker: takes owed mails, sends them, records how it went.

use std::time::Duration;

use crate::actions::{Error, Shared, deliver_mail};
use crate::mail::backoff::next_attempt;
use crate::mail::{Mailer, Outgoing, SendError};
use crate::model::account::LinkPurpose;
use crate::model::ids::LinkId;
use crate::notifications::letter::{Links, render};
use crate::store::outbox::{Ending, OwedMail};

/// Mails taken at once; few, so that none waits out its lease behind slow ones.
const BATCH: i64 = 8;
/// Looks at the outbox at least this often: another node may have owed a mail.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Sends until `stop` is told; the mail that is being sent then is finished.
pub async fn run(svc: Shared, mailer: Mailer, public_url: String, mut stop: tokio::sync::watch::Receiver<bool>) {
    while !*stop.borrow() {
        match run_one(&svc, &mailer, &public_url).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "the mail worker could not go on"),
        }
        tokio::select! {
            () = svc.mail_owed.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Sends the mails that are due now, a batch at most; how many there were.
pub async fn run_one(svc: &Shared, mailer: &Mailer, public_url: &str) -> Result<usize, Error> {
    let taken = deliver_mail::take(svc, BATCH).await?;
    let count = taken.len();
    let sendings = taken.into_iter().map(|mail| deliver(svc, mailer, public_url, mail));
    for outcome in futures_util::future::join_all(sendings).await {
        outcome?;
    }
    Ok(count)
}

async fn deliver(svc: &Shared, mailer: &Mailer, public_url: &str, mail: OwedMail) -> Result<(), Error> {
    let ending = attempt(svc, mailer, public_url, &mail).await?;
    let outcome = match &ending {
        Ending::Sent => "sent",
        Ending::Dropped => "dropped",
        Ending::RetryAt(..) => "retry",
        Ending::Dead(_) => "dead",
    };
    svc.metrics.mail_attempted(outcome);
    tracing::info!(mail = %mail.id, kind = mail.kind, outcome, "mail");
    deliver_mail::finish(svc, mail.id, ending).await
}

async fn attempt(svc: &Shared, mailer: &Mailer, public_url: &str, mail: &OwedMail) -> Result<Ending, Error> {
    let Some(notice) = deliver_mail::notice(svc, mail).await? else { return Ok(Ending::Dropped) };
    let token = |purpose: LinkPurpose, link: LinkId| svc.links.token(purpose, link);
    let content = match render(&notice, &Links { public_url, token: &token }) {
        Ok(content) => content,
        Err(error) => return Ok(Ending::Dead(error.to_string())),
    };
    let outgoing = Outgoing {
        id: mail.id,
        to: mail.recipient.clone(),
        content,
        kind: mail.kind.clone(),
        created_at: mail.created_at,
    };
    Ok(match mailer.send(&outgoing).await {
        Ok(()) => Ending::Sent,
        Err(SendError::Permanent(error)) => Ending::Dead(error),
        Err(SendError::Temporary(error)) => match next_attempt(mail.attempts + 1, mail.id) {
            Some(wait) => Ending::RetryAt(svc.clock.now().plus(wait), error),
            None => Ending::Dead(error),
        },
    })
}
