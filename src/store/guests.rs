//! Guests who left an address on a site, whether they want mail and how.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{follows, guests, notifications, outbox};
use super::{Conn, Result};
use crate::model::ids::{GuestId, SiteId};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct Guest {
    pub id: GuestId,
    pub site_id: SiteId,
    pub email: String,
    pub email_canonical: String,
    /// The one last commented under.
    pub name: String,
    /// JSON, see `model::preferences::Preferences`.
    pub preferences: String,
    pub created_at: Timestamp,
    /// When a confirmation was last asked for.
    pub asked_at: Option<Timestamp>,
    /// `None`: gets no mail but the question whether to get any.
    pub confirmed_at: Option<Timestamp>,
}

/// Inserts the guest unless the site knows the address; the one that is there then.
pub fn find_or_insert(tx: &mut Conn, guest: &Guest) -> Result<Guest> {
    let row = (
        guests::id.eq(guest.id.get()),
        guests::site_id.eq(guest.site_id.get()),
        guests::email.eq(&guest.email),
        guests::email_canonical.eq(&guest.email_canonical),
        guests::name.eq(&guest.name),
        guests::preferences.eq(&guest.preferences),
        guests::created_at.eq(guest.created_at.micros()),
    );
    on_backend!(tx, conn => diesel::insert_into(guests::table).values(row).on_conflict_do_nothing().execute(conn))?;
    let found = guests::table
        .filter(guests::site_id.eq(guest.site_id.get()))
        .filter(guests::email_canonical.eq(&guest.email_canonical));
    Ok(found.first(tx)?)
}

pub fn find(conn: &mut Conn, id: GuestId) -> Result<Option<Guest>> {
    Ok(guests::table.find(id.get()).first(conn).optional()?)
}

pub fn find_by_email(conn: &mut Conn, site: SiteId, email_canonical: &str) -> Result<Option<Guest>> {
    let found =
        guests::table.filter(guests::site_id.eq(site.get())).filter(guests::email_canonical.eq(email_canonical));
    Ok(found.first(conn).optional()?)
}

pub fn asked(tx: &mut Conn, id: GuestId, now: Timestamp) -> Result<()> {
    diesel::update(guests::table.find(id.get())).set(guests::asked_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

pub fn confirm(tx: &mut Conn, id: GuestId, now: Timestamp) -> Result<()> {
    let open = guests::table.find(id.get()).filter(guests::confirmed_at.is_null());
    diesel::update(open).set(guests::confirmed_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

pub fn set_preferences(tx: &mut Conn, id: GuestId, json: &str) -> Result<()> {
    diesel::update(guests::table.find(id.get())).set(guests::preferences.eq(json)).execute(tx)?;
    Ok(())
}

/// Forgets the guest, what it follows and what it is still to be told.
pub fn remove(tx: &mut Conn, id: GuestId) -> Result<()> {
    let key = id.get();
    diesel::delete(outbox::table.filter(outbox::guest_id.eq(key))).execute(tx)?;
    diesel::delete(notifications::table.filter(notifications::guest_id.eq(key))).execute(tx)?;
    diesel::delete(follows::table.filter(follows::guest_id.eq(key))).execute(tx)?;
    diesel::delete(guests::table.find(key)).execute(tx)?;
    Ok(())
}

/// Guests who were asked before then and have not confirmed.
pub fn unconfirmed(conn: &mut Conn, asked_before: Timestamp, limit: i64) -> Result<Vec<GuestId>> {
    let found = guests::table
        .filter(guests::confirmed_at.is_null())
        .filter(guests::created_at.lt(asked_before.micros()))
        .filter(guests::asked_at.is_null().or(guests::asked_at.lt(asked_before.micros())))
        .limit(limit)
        .select(guests::id);
    Ok(found.load(conn)?)
}
