//! The jobs that reject what a sanctioned author had written.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::{comments, purges};
use super::{Conn, Result};
use crate::model::comment::{AuthorKind, Status};
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, CommentId, SanctionId, SiteId, ThreadId};
use crate::model::sanction::{Purge, PurgeState};
use crate::model::time::Timestamp;

type Row = (
    SanctionId,
    Option<SiteId>,
    Option<AccountId>,
    Option<i64>,
    Option<i64>,
    i32,
    Reason,
    String,
    AccountId,
    Timestamp,
    i64,
    i64,
    PurgeState,
    Option<Timestamp>,
);

pub fn insert(tx: &mut Conn, purge: &Purge) -> Result<()> {
    diesel::insert_into(purges::table)
        .values((
            purges::sanction_id.eq(purge.sanction_id.get()),
            purges::site_id.eq(purge.site_id.map(SiteId::get)),
            purges::account_id.eq(purge.account_id.map(AccountId::get)),
            purges::author_key.eq(purge.author_key),
            purges::network_key.eq(purge.network_key),
            purges::days.eq(purge.days),
            purges::reason.eq(purge.reason.as_str()),
            purges::note.eq(&purge.note),
            purges::created_by.eq(purge.created_by.get()),
            purges::created_at.eq(purge.created_at.micros()),
            purges::after_id.eq(purge.after_id),
            purges::done.eq(purge.done),
            purges::state.eq(purge.state.as_str()),
        ))
        .execute(tx)?;
    Ok(())
}

/// The purges of several sanctions.
pub fn of_sanctions(conn: &mut Conn, ids: &[SanctionId]) -> Result<HashMap<SanctionId, Purge>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let rows: Vec<Row> = purges::table.filter(purges::sanction_id.eq_any(ids)).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.0, read(row))).collect())
}

/// The oldest purge that is not through.
pub fn next(conn: &mut Conn) -> Result<Option<Purge>> {
    let row: Option<Row> = purges::table
        .filter(purges::state.eq(PurgeState::Running.as_str()))
        .order(purges::sanction_id)
        .first(conn)
        .optional()?;
    Ok(row.map(read))
}

/// (site, thread, comment) of what is still to be rejected, oldest first. What staff wrote is not.
pub fn left(conn: &mut Conn, purge: &Purge, limit: i64) -> Result<Vec<(SiteId, ThreadId, CommentId)>> {
    let standing = [Status::Published, Status::Pending, Status::Muted].map(Status::as_str);
    let mut query = comments::table
        .filter(comments::id.gt(purge.after_id))
        .filter(comments::created_at.le(purge.created_at.micros()))
        .filter(comments::status.eq_any(standing))
        .filter(comments::author_kind.ne(AuthorKind::Staff.as_str()))
        .order(comments::id)
        .limit(limit)
        .select((comments::site_id, comments::thread_id, comments::id))
        .into_boxed();
    if let Some(site) = purge.site_id {
        query = query.filter(comments::site_id.eq(site.get()));
    }
    query = match (purge.account_id, purge.author_key) {
        (Some(account), _) => query.filter(comments::account_id.eq(account.get())),
        (None, Some(author)) => query.filter(comments::author_key.eq(author)),
        // Accounts that share a network are sanctioned one by one. Without a key it is nobody's: `= NULL` finds nothing.
        (None, None) => {
            query.filter(comments::network_key.eq(purge.network_key)).filter(comments::account_id.is_null())
        }
    };
    Ok(query.load(conn)?)
}

/// Moves the purge on from where it was read to `after_id`; false if another node was faster or it was stopped. Its row
/// is kept to this transaction.
pub fn advance(tx: &mut Conn, purge: &Purge, after_id: i64) -> Result<bool> {
    let unmoved = purges::table
        .find(purge.sanction_id.get())
        .filter(purges::state.eq(PurgeState::Running.as_str()))
        .filter(purges::after_id.eq(purge.after_id))
        .filter(purges::done.eq(purge.done));
    Ok(diesel::update(unmoved).set(purges::after_id.eq(after_id)).execute(tx)? == 1)
}

pub fn count(tx: &mut Conn, id: SanctionId, rejected: i64) -> Result<()> {
    diesel::update(purges::table.find(id.get())).set(purges::done.eq(purges::done + rejected)).execute(tx)?;
    Ok(())
}

/// Ends a running purge and forgets whose it was.
pub fn finish(tx: &mut Conn, id: SanctionId, state: PurgeState, now: Timestamp) -> Result<()> {
    diesel::update(purges::table.find(id.get()).filter(purges::state.eq(PurgeState::Running.as_str())))
        .set((
            purges::state.eq(state.as_str()),
            purges::finished_at.eq(now.micros()),
            purges::author_key.eq(None::<i64>),
            purges::network_key.eq(None::<i64>),
        ))
        .execute(tx)?;
    Ok(())
}

fn read(row: Row) -> Purge {
    let (sanction_id, site_id, account_id, author_key, network_key, days, reason, note, created_by, ..) = row;
    let (.., created_at, after_id, done, state, _) = row;
    Purge {
        sanction_id,
        site_id,
        account_id,
        author_key,
        network_key,
        days,
        reason,
        note,
        created_by,
        created_at,
        after_id,
        done,
        state,
    }
}
