//! Sanctions against accounts.

use diesel::prelude::*;

use super::schema::sanctions;
use super::{Conn, Result};
use crate::model::ids::{AccountId, SanctionId, SiteId};
use crate::model::sanction::{Sanction, SanctionKind};
use crate::model::time::Timestamp;

type Row = (
    SanctionId,
    Option<SiteId>,
    AccountId,
    SanctionKind,
    String,
    Option<Timestamp>,
    AccountId,
    Timestamp,
    Option<Timestamp>,
);

pub fn insert(tx: &mut Conn, sanction: &Sanction) -> Result<()> {
    diesel::insert_into(sanctions::table)
        .values((
            sanctions::id.eq(sanction.id.get()),
            sanctions::site_id.eq(sanction.site_id.map(SiteId::get)),
            sanctions::account_id.eq(sanction.account_id.get()),
            sanctions::kind.eq(sanction.kind.as_str()),
            sanctions::reason.eq(&sanction.reason),
            sanctions::until.eq(sanction.until.map(Timestamp::micros)),
            sanctions::created_by.eq(sanction.created_by.get()),
            sanctions::created_at.eq(sanction.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// The account's sanctions that count on the site, lifted and past ones included, newest first.
pub fn of_account(conn: &mut Conn, site: SiteId, account: AccountId) -> Result<Vec<Sanction>> {
    let rows: Vec<Row> = sanctions::table
        .filter(sanctions::account_id.eq(account.get()))
        .filter(sanctions::site_id.eq(site.get()).or(sanctions::site_id.is_null()))
        .order(sanctions::id.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The sanctions in force on the site now.
pub fn in_force(conn: &mut Conn, site: SiteId, account: AccountId, now: Timestamp) -> Result<Vec<Sanction>> {
    let rows: Vec<Row> = sanctions::table
        .filter(sanctions::account_id.eq(account.get()))
        .filter(sanctions::site_id.eq(site.get()).or(sanctions::site_id.is_null()))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::until.is_null().or(sanctions::until.gt(now.micros())))
        .order(sanctions::id.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Ends a sanction of the site before its time; false if there is none in force.
pub fn lift(tx: &mut Conn, site: SiteId, id: SanctionId, now: Timestamp) -> Result<bool> {
    let standing = sanctions::table
        .find(id.get())
        .filter(sanctions::site_id.eq(site.get()))
        .filter(sanctions::lifted_at.is_null());
    Ok(diesel::update(standing).set(sanctions::lifted_at.eq(now.micros())).execute(tx)? == 1)
}

fn read((id, site_id, account_id, kind, reason, until, created_by, created_at, lifted_at): Row) -> Sanction {
    Sanction { id, site_id, account_id, kind, reason, until, created_by, created_at, lifted_at }
}
