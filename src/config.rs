//! Settings: given by flag, environment variable or `postil.toml` (`RawConfig`), then checked once (`Config`).
//!
//! To add one: a line of `settings!`, a field of `Config` with its line in `check`, a row of
//! `docs/CONFIGURATION.md` (a test compares).

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use secrecy::SecretString;

use self::layers::Layers;

mod layers;
mod secret;
#[cfg(test)]
mod tests;
mod values;

/// Declares every setting once: key, variable, name of the value and help. The flag is the key with hyphens.
macro_rules! settings {
    ($($key:ident $variable:literal $value:literal $help:literal;)+) => {
        /// Settings as given; nothing is checked yet. As a clap argument group it holds the flags, as a serde type
        /// the keys of `postil.toml`.
        #[derive(Default, clap::Args, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[command(next_help_heading = "Settings")]
        pub struct RawConfig {
            #[doc = "File with settings."]
            #[arg(long, global = true, value_name = "FILE",
                help = "File with settings; default postil.toml in the current folder, if it exists [POSTIL_CONFIG]")]
            #[serde(skip)]
            pub config: Option<PathBuf>,
            $(
                #[doc = $help]
                #[arg(long, global = true, value_name = $value, help = concat!($help, " [", $variable, "]"))]
                #[serde(deserialize_with = "layers::text_of_value")]
                pub $key: Option<String>,
            )+
        }

        /// Each setting by the highest layer that gives it.
        struct Given {
            $($key: Option<layers::Value>,)+
        }

        impl Given {
            fn from_layers(layers: Layers) -> Self {
                let Layers { flags, variables, file, file_name } = layers;
                Self {
                    $($key: layers::highest(
                        (stringify!($key), $variable), flags.$key, variables.get($variable), file.$key, &file_name,
                    ),)+
                }
            }
        }

        impl Config {
            /// The keys of `postil.toml`.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($key)),+];
            /// The environment variables, in the order of `KEYS`.
            pub const VARIABLES: &'static [&'static str] = &[$($variable),+];
        }
    };
}

settings! {
    database_url "POSTIL_DATABASE_URL" "URL"
        "sqlite://file or postgres://...; default sqlite://postil.db in the data folder";
    database_connections "POSTIL_DATABASE_CONNECTIONS" "N"
        "Connections that read the database; default 4 on SQLite, 8 on PostgreSQL";
    data_dir "POSTIL_DATA_DIR" "FOLDER" "Folder of the data, created if missing; default the current folder";
    listen "POSTIL_LISTEN" "ADDRESS" "Address and port to serve on, port 0 for any free one; default 127.0.0.1:8080";
    public_url "POSTIL_PUBLIC_URL" "URL" "Where readers reach this server; default the listening address";
    trusted_proxies "POSTIL_TRUSTED_PROXIES" "LIST"
        "Addresses and ranges whose X-Forwarded-For is believed; default none";
    call_private "POSTIL_CALL_PRIVATE" "LIST"
        "Private addresses and ranges that sites' checkers may be in; default none";
    akismet_url "POSTIL_AKISMET_URL" "URL" "Where Akismet answers; default https://rest.akismet.com";
    secret "POSTIL_SECRET" "TEXT"
        "Key of all signatures, at least 32 characters; default the file `secret` in the data folder";
    secret_file "POSTIL_SECRET_FILE" "FILE" "File that holds the secret";
    smtp_url "POSTIL_SMTP_URL" "URL"
        "smtp://..., smtps://... or file:///folder; default the folder `mail` in the data folder";
    mail_from "POSTIL_MAIL_FROM" "MAILBOX" "Sender of all mail; default Postil <postil@localhost>";
    mail_connections "POSTIL_MAIL_CONNECTIONS" "N" "Mails sent at once, at most half of them to one domain; default 8";
    dkim_domain "POSTIL_DKIM_DOMAIN" "DOMAIN" "Domain that mail is signed for; default that of mail_from";
    dkim_keys "POSTIL_DKIM_KEYS" "LIST"
        "selector:file.pem of each DKIM key (RSA or Ed25519), separated by commas; default none";
    bounce_address "POSTIL_BOUNCE_ADDRESS" "ADDRESS"
        "Mailbox that undeliverable mail comes back to, as address+...; default the sender";
    lmtp_listen "POSTIL_LMTP_LISTEN" "ADDRESS" "Address and port that take undeliverable mail by LMTP; default none";
    rate_limits "POSTIL_RATE_LIMITS" "on|off" "Limits by address and account; off for load tests only; default on";
    workers "POSTIL_WORKERS" "N" "HTTP threads; default one a core, at most 8";
    metrics_listen "POSTIL_METRICS_LISTEN" "ADDRESS" "Address and port that serve /metrics; default none";
    log "POSTIL_LOG" "FILTER" "What is logged, such as info or postil=debug,warn; default info";
    log_format "POSTIL_LOG_FORMAT" "text|json" "Form of the log on standard error; default text";
}

/// A wrong setting: one line that names where it was given, what is wrong and what is expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

#[derive(Debug, Clone)]
pub enum Database {
    Sqlite { path: PathBuf },
    Postgres { url: SecretString },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// With which keys mail is signed, and for which domain.
#[derive(Debug, Clone)]
pub struct DkimKeys {
    pub domain: String,
    /// Selectors and the files of the keys.
    pub keys: Vec<(String, PathBuf)>,
}

/// Checked settings. Printing them shows no secret.
#[derive(Debug, Clone)]
pub struct Config {
    pub database: Database,
    /// How many read; beside them one more writes on SQLite, as many again on PostgreSQL.
    pub database_connections: usize,
    /// Absolute; exists.
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// `http` or `https`, without a slash at the end. `None`: the address that was bound.
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<IpNet>,
    /// What may be called though it is private.
    pub call_private: Vec<IpNet>,
    /// `http` or `https`, without a slash at the end.
    pub akismet_url: String,
    /// At least 32 characters.
    pub secret: SecretString,
    /// Begins with `smtp://`, `smtps://` or `file:///`.
    pub smtp_url: SecretString,
    /// A mailbox: `Name <address>` or an address.
    pub mail_from: String,
    pub mail_connections: usize,
    pub dkim: Option<DkimKeys>,
    /// A plain address.
    pub bounce_address: Option<String>,
    pub lmtp_listen: Option<SocketAddr>,
    pub rate_limits: bool,
    /// HTTP worker threads.
    pub workers: usize,
    pub metrics_listen: Option<SocketAddr>,
    /// Directives of `tracing`'s environment filter.
    pub log_filter: String,
    pub log_format: LogFormat,
}

impl Config {
    /// What a person should know about these settings before relying on them; to be logged at start.
    pub fn warnings(&self) -> Vec<&'static str> {
        let notes = [
            (
                !self.rate_limits,
                "RATE LIMITS ARE OFF: anybody can flood this server; rate_limits = off is for load tests",
            ),
            (
                self.public_url.is_some() && values::is_file_url(&self.smtp_url),
                "mail is written to files and reaches nobody; set POSTIL_SMTP_URL to send it",
            ),
        ];
        notes.into_iter().filter_map(|(holds, note)| holds.then_some(note)).collect()
    }
}

impl RawConfig {
    /// These flags completed by the environment and the settings file, then checked. Creates the data folder and, if
    /// no secret was given, the secret.
    pub fn load(self) -> Result<Config, ConfigError> {
        self.load_from(layers::process_environment()?, Path::new("."))
    }

    /// `load` with the given environment, in the given current folder.
    pub fn load_from(
        self,
        environment: impl IntoIterator<Item = (String, String)>,
        current_folder: &Path,
    ) -> Result<Config, ConfigError> {
        let layers = Layers::read(self, environment, current_folder)?;
        check(Given::from_layers(layers), current_folder)
    }
}

impl fmt::Debug for RawConfig {
    /// Shows no value, since some are secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawConfig").finish_non_exhaustive()
    }
}

fn check(given: Given, current_folder: &Path) -> Result<Config, ConfigError> {
    let data_dir = layers::parsed(given.data_dir, |text| values::folder(text, current_folder))?;
    let data_dir = data_dir.map_or_else(|| values::folder(".", current_folder).map_err(ConfigError), Ok)?;
    values::create_folder(&data_dir)?;

    let database = layers::parsed(given.database_url, |text| values::database(text, &data_dir))?
        .unwrap_or_else(|| Database::Sqlite { path: data_dir.join("postil.db") });
    let default_connections = if matches!(database, Database::Sqlite { .. }) { 4 } else { 8 };

    let mail_from =
        layers::parsed(given.mail_from, values::mailbox)?.unwrap_or_else(|| "Postil <postil@localhost>".to_owned());
    let dkim_domain = layers::parsed(given.dkim_domain, values::domain)?;
    let dkim_keys = layers::parsed(given.dkim_keys, |text| values::dkim_keys(text, current_folder))?;
    let dkim =
        dkim_keys.map(|keys| DkimKeys { domain: dkim_domain.unwrap_or_else(|| values::domain_of(&mail_from)), keys });

    Ok(Config {
        database,
        database_connections: layers::parsed(given.database_connections, |text| values::count(text, 256))?
            .unwrap_or(default_connections),
        listen: layers::parsed(given.listen, values::socket_address)?
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
        public_url: layers::parsed(given.public_url, values::public_url)?,
        trusted_proxies: layers::parsed(given.trusted_proxies, values::networks)?.unwrap_or_default(),
        call_private: layers::parsed(given.call_private, values::networks)?.unwrap_or_default(),
        akismet_url: layers::parsed(given.akismet_url, values::public_url)?
            .unwrap_or_else(|| "https://rest.akismet.com".to_owned()),
        secret: secret::find(given.secret, given.secret_file, &data_dir, current_folder)?,
        smtp_url: layers::parsed(given.smtp_url, values::smtp_url)?
            .map_or_else(|| values::file_url(&data_dir.join("mail")), Ok)?,
        mail_from,
        mail_connections: layers::parsed(given.mail_connections, |text| values::count(text, 64))?.unwrap_or(8),
        dkim,
        bounce_address: layers::parsed(given.bounce_address, values::plain_address)?,
        lmtp_listen: layers::parsed(given.lmtp_listen, values::socket_address)?,
        rate_limits: layers::parsed(given.rate_limits, values::switch)?.unwrap_or(true),
        workers: layers::parsed(given.workers, |text| values::count(text, 256))?.unwrap_or_else(default_workers),
        metrics_listen: layers::parsed(given.metrics_listen, values::socket_address)?,
        log_filter: layers::parsed(given.log, values::log_filter)?.unwrap_or_else(|| "info".to_owned()),
        log_format: layers::parsed(given.log_format, values::log_format)?.unwrap_or(LogFormat::Text),
        data_dir,
    })
}

fn default_workers() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(8))
}
