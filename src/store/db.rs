//! The connection: SQLite or PostgreSQL behind one Diesel type, and how each is opened.

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::error::StoreError;
use super::postgres::PgConnection;

/// One connection to whichever database the address named.
#[derive(diesel::MultiConnection)]
#[expect(clippy::large_enum_variant, reason = "a process has a dozen of them, and the derive takes no box")]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Where the data lives.
#[derive(Clone)]
pub enum Address {
    Sqlite {
        path: std::path::PathBuf,
    },
    /// `node` tells this store's own news from those of others.
    Postgres {
        url: secrecy::SecretString,
        node: u64,
    },
}

/// Runs the same Diesel expression against the backend's own connection type: for the few things that do not compile
/// on the common one (`on_conflict`), and for what every comment does, since the common one writes each statement out
/// anew twice before it finds the one that is prepared.
macro_rules! on_backend {
    ($conn:expr, $inner:ident => $body:expr) => {
        match $conn {
            $crate::store::db::Conn::Sqlite($inner) => $body,
            $crate::store::db::Conn::Postgres($inner) => $body,
        }
    };
}
pub(crate) use on_backend;

/// How a key is held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Alone,
    Shared,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

impl Address {
    pub fn postgres(url: secrecy::SecretString) -> Self {
        Self::Postgres { url, node: rand::random() }
    }

    pub(super) fn connect(&self, access: Access) -> Result<Conn, StoreError> {
        match self {
            Self::Sqlite { path } => Ok(Conn::Sqlite(open_sqlite(path, access)?)),
            Self::Postgres { url, node } => Ok(Conn::Postgres(super::postgres::connect(url, *node)?)),
        }
    }

    pub const fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }
}

/// `synchronous=FULL`: with WAL, a commit that was answered survives a power cut (NORMAL lost rows when measured).
fn open_sqlite(path: &std::path::Path, access: Access) -> Result<SqliteConnection, StoreError> {
    let name = path.to_str().ok_or_else(|| StoreError::Unavailable("the database path is not UTF-8".to_owned()))?;
    let mut conn = SqliteConnection::establish(name)
        .map_err(|error| StoreError::Unavailable(format!("cannot open {name}: {error}")))?;
    let pragmas = match access {
        Access::Write => {
            use_wal(&mut conn)?;
            "PRAGMA busy_timeout=10000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
             PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=2000;"
        }
        Access::Read => "PRAGMA busy_timeout=10000; PRAGMA query_only=ON; PRAGMA cache_size=-4000;",
    };
    diesel::connection::SimpleConnection::batch_execute(&mut conn, pragmas)?;
    Ok(conn)
}

/// Turns the write-ahead log on. SQLite does not wait for its busy timeout when two processes do this to a new file
/// at once, so it is tried again until the other one is through.
fn use_wal(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    const TRIES: u32 = 200;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(25);
    let mut tries = 0;
    loop {
        let switched = diesel::connection::SimpleConnection::batch_execute(
            conn,
            "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL;",
        );
        match switched {
            Err(error) if tries < TRIES && error.to_string().contains("locked") => {
                tries += 1;
                std::thread::sleep(PAUSE);
            }
            done => return Ok(done?),
        }
    }
}

impl Conn {
    /// Applies the migrations that are missing. Two nodes that start together take turns: SQLite by its write lock,
    /// PostgreSQL by an advisory lock.
    pub(super) fn migrate(&mut self) -> Result<Vec<String>, StoreError> {
        super::migrations::apply(self)
    }

    /// Keeps `thread`'s row to this transaction until its end. Everything that changes a thread's comments takes
    /// it first, so that on PostgreSQL two writers wait for each other instead of deadlocking; SQLite has one
    /// writer anyway.
    pub fn lock_thread(&mut self, thread: i64) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => super::postgres::news::lock_thread(conn, thread),
        }
    }

    /// Keeps an account that is not deleted as it is until this transaction's end; false if it is deleted. Whatever an
    /// account makes holds it, and so does its deletion, so that nothing comes after it. Accounts are held before
    /// threads are locked.
    pub fn hold_account(&mut self, account: i64) -> Result<bool, StoreError> {
        use super::schema::accounts::dsl;
        let standing = dsl::accounts.find(account).filter(dsl::deleted_at.is_null());
        match self {
            Self::Sqlite(conn) => Ok(diesel::select(diesel::dsl::exists(standing)).get_result(conn)?),
            Self::Postgres(conn) => {
                Ok(diesel::update(standing).set(dsl::deleted_at.eq(None::<i64>)).execute(conn)? == 1)
            }
        }
    }

    /// Lets a measure against a guest or a network wait until nobody it is about is writing, and whoever writes wait
    /// until it stands: a measure takes the key alone, those that write share it. Keys are taken in ascending order,
    /// after accounts are held and before threads are locked.
    pub fn take_turns(&mut self, key: i64, turn: Turn) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => {
                let statement = match turn {
                    Turn::Alone => "SELECT pg_advisory_xact_lock($1)",
                    Turn::Shared => "SELECT pg_advisory_xact_lock_shared($1)",
                };
                diesel::sql_query(statement).bind::<diesel::sql_types::BigInt, _>(key).execute(conn)?;
                Ok(())
            }
        }
    }

    /// To be told when a transaction changes what may stand in any thread: an author's name, a site's settings.
    pub fn everything_changed(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => super::postgres::news::everything_changed(conn),
        }
    }
}
