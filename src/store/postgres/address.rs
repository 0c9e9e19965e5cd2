//! How the address of a PostgreSQL is read, and how it is connected to: TLS by rustls, after libpq's `sslmode`.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::StoreError;

/// What speaks to the server while a client is used.
pub(super) type Connection = tokio_postgres::Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// Errors: `Unavailable`, with the reason but never the address, which may hold a password.
pub(super) async fn open(address: &SecretString) -> Result<(Client, Connection), StoreError> {
    let target = target(address.expose_secret())?;
    let tls = MakeRustlsConnect::new(tls_config(&target)?);
    let opened = target.config.connect(tls).await;
    opened.map_err(|error| StoreError::Unavailable(format!("cannot connect to PostgreSQL: {}", causes(&error))))
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
