//! What moderators note about an author, by the forms of the author's page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use serde::Deserialize;

use super::author::{Author, Filled};
use super::lists::Wrong;
use crate::actions::once::Recorder;
use crate::actions::{Error, Service, author_notes};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere};
use crate::model::ids::{AuthorNoteId, CommentId};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Written {
    csrf: String,
    body: String,
}

pub async fn write(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, CommentId)>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let (site, id) = path.into_inner();
    let author = Author { svc: &svc, visitor: &visitor, site: &site, id };
    let viewer = author.viewer().await?;
    let (status, message) = match author_notes::write(&svc, viewer, id, &written.body, Recorder::none()).await {
        Ok(_) => return Ok(visitor.remembered(elsewhere(&author.after("noted", "notes")))),
        Err(Error::Invalid(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "note-wrong"),
        Err(Error::Conflict(_)) => (StatusCode::CONFLICT, "note-not-now"),
        Err(error) => return Err(error.into()),
    };
    let mut wrong = Wrong::default();
    wrong.note("body", visitor.w.say(message));
    author.again(status, &Filled { note: written.body.clone(), wrong, ..Filled::default() }).await
}

pub async fn remove(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, CommentId, AuthorNoteId)>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let (site, id, note) = path.into_inner();
    let author = Author { svc: &svc, visitor: &visitor, site: &site, id };
    let viewer = author.viewer().await?;
    match author_notes::remove(&svc, viewer, note).await {
        // Another window was faster.
        Ok(()) | Err(Error::NotFound(_)) => Ok(visitor.remembered(elsewhere(&author.after("unnoted", "notes")))),
        Err(error) => Err(error.into()),
    }
}
