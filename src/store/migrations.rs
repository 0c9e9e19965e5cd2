//! The migrations inside the binary and their application at start.

use diesel::Connection;
use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::db::Conn;
use super::error::StoreError;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number that no other program sharing the database uses for its advisory lock.
const ADVISORY_LOCK: i64 = 7_672_301_889_114_310_482;

/// Applies what is missing, in one transaction; the names of what was applied.
pub(super) fn apply(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    match conn {
        Conn::Sqlite(conn) => conn.immediate_transaction(|conn| pending(conn, SQLITE)),
        Conn::Postgres(conn) => conn.transaction(|conn| {
            conn.batch_execute(&format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))?;
            pending(conn, POSTGRES)
        }),
    }
}

fn pending<DB: Backend>(
    conn: &mut impl MigrationHarness<DB>,
    source: EmbeddedMigrations,
) -> Result<Vec<String>, StoreError> {
    let applied = conn
        .run_pending_migrations(source)
        .map_err(|error| StoreError::Internal(format!("a migration failed: {error}")))?;
    Ok(applied.iter().map(ToString::to_string).collect())
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
