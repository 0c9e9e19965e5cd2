//! Whoever was warned says that it was read, and can comment again.

use super::keys::suspect;
use super::{Error, Result, Shared, Viewer};
use crate::model::ids::SanctionId;
use crate::model::sanction::{Sanction, SanctionKind, Suspect, Target};
use crate::store::sanctions::{self, Ending};

/// Acknowledging again changes nothing. Errors: `NotFound`, also for somebody else's; `Conflict` for what is no warning.
pub async fn run(svc: &Shared, viewer: Viewer, id: SanctionId) -> Result<()> {
    let now = svc.clock.now();
    let suspect = suspect(svc, &viewer);
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let found = sanctions::find(tx, id)?.filter(|sanction| concerns(sanction, suspect));
            let sanction = found.ok_or(Error::NotFound("sanction"))?;
            if sanction.kind != SanctionKind::Warn {
                return Err(Error::Conflict("only a warning is acknowledged; other measures end by themselves"));
            }
            sanctions::end(tx, id, Ending::Acknowledged, now)?;
            Ok(())
        })
        .await
}

/// By the account itself, or by the address that an earlier account had.
fn concerns(sanction: &Sanction, suspect: Suspect) -> bool {
    let Suspect::Account { id, address_key } = suspect else { return false };
    let by_address = sanction.author_key.is_some() && sanction.author_key == address_key;
    sanction.target == Target::Account && (sanction.account_id == Some(id) || by_address)
}
