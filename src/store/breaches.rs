//! Times in which the oldest entry of a list waited for longer than its site wants.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::target_breaches;
use super::{Conn, Result};
use crate::model::ids::{BreachId, SiteId};
use crate::model::queue::Queue;
use crate::model::time::Timestamp;

/// A row of `target_breaches`.
#[derive(Debug, Clone, Queryable)]
pub struct Breach {
    pub id: BreachId,
    pub site_id: SiteId,
    pub queue: Queue,
    pub target_minutes: i32,
    /// Since when the oldest entry had waited when it began.
    pub oldest_at: Timestamp,
    pub began_at: Timestamp,
    /// `None`: it lasts.
    pub ended_at: Option<Timestamp>,
}

/// False if one of the list lasts already: another node was faster.
pub fn begin(tx: &mut Conn, breach: &Breach) -> Result<bool> {
    let row = (
        target_breaches::id.eq(breach.id.get()),
        target_breaches::site_id.eq(breach.site_id.get()),
        target_breaches::queue.eq(breach.queue.as_str()),
        target_breaches::target_minutes.eq(breach.target_minutes),
        target_breaches::oldest_at.eq(breach.oldest_at.micros()),
        target_breaches::began_at.eq(breach.began_at.micros()),
    );
    let insert = on_backend!(tx, conn => diesel::insert_into(target_breaches::table).values(row).on_conflict_do_nothing().execute(conn));
    Ok(insert? == 1)
}

pub fn end(tx: &mut Conn, site: SiteId, queue: Queue, now: Timestamp) -> Result<()> {
    let lasting = target_breaches::table
        .filter(target_breaches::site_id.eq(site.get()))
        .filter(target_breaches::queue.eq(queue.as_str()))
        .filter(target_breaches::ended_at.is_null());
    diesel::update(lasting).set(target_breaches::ended_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

/// The lists of the site of which one lasts.
pub fn lasting(conn: &mut Conn, site: SiteId) -> Result<Vec<Breach>> {
    let found = target_breaches::table
        .filter(target_breaches::site_id.eq(site.get()))
        .filter(target_breaches::ended_at.is_null());
    Ok(found.load(conn)?)
}

/// Those that lasted at some time from `from` to `to`, oldest first.
pub fn within(conn: &mut Conn, site: SiteId, (from, to): (Timestamp, Timestamp)) -> Result<Vec<Breach>> {
    let found = target_breaches::table
        .filter(target_breaches::site_id.eq(site.get()))
        .filter(target_breaches::began_at.lt(to.micros()))
        .filter(target_breaches::ended_at.is_null().or(target_breaches::ended_at.gt(from.micros())))
        .order(target_breaches::id);
    Ok(found.load(conn)?)
}
