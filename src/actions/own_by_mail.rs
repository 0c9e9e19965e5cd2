//! What a link in a mail lets an author do without signing in: see what became of a comment and why, appeal against it, and
//! acknowledge a warning. The link holds for the address it was mailed to, as long as the account has it.

use super::once::Recorder;
use super::tell::{Reader, canonical};
use super::{Credential, Error, OwnComment, Result, Service, Shared, Viewer, acknowledge, appeal, read_account};
use crate::auth::SignedFields;
use crate::model::account::Scope;
use crate::model::ids::{AccountId, CommentId, SanctionId};
use crate::model::sanction::Sanction;
use crate::store::follows::Whose;
use crate::store::{Conn, accounts, sanctions};

const COMMENT: &str = "own_comment";
const WARNING: &str = "own_warning";

fn token(svc: &Service, purpose: &str, reader: &Reader, id: i64) -> Option<String> {
    let Whose::Account(account) = reader.whose() else { return None };
    Some(svc.signed_fields.token(purpose, [account.get(), id], &canonical(reader.email()?)))
}

/// `None`: guests have no such page.
pub(super) fn comment_token(svc: &Service, reader: &Reader, comment: CommentId) -> Option<String> {
    token(svc, COMMENT, reader, comment.get())
}

pub(super) fn warning_token(svc: &Service, reader: &Reader, sanction: SanctionId) -> Option<String> {
    token(svc, WARNING, reader, sanction.get())
}

/// Whose link it is, as far as the link reaches, and what it is about. Errors: `NotFound` for a link that does not hold.
fn opened(svc: &Service, conn: &mut Conn, purpose: &str, token: &str) -> Result<(Viewer, i64)> {
    let unknown = || Error::NotFound("link");
    let read = SignedFields::read::<2>(token).ok_or_else(unknown)?;
    let [account, id] = read.fields;
    let account = accounts::find(conn, AccountId::from(account))?.filter(|account| account.deleted_at.is_none());
    let account = account.ok_or_else(unknown)?;
    let email = account.email.as_deref().ok_or_else(unknown)?;
    if !svc.signed_fields.is_genuine(purpose, &read, &canonical(email)) {
        return Err(unknown());
    }
    Ok((Viewer { account, credential: Credential::Token(vec![Scope::Comment]), moderates: Vec::new() }, id))
}

async fn open(svc: &Shared, purpose: &'static str, token: &str) -> Result<(Viewer, i64)> {
    let (shared, token) = (Shared::clone(svc), token.to_owned());
    svc.store.read::<_, Error, _>(move |conn| opened(&shared, conn, purpose, &token)).await
}

/// The comment, what was decided on it and whether its author can appeal. Errors: `NotFound`.
pub async fn comment(svc: &Shared, token: &str) -> Result<OwnComment> {
    let (viewer, id) = open(svc, COMMENT, token).await?;
    read_account::own_comment(svc, viewer, CommentId::from(id)).await
}

/// Errors: `NotFound`; `Invalid` statement; `Conflict` when there is nothing to appeal against.
pub async fn appeal(svc: &Shared, token: &str, statement: &str) -> Result<()> {
    let (viewer, id) = open(svc, COMMENT, token).await?;
    appeal::run(svc, viewer, CommentId::from(id), statement, Recorder::none()).await.map(|_| ())
}

/// The warning. Errors: `NotFound`.
pub async fn warning(svc: &Shared, token: &str) -> Result<Sanction> {
    let (_, id) = open(svc, WARNING, token).await?;
    let find = move |conn: &mut Conn| sanctions::find(conn, SanctionId::from(id))?.ok_or(Error::NotFound("link"));
    svc.store.read::<_, Error, _>(find).await
}

/// Errors: `NotFound`.
pub async fn acknowledge(svc: &Shared, token: &str) -> Result<()> {
    let (viewer, id) = open(svc, WARNING, token).await?;
    acknowledge::run(svc, viewer, SanctionId::from(id)).await
}
