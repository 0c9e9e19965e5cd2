//! Tells a site's moderators that comments wait: at once, then at most once an hour however many come.

use super::sign_up::owe;
use super::{Result, Service};
use crate::model::mail::{MailState, Notice};
use crate::model::time::{HOUR, Timestamp};
use crate::notifications::recipients::Preferences;
use crate::store::sites::Site;
use crate::store::{Conn, accounts, outbox};

/// Owes each moderator a mail, unless one is on its way. How many wait is filled in when it is sent.
pub(super) fn tell_moderators(svc: &Service, tx: &mut Conn, site: &Site, now: Timestamp) -> Result<()> {
    for moderator in accounts::moderators_of(tx, site.id)? {
        let wants = serde_json::from_str::<Preferences>(&moderator.preferences)?.waiting;
        let Some(email) = moderator.email.as_deref().filter(|_| wants) else { continue };
        let latest = outbox::latest(tx, site.id, moderator.id, "waiting")?;
        let (last, not_before) = match &latest {
            // One that a worker already holds may have been counted before this comment came.
            Some(mail) if mail.state == MailState::Queued && mail.leased_until.is_none() => continue,
            Some(mail) => (mail.id.get(), mail.next_attempt_at.plus(HOUR).max(now)),
            None => (0, now),
        };
        let notice = Notice::Waiting {
            name: moderator.display_name,
            site_slug: site.slug.clone(),
            site_name: site.name.clone(),
            count: 0,
            oldest_minutes: 0,
        };
        // Two comments held at the same moment come to the same key, and owe one mail.
        let key = format!("waiting:{}:{}:{last}", site.id, moderator.id);
        owe(svc, tx, (Some(site.id), Some(moderator.id)), email, &notice, Some(&key), not_before)?;
    }
    Ok(())
}
