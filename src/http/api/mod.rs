//! JSON handlers: each extracts, calls one action and renders.

pub mod accounts;
pub mod appeals;
pub mod authors;
pub mod bulk;
pub mod canned_texts;
pub mod checkers;
pub mod claims;
pub mod comment;
pub mod comments;
pub mod decisions;
pub mod events;
pub mod figures;
pub mod follows;
pub mod mail;
pub mod me;
pub mod moderation;
pub mod moderators;
pub mod news;
pub mod reports;
pub mod sanctions;
pub mod search;
pub mod second_looks;
pub mod sessions;
pub mod similar;
pub mod simulations;
pub mod site_mail;
pub mod sites;
pub mod threads;
pub mod tokens;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::error::Problem;
use crate::http::extract;
use crate::model::page::{Cursor, Page, PageRequest};

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

impl<T> From<Page<T>> for List<T> {
    fn from(page: Page<T>) -> Self {
        Self { items: page.items, next: page.next.map(Cursor::encode) }
    }
}

/// The page of a list that takes no other parameters.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl PageQuery {
    fn request(&self) -> Result<PageRequest, Problem> {
        extract::page(self.limit, self.cursor.as_deref(), 100)
    }
}

/// Keeps a null apart from a missing member.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
