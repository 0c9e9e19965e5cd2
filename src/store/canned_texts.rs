//! Texts that moderators use again and again, by site.

use diesel::prelude::*;

use super::schema::{canned_texts, sites};
use super::{Conn, Result};
use crate::model::canned_text::PRESETS;
use crate::model::decision::Reason;
use crate::model::ids::{CannedTextId, SiteId};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct CannedText {
    pub id: CannedTextId,
    pub site_id: SiteId,
    pub locale: String,
    /// What moderators know it by.
    pub title: String,
    /// What authors are told.
    pub body: String,
    /// The reason code of a decision that has none of its own.
    pub reason: Option<Reason>,
    /// Grows with every change.
    pub revision: i32,
    pub created_at: Timestamp,
}

pub fn insert(tx: &mut Conn, new: &CannedText) -> Result<()> {
    diesel::insert_into(canned_texts::table)
        .values((
            canned_texts::id.eq(new.id.get()),
            canned_texts::site_id.eq(new.site_id.get()),
            canned_texts::locale.eq(&new.locale),
            canned_texts::title.eq(&new.title),
            canned_texts::body.eq(&new.body),
            canned_texts::reason.eq(new.reason.map(Reason::as_str)),
            canned_texts::revision.eq(new.revision),
            canned_texts::created_at.eq(new.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// Gives a site the texts that each begins with.
pub fn preset(tx: &mut Conn, site: SiteId, now: Timestamp, mut next_id: impl FnMut() -> CannedTextId) -> Result<()> {
    for preset in PRESETS {
        let text = CannedText {
            id: next_id(),
            site_id: site,
            locale: preset.locale.to_owned(),
            title: preset.title.to_owned(),
            body: preset.body.to_owned(),
            reason: preset.reason,
            revision: 1,
            created_at: now,
        };
        insert(tx, &text)?;
    }
    Ok(())
}

/// The same for the sites that were there before there were such texts. Their ids count from 1: no id with a time in it
/// is as small.
pub(super) fn preset_old_sites(tx: &mut Conn) -> Result<()> {
    let old: Vec<(SiteId, Timestamp)> =
        sites::table.order(sites::id).select((sites::id, sites::created_at)).load(tx)?;
    let mut ids = (1..).map(CannedTextId::from);
    for (site, made) in old {
        preset(tx, site, made, || ids.next().unwrap_or_else(|| CannedTextId::from(i64::MAX)))?;
    }
    Ok(())
}

pub fn find(conn: &mut Conn, site: SiteId, id: CannedTextId) -> Result<Option<CannedText>> {
    Ok(canned_texts::table.find(id.get()).filter(canned_texts::site_id.eq(site.get())).first(conn).optional()?)
}

/// A site's texts, oldest first; given a `locale`, only those in it.
pub fn list(
    conn: &mut Conn,
    site: SiteId,
    locale: Option<&str>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<CannedText>> {
    let mut found = canned_texts::table
        .filter(canned_texts::site_id.eq(site.get()))
        .filter(canned_texts::id.gt(after.map_or(0, |cursor| cursor.id)))
        .order(canned_texts::id)
        .limit(limit)
        .into_boxed();
    if let Some(locale) = locale {
        found = found.filter(canned_texts::locale.eq(locale.to_owned()));
    }
    Ok(found.load(conn)?)
}

pub fn count(conn: &mut Conn, site: SiteId) -> Result<i64> {
    Ok(canned_texts::table.filter(canned_texts::site_id.eq(site.get())).count().get_result(conn)?)
}

/// Writes the text if it still is at `text.revision`; false if somebody was faster.
pub fn update(tx: &mut Conn, text: &CannedText) -> Result<bool> {
    let unchanged = canned_texts::table
        .find(text.id.get())
        .filter(canned_texts::site_id.eq(text.site_id.get()))
        .filter(canned_texts::revision.eq(text.revision));
    let updated = diesel::update(unchanged)
        .set((
            canned_texts::locale.eq(&text.locale),
            canned_texts::title.eq(&text.title),
            canned_texts::body.eq(&text.body),
            canned_texts::reason.eq(text.reason.map(Reason::as_str)),
            canned_texts::revision.eq(text.revision + 1),
        ))
        .execute(tx)?;
    Ok(updated == 1)
}

/// False if there is none.
pub fn remove(tx: &mut Conn, site: SiteId, id: CannedTextId) -> Result<bool> {
    let found = canned_texts::table.find(id.get()).filter(canned_texts::site_id.eq(site.get()));
    Ok(diesel::delete(found).execute(tx)? == 1)
}
