//! What is hard to read is under a veil until it is asked for. A moderator can do without; that is kept in the browser,
//! for that account.

use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path};
use serde::Deserialize;

use crate::actions::{self, Service, Viewer};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, own_path};

/// Whether the viewer wants to see everything at once.
pub fn is_off(visitor: &Visitor, viewer: &Viewer) -> bool {
    visitor.kept_unveiled() == Some(viewer.id().to_string().as_str())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wish {
    csrf: String,
    back: String,
    /// `off` or `on`.
    veil: String,
}

pub async fn choose(
    svc: Data<Service>,
    site: Path<String>,
    visitor: Visitor,
    wish: Form<Wish>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &wish.csrf)?;
    actions::site(&svc, viewer.clone(), &site).await?;
    let front = format!("/desk/{site}");
    let response = elsewhere(own_path(&wish.back, &front));
    let unveiled = (wish.veil == "off").then(|| viewer.id().to_string());
    Ok(visitor.keeping_unveiled(response, unveiled))
}
