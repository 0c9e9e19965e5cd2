//! Works off, piece by piece, what sanctions take back.

use std::time::Duration;

use tokio::sync::watch::Receiver;

use crate::actions::{Shared, purge};

/// Looks for a purge at least this often: another node may have died on one.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// Rejects until `stop` is told; the piece in hand is finished.
pub async fn run(svc: Shared, mut stop: Receiver<bool>) {
    while !*stop.borrow() {
        match purge::run_one(&svc).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "a purge could not go on; trying again"),
        }
        tokio::select! {
            () = svc.purge_owed.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stop.changed() => {}
        }
    }
}
