//! Which servers of others a site asks about its comments.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::checkers;
use super::{Conn, Result};
use crate::model::checker::{Checker, KeyState};
use crate::model::ids::SiteId;
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct CheckerRow {
    pub site_id: SiteId,
    pub checker: Checker,
    /// JSON, see `model::checker::Settings`.
    pub settings: String,
    /// Sealed with the installation's secret.
    pub sealed_secret: String,
    pub key_state: KeyState,
    /// When the key is to be tried; `None`: it was, or cannot be.
    pub verify_at: Option<Timestamp>,
    pub verify_attempts: i32,
    /// Why the key could not be tried.
    pub last_error: Option<String>,
    /// Grows with every change.
    pub revision: i32,
    pub changed_at: Timestamp,
}

/// False if the site has one of the kind already.
pub fn insert(tx: &mut Conn, new: &CheckerRow) -> Result<bool> {
    let row = (
        checkers::site_id.eq(new.site_id.get()),
        checkers::checker.eq(new.checker.as_str()),
        checkers::settings.eq(&new.settings),
        checkers::sealed_secret.eq(&new.sealed_secret),
        checkers::key_state.eq(new.key_state.as_str()),
        checkers::verify_at.eq(new.verify_at.map(Timestamp::micros)),
        checkers::verify_attempts.eq(new.verify_attempts),
        checkers::last_error.eq(new.last_error.as_deref()),
        checkers::revision.eq(new.revision),
        checkers::changed_at.eq(new.changed_at.micros()),
    );
    let inserted = on_backend!(tx, conn => {
        diesel::insert_into(checkers::table).values(row).on_conflict_do_nothing().execute(conn)
    })?;
    Ok(inserted == 1)
}

pub fn find(conn: &mut Conn, site: SiteId, checker: Checker) -> Result<Option<CheckerRow>> {
    Ok(checkers::table.find((site.get(), checker.as_str())).first(conn).optional()?)
}

/// A site's servers; there are few kinds.
pub fn list(conn: &mut Conn, site: SiteId) -> Result<Vec<CheckerRow>> {
    Ok(checkers::table.filter(checkers::site_id.eq(site.get())).order(checkers::checker).load(conn)?)
}

pub fn names(conn: &mut Conn, site: SiteId) -> Result<Vec<Checker>> {
    let found = checkers::table.filter(checkers::site_id.eq(site.get())).order(checkers::checker);
    let names = found.select(checkers::checker);
    Ok(on_backend!(conn, conn => names.load(conn))?)
}

/// Writes it as the next revision if it still is at `row.revision`; false if somebody was faster.
pub fn update(tx: &mut Conn, row: &CheckerRow) -> Result<bool> {
    let unchanged =
        checkers::table.find((row.site_id.get(), row.checker.as_str())).filter(checkers::revision.eq(row.revision));
    let updated = diesel::update(unchanged)
        .set((
            checkers::settings.eq(&row.settings),
            checkers::sealed_secret.eq(&row.sealed_secret),
            checkers::key_state.eq(row.key_state.as_str()),
            checkers::verify_at.eq(row.verify_at.map(Timestamp::micros)),
            checkers::verify_attempts.eq(row.verify_attempts),
            checkers::last_error.eq(row.last_error.as_deref()),
            checkers::revision.eq(row.revision + 1),
            checkers::changed_at.eq(row.changed_at.micros()),
        ))
        .execute(tx)?;
    Ok(updated == 1)
}

pub fn remove(tx: &mut Conn, site: SiteId, checker: Checker) -> Result<()> {
    diesel::delete(checkers::table.find((site.get(), checker.as_str()))).execute(tx)?;
    Ok(())
}

/// One whose key is to be tried now.
pub fn to_verify(conn: &mut Conn, now: Timestamp) -> Result<Option<CheckerRow>> {
    let due = checkers::table.filter(checkers::verify_at.le(now.micros())).order(checkers::verify_at);
    Ok(due.first(conn).optional()?)
}

/// Puts the next attempt off to `again`, for whoever tries the key now; false if somebody else does, or it was changed.
pub fn take_to_verify(tx: &mut Conn, row: &CheckerRow, again: Timestamp) -> Result<bool> {
    let unchanged = checkers::table
        .find((row.site_id.get(), row.checker.as_str()))
        .filter(checkers::revision.eq(row.revision))
        .filter(checkers::verify_attempts.eq(row.verify_attempts));
    let taken = diesel::update(unchanged)
        .set((checkers::verify_at.eq(again.micros()), checkers::verify_attempts.eq(row.verify_attempts + 1)))
        .execute(tx)?;
    Ok(taken == 1)
}

/// What became of trying the key of that revision.
pub fn verified(
    tx: &mut Conn,
    row: &CheckerRow,
    state: KeyState,
    again: Option<Timestamp>,
    error: Option<&str>,
) -> Result<()> {
    let unchanged =
        checkers::table.find((row.site_id.get(), row.checker.as_str())).filter(checkers::revision.eq(row.revision));
    diesel::update(unchanged)
        .set((
            checkers::key_state.eq(state.as_str()),
            checkers::verify_at.eq(again.map(Timestamp::micros)),
            checkers::last_error.eq(error),
        ))
        .execute(tx)?;
    Ok(())
}
