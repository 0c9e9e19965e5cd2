//! Takes owed mails under a lease and records how each attempt ended. Sending itself is the caller's.

use std::collections::HashMap;

use super::tell::canonical;
use super::{Error, Result, Shared};
use crate::model::mail::{Failure, SuppressionReason};
use crate::model::time::{SECOND, Timestamp};
use crate::store::outbox::{self, Ending, OwedMail};
use crate::store::suppressions::{self, Suppression};

/// How long a worker may hold a mail; one that died with it is followed by another attempt after this.
const LEASE: i64 = 75 * SECOND;

/// How many mails a worker may take, in all and to one domain.
pub struct Room<'a> {
    pub free: usize,
    pub of_domain: usize,
    /// How many it holds to each domain.
    pub held: &'a HashMap<String, usize>,
}

/// The next mails that are due, now held by the caller.
pub async fn take(svc: &Shared, room: Room<'_>) -> Result<Vec<OwedMail>> {
    /// Mails looked at for each that may be taken: one domain may be first in the line with many.
    const LOOKED_AT: usize = 4;
    let now = svc.clock.now();
    let full: Vec<String> =
        room.held.iter().filter(|(_, count)| **count >= room.of_domain).map(|(domain, _)| domain.clone()).collect();
    let most = i64::try_from(room.free * LOOKED_AT).unwrap_or(i64::MAX);
    let due = svc.store.read::<_, Error, _>(move |conn| Ok(outbox::due(conn, now, most, &full)?)).await?;
    let mut held = room.held.clone();
    let mut chosen = Vec::new();
    for mail in due {
        let count = held.entry(mail.domain.clone()).or_default();
        if chosen.len() < room.free && *count < room.of_domain {
            *count += 1;
            chosen.push(mail);
        }
    }
    if chosen.is_empty() {
        return Ok(chosen);
    }
    svc.store
        .write::<_, Error, _>(move |tx| {
            let mut held = Vec::with_capacity(chosen.len());
            for mail in chosen {
                if outbox::lease(tx, &mail, now.plus(LEASE))? {
                    held.push(mail);
                }
            }
            Ok(held)
        })
        .await
}

/// Why the mail may not leave: its address is suppressed, and nobody there asked for it.
pub async fn suppressed(svc: &Shared, mail: &OwedMail) -> Result<Option<Suppression>> {
    if is_asked_for(&mail.kind) {
        return Ok(None);
    }
    let address = canonical(&mail.recipient);
    svc.store.read::<_, Error, _>(move |conn| Ok(suppressions::find(conn, &address)?)).await
}

/// Mails with a link by which somebody shows to have the address.
fn is_asked_for(kind: &str) -> bool {
    matches!(kind, "verify_address" | "reset_password" | "change_address" | "confirm_follow")
}

/// How the attempt ended. An address that is refused for good is not mailed again.
pub async fn finish(svc: &Shared, mail: &OwedMail, ending: Ending) -> Result<()> {
    let now = svc.clock.now();
    let mail = mail.clone();
    svc.store
        .write::<_, Error, _>(move |tx| {
            if let Ending::Dead(Failure::RecipientRefused, detail) = &ending {
                let suppression = Suppression {
                    email_canonical: canonical(&mail.recipient),
                    reason: SuppressionReason::Bounced,
                    detail: detail.clone(),
                    mail_id: Some(mail.id),
                    created_at: now,
                };
                suppressions::insert(tx, &suppression)?;
            }
            Ok(outbox::finish(tx, mail.id, &ending, now)?)
        })
        .await
}

/// When the next mail is due.
pub async fn next_due(svc: &Shared) -> Result<Option<Timestamp>> {
    svc.store.read::<_, Error, _>(|conn| Ok(outbox::next_due(conn)?)).await
}
