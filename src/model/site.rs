//! Sites: a newspaper with its own threads, rules and pages.

use serde::{Deserialize, Serialize};
use url::{Position, Url};

use super::decision::text_enum;

text_enum! {
    /// Whose comments wait for a moderator, besides those that a check holds.
    #[derive(Default)]
    Policy {
        /// Nobody's.
        Open = "open",
        /// Those of authors without a published comment.
        #[default]
        FirstTime = "first-time",
        /// Everybody's.
        All = "all",
    }
}

/// The name of a site in addresses and on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slug(String);

impl Slug {
    /// Errors: other characters than a-z, 0-9 and single dashes inside, not a letter first, too short or too long.
    pub fn parse(text: &str) -> Result<Self, String> {
        let characters = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let dashes = !text.ends_with('-') && !text.contains("--");
        let letter_first = text.starts_with(|c: char| c.is_ascii_lowercase());
        // Pages of the desk that belong to no site are at these.
        if ["decide", "waiting"].contains(&text) {
            return Err("is taken; choose another".to_owned());
        }
        if (2..=40).contains(&text.len()) && characters && dashes && letter_first {
            Ok(Self(text.to_owned()))
        } else {
            Err("must have 2 to 40 of a-z, 0-9 and single dashes, a letter first and no dash last".to_owned())
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What readers know the site as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteName(String);

impl SiteName {
    /// Errors: empty, more than 100 characters, or control characters in it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let name = text.trim();
        if name.chars().any(char::is_control) {
            return Err("must be one line without control characters".to_owned());
        }
        if !(1..=100).contains(&name.chars().count()) {
            return Err("must have 1 to 100 characters".to_owned());
        }
        Ok(Self(name.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a site's pages are: scheme, host and port, as browsers write it in `Origin`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    text: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    /// Errors: not http or https, or more than scheme, host and port.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = web_url(text)?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("must end after the host, such as https://example.org".to_owned());
        }
        let text = url[..Position::BeforePath].to_owned();
        Ok(Self { text, host: url.host_str().unwrap_or_default().to_owned(), port: url.port() })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// In lower case and ASCII, without the port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether `url` is on this host and port. Its scheme may be the other one, so that a site keeps its pages when it
    /// moves from http to https.
    pub(super) fn covers(&self, url: &Url) -> bool {
        url.host_str() == Some(self.host.as_str()) && url.port() == self.port
    }
}

/// An http or https address with a host in lower case and ASCII, no dot behind it and no default port.
///
/// Errors: another scheme, no host, or a name or password in it.
pub(super) fn web_url(text: &str) -> Result<Url, String> {
    let wrong = || "must be a full web address such as https://example.org/".to_owned();
    let mut url = Url::parse(text.trim()).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not have a user name or password in it".to_owned());
    }
    let host = url.host_str().unwrap_or_default();
    let rooted = host.trim_end_matches('.').to_owned();
    if rooted != host {
        url.set_host(Some(&rooted)).map_err(|_| wrong())?;
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_fits_an_address() {
        for good in ["ab", "the-daily-2", "a234567890123456789012345678901234567890"] {
            assert_eq!(Slug::parse(good).map(|slug| slug.0), Ok(good.to_owned()));
        }
        for bad in ["", "a", "2ab", "-ab", "ab-", "a--b", "Ab", "a_b", "ä-b", &"a".repeat(41)] {
            assert!(Slug::parse(bad).is_err(), "{bad} was taken for a slug");
        }
    }

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        for (text, origin, host) in [
            ("https://Example.ORG", "https://example.org", "example.org"),
            ("https://example.org.:443/", "https://example.org", "example.org"),
            ("http://localhost:3000", "http://localhost:3000", "localhost"),
            ("https://bücher.example", "https://xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("http://[::1]:8080", "http://[::1]:8080", "[::1]"),
        ] {
            let parsed = Origin::parse(text).expect(text);
            assert_eq!((parsed.as_str(), parsed.host()), (origin, host));
        }
    }

    #[test]
    fn an_origin_ends_after_the_host() {
        for bad in [
            "example.org",
            "ftp://example.org",
            "https://example.org/news",
            "https://example.org/?a",
            "https://example.org/#a",
            "https://ann@example.org",
            "https://.",
            "https://*.example.org:99999",
            "null",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad} was taken for an origin");
        }
    }

    #[test]
    fn a_site_name_is_one_line() {
        assert_eq!(SiteName::parse(" The Daily ").map(|name| name.0), Ok("The Daily".to_owned()));
        assert!(SiteName::parse(&"ü".repeat(100)).is_ok());
        for bad in ["", "  ", "a\nb", &"ü".repeat(101)] {
            assert!(SiteName::parse(bad).is_err(), "{bad} was taken for a name");
        }
    }

    #[test]
    fn first_comments_wait_unless_the_site_says_otherwise() {
        assert_eq!(Policy::default().as_str(), "first-time");
    }
}
