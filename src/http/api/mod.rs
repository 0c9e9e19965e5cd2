//! JSON handlers: each extracts, calls one action and renders.

pub mod accounts;
pub mod comment;
pub mod comments;
pub mod moderation;
pub mod sites;

use serde::Serialize;
use utoipa::ToSchema;

use crate::model::page::{Cursor, Page};

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
