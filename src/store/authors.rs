//! What became of each author's comments on a site: counters that go with the comments' statuses.

use std::collections::HashMap;

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::authors;
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::ids::SiteId;
use crate::model::trust::Record;

/// Nothing yet, for an author who is new on the site.
pub fn record(conn: &mut Conn, site: SiteId, author_key: i64) -> Result<Record> {
    let found =
        authors::table.find((site.get(), author_key)).select((authors::published, authors::rejected, authors::spam));
    let found: Option<(i64, i64, i64)> = on_backend!(conn, conn => found.first(conn).optional())?;
    let (published, rejected, spam) = found.unwrap_or_default();
    Ok(Record { published, rejected, spam })
}

/// Of several authors; who is new on the site is left out.
pub fn records(conn: &mut Conn, site: SiteId, author_keys: &[i64]) -> Result<HashMap<i64, Record>> {
    let found = authors::table
        .filter(authors::site_id.eq(site.get()))
        .filter(authors::author_key.eq_any(author_keys.to_vec()))
        .select((authors::author_key, (authors::published, authors::rejected, authors::spam)));
    let found: Vec<(i64, (i64, i64, i64))> = found.load(conn)?;
    let read = |(key, (published, rejected, spam))| (key, Record { published, rejected, spam });
    Ok(found.into_iter().map(read).collect())
}

/// Counts that a comment of the author went from one status to another; `None`: it is new.
pub fn moved(tx: &mut Conn, site: SiteId, author_key: i64, from: Option<Status>, to: Status) -> Result<()> {
    let by = |status: Status| i64::from(to == status) - i64::from(from == Some(status));
    let (published, rejected, spam) = (by(Status::Published), by(Status::Rejected), by(Status::Spam));
    if (published, rejected, spam) == (0, 0, 0) {
        return Ok(());
    }
    let counted = (
        authors::site_id.eq(site.get()),
        authors::author_key.eq(author_key),
        authors::published.eq(published),
        authors::rejected.eq(rejected),
        authors::spam.eq(spam),
    );
    let added = (
        authors::published.eq(authors::published + published),
        authors::rejected.eq(authors::rejected + rejected),
        authors::spam.eq(authors::spam + spam),
    );
    on_backend!(tx, conn => diesel::insert_into(authors::table)
        .values(counted)
        .on_conflict((authors::site_id, authors::author_key))
        .do_update()
        .set(added)
        .execute(conn))?;
    Ok(())
}
