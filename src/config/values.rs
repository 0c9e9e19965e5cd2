//! What each setting may say. A parser's error is the end of a sentence: "must be ...".

use std::fs::DirBuilder;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use lettre::Address;
use lettre::message::Mailbox;
use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{ConfigError, Database, LogFormat};

pub(super) fn database(text: &str, data_dir: &Path) -> Result<Database, String> {
    let wrong = || {
        "must be sqlite://file.db (in the data folder), sqlite:///absolute/file.db \
         or postgres://user:password@host/database"
            .to_owned()
    };
    if let Some(file) = text.strip_prefix("sqlite://") {
        let names_a_file = !file.is_empty() && !file.ends_with('/') && !file.contains(['?', ':']);
        return if names_a_file { Ok(Database::Sqlite { path: data_dir.join(file) }) } else { Err(wrong()) };
    }
    let server = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
    match server {
        Some(server) if !server.is_empty() => Ok(Database::Postgres { url: SecretString::from(text) }),
        _ => Err(wrong()),
    }
}

pub(super) fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        format!("must be an IP address and a port such as 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080, not {text:?}")
    })
}

/// The URL without a slash at its end.
pub(super) fn public_url(text: &str) -> Result<String, String> {
    let wrong = || {
        format!("must be an http or https URL without query or user such as https://comments.example.org, not {text:?}")
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if !plain || !matches!(url.scheme(), "http" | "https") {
        return Err(wrong());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// A domain name in lower case.
pub(super) fn domain(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if text.contains('.') && text.chars().all(plain) && !text.starts_with(['.', '-']) && !text.ends_with(['.', '-']) {
        Ok(text)
    } else {
        Err(format!("must be a domain such as news.example, not {text:?}"))
    }
}

/// The domain of a mailbox that was checked.
pub(super) fn domain_of(mailbox: &str) -> String {
    let domain = mailbox.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    domain.trim_end_matches('>').trim().to_ascii_lowercase()
}

/// `selector:file`, separated by commas; files are looked for in the current folder.
pub(super) fn dkim_keys(text: &str, current_folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let wrong = || format!("must be selectors with files such as march:dkim-rsa.pem,april:dkim-ed.pem, not {text:?}");
    let keys = text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(|item| {
        let (selector, file) = item.split_once(':').ok_or_else(wrong)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if selector.is_empty() || file.is_empty() || !selector.chars().all(plain) {
            return Err(wrong());
        }
        Ok((selector.to_owned(), current_folder.join(file)))
    });
    let keys: Vec<(String, PathBuf)> = keys.collect::<Result<_, String>>()?;
    if keys.is_empty() { Err(wrong()) } else { Ok(keys) }
}

/// An address without a name, and without a `+` in it.
pub(super) fn plain_address(text: &str) -> Result<String, String> {
    match text.trim().parse::<Address>() {
        Ok(address) if !address.user().contains('+') => Ok(address.to_string()),
        _ => Err(format!("must be an address such as bounces@comments.example, not {text:?}")),
    }
}

/// Addresses and ranges, separated by commas; an address alone is a range of one.
pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    items
        .map(|item| {
            let address = |_| item.parse::<IpAddr>().map(IpNet::from);
            item.parse::<IpNet>().map(|range| range.trunc()).or_else(address).map_err(|_| {
                format!(
                    "must list IP addresses or ranges such as 127.0.0.1, 10.0.0.0/8 or fd00::/8; {item:?} is neither"
                )
            })
        })
        .collect()
}

pub(super) fn smtp_url(text: &str) -> Result<SecretString, String> {
    let wrong = || {
        "must be smtp://host:port, smtps://user:password@host:port or file:///absolute/folder \
         (special characters in a password are percent-encoded)"
            .to_owned()
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    let complete = match url.scheme() {
        "smtp" | "smtps" => has_host,
        "file" => !has_host && text.starts_with("file:///") && url.path() != "/",
        _ => false,
    };
    if complete { Ok(SecretString::from(text)) } else { Err(wrong()) }
}

pub(super) fn file_url(folder: &Path) -> Result<SecretString, ConfigError> {
    match Url::from_directory_path(folder) {
        Ok(url) => Ok(SecretString::from(url.as_str().trim_end_matches('/'))),
        Err(()) => Err(ConfigError(format!("folder {} must be absolute", folder.display()))),
    }
}

pub(super) fn is_file_url(url: &SecretString) -> bool {
    url.expose_secret().starts_with("file:")
}

pub(super) fn mailbox(text: &str) -> Result<String, String> {
    let wrong = || format!("must be a mailbox such as Postil <comments@example.org>, not {text:?}");
    let trimmed = text.trim();
    let address =
        trimmed.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')).map_or(trimmed, |(_, inside)| inside);
    let address: Address = address.parse().map_err(|_| wrong())?;
    let mailbox: Mailbox = trimmed.parse().map_err(|_| wrong())?;
    // `Mailbox` reads the first mailbox of a list and drops the rest.
    if mailbox.email == address { Ok(trimmed.to_owned()) } else { Err(wrong()) }
}

pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("must be on or off, not {text:?}")),
    }
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("must be text or json, not {text:?}")),
    }
}

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    let parsed = EnvFilter::builder().parse(text);
    parsed.map(|_| text.to_owned()).map_err(|_| {
        format!("must be a level (error, warn, info, debug, trace) or a filter such as postil=debug,warn, not {text:?}")
    })
}

/// A whole number from 1 to `most`.
pub(super) fn count(text: &str, most: usize) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| format!("must be a whole number from 1 to {most}, not {text:?}"))
}

/// The absolute form of a folder named from `current_folder`.
pub(super) fn folder(text: &str, current_folder: &Path) -> Result<PathBuf, String> {
    if text.is_empty() {
        return Err("must name a folder".to_owned());
    }
    let path = current_folder.join(text);
    std::path::absolute(&path).map_err(|error| format!("names {}, which cannot be used: {error}", path.display()))
}

/// Creates the folder, for its owner alone, unless it exists.
pub(super) fn create_folder(path: &Path) -> Result<(), ConfigError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| {
        let path = path.display();
        ConfigError(format!(
            "data folder {path} cannot be created: {error}; create it or choose another by POSTIL_DATA_DIR"
        ))
    })
}
