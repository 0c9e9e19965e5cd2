//! The mail URL: `smtp://host`, `smtp://host?tls=none|starttls`, `smtps://user:password@host:port`.

use std::net::IpAddr;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::{SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use url::Url;

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    Plain,
    /// Begins in the clear and must be upgraded before anything is sent.
    StartTls,
    Tls,
}

/// Where the mail server is and how to talk to it.
pub(super) struct Server {
    /// A name, or an address without brackets.
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub credentials: Option<Credentials>,
}

/// Errors: a sentence that says what is wrong, without any part of the URL that could be secret.
pub(super) fn parse(url: &Url) -> Result<Server, String> {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
    if host.is_empty() {
        return Err("the mail URL names no host: it must be smtp://host:port or smtps://host:port".to_owned());
    }
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err("the mail URL must end after the port, or after ?tls=...".to_owned());
    }
    let security = security(url, is_loopback(&host))?;
    let port = url.port().unwrap_or(match security {
        Security::Plain => SMTP_PORT,
        Security::StartTls => SUBMISSION_PORT,
        Security::Tls => SUBMISSIONS_PORT,
    });
    Ok(Server { host, port, security, credentials: credentials(url)? })
}

fn security(url: &Url, loopback: bool) -> Result<Security, String> {
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if url.scheme() == "smtps" {
        return if query.is_empty() { Ok(Security::Tls) } else { Err("smtps:// takes no parameters".to_owned()) };
    }
    match query.as_slice() {
        [] if loopback => Ok(Security::Plain),
        [] => Ok(Security::StartTls),
        [(name, value)] if name == "tls" && value == "none" => Ok(Security::Plain),
        [(name, value)] if name == "tls" && value == "starttls" => Ok(Security::StartTls),
        _ => Err("smtp:// takes one parameter: tls=starttls or tls=none".to_owned()),
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn credentials(url: &Url) -> Result<Option<Credentials>, String> {
    match (percent_decoded(url.username())?, url.password()) {
        (user, None) if user.is_empty() => Ok(None),
        (user, Some(password)) if !user.is_empty() => Ok(Some(Credentials::new(user, percent_decoded(password)?))),
        _ => Err("the mail URL must have both a user and a password, or neither".to_owned()),
    }
}

/// Errors: a `%` without two hexadecimal digits after it, or bytes that are not UTF-8.
fn percent_decoded(text: &str) -> Result<String, String> {
    let wrong = || "in the mail URL a % in the user or password must be written %25".to_owned();
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).ok_or_else(wrong)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong())?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).map_err(|_| "the user and password in the mail URL must be UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Server, String> {
        parse(&Url::parse(text).expect("a URL"))
    }

    #[test]
    fn only_this_machine_and_an_explicit_wish_go_without_tls() {
        for (text, host, port, security) in [
            ("smtp://localhost", "localhost", 25, Security::Plain),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, Security::Plain),
            ("smtp://[::1]:2525", "::1", 2525, Security::Plain),
            ("smtp://mx.example?tls=none", "mx.example", 25, Security::Plain),
            ("smtp://mx.example", "mx.example", 587, Security::StartTls),
            ("smtp://localhost.mx.example", "localhost.mx.example", 587, Security::StartTls),
            ("smtp://localhost?tls=starttls", "localhost", 587, Security::StartTls),
            ("smtps://mx.example", "mx.example", 465, Security::Tls),
            ("smtps://mx.example:4650/", "mx.example", 4650, Security::Tls),
        ] {
            let server = parsed(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((server.host.as_str(), server.port, server.security), (host, port, security), "{text}");
            assert!(server.credentials.is_none());
        }
    }

    #[test]
    fn user_and_password_are_decoded() {
        let server = parsed("smtps://post%40news.example:p%3Aa%2Fss%25+%C3%A4@mx.example").expect("a server");
        let expected = Credentials::new("post@news.example".to_owned(), "p:a/ss%+ä".to_owned());
        assert_eq!(server.credentials, Some(expected));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for text in [
            "smtp://",
            "smtp://mx.example/path",
            "smtp://mx.example?tls=opportunistic",
            "smtp://mx.example?tls=none&tls=starttls",
            "smtp://mx.example?timeout=3",
            "smtps://mx.example?tls=none",
            "smtp://user@mx.example",
            "smtp://:password@mx.example",
            "smtps://user:100%@mx.example",
            "smtps://user:%FF@mx.example",
        ] {
            assert!(parsed(text).is_err(), "{text} was understood");
        }
    }
}
