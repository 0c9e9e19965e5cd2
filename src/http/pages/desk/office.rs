//! What the pages have in common by which a site is looked after.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use serde::Deserialize;

use crate::actions::{Error, Expected, Viewer};
use crate::http::pages::words::Words;
use crate::http::pages::{POLICY, PageError};
use crate::model::page::{Cursor, PageRequest};

/// Entries of a page of a list.
const A_PAGE: i64 = 50;

/// What the address says after a form has led to it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// Each has a message.
const DONE: &[&str] = &[
    "saved",
    "created",
    "removed",
    "appointed",
    "dismissed",
    "setup",
    "queued",
    "lifted",
    "test-sent",
    "checker-saved",
];

impl Done {
    pub fn message(&self, w: Words) -> Option<String> {
        DONE.contains(&self.done.as_str()).then(|| w.say(&format!("office-done-{}", self.done)))
    }
}

/// Errors: 403 for others than administrators.
pub fn must_be_administrator(viewer: &Viewer) -> Result<(), PageError> {
    if viewer.is_administrator() { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// The page of a list that begins after `cursor`, which may be empty. Errors: 404 for what is no cursor.
pub fn page(cursor: &str) -> Result<PageRequest, PageError> {
    let after = if cursor.is_empty() { None } else { Some(Cursor::parse(cursor).map_err(|_| PageError::nowhere())?) };
    Ok(PageRequest { after, limit: A_PAGE })
}

/// The revision that a form was filled in for.
pub fn expected(revision: &str) -> Expected {
    revision.parse().map_or(Expected::Anything, |revision| Expected::OneOf(vec![revision]))
}

/// Each line that has something on it.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Lets the page show a letter in a frame of its own: letters carry their looks in them. The frame is a sandbox, in which
/// nothing runs, and from which nothing leads away.
pub fn with_letter(mut response: HttpResponse) -> HttpResponse {
    let policy =
        format!("{POLICY}; frame-src 'self'; style-src-attr 'unsafe-inline'; style-src-elem 'self' 'unsafe-inline'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts;

    #[test]
    fn whatever_was_done_can_be_said() {
        for done in DONE {
            assert!(texts::has(&format!("office-done-{done}")), "{done}");
        }
    }

    #[test]
    fn lines_are_taken_without_the_space_around_them() {
        assert_eq!(lines(" a b \r\n\r\n c\n"), ["a b", "c"]);
    }
}
