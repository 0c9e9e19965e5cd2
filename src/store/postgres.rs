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
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime::Runtime;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::StoreError;

type Inner = AsyncConnectionWrapper<AsyncPgConnection, ThreadRuntime>;

/// The PostgreSQL arm of `db::Conn`. A type of our own, since the derive of `MultiConnection` asks for
/// `MultiConnectionHelper`, which is not implemented for the wrapper it is made of.
pub struct PgConnection {
    inner: Inner,
    transactions: AnsiTransactionManager,
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
        connect(&SecretString::from(address)).map_err(|error| ConnectionError::BadConnection(error.to_string()))
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

/// How the server's certificate is looked at, after libpq's `sslmode`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verification {
    /// `prefer`, `require`: encrypted, whoever answers.
    None,
    /// `verify-full`: the certificate must be good for the host.
    Full,
}

#[derive(Debug)]
struct Target {
    config: tokio_postgres::Config,
    verification: Verification,
    root_certificate: Option<String>,
}

/// Takes `sslmode` and `sslrootcert` out of the address, since tokio-postgres knows only part of them.
fn target(address: &str) -> Result<Target, StoreError> {
    let wrong = |what: String| StoreError::Unavailable(format!("the database URL is not usable: {what}"));
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let mut kept = Vec::new();
    let mut mode = "prefer".to_owned();
    let mut root_certificate = None;
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "sslmode" => mode = value.into_owned(),
            "sslrootcert" => root_certificate = Some(value.into_owned()),
            _ => kept.push((name, value)),
        }
    }
    let rest = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    let mut config: tokio_postgres::Config =
        format!("{base}?{rest}").parse().map_err(|error: tokio_postgres::Error| wrong(error.to_string()))?;
    let (ssl, verification) = match mode.as_str() {
        "disable" => (SslMode::Disable, Verification::None),
        "prefer" => (SslMode::Prefer, Verification::None),
        "require" => (SslMode::Require, Verification::None),
        "verify-full" => (SslMode::Require, Verification::Full),
        other => {
            return Err(wrong(format!("sslmode={other}; use disable, prefer, require or verify-full")));
        }
    };
    config.ssl_mode(ssl).connect_timeout(std::time::Duration::from_secs(10)).application_name("postil");
    Ok(Target { config, verification, root_certificate })
}

fn tls_config(target: &Target) -> Result<ClientConfig, StoreError> {
    let failed = |error: String| StoreError::Unavailable(format!("cannot set up TLS to PostgreSQL: {error}"));
    let builder = ClientConfig::builder();
    if target.verification == Verification::None {
        return Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyServer)).with_no_client_auth());
    }
    let Some(path) = &target.root_certificate else {
        let builder = builder.with_platform_verifier().map_err(|error| failed(error.to_string()))?;
        return Ok(builder.with_no_client_auth());
    };
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| failed(format!("{path}: {error}")))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| failed(format!("{path}: {error}")))?;
        roots.add(certificate).map_err(|error| failed(format!("{path}: {error}")))?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Opens a connection on this thread, which must not be one of an async runtime.
/// Errors: `Unavailable`, with the reason but never the address, which may hold a password.
pub(super) fn connect(address: &SecretString) -> Result<PgConnection, StoreError> {
    let target = target(address.expose_secret())?;
    let tls = MakeRustlsConnect::new(tls_config(&target)?);
    let runtime = runtime()?;
    let conn = runtime.block_on(async {
        let (client, connection) =
            target.config.connect(tls).await.map_err(|error| {
                StoreError::Unavailable(format!("cannot connect to PostgreSQL: {}", causes(&error)))
            })?;
        AsyncPgConnection::try_from_client_and_connection(client, connection)
            .await
            .map_err(|error| StoreError::Unavailable(format!("cannot connect to PostgreSQL: {error}")))
    })?;
    Ok(PgConnection { inner: Inner::from(conn), transactions: AnsiTransactionManager::default() })
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// Accepts whichever certificate the server shows, as libpq does for `sslmode=require`.
#[derive(Debug)]
struct AnyServer;

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        rustls::crypto::verify_tls12_signature(
            message,
            certificate,
            signature,
            &provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        rustls::crypto::verify_tls13_signature(
            message,
            certificate,
            signature,
            &provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::aws_lc_rs::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sslmode_is_read_as_libpq_reads_it() {
        let mode = |query: &str| {
            let target = target(&format!("postgres://u@h/d?{query}")).expect("a target");
            (target.config.get_ssl_mode(), target.verification)
        };
        assert_eq!(mode(""), (SslMode::Prefer, Verification::None));
        assert_eq!(mode("sslmode=disable"), (SslMode::Disable, Verification::None));
        assert_eq!(mode("sslmode=require"), (SslMode::Require, Verification::None));
        assert_eq!(mode("sslmode=verify-full&connect_timeout=3"), (SslMode::Require, Verification::Full));
        assert!(target("postgres://u@h/d?sslmode=maybe").is_err());
    }
}
