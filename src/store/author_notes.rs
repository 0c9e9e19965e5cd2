//! What moderators tell each other about an author on their site.

use diesel::prelude::*;

use super::schema::author_notes;
use super::{Conn, Result};
use crate::model::ids::{AccountId, AuthorNoteId, SiteId};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct AuthorNote {
    pub id: AuthorNoteId,
    pub site_id: SiteId,
    pub author_key: i64,
    pub body: String,
    pub created_by: AccountId,
    pub created_at: Timestamp,
}

pub fn insert(tx: &mut Conn, note: &AuthorNote) -> Result<()> {
    diesel::insert_into(author_notes::table)
        .values((
            author_notes::id.eq(note.id.get()),
            author_notes::site_id.eq(note.site_id.get()),
            author_notes::author_key.eq(note.author_key),
            author_notes::body.eq(&note.body),
            author_notes::created_by.eq(note.created_by.get()),
            author_notes::created_at.eq(note.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// About one author, the newest `most`, newest first.
pub fn of_author(conn: &mut Conn, site: SiteId, author_key: i64, most: i64) -> Result<Vec<AuthorNote>> {
    let found = author_notes::table
        .filter(author_notes::site_id.eq(site.get()))
        .filter(author_notes::author_key.eq(author_key))
        .order(author_notes::id.desc())
        .limit(most);
    Ok(found.load(conn)?)
}

/// For the routes whose path names only the note.
pub fn find(conn: &mut Conn, id: AuthorNoteId) -> Result<Option<AuthorNote>> {
    Ok(author_notes::table.find(id.get()).first(conn).optional()?)
}

pub fn remove(tx: &mut Conn, site: SiteId, id: AuthorNoteId) -> Result<()> {
    diesel::delete(author_notes::table.find(id.get()).filter(author_notes::site_id.eq(site.get()))).execute(tx)?;
    Ok(())
}

/// Forgets what was noted about an account, on all sites.
pub fn forget(tx: &mut Conn, account: AccountId) -> Result<()> {
    diesel::delete(author_notes::table.filter(author_notes::author_key.eq(account.get()))).execute(tx)?;
    Ok(())
}
