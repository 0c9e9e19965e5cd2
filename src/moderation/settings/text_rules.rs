//! The rules about what is written.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a comment can be, in characters as readers count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LengthRules {
    /// The fewest visible characters. 1 to 1000. Default: 1.
    pub min: u32,
    /// The most characters. `min` to 20000. Default: 5000.
    pub max: u32,
}

impl Default for LengthRules {
    fn default() -> Self {
        Self { min: 1, max: 5_000 }
    }
}

/// When a comment shouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ShoutingRules {
    /// The share of capitals among its letters, in percent, that is shouting. 1 to 100. Default: 70.
    pub capitals_percent: u32,
    /// Texts with fewer letters are not judged. 1 to 1000. Default: 20.
    pub from_letters: u32,
}

impl Default for ShoutingRules {
    fn default() -> Self {
        Self { capitals_percent: 70, from_letters: 20 }
    }
}

/// How many links a comment can have, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LinkRules {
    /// A comment with more links than this is held. 0 to 100. Default: 2.
    pub hold_over: u32,
    /// Domains, their subdomains included, that are not counted. At most 2000. Default: none.
    pub allowed: Vec<String>,
    /// Domains, their subdomains included, that refuse a comment. At most 2000. Default: none.
    pub denied: Vec<String>,
}

impl Default for LinkRules {
    fn default() -> Self {
        Self { hold_over: 2, allowed: Vec::new(), denied: Vec::new() }
    }
}

/// Words and phrases of 1 to 100 characters, found as whole words in any case and in disguise; with `*` for any letters within
/// a word; regular expressions of up to 298 characters between slashes, at most 100 in both lists; network addresses and ranges such
/// as `203.0.113.0/24`. At most 2000 a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WordRules {
    /// A comment with one of these, or from such a network, is refused. Default: none.
    pub banned: Vec<String>,
    /// A comment with one of these, or from such a network, is held. Default: none.
    pub suspect: Vec<String>,
}

/// When comments of several authors count as one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NearDuplicateRules {
    /// How far back is looked, in hours; 0: not at all. 0 to 720. Default: 24.
    pub window_hours: u32,
    /// From how much of the text in common, in percent, two texts are one. 50 to 100. Default: 70.
    pub similar_percent: u32,
    /// From how many authors of one text, the present one included, it is held. 2 to 100. Default: 2.
    pub authors: u32,
}

impl Default for NearDuplicateRules {
    fn default() -> Self {
        Self { window_hours: 24, similar_percent: 70, authors: 2 }
    }
}
