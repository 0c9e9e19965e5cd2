//! An article that is shown together with its comments: the demo's.

use super::time::Timestamp;

#[derive(Debug, Clone)]
pub struct Article {
    /// The slug of the site it belongs to.
    pub site: String,
    pub url: String,
    /// The path of `url`.
    pub path: String,
    pub title: String,
    pub standfirst: String,
    pub byline: String,
    pub published_at: Timestamp,
    /// Trusted: it comes from a file of the operator's, not from a reader.
    pub html: String,
}
