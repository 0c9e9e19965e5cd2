//! Bare web addresses in plain text.

use std::ops::Range;

use url::Url;

/// Longer ones stay text: nobody types them, and parsing them costs.
const MAX_ADDRESS_BYTES: usize = 2_000;

/// The canonical form of an address that a comment may link to: http and https with a host, and mailto.
pub(super) fn linkable(address: &str) -> Option<String> {
    if address.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let allowed = match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" => true,
        _ => false,
    };
    allowed.then(|| url.into())
}

/// The http and https addresses in `text`: where each stands, and its canonical form.
pub fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (colon, _) in text.match_indices("://") {
        let Some(start) = text.get(from..colon).and_then(scheme_length).map(|length| colon - length) else { continue };
        let rest = &text[start..];
        let run = &rest[..rest.find(ends_address).unwrap_or(rest.len())];
        let address = without_trailing_punctuation(run);
        if let Some(link) = linkable(address) {
            found.push((start..start + address.len(), link));
        }
        from = start + run.len();
    }
    found
}

/// The length of the `http` or `https` that ends `before`, unless it is the end of a longer word.
fn scheme_length(before: &str) -> Option<usize> {
    let letters = before.bytes().rev().take_while(u8::is_ascii_alphanumeric).take(6).count();
    let word = &before[before.len() - letters..];
    let is_web = word.eq_ignore_ascii_case("http") || word.eq_ignore_ascii_case("https");
    is_web.then_some(letters)
}

/// Characters that are not part of an address in running text: spaces, quotation marks, and the punctuation of scripts
/// that put no space after it.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || super::is_invisible(c)
        || matches!(c, '<' | '>' | '"' | '`' | '«' | '»' | '“' | '”' | '„' | '‹' | '›')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '！' | '（' | '）' | '，' | '；' | '？')
}

/// The address without the punctuation of the sentence around it; a closing bracket belongs to it if it opened there.
fn without_trailing_punctuation(run: &str) -> &str {
    let count = |wanted: char| run.chars().filter(|c| *c == wanted).count();
    let mut unopened =
        [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let mut end = run.len();
    for (at, c) in run.char_indices().rev() {
        let bracket = unopened.iter_mut().find(|(close, extra)| *close == c && *extra > 0);
        match bracket {
            Some((_, extra)) => *extra -= 1,
            None if matches!(c, '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '…') => {}
            None => break,
        }
        end = at;
    }
    &run[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn addresses(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(addresses("See https://example.org/a?b=1&c=2#d."), ["https://example.org/a?b=1&c=2#d"]);
        assert_eq!(addresses("(see HTTP://example.org), or"), ["HTTP://example.org"]);
        assert_eq!(addresses("https://example.org/Rust_(language))!"), ["https://example.org/Rust_(language)"]);
        assert_eq!(addresses("“https://example.org/x”"), ["https://example.org/x"]);
        assert_eq!(addresses("见https://example.org/y。"), ["https://example.org/y"]);
        assert_eq!(addresses("http://a.example, http://b.example"), ["http://a.example", "http://b.example"]);
        assert_eq!(addresses("http://[::1]:8080/"), ["http://[::1]:8080/"]);
    }

    #[test]
    fn other_text_is_no_address() {
        for text in
            ["http://", "http:// example.org", "xhttp://example.org", "ftp://example.org", "javascript://x", "://"]
        {
            assert!(addresses(text).is_empty(), "{text} was linked");
        }
        assert!(addresses(&format!("http://example.org/{}", "a".repeat(MAX_ADDRESS_BYTES))).is_empty());
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mail_can_be_linked() {
        assert_eq!(linkable("HTTPS://EXAMPLE.org/ü"), Some("https://example.org/%C3%BC".to_owned()));
        assert_eq!(linkable("mailto:a@example.org"), Some("mailto:a@example.org".to_owned()));
        for bad in
            ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "/relative", "//host", "http://"]
        {
            assert_eq!(linkable(bad), None, "{bad} can be linked");
        }
    }

    proptest! {
        #[test]
        fn found_addresses_stand_in_order_in_the_text(text in "([a-z.]{0,3}(https?)?(://)?[)(\\[\\].!é。 x]{0,4}){0,20}") {
            let mut last = 0;
            for (range, _) in find(&text) {
                prop_assert!(range.start >= last && text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
