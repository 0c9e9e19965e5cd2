//! Owes moderators the figures of the week that is over, on Monday morning where each of them is.

use super::tell::{Reader, Telling, tell};
use super::{Error, Result, Service, Shared};
use crate::model::ids::SiteId;
use crate::model::notice::{Notice, WeekFigures};
use crate::model::preferences::{Frequency, Preferences};
use crate::model::time::{DAY, Timestamp};
use crate::notifications::recipients::{Happening, Person, Role};
use crate::notifications::schedule::latest_monday;
use crate::store::accounts::{self, Account};
use crate::store::sites::{self, Site};
use crate::store::{Conn, notifications, week};

/// Sites looked at in one read.
const SITES: i64 = 50;
/// A server that was away on Monday still tells, but not in the middle of the next week.
const LATE: i64 = 2 * DAY;
const WEEK: i64 = 7 * DAY;

/// How many mails there were.
pub async fn run(svc: &Shared) -> Result<usize> {
    let mut owed = 0;
    let mut after: Option<i64> = None;
    loop {
        let shared = Shared::clone(svc);
        let (due, last) = svc
            .store
            .read::<_, Error, _>(move |conn| {
                let sites = sites::list(conn, after, SITES)?;
                let last = sites.last().map(|site| site.id.get()).filter(|_| sites.len() as i64 == SITES);
                let mut due = Vec::new();
                for site in sites {
                    for (moderator, monday) in readers(&shared, conn, &site)? {
                        due.push((site.id, moderator, monday));
                    }
                }
                Ok((due, last))
            })
            .await?;
        for (site, moderator, monday) in due {
            let shared = Shared::clone(svc);
            owed += svc.store.write::<_, Error, _>(move |tx| tell_one(&shared, tx, site, moderator, monday)).await?;
        }
        after = last;
        if after.is_none() {
            break;
        }
    }
    if owed > 0 {
        svc.mail_owed.notify_one();
    }
    Ok(owed)
}

/// The moderators whose week is over and who were not told, and when it was over.
fn readers(svc: &Service, conn: &mut Conn, site: &Site) -> Result<Vec<(Account, Timestamp)>> {
    let now = svc.clock.now();
    let mut readers = Vec::new();
    for moderator in accounts::moderators_of(conn, site.id)? {
        let preferences: Preferences = serde_json::from_str(&moderator.preferences)?;
        let monday = latest_monday(&preferences, now);
        let fresh = monday <= now && monday.plus(LATE) > now && moderator.created_at < monday;
        let wants = preferences.figures != Frequency::Off;
        if fresh && wants && !notifications::was_told(conn, &key(site.id, monday, &moderator))? {
            readers.push((moderator, monday));
        }
    }
    Ok(readers)
}

fn base_key(site: SiteId, monday: Timestamp) -> String {
    format!("week:{site}:{}", monday.seconds())
}

fn key(site: SiteId, monday: Timestamp, moderator: &Account) -> String {
    format!("{}:{}", base_key(site, monday), moderator.id)
}

fn tell_one(svc: &Service, tx: &mut Conn, site: SiteId, moderator: Account, monday: Timestamp) -> Result<usize> {
    let Some(site) = sites::find(tx, site)? else { return Ok(0) };
    let week = week::week(tx, site.id, (monday.plus(-WEEK), monday))?;
    let before = week::week(tx, site.id, (monday.plus(-2 * WEEK), monday.plus(-WEEK)))?;
    // Weeks in which nothing happens are not worth a mail.
    if week == WeekFigures::default() && before == WeekFigures::default() {
        return Ok(0);
    }
    let notice = Notice::WeeklyFigures {
        name: moderator.display_name.clone(),
        site_slug: site.slug.clone(),
        site_name: site.name.clone(),
        from: monday.plus(-WEEK),
        to: monday,
        week,
        before,
    };
    let telling = Telling {
        site: Some(site.id),
        key: Some(base_key(site.id, monday)),
        ..Telling::new(Happening::WeekOver, Role::Moderator, notice, svc.clock.now())
    };
    Ok(usize::from(tell(svc, tx, &Reader::from(moderator), Person::default(), &telling)?))
}
