//! What the account has written, on all sites, and what became of it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Part;
use crate::actions::once::Recorder;
use crate::actions::{Error, OwnComment, Service, appeal, own_comments};
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::ids::CommentId;
use crate::model::page::Cursor;

pub fn configure(config: &mut ServiceConfig) {
    let at = page_at("/account/comments", "GET, HEAD, POST");
    config.service(at.route(get().to(list)).route(post().to(take_appeal)));
}

#[derive(Template)]
#[template(path = "account/comments.html")]
struct CommentsPage {
    frame: Frame,
    place: &'static str,
    comments: Vec<OwnComment>,
    cursor: String,
    is_first: bool,
    next: Option<String>,
    /// An appeal is in.
    said: bool,
    /// What was not taken.
    written: Written,
}

impl CommentsPage {
    /// Whether the appeal for that comment was not taken.
    fn is_open(&self, id: &CommentId) -> bool {
        self.written.id == Some(*id)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    id: Option<CommentId>,
    statement: String,
    cursor: String,
}

async fn list(svc: Data<Service>, visitor: Visitor, part: Query<Part>) -> Result<HttpResponse, PageError> {
    show_list(&svc, &visitor, &part, Written::default()).await
}

async fn show_list(
    svc: &Data<Service>,
    visitor: &Visitor,
    part: &Part,
    written: Written,
) -> Result<HttpResponse, PageError> {
    let page = own_comments(svc, visitor.signed_in()?, part.request()?).await?;
    let status = if written.id.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CommentsPage {
        frame: Frame::of(svc, visitor).await?,
        place: "/comments",
        comments: page.items,
        cursor: part.cursor.clone(),
        is_first: part.is_first(),
        next: page.next.map(Cursor::encode),
        said: part.said == "appealed",
        written,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn take_appeal(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let written = written.into_inner();
    let id = written.id.ok_or_else(PageError::nowhere)?;
    match appeal::run(&svc, visitor.signed_in()?, id, &written.statement, Recorder::none()).await {
        Ok(_) => {
            let cursor: String = url::form_urlencoded::byte_serialize(written.cursor.as_bytes()).collect();
            let to = format!("/account/comments?cursor={cursor}&said=appealed#comment-{id}");
            Ok(visitor.remembered(elsewhere(&to)))
        }
        Err(Error::Invalid(_)) => {
            let part = Part { cursor: written.cursor.clone(), ..Part::default() };
            show_list(&svc, &visitor, &part, written).await
        }
        Err(error) => Err(error.into()),
    }
}
