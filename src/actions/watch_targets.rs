//! Looks whether anything on a list has waited for longer than its site wants, and tells the moderators once.

use super::tell::{Reader, Telling, tell as tell_one};
use super::{Error, Result, Service, Shared};
use crate::model::ids::SiteId;
use crate::model::notice::Notice;
use crate::model::queue::Queue;
use crate::model::time::{MINUTE, Timestamp};
use crate::moderation::Rules;
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::breaches::{self, Breach};
use crate::store::sites::{self, Site};
use crate::store::{Conn, accounts, queues};

/// Sites that are looked at in one transaction.
const SITES: i64 = 50;

/// Notes which targets are missed now and which are met again; how many are missed that were not before.
pub async fn look(svc: &Shared) -> Result<usize> {
    let mut begun = 0;
    let mut after: Option<i64> = None;
    loop {
        let shared = Shared::clone(svc);
        let read = move |conn: &mut Conn| {
            let sites = sites::list(conn, after, SITES)?;
            let last = sites.last().map(|site| site.id.get()).filter(|_| sites.len() as i64 == SITES);
            let mut changed = Vec::new();
            for site in sites {
                if has_changed(&shared, conn, &site)? {
                    changed.push(site.id);
                }
            }
            Ok((changed, last))
        };
        let (changed, last) = svc.store.read::<_, Error, _>(read).await?;
        if !changed.is_empty() {
            let shared = Shared::clone(svc);
            begun += svc.store.write::<_, Error, _>(move |tx| note(&shared, tx, &changed)).await?;
        }
        after = last;
        if after.is_none() {
            break;
        }
    }
    if begun > 0 {
        svc.wake_tellers();
    }
    Ok(begun)
}

/// A list whose target is missed.
struct Missed {
    queue: Queue,
    minutes: u32,
    oldest_at: Timestamp,
}

fn missed(svc: &Service, conn: &mut Conn, site: &Site) -> Result<Vec<Missed>> {
    // Of most sites nothing else is asked here, so their rules are not compiled.
    let rules: Rules = serde_json::from_str(&site.rules)?;
    let now = svc.clock.now();
    let mut missed = Vec::new();
    for &queue in Queue::ALL {
        let Some(minutes) = rules.targets.get(queue.as_str()).copied().flatten() else { continue };
        let (_, oldest_at) = queues::size(conn, site.id, queue)?;
        if let Some(oldest_at) = oldest_at.filter(|oldest| oldest.plus(i64::from(minutes) * MINUTE) < now) {
            missed.push(Missed { queue, minutes, oldest_at });
        }
    }
    Ok(missed)
}

/// Whether what is noted is not what is.
fn has_changed(svc: &Service, conn: &mut Conn, site: &Site) -> Result<bool> {
    let missed = missed(svc, conn, site)?;
    let noted = breaches::lasting(conn, site.id)?;
    let all_noted = missed.iter().all(|missed| noted.iter().any(|breach| breach.queue == missed.queue));
    Ok(!all_noted || noted.len() != missed.len())
}

/// Everything is looked at again: another node may have been faster.
fn note(svc: &Service, tx: &mut Conn, sites: &[SiteId]) -> Result<usize> {
    let now = svc.clock.now();
    let mut begun = 0;
    for site in sites {
        let Some(site) = sites::find(tx, *site)? else { continue };
        let missed = missed(svc, tx, &site)?;
        for breach in breaches::lasting(tx, site.id)? {
            if missed.iter().all(|missed| missed.queue != breach.queue) {
                breaches::end(tx, site.id, breach.queue, now)?;
            }
        }
        for Missed { queue, minutes, oldest_at } in missed {
            let breach = Breach {
                id: svc.ids.next(now),
                site_id: site.id,
                queue,
                target_minutes: i32::try_from(minutes).unwrap_or(i32::MAX),
                oldest_at,
                began_at: now,
                ended_at: None,
            };
            if breaches::begin(tx, &breach)? {
                begun += 1;
                tell(svc, tx, &site, &breach)?;
            }
        }
    }
    Ok(begun)
}

/// Tells each of the moderators.
fn tell(svc: &Service, tx: &mut Conn, site: &Site, breach: &Breach) -> Result<()> {
    let now = breach.began_at;
    for moderator in accounts::moderators_of(tx, site.id)? {
        let notice = Notice::TargetBreached {
            name: moderator.display_name.clone(),
            site_slug: site.slug.clone(),
            site_name: site.name.clone(),
            queue: breach.queue,
            target_minutes: i64::from(breach.target_minutes),
            oldest_minutes: (now.micros() - breach.oldest_at.micros()) / MINUTE,
        };
        let telling = Telling {
            site: Some(site.id),
            key: Some(format!("target_breached:{}", breach.id)),
            ..Telling::new(Happening::TargetMissed, Role::Moderator, notice, now)
        };
        tell_one(svc, tx, &Reader::from(moderator), Person::default(), &telling)?;
    }
    Ok(())
}
