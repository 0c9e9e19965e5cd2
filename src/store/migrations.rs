//! The migrations inside the binary and their application at start.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::db::{Conn, on_backend};
use super::error::StoreError;
use super::{canned_texts, log, search};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number that no other program sharing the database uses for its advisory lock.
const ADVISORY_LOCK: i64 = 7_672_301_889_114_310_482;

/// The migration after which the rows of the log are given their places, and the sites their texts.
const CHAINS_THE_LOG: &str = "00000000000002";
/// The one after which comments that are there are found by the search.
const MAKES_COMMENTS_FOUND: &str = "00000000000009";

/// Applies what is missing, in one transaction; the names of what was applied.
pub(super) fn apply(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    take_turn(conn)?;
    let applied = pending(conn);
    on_backend!(conn, conn => {
        let ended = match &applied {
            Ok(_) => AnsiTransactionManager::commit_transaction(conn),
            Err(_) => AnsiTransactionManager::rollback_transaction(conn),
        };
        // A failure to take back says less than what had failed before.
        applied.and_then(|applied| Ok(ended.map(|()| applied)?))
    })
}

/// Begins a transaction beside which no other node migrates.
fn take_turn(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?,
        Conn::Postgres(conn) => {
            AnsiTransactionManager::begin_transaction(conn)?;
            conn.batch_execute(&format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))?;
        }
    }
    Ok(())
}

fn pending(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Internal(format!("a migration failed: {error}"));
    let applied: Vec<String> = match conn {
        Conn::Sqlite(conn) => names(&conn.run_pending_migrations(SQLITE).map_err(failed)?),
        Conn::Postgres(conn) => names(&conn.run_pending_migrations(POSTGRES).map_err(failed)?),
    };
    if applied.iter().any(|name| name.starts_with(CHAINS_THE_LOG)) {
        log::chain_old_rows(conn)?;
        canned_texts::preset_old_sites(conn)?;
    }
    if applied.iter().any(|name| name.starts_with(MAKES_COMMENTS_FOUND)) {
        search::index_old_comments(conn)?;
    }
    Ok(applied)
}

fn names(applied: &[impl ToString]) -> Vec<String> {
    applied.iter().map(ToString::to_string).collect()
}

/// Takes every migration back, newest first.
pub(super) fn revert_all(conn: &mut Conn) -> Result<usize, StoreError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| {
        StoreError::Internal(format!("a migration could not be taken back: {error}"))
    };
    let reverted = match conn {
        Conn::Sqlite(conn) => conn.revert_all_migrations(SQLITE).map_err(failed)?.len(),
        Conn::Postgres(conn) => conn.revert_all_migrations(POSTGRES).map_err(failed)?.len(),
    };
    Ok(reverted)
}
