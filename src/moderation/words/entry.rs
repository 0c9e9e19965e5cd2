//! What one entry of a word list asks for.

use std::net::IpAddr;

use ipnet::IpNet;
use regex::{Regex, RegexBuilder};

/// Letters and digits that an entry with `*` needs besides.
const FEWEST_BESIDES_ASTERISKS: usize = 2;
/// How large a compiled regex can be: some hundred characters with classes, not one that repeats thousands of times.
const MAX_COMPILED_BYTES: usize = 256 << 10;
/// How much each thread keeps of what it has worked out for a regex.
const MAX_CACHE_BYTES: usize = 256 << 10;

#[derive(Debug, Clone)]
pub enum Entry<'e> {
    /// A word or phrase.
    Words(&'e str),
    /// The same with `*` for any letters within a word.
    Glob(&'e str),
    /// What stands between two slashes.
    Pattern(Regex),
}

impl<'e> Entry<'e> {
    /// Errors: a sentence that says what is wrong with it.
    pub fn parse(text: &'e str) -> Result<Self, String> {
        if let Some(pattern) = pattern_of(text) {
            return compiled(pattern).map(Self::Pattern);
        }
        if !text.contains('*') {
            return Ok(Self::Words(text));
        }
        if text.chars().filter(|c| c.is_alphanumeric()).count() < FEWEST_BESIDES_ASTERISKS {
            return Err(format!("must have two letters or digits besides the asterisks; “{text}” has fewer"));
        }
        Ok(Self::Glob(text))
    }
}

/// The regex in `/…/`.
pub fn pattern_of(entry: &str) -> Option<&str> {
    entry.strip_prefix('/')?.strip_suffix('/').filter(|pattern| !pattern.is_empty())
}

/// The network or single address that an entry is.
pub fn network_of(entry: &str) -> Option<IpNet> {
    entry.parse().ok().or_else(|| entry.parse::<IpAddr>().ok().map(IpNet::from))
}

fn compiled(pattern: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(MAX_COMPILED_BYTES)
        .dfa_size_limit(MAX_CACHE_BYTES)
        .build();
    match built {
        Ok(regex) if regex.is_match("") => Err(format!("must not match an empty text; “/{pattern}/” does")),
        Ok(regex) => Ok(regex),
        Err(regex::Error::CompiledTooBig(_)) => {
            Err(format!("must have regular expressions that are not too large; “/{pattern}/” is"))
        }
        Err(error) => {
            let why = error.to_string();
            let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Err(format!("must have regular expressions that can be read; “/{pattern}/” cannot: {why}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_words_with_or_without_asterisks_or_a_regex() {
        assert!(matches!(Entry::parse("cold ham"), Ok(Entry::Words(_))));
        assert!(matches!(Entry::parse("ham*"), Ok(Entry::Glob(_))));
        assert!(matches!(Entry::parse("/ham|eggs?/"), Ok(Entry::Pattern(_))));
        assert!(matches!(Entry::parse("and/or"), Ok(Entry::Words(_))));
        assert!(matches!(Entry::parse("//"), Ok(Entry::Words(_))));
    }

    #[test]
    fn what_cannot_be_looked_for_is_named() {
        for (entry, why) in [
            ("/ham(/", "cannot: unclosed group"),
            (r"/(\w{50}){50}/", "too large"),
            ("/(?=ham)/", "cannot"),
            ("/x*/", "empty"),
            ("*a*", "two letters"),
            ("**", "two letters"),
        ] {
            let error = Entry::parse(entry).expect_err(entry);
            assert!(error.contains(why) && error.contains(entry), "{error}");
        }
        assert!(Entry::parse(r"/\w+@\w+\.(example|test)/").is_ok());
    }

    #[test]
    fn networks_are_told() {
        assert_eq!(network_of("203.0.113.0/24").map(|net| net.prefix_len()), Some(24));
        assert_eq!(network_of("2001:db8::1").map(|net| net.prefix_len()), Some(128));
        assert_eq!(network_of("turnip"), None);
    }
}
