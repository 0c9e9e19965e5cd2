//! The mail worker: takes owed mails, sends several at once, records how each went.

use std::collections::HashMap;
use std::pin::Pin;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch::Receiver;

use crate::actions::deliver_mail::{self, Room};
use crate::actions::write_mail::{self, Tokens};
use crate::actions::{Error, Shared};
use crate::mail::backoff::next_attempt;
use crate::mail::{Again, List, Mailer, Outgoing};
use crate::model::mail::Failure;
use crate::model::time::{DAY, MINUTE, SECOND};
use crate::store::outbox::{Ending, OwedMail};

/// Looks at the outbox at least this often: another node may have owed a mail.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// The first and the longest pause while the server is away, in seconds.
const FIRST_PAUSE: u64 = 1;
const LONGEST_PAUSE: u64 = 60;
/// For so long a mail waits for a server that is away, without counting how often.
const PATIENCE: i64 = 3 * DAY;

/// Attempts at writing down how a mail went, when the database has too much to do.
const TRIES_TO_NOTE: u32 = 8;

/// What mails are sent with.
pub struct Sending {
    pub mailer: Mailer,
    /// Where readers reach the service.
    pub public_url: String,
    /// How many.
    pub at_once: usize,
}

/// Sends until `stop` is told; the mails that are being sent then are finished.
pub async fn run(svc: Shared, sending: Sending, mut stop: Receiver<bool>) {
    let of_domain = sending.at_once.div_ceil(2);
    let mut on_their_way = FuturesUnordered::new();
    let mut held: HashMap<String, usize> = HashMap::new();
    // Attempts in a row that did not reach the server; while there are any, one mail at a time finds out whether it is back.
    let mut away: u32 = 0;
    let mut paused: Option<Pin<Box<tokio::time::Sleep>>> = None;
    loop {
        let stopping = *stop.borrow();
        if stopping && on_their_way.is_empty() {
            break;
        }
        let most = if away > 0 { 1 } else { sending.at_once };
        let free = most.saturating_sub(on_their_way.len());
        let mut taken = 0;
        if free > 0 && !stopping && paused.is_none() {
            match deliver_mail::take(&svc, Room { free, of_domain, held: &held }).await {
                Ok(mails) => {
                    taken = mails.len();
                    for mail in mails {
                        *held.entry(mail.domain.clone()).or_default() += 1;
                        on_their_way.push(deliver(&svc, &sending, mail));
                    }
                }
                Err(error) => tracing::error!(%error, "the mail worker could not go on"),
            }
        }
        let is_paused = paused.is_some();
        tokio::select! {
            Some((domain, reached)) = on_their_way.next(), if !on_their_way.is_empty() => {
                if let Some(count) = held.get_mut(&domain) {
                    *count -= 1;
                    if *count == 0 {
                        held.remove(&domain);
                    }
                }
                match reached {
                    Some(true) => away = 0,
                    // The others that were on their way tell nothing new.
                    Some(false) if is_paused => {}
                    Some(false) => {
                        let seconds = FIRST_PAUSE.saturating_mul(1_u64 << away.min(10)).min(LONGEST_PAUSE);
                        paused = Some(Box::pin(tokio::time::sleep(Duration::from_secs(seconds))));
                        away = away.saturating_add(1);
                    }
                    None => {}
                }
            }
            () = svc.mail_owed.notified(), if !is_paused && taken == 0 => {}
            () = resumed(&mut paused), if taken == 0 || is_paused => paused = None,
            _ = stop.changed(), if !stopping => {}
        }
    }
}

/// When a pause is over, or it is time to look again.
async fn resumed(paused: &mut Option<Pin<Box<tokio::time::Sleep>>>) {
    match paused {
        Some(pause) => pause.as_mut().await,
        None => tokio::time::sleep(LOOK_AGAIN).await,
    }
}

/// The mail's domain, and whether the server was reached; `None`: it was not tried.
async fn deliver(svc: &Shared, sending: &Sending, mail: OwedMail) -> (String, Option<bool>) {
    let (ending, reached) = match attempt(svc, sending, &mail).await {
        Ok(outcome) => outcome,
        Err(error) => {
            // Its lease runs out, and it is tried again.
            tracing::error!(%error, mail = %mail.id, "a mail could not be looked at");
            return (mail.domain, None);
        }
    };
    let outcome = match &ending {
        Ending::Sent => "sent",
        Ending::Dropped => "dropped",
        Ending::RetryAt { failure, .. } | Ending::Dead(failure, _) => failure.as_str(),
    };
    svc.metrics.mail_attempted(outcome);
    tracing::info!(mail = %mail.id, kind = mail.kind, outcome, "mail");
    for patience in (0..TRIES_TO_NOTE).rev() {
        match deliver_mail::finish(svc, &mail, ending.clone()).await {
            // If it stayed so, the mail would go once more after its lease.
            Err(Error::Busy) if patience > 0 => tokio::time::sleep(Duration::from_secs(1)).await,
            Err(error) => tracing::error!(%error, mail = %mail.id, "how a mail went could not be noted"),
            Ok(()) => break,
        }
    }
    (mail.domain, reached)
}

async fn attempt(svc: &Shared, sending: &Sending, mail: &OwedMail) -> Result<(Ending, Option<bool>), Error> {
    if let Some(suppression) = deliver_mail::suppressed(svc, mail).await? {
        let why = format!("the address is not mailed any more: {}", suppression.detail);
        return Ok((Ending::Dead(Failure::Suppressed, why), None));
    }
    let written = match write_mail::run(svc, mail, &sending.public_url, Tokens::Real).await {
        Ok(Some(written)) => written,
        Ok(None) => return Ok((Ending::Dropped, None)),
        Err(Error::Internal(error)) => return Ok((Ending::Dead(Failure::Unwritable, error), None)),
        Err(error) => return Err(error),
    };
    let list =
        written.list.map(|list| List { name: list.name, label: list.label, unsubscribe_url: list.unsubscribe_url });
    let outgoing = Outgoing {
        id: mail.id,
        to: mail.recipient.clone(),
        content: written.letter,
        kind: mail.kind.clone(),
        created_at: mail.created_at,
        to_name: written.to_name,
        from_name: written.from_name,
        list,
        continues: written.continues,
        feedback: mail.kind.clone(),
        bounces_to: svc.bounce_addresses.as_ref().map(|addresses| addresses.of(mail.id)),
    };
    let Err(error) = sending.mailer.send(&outgoing).await else { return Ok((Ending::Sent, Some(true))) };
    let now = svc.clock.now();
    let patient = mail.created_at.plus(PATIENCE) > now;
    let (failure, text) = (error.failure, error.text);
    let ending = match error.again {
        Again::Never => Ending::Dead(failure, text),
        Again::ServerAway if patient => Ending::RetryAt { at: now.plus(SECOND), failure, error: text, counts: false },
        Again::Later | Again::ServerAway => match next_attempt(mail.attempts + 1, mail.id) {
            Some(wait) => Ending::RetryAt { at: now.plus(wait.max(MINUTE / 2)), failure, error: text, counts: true },
            None => Ending::Dead(failure, text),
        },
    };
    Ok((ending, Some(error.again != Again::ServerAway)))
}
