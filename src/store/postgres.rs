//! PostgreSQL without libpq: `tokio-postgres` over rustls behind Diesel's synchronous connection.

use std::any::Any;
use std::sync::Arc;

use diesel::connection::{
    AnsiTransactionManager, CacheSize, Connection, ConnectionSealed, Instrumentation, LoadConnection,
    MultiConnectionHelper, SimpleConnection,
};
use diesel::expression::QueryMetadata;
use diesel::migration::{CREATE_MIGRATIONS_TABLE, MigrationConnection};
use diesel::pg::{Pg, PgMetadataLookup, PgTypeMetadata};
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::sql_types::TypeMetadata;
use diesel::{ConnectionError, ConnectionResult, QueryResult};
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::{AsyncConnectionWrapper, BlockOn};
use secrecy::SecretString;
use tokio::runtime::Runtime;

use super::error::StoreError;

mod address;
pub(super) mod news;

type Inner = AsyncConnectionWrapper<AsyncPgConnection, ThreadRuntime>;

/// The PostgreSQL arm of `db::Conn`. A type of our own, since the derive of `MultiConnection` asks for
/// `MultiConnectionHelper`, which is not implemented for the wrapper it is made of.
pub struct PgConnection {
    inner: Inner,
    transactions: AnsiTransactionManager,
    node: u64,
}

impl SimpleConnection for PgConnection {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        self.inner.batch_execute(query)
    }
}

impl ConnectionSealed for PgConnection {}

impl Connection for PgConnection {
    type Backend = Pg;
    type TransactionManager = AnsiTransactionManager;

    fn establish(address: &str) -> ConnectionResult<Self> {
        connect(&SecretString::from(address), rand::random())
            .map_err(|error| ConnectionError::BadConnection(error.to_string()))
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Pg> + QueryId,
    {
        self.inner.execute_returning_count(source)
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.inner.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.inner.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.inner.set_prepared_statement_cache_size(size);
    }
}

impl LoadConnection for PgConnection {
    type Cursor<'conn, 'query> = <Inner as LoadConnection>::Cursor<'conn, 'query>;
    type Row<'conn, 'query> = <Inner as LoadConnection>::Row<'conn, 'query>;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Pg> + QueryId + 'query,
        Pg: QueryMetadata<T::SqlType>,
    {
        <Inner as LoadConnection>::load(&mut self.inner, source)
    }
}

impl MigrationConnection for PgConnection {
    fn setup(&mut self) -> QueryResult<usize> {
        self.batch_execute(CREATE_MIGRATIONS_TABLE).map(|()| 0)
    }
}

/// The metadata of types that the server defines at run time; the schema has none, so nothing is ever asked.
struct BuiltInTypesOnly;

impl PgMetadataLookup for BuiltInTypesOnly {
    fn lookup_type(&mut self, _type_name: &str, _schema: Option<&str>) -> PgTypeMetadata {
        PgTypeMetadata::new(0, 0)
    }
}

impl MultiConnectionHelper for PgConnection {
    fn to_any<'a>(_lookup: &mut <Pg as TypeMetadata>::MetadataLookup) -> &mut (dyn Any + 'a) {
        // A type without size: nothing is allocated, so nothing leaks.
        Box::leak(Box::new(()))
    }

    fn from_any(_lookup: &mut dyn Any) -> Option<&mut <Pg as TypeMetadata>::MetadataLookup> {
        Some(Box::leak(Box::new(BuiltInTypesOnly)))
    }
}

thread_local! {
    static RUNTIME: std::io::Result<Arc<Runtime>> =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map(Arc::new);
}

fn runtime() -> Result<Arc<Runtime>, StoreError> {
    RUNTIME.with(|runtime| match runtime {
        Ok(runtime) => Ok(Arc::clone(runtime)),
        Err(error) => Err(StoreError::Unavailable(format!("cannot start a runtime: {error}"))),
    })
}

/// A runtime a thread: the task that speaks to the server and the query that waits for it run on the same thread,
/// which saves a wake-up across threads for each statement.
pub struct ThreadRuntime(Option<Arc<Runtime>>);

impl BlockOn for ThreadRuntime {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        match &self.0 {
            Some(runtime) => runtime.block_on(future),
            None => tokio::runtime::Handle::current().block_on(future),
        }
    }

    fn get_runtime() -> Self {
        Self(runtime().ok())
    }
}

/// Opens a connection on this thread, which must not be one of an async runtime.
/// Errors: `Unavailable`, with the reason but never the address, which may hold a password.
/// `node` signs the news that it tells.
pub(super) fn connect(address: &SecretString, node: u64) -> Result<PgConnection, StoreError> {
    let runtime = runtime()?;
    let conn = runtime.block_on(async {
        let (client, connection) = address::open(address).await?;
        AsyncPgConnection::try_from_client_and_connection(client, connection)
            .await
            .map_err(|error| StoreError::Unavailable(format!("cannot connect to PostgreSQL: {error}")))
    })?;
    Ok(PgConnection { inner: Inner::from(conn), transactions: AnsiTransactionManager::default(), node })
}
