//! A mail of ours came back, or somebody complained about it: its address is mailed no more.

use super::tell::canonical;
use super::{Error, Result, Shared};
use crate::model::bounce::{Fate, Report};
use crate::model::field::FieldErrors;
use crate::model::ids::MailId;
use crate::model::mail::SuppressionReason;
use crate::store::outbox;
use crate::store::suppressions::{self, Suppression};

/// What was made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    Suppressed,
    /// It is noted with the mail; the address is still mailed.
    Noted,
    /// Not a report.
    Ignored,
}

/// `to`: the envelope's recipient, which names the mail; `None`: it is looked for in the message. Errors: `Invalid` when no
/// mail of ours is named, or the report is about another address.
pub async fn run(svc: &Shared, to: Option<&str>, raw: &[u8]) -> Result<Taken> {
    let Some(report) = Report::read(raw) else { return Ok(Taken::Ignored) };
    let unknown = || Error::from(FieldErrors::one("to", "is not the address that a mail of this server comes back to"));
    let addresses = svc.bounce_addresses.as_ref().ok_or_else(unknown)?;
    let id = match to {
        Some(to) => addresses.mail(to),
        None => named_in(raw, |word| addresses.mail(word)),
    };
    let id = id.ok_or_else(unknown)?;
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let mail = outbox::find(tx, id)?.ok_or_else(unknown)?;
            let address = canonical(&mail.recipient);
            if report.recipient.as_ref().is_some_and(|recipient| canonical(recipient) != address) {
                return Err(FieldErrors::one("recipient", "is not whom that mail was for").into());
            }
            let reason = match report.fate {
                Fate::Gone => SuppressionReason::Bounced,
                Fate::Complaint => SuppressionReason::Complained,
                Fate::NotDelivered | Fate::Delayed => {
                    outbox::note(tx, id, &report.detail)?;
                    return Ok(Taken::Noted);
                }
            };
            outbox::note(tx, id, &report.detail)?;
            let mail_id = Some(id);
            let suppression =
                Suppression { email_canonical: address, reason, detail: report.detail, mail_id, created_at: now };
            suppressions::insert(tx, &suppression)?;
            Ok(Taken::Suppressed)
        })
        .await
}

/// The first word of the headers that names a mail.
fn named_in(raw: &[u8], mail: impl Fn(&str) -> Option<MailId>) -> Option<MailId> {
    let text = String::from_utf8_lossy(raw);
    let split = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | ':');
    text.split(split).filter(|word| word.contains('+') && word.contains('@')).find_map(mail)
}
