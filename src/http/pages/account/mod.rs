//! The pages of an account. Permission on each: the person itself, unless the file says otherwise; who is not signed in is led
//! to sign in.
//!
//! A page is a file here and a template that extends `account/layout.html`; the template has a [`Frame`] and says which of
//! [`PLACES`] it is.

mod comments;
mod leave;
mod links;
mod mail;
mod news;
mod overview;
mod sessions;
mod sign_up;

use actix_web::web::ServiceConfig;
use serde::Deserialize;
use url::form_urlencoded;

use super::words::Words;
use super::{PageError, own_path};
use crate::actions::{MIN_PASSWORD, OwnComment};
use crate::model::field::FieldErrors;
use crate::model::page::{Cursor, PageRequest};

/// The menu: addresses below `/account`, and messages.
pub const PLACES: &[(&str, &str)] = &[
    ("", "account-overview"),
    ("/news", "page-news"),
    ("/comments", "account-comments"),
    ("/mail", "mail-title"),
    ("/sessions", "account-sessions"),
    ("/tokens", "account-tokens"),
    ("/export", "account-export"),
    ("/delete", "account-delete"),
];

/// What pages can be read in; each language by its own name.
pub const LANGUAGES: &[(&str, &str)] = &[("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français")];

/// Entries of a list on one page.
const A_PAGE: i64 = 20;

pub fn configure(config: &mut ServiceConfig) {
    links::configure(config);
    sign_up::configure(config);
    overview::configure(config);
    sessions::configure(config);
    mail::configure(config);
    news::configure(config);
    comments::configure(config);
    leave::configure(config);
}

/// The fewest characters of a new password, to be told.
fn least_of_password() -> i64 {
    i64::try_from(MIN_PASSWORD).unwrap_or(i64::MAX)
}

/// Where to sign in and go on at `next`.
fn sign_in_to(next: &str) -> String {
    with_next("/account/sign-in", next)
}

/// The address of a page that leads on to `next`, if that is a path of ours.
fn with_next(page: &str, next: &str) -> String {
    match own_path(next, "") {
        "" => page.to_owned(),
        next => {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{page}?next={next}")
        }
    }
}

/// The thread's page of the comment, where its author changes and deletes it.
pub fn page_of(own: &OwnComment) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("url", &own.thread.url);
    if let Some(title) = &own.thread.title {
        query.append_pair("title", title);
    }
    format!("/embed/{}/comments/{}?{}", own.slug, own.comment.id, query.finish())
}

/// Which part of a list, and what came of a form before.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Part {
    cursor: String,
    said: String,
}

impl Part {
    /// Errors: 404 for a cursor that nobody gave out.
    fn request(&self) -> Result<PageRequest, PageError> {
        let after = Some(self.cursor.as_str()).filter(|cursor| !cursor.is_empty()).map(Cursor::parse);
        let after = after.transpose().map_err(|_| PageError::nowhere())?;
        Ok(PageRequest { after, limit: A_PAGE })
    }

    fn is_first(&self) -> bool {
        self.cursor.is_empty()
    }

    /// The message that the address asks for, if it is one of these.
    fn said(&self, messages: &[&'static str]) -> Option<&'static str> {
        messages.iter().find(|message| message.ends_with(&format!("-{}", self.said))).copied()
    }
}

/// What is wrong with a form, by field, in the reader's language.
#[derive(Debug, Default)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    fn one(w: Words, field: &'static str, message: &str) -> Self {
        Self(vec![(field, w.say(message))])
    }

    /// `known` has the action's names of the fields, the form's, and the messages that tell all that can be wrong with
    /// each: actions explain themselves to programs, in English. What is not known, is told as it is at the first field.
    fn of_action(w: Words, errors: FieldErrors, known: &[(&str, &'static str, &str)]) -> Self {
        let told = errors.0.into_iter().filter_map(|error| {
            let found = known.iter().find(|(name, ..)| *name == error.field);
            match found {
                Some((_, field, message)) => Some((*field, w.say(message))),
                None => known.first().map(|(_, field, _)| (*field, error.message)),
            }
        });
        Self(told.collect())
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, message)| message.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(sign_in_to("/embed/news?url=a&b=c"), "/account/sign-in?next=%2Fembed%2Fnews%3Furl%3Da%26b%3Dc");
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
            assert_eq!(sign_in_to(next), "/account/sign-in");
        }
    }
}
