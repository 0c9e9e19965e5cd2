//! The running program: what it is made of, how it starts and how it stops.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use secrecy::ExposeSecret;

use crate::actions::{Changes, Origins, ReadyRules, Service, Shared, origins, setup, simulate};
use crate::auth::{
    AccessTokens, BounceAddresses, KeyedHash, MasterSecret, PasswordHasher, Sealer, SignedFields, SignedLinks,
};
use crate::calls::Caller;
use crate::clock::Clock;
use crate::config::{Config, Database};
use crate::mail::{Dkim, Mailer};
use crate::model::article::Article;
use crate::model::ids::IdSource;
use crate::model::locale::Locale;
use crate::model::outbound::Outbound;
use crate::notifications::samples::Words;
use crate::store::{Address, Store};
use crate::telemetry::Metrics;
use crate::{http, jobs};

/// Password hashes computed at once, each with 19 MiB, and how many may wait for one.
const HASHERS: usize = 2;
const HASHES_WAITING: usize = 64;

/// Why the program could not start; one line for the person who started it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(String);

fn because(what: &str) -> impl Fn(String) -> StartError + '_ {
    move |error| StartError(format!("{what}: {error}"))
}

pub fn address(config: &Config) -> Address {
    match &config.database {
        Database::Sqlite { path } => Address::Sqlite { path: path.clone() },
        Database::Postgres { url } => Address::postgres(url.clone()),
    }
}

/// Where readers reach the server that listens on `bound`.
pub fn public_url(config: &Config, bound: SocketAddr) -> String {
    config.public_url.clone().unwrap_or_else(|| format!("http://{bound}"))
}

/// Opens the store and everything the actions work with. `public_url` is what tokens and mails name.
pub fn service(config: &Config, clock: Clock, public_url: &str) -> Result<Shared, StartError> {
    let secret = MasterSecret::parse(config.secret.expose_secret()).map_err(because("the secret"))?;
    let store = Store::open(address(config), config.database_connections)
        .map_err(|error| StartError(format!("the database: {error}")))?;
    let hasher = PasswordHasher::new(HASHERS, HASHES_WAITING)
        .map_err(|error| StartError(format!("the password threads: {error}")))?;
    let metrics = Metrics::new(clock.now()).map_err(|error| StartError(format!("the metrics: {error}")))?;
    Ok(Shared::new(Service {
        store,
        ids: IdSource::default(),
        hasher,
        access: AccessTokens::new(&secret, public_url.to_owned()),
        links: SignedLinks::new(&secret),
        signed_fields: SignedFields::new(&secret),
        bounce_addresses: config.bounce_address.as_deref().and_then(|address| BounceAddresses::new(&secret, address)),
        keyed_hash: KeyedHash::new(&secret),
        closing: tokio::sync::watch::Sender::new(false),
        rate_limits: config.rate_limits,
        metrics,
        changes: Changes::default(),
        origins: Origins::default(),
        rules: ReadyRules::default(),
        mail_owed: tokio::sync::Notify::new(),
        news_owed: tokio::sync::Notify::new(),
        purge_owed: tokio::sync::Notify::new(),
        simulations: simulate::Slots::default(),
        setup: setup::Setup::default(),
        checks_owed: tokio::sync::Notify::new(),
        outbound: Outbound::new(config.call_private.clone()),
        sealer: Sealer::new(&secret),
        public_url: public_url.to_owned(),
        clock,
    }))
}

/// What sends mail; its Message-IDs end in `domain`.
pub fn mailer(config: &Config, domain: &str) -> Result<Mailer, StartError> {
    let mailer = Mailer::from_url(config.smtp_url.expose_secret(), &config.mail_from, domain)
        .map_err(because("POSTIL_SMTP_URL"))?;
    Ok(mailer.signing(dkim(config)?))
}

/// Writes a sample of every mail into a folder; how many. Errors: a sentence.
pub fn samples(
    config: &Config,
    public_url: &str,
    folder: &Path,
    locale: Locale,
    words: Option<&Path>,
) -> Result<usize, String> {
    let mailer = mailer(config, "comments.example").map_err(|error| error.to_string())?;
    let mut sets = vec![Words::default()];
    if let Some(path) = words {
        sets.extend(jobs::mail_samples::read_words(path)?);
    }
    jobs::mail_samples::write(public_url, &mailer, folder, locale, &sets)
}

/// `None`: mail is not signed.
pub fn dkim(config: &Config) -> Result<Option<Dkim>, StartError> {
    let Some(dkim) = &config.dkim else { return Ok(None) };
    Dkim::load(&dkim.domain, &dkim.keys).map(Some).map_err(because("POSTIL_DKIM_KEYS"))
}

/// A server that is bound to its address but does not answer yet.
pub struct App {
    listener: TcpListener,
    metrics_listener: Option<TcpListener>,
    service: Shared,
    mailer: Mailer,
    mail_connections: usize,
    lmtp: Option<TcpListener>,
    caller: Caller,
    public_url: String,
    settings: http::Settings,
}

impl App {
    /// Binds, migrates and prepares. Errors: one line that says what is wrong.
    pub fn build(config: &Config, clock: Clock) -> Result<Self, StartError> {
        let bind = |address: SocketAddr| {
            TcpListener::bind(address).map_err(|error| StartError(format!("cannot listen on {address}: {error}")))
        };
        let listener = bind(config.listen)?;
        let metrics_listener = config.metrics_listen.map(bind).transpose()?;
        let lmtp = config.lmtp_listen.map(bind).transpose()?;
        let bound = listener.local_addr().map_err(|error| StartError(error.to_string()))?;
        let public_url = public_url(config, bound);
        let domain = public_url.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next());
        let mailer = mailer(config, domain.unwrap_or("localhost"))?;
        let service = service(config, clock, &public_url)?;
        let caller = Caller::new(service.outbound.clone(), &config.akismet_url);
        let trusted_proxies = config.trusted_proxies.clone();
        let settings = http::Settings { workers: config.workers, trusted_proxies, demo: None };
        let mail_connections = config.mail_connections;
        Ok(Self { listener, metrics_listener, service, mailer, mail_connections, lmtp, caller, public_url, settings })
    }

    /// Shows the article with its comments at `/demo`.
    #[must_use]
    pub fn with_demo(mut self, article: Article) -> Self {
        self.settings.demo = Some(article);
        self
    }

    /// Where readers reach it.
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// Errors: the listener is not bound any more.
    pub fn local_address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub fn service(&self) -> Shared {
        Shared::clone(&self.service)
    }

    /// Where undeliverable mail is taken by LMTP, if it is. Errors: the listener is not bound any more.
    pub fn lmtp_address(&self) -> std::io::Result<Option<SocketAddr>> {
        self.lmtp.as_ref().map(TcpListener::local_addr).transpose()
    }

    /// Where `/metrics` is served, if it is. Errors: the listener is not bound any more.
    pub fn metrics_address(&self) -> std::io::Result<Option<SocketAddr>> {
        self.metrics_listener.as_ref().map(TcpListener::local_addr).transpose()
    }

    /// Serves until `stop` completes; then finishes what is running: requests, the mail being sent, queued writes.
    pub async fn run(self, stop: impl Future<Output = ()>) -> std::io::Result<()> {
        let Self { listener, metrics_listener, service, mailer, mail_connections, lmtp, caller, public_url, settings } =
            self;
        origins::refresh(&service).await.map_err(std::io::Error::other)?;
        let (told, heard) = tokio::sync::watch::channel(false);
        let sending = jobs::mail::Sending { mailer, public_url, at_once: mail_connections };
        let jobs = [
            tokio::spawn(jobs::mail::run(Shared::clone(&service), sending, heard.clone())),
            tokio::spawn(jobs::housekeeping::run(Shared::clone(&service), heard.clone())),
            tokio::spawn(jobs::purge::run(Shared::clone(&service), heard.clone())),
            tokio::spawn(jobs::telling::run(Shared::clone(&service), heard.clone())),
            tokio::spawn(jobs::remote_checks::run(Shared::clone(&service), caller, heard.clone())),
            tokio::spawn(jobs::news::run(Shared::clone(&service), heard.clone())),
        ];
        let lmtp = lmtp.map(|listener| tokio::spawn(jobs::lmtp::run(Shared::clone(&service), listener, heard)));
        let metrics = metrics_listener
            .map(|listener| http::serve_metrics(Shared::clone(&service), listener))
            .transpose()?
            .map(|(handle, server)| (handle, tokio::spawn(server)));
        let closing = service.closing.clone();
        let (handle, server) = http::serve(service, listener, settings)?;
        let stopping = async move {
            stop.await;
            closing.send_replace(true);
            handle.stop(true).await;
        };
        let (served, ()) = tokio::join!(server, stopping);
        told.send_replace(true);
        for job in jobs.into_iter().chain(lmtp) {
            if let Err(error) = job.await {
                tracing::error!(%error, "a job had panicked");
            }
        }
        if let Some((handle, server)) = metrics {
            handle.stop(true).await;
            server.await.map_err(std::io::Error::other)??;
        }
        served
    }
}
