//! Hears what other nodes changed, so that no ready answer outlives it.

use std::time::Duration;

use tokio::sync::watch::Receiver;

use crate::actions::Shared;
use crate::store::News;

const TRY_AGAIN: Duration = Duration::from_secs(1);

pub async fn run(svc: Shared, mut stop: Receiver<bool>) {
    let changes = Shared::clone(&svc);
    let hear = move |news: News| match news {
        News::Thread(thread) => {
            changes.changes.thread_made();
            changes.changes.thread_changed(thread);
        }
        News::Everything => changes.changes.everything_changed(),
    };
    while !*stop.borrow() {
        tokio::select! {
            ended = svc.store.follow(&hear) => {
                if let Err(error) = ended {
                    tracing::warn!(%error, "other nodes' changes are not heard; trying again");
                }
                tokio::time::sleep(TRY_AGAIN).await;
            }
            _ = stop.changed() => {}
        }
    }
}
