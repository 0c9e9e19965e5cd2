//! Sites: who embeds Postil, from which origins, under which rules, and who moderates them.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{moderators, sites};
use super::{Conn, Result};
use crate::model::ids::{AccountId, SiteId};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct Site {
    pub id: SiteId,
    pub slug: String,
    pub name: String,
    /// JSON: a list of origins.
    pub origins: String,
    /// JSON, see `moderation::settings::Rules`.
    pub rules: String,
    /// Grows with every change.
    pub revision: i32,
    pub created_at: Timestamp,
    /// JSON, see `model::brand::Brand`.
    pub brand: String,
}

/// Errors: `Taken(SiteSlug)`.
pub fn insert(tx: &mut Conn, site: &Site) -> Result<()> {
    diesel::insert_into(sites::table)
        .values((
            sites::id.eq(site.id.get()),
            sites::slug.eq(&site.slug),
            sites::name.eq(&site.name),
            sites::origins.eq(&site.origins),
            sites::rules.eq(&site.rules),
            sites::revision.eq(site.revision),
            sites::created_at.eq(site.created_at.micros()),
            sites::brand.eq(&site.brand),
        ))
        .execute(tx)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: SiteId) -> Result<Option<Site>> {
    Ok(sites::table.find(id.get()).first(conn).optional()?)
}

pub fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Site>> {
    let found = sites::table.filter(sites::slug.eq(slug));
    Ok(on_backend!(conn, conn => found.first(conn).optional())?)
}

/// All sites, oldest first, after `after`.
pub fn list(conn: &mut Conn, after: Option<i64>, limit: i64) -> Result<Vec<Site>> {
    Ok(sites::table.filter(sites::id.gt(after.unwrap_or(0))).order(sites::id).limit(limit).load(conn)?)
}

/// The sites the account moderates, after `after`.
pub fn moderated_by(conn: &mut Conn, account: AccountId, after: Option<i64>, limit: i64) -> Result<Vec<Site>> {
    let found = sites::table
        .inner_join(moderators::table.on(moderators::site_id.eq(sites::id)))
        .filter(moderators::account_id.eq(account.get()))
        .filter(sites::id.gt(after.unwrap_or(0)))
        .order(sites::id)
        .limit(limit)
        .select(sites::all_columns);
    Ok(found.load(conn)?)
}

/// The ids of the sites the account moderates.
pub fn ids_moderated_by(conn: &mut Conn, account: AccountId) -> Result<Vec<SiteId>> {
    let found = moderators::table.filter(moderators::account_id.eq(account.get())).select(moderators::site_id);
    Ok(found.load(conn)?)
}

/// Every site's slug and its origins, a JSON list.
pub fn origins(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    Ok(sites::table.select((sites::slug, sites::origins)).load(conn)?)
}

/// Writes the site's changeable members if it still is at `site.revision`; false if somebody was faster.
pub fn update(tx: &mut Conn, site: &Site) -> Result<bool> {
    let unchanged = sites::table.find(site.id.get()).filter(sites::revision.eq(site.revision));
    let updated = diesel::update(unchanged)
        .set((
            sites::name.eq(&site.name),
            sites::origins.eq(&site.origins),
            sites::rules.eq(&site.rules),
            sites::brand.eq(&site.brand),
            sites::revision.eq(site.revision + 1),
        ))
        .execute(tx)?;
    Ok(updated == 1)
}

/// False if the account moderates the site already.
pub fn add_moderator(tx: &mut Conn, site: SiteId, account: AccountId, now: Timestamp) -> Result<bool> {
    let known: i64 = moderators::table.find((site.get(), account.get())).count().get_result(tx)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(moderators::table)
        .values((
            moderators::site_id.eq(site.get()),
            moderators::account_id.eq(account.get()),
            moderators::created_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(true)
}

pub fn remove_moderator(tx: &mut Conn, site: SiteId, account: AccountId) -> Result<bool> {
    Ok(diesel::delete(moderators::table.find((site.get(), account.get()))).execute(tx)? == 1)
}
