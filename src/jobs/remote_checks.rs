//! Asks servers of others about comments, and tells them what moderators decided: several at once, each for as long as
//! it takes, and nothing waits for them but the comments themselves.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch::Receiver;

use crate::actions::answer_checks::{self, Ending, RemoteCheck};
use crate::actions::{Error, Shared, checkers};
use crate::calls::Caller;

/// Servers asked at once. One that hangs holds its place for ten seconds.
const AT_ONCE: usize = 16;
/// Looks for questions at least this often: another node may have owed one, or one is due again.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Asks until `stop` is told; those that are being asked then are waited for.
pub async fn run(svc: Shared, caller: Caller, mut stop: Receiver<bool>) {
    let mut asking = FuturesUnordered::new();
    while !*stop.borrow() {
        match take(&svc, AT_ONCE - asking.len()).await {
            Ok(taken) => asking.extend(taken.into_iter().map(|check| ask(&svc, &caller, check))),
            Err(error) => tracing::warn!(%error, "questions to other servers could not be taken"),
        }
        if let Err(error) = verify_one(&svc, &caller).await {
            tracing::warn!(%error, "a key could not be tried");
        }
        tokio::select! {
            Some(asked) = asking.next() => complain(asked),
            () = svc.checks_owed.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stop.changed() => {}
        }
    }
    while let Some(asked) = asking.next().await {
        complain(asked);
    }
}

/// Asks what is due now, and waits for the answers; how many there were.
pub async fn run_one(svc: &Shared, caller: &Caller) -> Result<usize, Error> {
    let taken = take(svc, AT_ONCE).await?;
    let count = taken.len();
    let asking = taken.into_iter().map(|check| ask(svc, caller, check));
    for asked in futures_util::future::join_all(asking).await {
        asked?;
    }
    Ok(count + usize::from(verify_one(svc, caller).await?))
}

async fn take(svc: &Shared, most: usize) -> Result<Vec<RemoteCheck>, Error> {
    let most = i64::try_from(most).unwrap_or(0);
    if most == 0 { Ok(Vec::new()) } else { answer_checks::take(svc, most).await }
}

async fn ask(svc: &Shared, caller: &Caller, check: RemoteCheck) -> Result<(), Error> {
    let ending = match answer_checks::question(svc, &check).await {
        Ok(None) => Ending::Dropped,
        Ok(Some(question)) => match caller.put(&question, svc.clock.now()).await {
            Ok(Some(opinion)) => Ending::Answered(opinion),
            Ok(None) => Ending::Told,
            Err(error) => Ending::Failed(error.0),
        },
        // Such as a secret that cannot be opened: mended by a person, if at all.
        Err(Error::Internal(why)) => Ending::Failed(why),
        Err(error) => return Err(error),
    };
    if let Ending::Failed(why) = &ending {
        tracing::warn!(check = %check.id, checker = check.checker.as_str(), attempt = check.attempts, why, "a server of others gave no answer");
    }
    let checker = check.checker.as_str();
    let outcome = answer_checks::finish(svc, check, ending).await?;
    svc.metrics.remote_check_ended(checker, outcome);
    Ok(())
}

/// Tries a key that was set; false if there is none.
async fn verify_one(svc: &Shared, caller: &Caller) -> Result<bool, Error> {
    let Some((row, access)) = checkers::take_to_verify(svc).await? else { return Ok(false) };
    let said = caller.verify(&access).await.map_err(|error| error.0);
    checkers::verified(svc, row, said).await?;
    Ok(true)
}

/// What was taken comes again when its lease is over.
fn complain(asked: Result<(), Error>) {
    if let Err(error) = asked {
        tracing::warn!(%error, "an answer of another server could not be written down");
    }
}
