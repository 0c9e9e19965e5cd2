//! Sanctions against accounts, guests and networks.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{comments, sanctions};
use super::{Conn, Result};
use crate::model::ids::{AccountId, CommentId, SanctionId, SiteId};
use crate::model::page::Cursor;
use crate::model::sanction::{Sanction, SanctionKind, Suspect, Target};
use crate::model::time::Timestamp;

type Row = (
    SanctionId,
    Option<SiteId>,
    Target,
    Option<AccountId>,
    Option<i64>,
    Option<i64>,
    Option<CommentId>,
    SanctionKind,
    String,
    Option<Timestamp>,
    AccountId,
    Timestamp,
    Option<Timestamp>,
    Option<Timestamp>,
    Option<Timestamp>,
);

pub fn insert(tx: &mut Conn, sanction: &Sanction) -> Result<()> {
    diesel::insert_into(sanctions::table)
        .values((
            sanctions::id.eq(sanction.id.get()),
            sanctions::site_id.eq(sanction.site_id.map(SiteId::get)),
            sanctions::target.eq(sanction.target.as_str()),
            sanctions::account_id.eq(sanction.account_id.map(AccountId::get)),
            sanctions::author_key.eq(sanction.author_key),
            sanctions::network_key.eq(sanction.network_key),
            sanctions::comment_id.eq(sanction.comment_id.map(CommentId::get)),
            sanctions::kind.eq(sanction.kind.as_str()),
            sanctions::reason.eq(&sanction.reason),
            sanctions::until.eq(sanction.until.map(Timestamp::micros)),
            sanctions::created_by.eq(sanction.created_by.get()),
            sanctions::created_at.eq(sanction.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// For the routes whose path names only the sanction.
pub fn find(conn: &mut Conn, id: SanctionId) -> Result<Option<Sanction>> {
    let row: Option<Row> = sanctions::table.find(id.get()).first(conn).optional()?;
    Ok(row.map(read))
}

/// What stands against `suspect`, and where given against the network, on the site now, newest first.
pub fn in_force(
    conn: &mut Conn,
    site: SiteId,
    suspect: Suspect,
    network: Option<i64>,
    now: Timestamp,
) -> Result<Vec<Sanction>> {
    let (account, target, key) = recognised_by(suspect);
    let standing = sanctions::table
        .filter(sanctions::site_id.eq(site.get()).or(sanctions::site_id.is_null()))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::ended_at.is_null())
        .filter(sanctions::until.is_null().or(sanctions::until.gt(now.micros())))
        .filter(
            sanctions::account_id
                .eq(account.map(AccountId::get))
                .or(sanctions::target.eq(target.as_str()).and(sanctions::author_key.eq(key)))
                .or(sanctions::network_key.eq(network)),
        )
        .order(sanctions::id.desc());
    let rows: Vec<Row> = on_backend!(conn, conn => standing.load(conn))?;
    Ok(rows.into_iter().map(read).collect())
}

const fn recognised_by(suspect: Suspect) -> (Option<AccountId>, Target, Option<i64>) {
    match suspect {
        Suspect::Account { id, address_key } => (Some(id), Target::Account, address_key),
        Suspect::Guest { author_key } => (None, Target::Guest, Some(author_key)),
    }
}

/// The account's sanctions that count on the site, past ones included, newest first.
pub fn of_account(
    conn: &mut Conn,
    site: SiteId,
    account: AccountId,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Sanction>> {
    let rows: Vec<Row> = sanctions::table
        .filter(sanctions::account_id.eq(account.get()))
        .filter(sanctions::site_id.eq(site.get()).or(sanctions::site_id.is_null()))
        .filter(sanctions::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(sanctions::id.desc())
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The sanctions that count on the site against the author of some comments there, newest first: the account's, and those
/// that one of the comments named. What is over has forgotten by which hash a guest was recognised.
pub fn of_author(
    conn: &mut Conn,
    site: SiteId,
    (account, author_key): (Option<AccountId>, i64),
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Sanction>> {
    let wrote = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::author_key.eq(author_key))
        .select(comments::id.nullable());
    let rows: Vec<Row> = sanctions::table
        .filter(sanctions::account_id.eq(account.map(AccountId::get)).or(sanctions::comment_id.eq_any(wrote)))
        .filter(sanctions::site_id.eq(site.get()).or(sanctions::site_id.is_null()))
        .filter(sanctions::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(sanctions::id.desc())
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The account's sanctions on all sites, past ones included, newest first; with those it has by its address.
pub fn of_owner(
    conn: &mut Conn,
    (account, address_key): (AccountId, Option<i64>),
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Sanction>> {
    let by_address = sanctions::target.eq(Target::Account.as_str()).and(sanctions::author_key.eq(address_key));
    let rows: Vec<Row> = sanctions::table
        .filter(sanctions::account_id.eq(account.get()).or(by_address))
        .filter(sanctions::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(sanctions::id.desc())
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The sanctions that count or counted on the site, newest first; given `active`, only those that stand, or only those
/// that are over.
pub fn of_site(
    conn: &mut Conn,
    site: SiteId,
    active: Option<bool>,
    now: Timestamp,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Sanction>> {
    let mut query = sanctions::table
        .filter(sanctions::site_id.eq(site.get()).or(sanctions::site_id.is_null()))
        .filter(sanctions::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(sanctions::id.desc())
        .limit(limit)
        .into_boxed();
    query = match active {
        Some(true) => query
            .filter(sanctions::lifted_at.is_null())
            .filter(sanctions::ended_at.is_null())
            .filter(sanctions::until.is_null().or(sanctions::until.gt(now.micros()))),
        Some(false) => query.filter(
            sanctions::lifted_at
                .is_not_null()
                .or(sanctions::ended_at.is_not_null())
                .or(sanctions::until.is_not_null().and(sanctions::until.assume_not_null().le(now.micros()))),
        ),
        None => query,
    };
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Those that have run out and are not marked as ended yet, oldest first.
pub fn due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<Sanction>> {
    let rows: Vec<Row> = sanctions::table
        .filter(sanctions::ended_at.is_null())
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::until.le(now.micros()))
        .order(sanctions::id)
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// How a sanction comes to be over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Lifted,
    RanOut,
    Acknowledged,
}

/// Ends a standing sanction and forgets by which hashes its target was recognised; false if it was over already.
pub fn end(tx: &mut Conn, id: SanctionId, how: Ending, now: Timestamp) -> Result<bool> {
    let standing =
        sanctions::table.find(id.get()).filter(sanctions::lifted_at.is_null()).filter(sanctions::ended_at.is_null());
    let at = |when: Ending| (how == when).then_some(now.micros());
    let ended = diesel::update(standing)
        .set((
            sanctions::lifted_at.eq(at(Ending::Lifted)),
            sanctions::acknowledged_at.eq(at(Ending::Acknowledged)),
            sanctions::ended_at.eq((how != Ending::Lifted).then_some(now.micros())),
            sanctions::author_key.eq(None::<i64>),
            sanctions::network_key.eq(None::<i64>),
        ))
        .execute(tx)?;
    Ok(ended == 1)
}

fn read(row: Row) -> Sanction {
    let (id, site_id, target, account_id, author_key, network_key, comment_id, kind, reason, until, by, at, ..) = row;
    let (.., acknowledged_at, lifted_at, ended_at) = row;
    Sanction {
        id,
        site_id,
        target,
        account_id,
        author_key,
        network_key,
        comment_id,
        kind,
        reason,
        until,
        created_by: by,
        created_at: at,
        acknowledged_at,
        lifted_at,
        ended_at,
    }
}
