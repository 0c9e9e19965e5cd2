//! Sanctions come to an end: lifted by the staff, or run out. Their owners are told once.

use super::read_sites::site_of_staff;
use super::tell::{Reader, Telling, tell};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::ids::SanctionId;
use crate::model::notice::Notice;
use crate::model::sanction::{PurgeState, Sanction};
use crate::model::time::Timestamp;
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::sanctions::{self, Ending};
use crate::store::{Conn, accounts, purges, sites};

/// Sanctions ended in one transaction.
const PIECE: i64 = 100;

/// Ends a sanction before its time, and stops what it takes back; what was taken back stays so. Without a site's slug it
/// may be of any site, or of all. Errors: `NotFound` site or sanction, also when it is over already; `Forbidden`, for
/// one of all sites unless an administrator.
pub async fn run(svc: &Shared, viewer: Viewer, site_slug: Option<String>, id: SanctionId) -> Result<()> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            let missing = || Error::NotFound("sanction");
            let named = site_slug.map(|slug| site_of_staff(tx, &viewer, &slug)).transpose()?;
            let sanction = sanctions::find(tx, id)?.ok_or_else(missing)?;
            if named.is_some_and(|site| sanction.site_id != Some(site.id)) {
                return Err(missing());
            }
            let allowed = sanction.site_id.map_or(viewer.is_administrator(), |site| viewer.is_staff_of(site));
            if !allowed {
                return Err(Error::Forbidden);
            }
            if !sanction.is_active(now) || !sanctions::end(tx, id, Ending::Lifted, now)? {
                return Err(missing());
            }
            purges::finish(tx, id, PurgeState::Stopped, now)?;
            tell_owner(&shared, tx, &sanction, true, now)
        })
        .await?;
    svc.wake_tellers();
    Ok(())
}

/// Marks as ended what has run out; how many there were.
pub(super) async fn end_due(svc: &Shared) -> Result<usize> {
    let now = svc.clock.now();
    let mut ended = 0;
    loop {
        let due = svc.store.read::<_, Error, _>(move |conn| Ok(sanctions::due(conn, now, PIECE)?)).await?;
        if due.is_empty() {
            return Ok(ended);
        }
        let shared = Shared::clone(svc);
        ended += svc
            .store
            .write::<_, Error, _>(move |tx| {
                let mut count = 0;
                for sanction in due {
                    // Another node may have been faster.
                    if sanctions::end(tx, sanction.id, Ending::RanOut, now)? {
                        tell_owner(&shared, tx, &sanction, false, now)?;
                        count += 1;
                    }
                }
                Ok(count)
            })
            .await?;
    }
}

fn tell_owner(svc: &Service, tx: &mut Conn, sanction: &Sanction, lifted: bool, now: Timestamp) -> Result<()> {
    let Some(id) = sanction.account_id else { return Ok(()) };
    let Some(account) = accounts::find(tx, id)? else { return Ok(()) };
    let site = sanction.site_id.map(|site| sites::find(tx, site)).transpose()?.flatten();
    let notice = Notice::SanctionEnded {
        name: account.display_name.clone(),
        site_name: site.map(|site| site.name),
        measure: sanction.kind,
        lifted,
    };
    let telling = Telling {
        site: sanction.site_id,
        key: Some(format!("sanction_ended:{}", sanction.id)),
        ..Telling::new(Happening::SanctionEnded, Role::Owner, notice, now)
    };
    tell(svc, tx, &Reader::from(account), Person::default(), &telling)?;
    Ok(())
}
