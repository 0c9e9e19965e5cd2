//! The only room that names Diesel: both databases behind `Store::read` and `Store::write`.
//!
//! A file a noun holds the records and the queries of that noun; a function takes a connection first and, for
//! whatever belongs to a site, the site second. Actions compose them inside one closure, which is one transaction.
//! To add a table: a migration of the same name in both trees, `schema.rs`, a file here.

pub mod accounts;
pub mod api_tokens;
pub mod appeals;
pub mod author_notes;
pub mod authors;
pub mod breaches;
pub mod canned_texts;
pub mod checkers;
pub mod claims;
pub mod comments;
pub mod db;
pub mod decisions;
pub mod doctor;
pub mod error;
pub mod export;
pub mod exposures;
pub mod figures;
pub mod findings;
pub mod follows;
pub mod guests;
pub mod history;
pub mod idempotency;
mod lane;
pub mod links;
pub mod log;
pub mod mail_templates;
mod migrations;
pub mod notifications;
pub mod outbox;
pub mod outcomes;
mod postgres;
pub mod purges;
pub mod queue_entries;
pub mod queues;
pub mod recent;
pub mod remote_checks;
pub mod replay;
pub mod reports;
pub mod sanctions;
pub mod schema;
pub mod search;
pub mod second_looks;
pub mod sessions;
pub mod signatures;
pub mod sites;
pub mod spent_links;
pub mod suppressions;
pub mod thread_pages;
pub mod threads;
mod types;
pub mod votes;
pub mod week;

pub use db::{Address, Conn, Turn};
pub use error::{Constraint, StoreError};
pub use postgres::news::News;

use db::Access;
use lane::Lane;

/// The database: its threads, connections and queues.
pub struct Store {
    reads: Lane,
    writes: Lane,
    address: Address,
}

impl Store {
    /// Opens the database, applies missing migrations and starts its threads.
    /// `connections`: how many may read at once, and on PostgreSQL as many again may write.
    /// Errors: `Unavailable` when it cannot be opened, `Internal` when a migration fails.
    pub fn open(address: Address, connections: usize) -> Result<Self, StoreError> {
        Self::migrate(&address)?;
        let reads = Lane::readers(&address, connections.max(1))?;
        let writes = Lane::writers(&address, connections.max(1))?;
        Ok(Self { reads, writes, address })
    }

    /// Applies missing migrations; the names of those applied.
    pub fn migrate(address: &Address) -> Result<Vec<String>> {
        Self::off_runtime(address, Conn::migrate)
    }

    /// Takes every migration back, and with them all data; how many there were.
    pub fn revert(address: &Address) -> Result<usize> {
        Self::off_runtime(address, migrations::revert_all)
    }

    /// Runs `work` on a thread of its own: the caller may be on an async runtime, where PostgreSQL's blocking arm
    /// cannot wait.
    fn off_runtime<T: Send + 'static>(address: &Address, work: fn(&mut Conn) -> Result<T>) -> Result<T> {
        let address = address.clone();
        let thread = std::thread::spawn(move || work(&mut address.connect(Access::Write)?));
        thread.join().unwrap_or_else(|_| Err(StoreError::Internal("a migration panicked".to_owned())))
    }

    /// Runs `query` on a reading connection. Errors: `Busy` when too many wait.
    pub async fn read<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.reads.run(query).await
    }

    /// Runs `work` in a transaction; `Ok` means that what it wrote is on disk, `Err` that nothing was written.
    /// Errors: those of `work`; `Busy` when too many wait.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writes.run(work).await
    }

    /// Tells `hear` what other nodes change, until the connection breaks. On SQLite there are none, and it never ends.
    pub async fn follow(&self, hear: &(dyn Fn(News) + Send + Sync)) -> Result<()> {
        match &self.address {
            Address::Sqlite { .. } => std::future::pending().await,
            Address::Postgres { url, node } => postgres::news::follow(url, *node, hear).await,
        }
    }

    /// Jobs waiting for a writing connection.
    pub fn writes_waiting(&self) -> usize {
        self.writes.waiting()
    }

    pub const fn is_sqlite(&self) -> bool {
        self.address.is_sqlite()
    }
}

/// The result of a query.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use diesel::RunQueryDsl;
    use diesel::connection::SimpleConnection;

    use super::*;

    #[tokio::test]
    async fn a_full_disk_refuses_writes_and_loses_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(Address::Sqlite { path: folder.path().join("postil.db") }, 1).expect("a store");
        let run = |sql: String| store.write::<_, StoreError, _>(move |tx| Ok(tx.batch_execute(&sql)?));
        run("CREATE TABLE filler (text TEXT)".to_owned()).await.expect("made");
        run("PRAGMA max_page_count = 200".to_owned()).await.expect("limited");
        let mut kept = 0;
        let refused = loop {
            match run(format!("INSERT INTO filler VALUES ('{}')", "x".repeat(20_000))).await {
                Ok(()) => kept += 1,
                Err(error) => break error,
            }
        };
        assert!(kept > 0 && matches!(refused, StoreError::Unavailable(_)), "{kept} {refused:?}");
        run("PRAGMA max_page_count = 100000".to_owned()).await.expect("room again");
        let check = format!("INSERT INTO filler SELECT 'y' WHERE (SELECT count(*) FROM filler) = {kept}");
        run(check).await.expect("written");
        run("CREATE UNIQUE INDEX one_y ON filler (text) WHERE text = 'y'".to_owned()).await.expect("an index");
        run("INSERT INTO filler VALUES ('y')".to_owned()).await.expect_err("the count was right, so there is one");
    }

    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }

    #[tokio::test]
    async fn sqlite_plans_once_and_knows_that_a_site_is_large() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(Address::Sqlite { path: folder.path().join("postil.db") }, 1).expect("a store");
        let lines = async |query: String| {
            let load = move |conn: &mut Conn| Ok(diesel::sql_query(query).load::<Line>(conn)?);
            let found = store.read::<_, StoreError, _>(load).await.expect("lines");
            found.into_iter().map(|line| line.detail).collect::<Vec<_>>()
        };
        let options = lines("SELECT compile_options AS detail FROM pragma_compile_options".to_owned()).await;
        for wanted in ["ENABLE_QPSG", "THREADSAFE=2"] {
            assert!(options.iter().any(|option| option == wanted), ".cargo/config.toml was not read: {options:?}");
        }
        let ids = (1..=20).map(|id| id.to_string()).collect::<Vec<_>>().join(", ");
        let plans = [("id", "INTEGER PRIMARY KEY (rowid=?)"), ("root_id", "INDEX comments_root (root_id=?)")];
        for (column, plan) in plans {
            let wanted = format!("SELECT body FROM comments WHERE site_id = 1 AND {column} IN ({ids})");
            let steps = lines(format!("EXPLAIN QUERY PLAN {wanted}")).await;
            assert_eq!(steps, [format!("SEARCH comments USING {plan}")]);
        }
    }
}
