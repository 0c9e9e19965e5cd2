//! By which words comments are found: FTS5 on SQLite, `tsvector` on PostgreSQL. Both are given the same words, spelt in ASCII
//! (`model/search.rs`), so they come to the same answers; nothing that somebody typed is ever read as either's syntax.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::comments::Comment;
use super::schema::{accounts, comments};
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::ids::{AccountId, CommentId, SiteId, ThreadId};
use crate::model::page::Cursor;
use crate::model::search::{SearchQuery, Term, of_fields};

/// Comments that are read at once.
const PIECE: i64 = 500;

diesel::table! {
    /// As FTS5 shows it.
    comment_search (rowid) {
        rowid -> BigInt,
        words -> Text,
    }
}

/// A comment, and name and address of its account.
type Authored = (Comment, Option<(String, Option<String>)>);

/// The word that all comments of a site have: the spelling of no word that anybody could type.
fn site_word(site: SiteId) -> String {
    format!("xs{site}")
}

/// Makes a comment found by what it says now, and by its author's name and address.
pub fn index(tx: &mut Conn, comment: &Comment) -> Result<()> {
    let author = match comment.account_id {
        Some(id) => {
            let account = accounts::table.find(id.get()).select((accounts::display_name, accounts::email));
            account.first(tx).optional()?
        }
        None => None,
    };
    put(tx, &(comment.clone(), author))
}

/// Makes everything that an account wrote found by its name and address as they are now.
pub fn index_account(tx: &mut Conn, account: AccountId) -> Result<()> {
    index_all(tx, Some(account))
}

/// Makes the comments found that were written before there was a search.
pub(super) fn index_old_comments(tx: &mut Conn) -> Result<()> {
    index_all(tx, None)
}

fn index_all(tx: &mut Conn, account: Option<AccountId>) -> Result<()> {
    let mut last = 0;
    loop {
        let mut next = comments::table
            .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
            .filter(comments::id.gt(last))
            .filter(comments::status.ne(Status::Deleted.as_str()))
            .order(comments::id)
            .limit(PIECE)
            .select((comments::all_columns, (accounts::display_name, accounts::email).nullable()))
            .into_boxed();
        if let Some(account) = account {
            next = next.filter(comments::account_id.eq(account.get()));
        }
        let piece: Vec<Authored> = next.load(tx)?;
        let Some((comment, _)) = piece.last() else { return Ok(()) };
        last = comment.id.get();
        for authored in &piece {
            put(tx, authored)?;
        }
    }
}

fn put(tx: &mut Conn, (comment, account): &Authored) -> Result<()> {
    let (name, email) = match account {
        Some((name, email)) => (Some(name.as_str()), email.as_deref()),
        None => (comment.guest_name.as_deref(), comment.guest_email.as_deref()),
    };
    let mut words = vec![site_word(comment.site_id)];
    words.append(&mut of_fields(&[&comment.body, name.unwrap_or_default(), email.unwrap_or_default()]));
    match tx {
        Conn::Sqlite(conn) => {
            let row = (comment_search::rowid.eq(comment.id.get()), comment_search::words.eq(words.join(" ")));
            diesel::replace_into(comment_search::table).values(row).execute(conn)?;
        }
        Conn::Postgres(conn) => {
            let vector = |(word, at): (&String, u32)| format!("'{word}':{at}");
            let words = words.iter().zip(1..).map(vector).collect::<Vec<_>>().join(" ");
            diesel::sql_query(
                "INSERT INTO comment_search (comment_id, words) VALUES ($1, CAST(CAST($2 AS TEXT) AS TSVECTOR)) \
                 ON CONFLICT (comment_id) DO UPDATE SET words = EXCLUDED.words",
            )
            .bind::<BigInt, _>(comment.id.get())
            .bind::<Text, _>(words)
            .execute(conn)?;
        }
    }
    Ok(())
}

/// Nothing finds the comment any more.
pub fn remove(tx: &mut Conn, comment: CommentId) -> Result<()> {
    let statement = match tx {
        Conn::Sqlite(_) => "DELETE FROM comment_search WHERE rowid = ?",
        Conn::Postgres(_) => "DELETE FROM comment_search WHERE comment_id = $1",
    };
    diesel::sql_query(statement).bind::<BigInt, _>(comment.get()).execute(tx)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Which comments may be found; what is `None` does not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub status: Option<Status>,
    pub thread: Option<ThreadId>,
    pub author_key: Option<i64>,
    /// The least id, for what was written from a moment on.
    pub from: Option<i64>,
    /// Above the largest id, for what was written before a moment.
    pub before: Option<i64>,
}

impl Filter {
    /// Ids from which and before which a page is read.
    fn bounds(&self, after: Option<Cursor>) -> (i64, i64) {
        let before = after.map_or(i64::MAX, |cursor| cursor.id);
        (self.from.unwrap_or(0), self.before.map_or(before, |end| end.min(before)))
    }
}

/// The site's comments that the query finds, newest first.
pub fn find(
    conn: &mut Conn,
    site: SiteId,
    query: &SearchQuery,
    filter: &Filter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<CommentId>> {
    // The words come first: `CROSS JOIN` keeps SQLite from going through the site's comments instead.
    let (statement, sought) = match conn {
        Conn::Sqlite(_) => (
            "SELECT c.id FROM comment_search s CROSS JOIN comments c ON c.id = s.rowid WHERE s.words MATCH ? \
             AND s.rowid >= ? AND s.rowid < ? AND c.site_id = ? AND (? = '' OR c.status = ?) \
             AND (? = 0 OR c.thread_id = ?) AND (? = 0 OR c.author_key = ?) ORDER BY s.rowid DESC LIMIT ?",
            for_fts5(site, query),
        ),
        Conn::Postgres(_) => (
            "SELECT c.id FROM comment_search s JOIN comments c ON c.id = s.comment_id \
             WHERE s.words @@ CAST(CAST($1 AS TEXT) AS TSQUERY) AND s.comment_id >= $2 AND s.comment_id < $3 \
             AND c.site_id = $4 AND ($5 = '' OR c.status = $6) AND ($7 = 0 OR c.thread_id = $8) \
             AND ($9 = 0 OR c.author_key = $10) ORDER BY s.comment_id DESC LIMIT $11",
            for_postgres(site, query),
        ),
    };
    let (from, before) = filter.bounds(after);
    let status = filter.status.map_or("", Status::as_str);
    let thread = filter.thread.map_or(0, ThreadId::get);
    let author = filter.author_key.unwrap_or(0);
    let found: Vec<Found> = diesel::sql_query(statement)
        .bind::<Text, _>(sought)
        .bind::<BigInt, _>(from)
        .bind::<BigInt, _>(before)
        .bind::<BigInt, _>(site.get())
        .bind::<Text, _>(status)
        .bind::<Text, _>(status)
        .bind::<BigInt, _>(thread)
        .bind::<BigInt, _>(thread)
        .bind::<BigInt, _>(author)
        .bind::<BigInt, _>(author)
        .bind::<BigInt, _>(limit)
        .load(conn)?;
    Ok(found.into_iter().map(|found| found.id.into()).collect())
}

/// The site's comments that the filter lets through, whatever they say, newest first.
pub fn list(
    conn: &mut Conn,
    site: SiteId,
    filter: &Filter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<CommentId>> {
    let (from, before) = filter.bounds(after);
    let mut query = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::id.ge(from))
        .filter(comments::id.lt(before))
        .order(comments::id.desc())
        .limit(limit)
        .select(comments::id)
        .into_boxed();
    query = match filter.status {
        Some(status) => query.filter(comments::status.eq(status.as_str())),
        None => query.filter(comments::status.ne(Status::Deleted.as_str())),
    };
    if let Some(thread) = filter.thread {
        query = query.filter(comments::thread_id.eq(thread.get()));
    }
    if let Some(author_key) = filter.author_key {
        query = query.filter(comments::author_key.eq(author_key));
    }
    Ok(query.load(conn)?)
}

fn for_fts5(site: SiteId, SearchQuery { wanted, unwanted }: &SearchQuery) -> String {
    let term = |Term { words, is_prefix }: &Term| {
        let star = if *is_prefix { " *" } else { "" };
        format!("\"{}\"{star}", words.join(" "))
    };
    let all = wanted.iter().map(|wanted| format!(" AND {}", term(wanted))).collect::<String>();
    let none = unwanted.iter().map(term).collect::<Vec<_>>().join(" OR ");
    let all = format!("(\"{}\"{all})", site_word(site));
    if none.is_empty() { all } else { format!("{all} NOT ({none})") }
}

fn for_postgres(site: SiteId, SearchQuery { wanted, unwanted }: &SearchQuery) -> String {
    let term = |Term { words, is_prefix }: &Term| {
        let star = if *is_prefix { ":*" } else { "" };
        let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        format!("({}{star})", words.join(" <-> "))
    };
    let all = wanted.iter().map(|wanted| format!(" & {}", term(wanted))).collect::<String>();
    let none = unwanted.iter().map(|unwanted| format!(" & !{}", term(unwanted))).collect::<String>();
    format!("'{}'{all}{none}", site_word(site))
}
