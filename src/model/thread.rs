//! Threads: the comments under one page of a site, found by the page's address.

use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use super::decision::text_enum;
use super::site::{Origin, web_url};

text_enum! {
    /// Whether a thread takes comments.
    ThreadState {
        Open = "open",
        Closed = "closed",
    }
}

/// Query parameters that say where a visitor came from and never which page is shown. A trailing `*` stands for any
/// ending.
const TRACKING_PARAMETERS: &[&str] = &[
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_ke",
    "_kx",
    "_openstat",
    "dclid",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gad_*",
    "gbraid",
    "gclid",
    "gclsrc",
    "hsa_*",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "mtm_*",
    "oly_anon_id",
    "oly_enc_id",
    "piwik_*",
    "pk_*",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "srsltid",
    "ttclid",
    "twclid",
    "utm_*",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "yclid",
    "ymclid",
    "ysclid",
];

/// The address of a page in the one form that its thread is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CanonicalUrl(Url);

impl CanonicalUrl {
    const MAX_BYTES: usize = 2000;

    /// Drops what does not tell pages apart: the fragment, tracking parameters, an empty query, a default port, the
    /// case of the host. Scheme and the order of the other parameters stay.
    ///
    /// Errors: not http or https, a name or password in it, or more than 2000 bytes in the canonical form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut url = web_url(text)?;
        url.set_fragment(None);
        let query = url.query().map(without_tracking).filter(|query| !query.is_empty());
        url.set_query(query.as_deref());
        if url.as_str().len() > Self::MAX_BYTES {
            return Err(format!("must have at most {} bytes", Self::MAX_BYTES));
        }
        Ok(Self(url))
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the page is on the host and port of one of `origins`, by http or https.
    pub fn belongs_to(&self, origins: &[Origin]) -> bool {
        origins.iter().any(|origin| origin.covers(&self.0))
    }
}

fn without_tracking(query: &str) -> String {
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
    kept.join("&")
}

fn is_tracking(pair: &str) -> bool {
    let Some((name, _)) = form_urlencoded::parse(pair.as_bytes()).next() else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    TRACKING_PARAMETERS.iter().any(|known| match known.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *known,
    })
}

/// What the page is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadTitle(String);

impl ThreadTitle {
    /// Leaves out control and direction characters and folds white space.
    ///
    /// Errors: nothing left, or more than 300 characters.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shown: String = text.chars().filter(|c| c.is_whitespace() || !is_control_or_direction(*c)).collect();
        let words: Vec<&str> = shown.split_whitespace().collect();
        let title = words.join(" ");
        if !(1..=300).contains(&title.chars().count()) {
            return Err("must have 1 to 300 characters".to_owned());
        }
        Ok(Self(title))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The direction characters are those with the property Bidi_Control.
fn is_control_or_direction(c: char) -> bool {
    let direction =
        '\u{61c}' == c || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    direction || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(text: &str) -> String {
        CanonicalUrl::parse(text).expect(text).as_str().to_owned()
    }

    #[test]
    fn one_page_has_one_address() {
        for (text, expected) in [
            ("HTTPS://Example.ORG", "https://example.org/"),
            ("https://example.org:443/a/../b#part", "https://example.org/b"),
            ("http://example.org.:80/b", "http://example.org/b"),
            ("https://example.org:8443/b", "https://example.org:8443/b"),
            ("https://bücher.example/ä b", "https://xn--bcher-kva.example/%C3%A4%20b"),
            ("https://example.org/a?", "https://example.org/a"),
            ("https://example.org/a?utm_source=x&UTM_medium=y&fbclid=z", "https://example.org/a"),
            ("https://example.org/a?utm%5Fsource=x", "https://example.org/a"),
            ("https://example.org/a?z=1&gclid=2&a=3&&a=4&_ga=5", "https://example.org/a?z=1&a=3&a=4"),
            ("https://example.org/a?q=a%26b+c&flag", "https://example.org/a?q=a%26b+c&flag"),
            ("https://example.org/a?ref=front&utm=1", "https://example.org/a?ref=front&utm=1"),
        ] {
            assert_eq!(canonical(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_page_is_refused() {
        let too_long = format!("https://example.org/{}", "a".repeat(2000));
        for bad in [
            "",
            "/news/1",
            "example.org/a",
            "mailto:a@example.org",
            "https://ann:pw@example.org/",
            "http://..",
            &too_long,
        ] {
            assert!(CanonicalUrl::parse(bad).is_err(), "{bad} was taken for a page");
        }
    }

    #[test]
    fn tracking_parameters_do_not_count_towards_the_length() {
        let text = format!("https://example.org/a?utm_id={}", "x".repeat(2000));
        assert_eq!(canonical(&text), "https://example.org/a");
    }

    #[test]
    fn a_page_belongs_to_its_host_by_either_scheme() {
        let origins = ["https://example.org", "http://localhost:3000"].map(|text| Origin::parse(text).expect(text));
        let belongs = |text: &str| CanonicalUrl::parse(text).expect(text).belongs_to(&origins);
        for own in ["https://example.org/a", "http://EXAMPLE.org/a", "http://localhost:3000/", "https://example.org./"]
        {
            assert!(belongs(own), "{own} was foreign");
        }
        for foreign in [
            "https://www.example.org/",
            "https://example.org:8443/",
            "http://localhost/",
            "https://example.org.evil.example/",
            "https://evil.example/https://example.org/",
            "https://evil.example\\@example.org/",
        ] {
            assert!(!belongs(foreign), "{foreign} was ours");
        }
    }

    #[test]
    fn a_title_is_one_plain_line() {
        let title = ThreadTitle::parse("  Fire\n in\u{202e} the\u{0} \u{2067}harbour\u{2069}\t").expect("a title");
        assert_eq!(title.as_str(), "Fire in the harbour");
        assert!(ThreadTitle::parse(&"ü".repeat(300)).is_ok());
        for bad in ["", " \u{200f} ", &"ü".repeat(301)] {
            assert!(ThreadTitle::parse(bad).is_err(), "{bad} was taken for a title");
        }
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(
            scheme in "(https?|HTTP)", host in "([a-zA-Z0-9ü\u{130}\u{3002}_%.-]{1,14}|\\[::1\\])", port in "(:[0-9]{1,5})?",
            path in "[/\\\\]?\\PC{0,12}", query in "(\\?(&|utm_a=b|gclid|[%=&+#'\"a-z\u{e9} ]|%2[0-9]){0,9})?",
        ) {
            if let Ok(once) = CanonicalUrl::parse(&format!("{scheme}://{host}{port}{path}{query}")) {
                prop_assert_eq!(CanonicalUrl::parse(once.as_str()), Ok(once));
            }
        }

        #[test]
        fn no_text_panics_the_parsers(text in ".*") {
            let _address: Result<CanonicalUrl, String> = CanonicalUrl::parse(&text);
            let _title: Result<ThreadTitle, String> = ThreadTitle::parse(&text);
        }
    }
}
