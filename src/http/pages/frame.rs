//! What is around every page: the name, the way to the account and the desk, the language.

use actix_web::web::Data;

use super::visitor::Visitor;
use super::words::Words;
use super::{NO_NAME, PageError, name};
use crate::actions::{Service, read_news};

/// The part of a page that is the same on all of them; `templates/base.html` shows it.
pub struct Frame {
    /// The only site's name, or what the service is called.
    pub site_name: String,
    pub w: Words,
    /// For the page's forms.
    pub csrf: String,
    /// The name of whoever is signed in.
    pub reader: Option<String>,
    /// News that were not read.
    pub unread: i64,
    /// Whether there is a desk for the reader.
    pub is_staff: bool,
}

impl Frame {
    pub async fn of(svc: &Data<Service>, visitor: &Visitor) -> Result<Self, PageError> {
        let viewer = visitor.viewer.as_ref();
        let unread = match viewer {
            Some(viewer) => read_news::unread(svc, viewer.id()).await?,
            None => 0,
        };
        Ok(Self {
            site_name: name(svc).await?,
            w: visitor.w,
            csrf: visitor.csrf(svc),
            reader: viewer.map(|viewer| viewer.account.display_name.clone()),
            unread,
            is_staff: viewer.is_some_and(|viewer| viewer.is_administrator() || !viewer.moderates.is_empty()),
        })
    }

    /// For pages that are shown while nothing can be asked.
    pub fn bare(w: Words) -> Self {
        Self { site_name: NO_NAME.to_owned(), w, csrf: String::new(), reader: None, unread: 0, is_staff: false }
    }
}
