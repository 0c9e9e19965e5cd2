//! Tells moderators that something waits: at once but at most four times an hour, at the full hour, in the morning or on
//! Monday, by site and list as each of them wants it. How much waits is filled in when the mail is sent.

use std::collections::BTreeMap;

use super::tell::{Owed, Reader, owe};
use super::{Error, Result, Service, Shared};
use crate::model::ids::{AccountId, SiteId};
use crate::model::mail::MailState;
use crate::model::notice::Notice;
use crate::model::preferences::{Frequency, Preferences};
use crate::model::queue::Queue;
use crate::model::time::{MINUTE, Timestamp};
use crate::notifications::recipients::{Happening, Person, Role, told};
use crate::notifications::schedule::{after_quiet_hours, next_slot};
use crate::store::accounts::{self, Account};
use crate::store::outbox::{self, OwedMail};
use crate::store::sites::{self, Site};
use crate::store::{Conn, queues};

/// Between two mails to one who wants to know at once.
const PAUSE: i64 = 15 * MINUTE;
/// Mails looked back at for the last one of a frequency.
const LATEST: i64 = 12;

/// A mail that a moderator is to be owed.
struct Reminder {
    moderator: Account,
    frequency: Frequency,
    not_before: Timestamp,
    key: String,
}

/// Owes what is to be owed now; how many mails.
pub async fn run(svc: &Shared) -> Result<usize> {
    let shared = Shared::clone(svc);
    let waiting = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let mut waiting = Vec::new();
            for site in queues::sites_with_entries(conn)? {
                if !reminders(&shared, conn, site)?.1.is_empty() {
                    waiting.push(site);
                }
            }
            Ok(waiting)
        })
        .await?;
    let mut owed = 0;
    for site in waiting {
        let shared = Shared::clone(svc);
        owed += svc.store.write::<_, Error, _>(move |tx| remind(&shared, tx, site)).await?;
    }
    if owed > 0 {
        svc.mail_owed.notify_one();
    }
    Ok(owed)
}

/// Looked at again in the transaction: another node may have been faster.
fn remind(svc: &Service, tx: &mut Conn, site: SiteId) -> Result<usize> {
    let (Some(site), reminders) = reminders(svc, tx, site)? else { return Ok(0) };
    let count = reminders.len();
    for Reminder { moderator, frequency, not_before, key } in reminders {
        let notice = Notice::Waiting {
            name: moderator.display_name.clone(),
            site_slug: site.slug.clone(),
            site_name: site.name.clone(),
            frequency: Some(frequency),
            comments: 0,
            lists: Vec::new(),
            items: Vec::new(),
        };
        let owed = Owed { site: Some(site.id), key: Some(key), ..Owed::at(not_before) };
        owe(svc, tx, &Reader::from(moderator), &notice, &owed)?;
    }
    Ok(count)
}

fn reminders(svc: &Service, conn: &mut Conn, site: SiteId) -> Result<(Option<Site>, Vec<Reminder>)> {
    let Some(site) = sites::find(conn, site)? else { return Ok((None, Vec::new())) };
    let mut newest = BTreeMap::new();
    for &queue in Queue::ALL {
        if let Some(at) = queues::newest(conn, site.id, queue)? {
            newest.insert(queue, at);
        }
    }
    let mut reminders = Vec::new();
    for moderator in accounts::moderators_of(conn, site.id)? {
        if told(Happening::ItemsWait, Role::Moderator, Person::default()).is_err() || moderator.email.is_none() {
            continue;
        }
        let preferences: Preferences = serde_json::from_str(&moderator.preferences)?;
        let wanted = by_frequency(&newest, |queue| preferences.of_list(&site.slug, queue));
        if wanted.is_empty() {
            continue;
        }
        let latest = outbox::latest(conn, site.id, moderator.id, "waiting", LATEST)?;
        for (frequency, came) in wanted {
            let place = (site.id, moderator.id);
            let Some((not_before, key)) = due(svc, &preferences, place, frequency, came, &latest)? else { continue };
            reminders.push(Reminder { moderator: moderator.clone(), frequency, not_before, key });
        }
    }
    Ok((Some(site), reminders))
}

/// When something last came onto one of the lists that are told of as often.
fn by_frequency(
    newest: &BTreeMap<Queue, Timestamp>,
    frequency_of: impl Fn(Queue) -> Frequency,
) -> BTreeMap<Frequency, Timestamp> {
    let mut wanted = BTreeMap::new();
    for (queue, came) in newest {
        let frequency = frequency_of(*queue);
        if frequency != Frequency::Off {
            let latest = wanted.entry(frequency).or_insert(*came);
            *latest = (*latest).max(*came);
        }
    }
    wanted
}

/// When the next mail may leave, and its key. `None`: one is on its way, or there is nothing new since the last one.
fn due(
    svc: &Service,
    preferences: &Preferences,
    (site, moderator): (SiteId, AccountId),
    frequency: Frequency,
    came: Timestamp,
    latest: &[OwedMail],
) -> Result<Option<(Timestamp, String)>> {
    let now = svc.clock.now();
    let mut last = None;
    for mail in latest {
        let notice: Notice = serde_json::from_str(&mail.notice)?;
        if matches!(notice, Notice::Waiting { frequency: of, .. } if of.unwrap_or(Frequency::AtOnce) == frequency) {
            last = Some(mail);
            break;
        }
    }
    // What a worker holds may have been counted before the newest came.
    let on_its_way = |mail: &OwedMail| mail.state == MailState::Queued && mail.leased_until.is_none();
    if last.is_some_and(|mail| on_its_way(mail) || came <= mail.next_attempt_at) {
        return Ok(None);
    }
    let earliest = match (frequency, last) {
        (Frequency::AtOnce, Some(mail)) => mail.next_attempt_at.plus(PAUSE).max(now),
        (Frequency::AtOnce, None) => now,
        (frequency, _) => next_slot(frequency, preferences, now),
    };
    let last = last.map_or(0, |mail| mail.id.get());
    let key = format!("waiting:{site}:{moderator}:{}:{last}", frequency.as_str());
    Ok(Some((after_quiet_hours(preferences, earliest), key)))
}
