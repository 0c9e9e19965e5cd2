//! API tokens: an account gives a program leave to act for it, within scopes and for a time, and takes it back.

use super::{Error, Result, Shared, Viewer};
use crate::auth::{OpaqueToken, TokenPrefix};
use crate::model::account::{Scope, TokenName};
use crate::model::field::FieldErrors;
use crate::model::ids::ApiTokenId;
use crate::model::time::DAY;
use crate::store::api_tokens::{self, ApiToken};
use crate::store::sessions;

/// Tokens that one account can have at a time.
const MOST_TOKENS: usize = 50;
const DEFAULT_DAYS: u32 = 90;
const MOST_DAYS: u32 = 366;

pub struct NewToken {
    pub name: String,
    pub scopes: Vec<Scope>,
    pub expires_in_days: Option<u32>,
}

/// A token and its secret, which is kept nowhere else.
pub struct Issued {
    pub token: ApiToken,
    pub secret: OpaqueToken,
}

/// Errors: `Invalid`; `Forbidden` for an API token; `Conflict` when the account has as many as it can have.
pub async fn run(svc: &Shared, viewer: Viewer, input: NewToken) -> Result<Issued> {
    let session = viewer.session().ok_or(Error::Forbidden)?;
    let mut errors = FieldErrors::default();
    let name = errors.take("name", TokenName::parse(&input.name));
    let days = input.expires_in_days.unwrap_or(DEFAULT_DAYS);
    errors.require("expires_in_days", (1..=MOST_DAYS).contains(&days), "must be 1 to 366");
    errors.finish()?;
    let name = name.ok_or_else(|| Error::Internal("unparsed token".to_owned()))?;
    let scopes: Vec<&str> =
        Scope::ALL.iter().filter(|scope| input.scopes.contains(scope)).map(|scope| scope.as_str()).collect();

    let now = svc.clock.now();
    let secret = OpaqueToken::generate(TokenPrefix::Api);
    let hash = OpaqueToken::hash(secret.expose());
    let token = ApiToken {
        id: svc.ids.next(now),
        account_id: viewer.id(),
        name: name.as_str().to_owned(),
        scopes: scopes.join(" "),
        created_at: now,
        expires_at: now.plus(i64::from(days) * DAY),
        last_used_at: None,
    };
    svc.store
        .write(move |tx| {
            // A password change that ended this session ends tokens too, so none may come after it.
            sessions::live(tx, session, now)?.ok_or(Error::Unauthenticated)?;
            if api_tokens::of_account(tx, token.account_id, now)?.len() >= MOST_TOKENS {
                return Err(Error::Conflict("the account has 50 API tokens, which is the most; revoke one first"));
            }
            api_tokens::insert(tx, &token, &hash)?;
            Ok(Issued { token, secret })
        })
        .await
}

/// The viewer's tokens that can still be used, newest first.
pub async fn tokens(svc: &Shared, viewer: Viewer) -> Result<Vec<ApiToken>> {
    let now = svc.clock.now();
    svc.store.read(move |conn| Ok(api_tokens::of_account(conn, viewer.id(), now)?)).await
}

/// Ends one of the viewer's tokens, at once. Errors: `NotFound`.
pub async fn revoke(svc: &Shared, viewer: Viewer, id: ApiTokenId) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write(
            move |tx| {
                if api_tokens::revoke(tx, viewer.id(), id, now)? { Ok(()) } else { Err(Error::NotFound("API token")) }
            },
        )
        .await
}
