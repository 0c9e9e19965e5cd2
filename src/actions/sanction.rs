//! Measures against an account on one site: taken, read and lifted by its staff.

use std::collections::HashMap;

use super::once::Recorder;
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::field::FieldErrors;
use crate::model::ids::{AccountId, SanctionId, SiteId};
use crate::model::sanction::{Sanction, SanctionKind, parse_reason};
use crate::model::time::Timestamp;
use crate::store::accounts::Account;
use crate::store::{Conn, accounts, sanctions};

pub struct Request {
    pub site: String,
    pub kind: SanctionKind,
    /// `None`: until lifted.
    pub until: Option<Timestamp>,
    pub reason: String,
}

/// A sanction and who took it; no name for an account that is gone.
pub struct NamedSanction {
    pub sanction: Sanction,
    pub by: Option<String>,
}

/// Errors: `Invalid`; `NotFound` site or account; `Forbidden`; `Conflict` for staff of the site, oneself included.
pub async fn impose(
    svc: &Shared,
    viewer: Viewer,
    account: AccountId,
    request: Request,
    recorder: Recorder<NamedSanction>,
) -> Result<NamedSanction> {
    let now = svc.clock.now();
    let mut errors = FieldErrors::default();
    let reason = errors.take("reason", parse_reason(&request.reason));
    let later = request.until.is_none_or(|until| until > now);
    errors.require("until", later, "must lie in the future; left out, it holds until it is lifted");
    errors.finish()?;
    let reason = reason.unwrap_or_default();
    let id = svc.ids.next(now);
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &request.site)?;
            let account = standing(tx, account)?;
            if is_staff(tx, site.id, &account)? {
                return Err(Error::Conflict("nobody of the site's staff can be sanctioned on it"));
            }
            let sanction = Sanction {
                id,
                site_id: Some(site.id),
                account_id: account.id,
                kind: request.kind,
                reason,
                until: request.until,
                created_by: viewer.id(),
                created_at: now,
                lifted_at: None,
            };
            sanctions::insert(tx, &sanction)?;
            let imposed = NamedSanction { sanction, by: Some(viewer.account.display_name) };
            recorder.keep(tx, &imposed, now)?;
            Ok(imposed)
        })
        .await
}

/// The account's sanctions that count on the site, past and lifted ones included, newest first. Errors: `NotFound`
/// site or account; `Forbidden`.
pub async fn list(svc: &Shared, viewer: Viewer, site_slug: &str, account: AccountId) -> Result<Vec<NamedSanction>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let account = standing(conn, account)?;
            let sanctions = sanctions::of_account(conn, site.id, account.id)?;
            with_names(conn, sanctions)
        })
        .await
}

/// Ends a sanction of the site before its time. Errors: `NotFound` site or sanction, also when it is lifted already;
/// `Forbidden`.
pub async fn lift(svc: &Shared, viewer: Viewer, site_slug: &str, id: SanctionId) -> Result<()> {
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            if sanctions::lift(tx, site.id, id, now)? { Ok(()) } else { Err(Error::NotFound("sanction")) }
        })
        .await
}

/// Errors: `NotFound`, also when the account is deleted.
fn standing(conn: &mut Conn, id: AccountId) -> Result<Account> {
    let account = accounts::find(conn, id)?.filter(|account| account.deleted_at.is_none());
    account.ok_or(Error::NotFound("account"))
}

fn is_staff(conn: &mut Conn, site: SiteId, account: &Account) -> Result<bool> {
    let staff = [accounts::moderators_of(conn, site)?, accounts::administrators(conn)?];
    Ok(staff.iter().flatten().any(|member| member.id == account.id))
}

pub(super) fn with_names(conn: &mut Conn, sanctions: Vec<Sanction>) -> Result<Vec<NamedSanction>> {
    let imposers: Vec<AccountId> = sanctions.iter().map(|sanction| sanction.created_by).collect();
    let names: HashMap<AccountId, String> = accounts::names(conn, &imposers)?.into_iter().collect();
    let name_of = |sanction: &Sanction| names.get(&sanction.created_by).cloned();
    Ok(sanctions.into_iter().map(|sanction| NamedSanction { by: name_of(&sanction), sanction }).collect())
}
