//! Somebody leaves: what the account wrote is deleted, its votes are taken back, and nothing personal stays. The
//! threads keep their shape.

use super::change_account::is_password_of;
use super::{Error, Result, Service, Shared, Viewer, delete_comment, once};
use crate::model::account::Role;
use crate::model::decision::ActorKind;
use crate::model::field::FieldErrors;
use crate::model::ids::AccountId;
use crate::model::time::Timestamp;
use crate::store::{
    Conn, accounts, author_notes, comments, follows, idempotency, notifications, reports, sessions, threads, votes,
};

/// All in one transaction, however much was written: a few statements a comment. Errors: `Invalid` for a wrong password;
/// `Forbidden` for an API token; `Conflict` for the last administrator; `Unauthenticated` when the session ended
/// meanwhile; `Busy`.
pub async fn run(svc: &Shared, viewer: Viewer, password: &str) -> Result<()> {
    let session = viewer.session().ok_or(Error::Forbidden)?;
    if !is_password_of(svc, &viewer.account, password).await? {
        return Err(FieldErrors::one("password", "is not the password of this account").into());
    }
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            // All of them before one's own: two who leave at once would wait for each other.
            let administrators = if viewer.is_administrator() { accounts::hold_administrators(tx)? } else { 0 };
            viewer.hold(tx)?;
            let (_, account) = sessions::live(tx, session, now)?.ok_or(Error::Unauthenticated)?;
            if account.role == Role::Administrator && administrators <= 1 {
                return Err(Error::Conflict("the last administrator cannot leave; make another one first"));
            }
            take_back(&shared, tx, account.id, now)?;
            reports::forget_account(tx, account.id)?;
            author_notes::forget(tx, account.id)?;
            follows::forget_account(tx, account.id)?;
            notifications::forget_account(tx, account.id)?;
            accounts::erase(tx, account.id, now)?;
            sessions::revoke_all(tx, account.id, None, now)?;
            idempotency::forget(tx, &once::scope_of(Some(&viewer)))?;
            Ok(tx.everything_changed()?)
        })
        .await?;
    svc.changes.everything_changed();
    Ok(())
}

/// Takes the account's votes out of the scores and deletes its comments.
fn take_back(svc: &Service, tx: &mut Conn, account: AccountId, now: Timestamp) -> Result<()> {
    for thread in threads::touched_by(tx, account)? {
        tx.lock_thread(thread.get())?;
    }
    for (site, comment, value) in votes::of_account(tx, account)? {
        comments::shift_score(tx, site, comment, -i64::from(value))?;
    }
    let mut written = comments::of_account(tx, account, None, i64::MAX)?;
    // Site by site, as `settle` asks.
    written.sort_unstable_by_key(|comment| (comment.site_id, comment.thread_id, comment.id));
    for comment in written {
        delete_comment::erase(svc, tx, &comment, ActorKind::Author, Some(account), now)?;
    }
    Ok(())
}
