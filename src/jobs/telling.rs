//! Tells followers of new comments, and moderators of what waits: both may be many, so no request waits for it.

use std::time::Duration;

use tokio::sync::watch::Receiver;

use crate::actions::{Shared, remind_moderators, tell_followers};

/// Looks at least this often: another node may have left something, or a comment's time to be told has come.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// Between two looks, so that many comments are told together.
const PAUSE: Duration = Duration::from_millis(300);

pub async fn run(svc: Shared, mut stop: Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = tell_followers::run(&svc).await {
            tracing::warn!(%error, "followers could not be told");
        }
        if let Err(error) = remind_moderators::run(&svc).await {
            tracing::warn!(%error, "moderators could not be told what waits");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => {}
        }
        tokio::select! {
            () = svc.news_owed.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stop.changed() => {}
        }
    }
}
