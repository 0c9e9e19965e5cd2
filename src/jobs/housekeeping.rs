//! Runs `keep_house` from time to time, and lets what waits for moderators grow older.

use std::time::Duration;

use tokio::sync::watch::Receiver;

use crate::actions::{Shared, age_queues, keep_house, watch_targets, weekly_figures};

const LOOK_AROUND: Duration = Duration::from_secs(15);
/// Rounds of `LOOK_AROUND` between two of forgetting: an hour.
const FORGET_EVERY: u32 = 240;
/// The same between two looks whether a week is over: five minutes.
const FIGURES_EVERY: u32 = 20;

pub async fn run(svc: Shared, mut stop: Receiver<bool>) {
    let mut round: u32 = 0;
    while !*stop.borrow() {
        if let Err(error) = keep_house::look_around(&svc).await {
            tracing::warn!(%error, "the housekeeper could not look around");
        }
        match keep_house::end_sanctions(&svc).await {
            Ok(0) => {}
            Ok(sanctions) => tracing::info!(sanctions, "ended what has run out"),
            Err(error) => tracing::warn!(%error, "the housekeeper could not end sanctions"),
        }
        match age_queues::run(&svc).await {
            Ok(0) => {}
            Ok(entries) => tracing::info!(entries, "weighed anew what waits for moderators"),
            Err(error) => tracing::warn!(%error, "the housekeeper could not order what waits"),
        }
        match watch_targets::look(&svc).await {
            Ok(0) => {}
            Ok(targets) => tracing::info!(targets, "lists wait for longer than their sites want"),
            Err(error) => tracing::warn!(%error, "the housekeeper could not look at the targets"),
        }
        if round.is_multiple_of(FIGURES_EVERY) {
            match weekly_figures::run(&svc).await {
                Ok(0) => {}
                Ok(mails) => tracing::info!(mails, "told moderators the week's figures"),
                Err(error) => tracing::warn!(%error, "the housekeeper could not tell the week's figures"),
            }
        }
        if round.is_multiple_of(FORGET_EVERY) {
            match keep_house::forget(&svc).await {
                Ok(0) => {}
                Ok(rows) => tracing::info!(rows, "forgot what is over"),
                Err(error) => tracing::warn!(%error, "the housekeeper could not forget"),
            }
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(LOOK_AROUND) => {}
            _ = stop.changed() => {}
        }
    }
}
