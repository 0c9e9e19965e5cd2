//! Votes, and following the thread. Permission: any account; who is not signed in is led to sign in.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::{View, sign_in};
use crate::actions::follow::{self, Place};
use crate::actions::look_at_thread::{self, Part};
use crate::actions::{Error, Service, Viewer, vote};
use crate::http::extract;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere};
use crate::model::ids::CommentId;

/// What the buttons bring: one of the last four.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Act {
    csrf: String,
    url: String,
    title: String,
    lang: String,
    theme: String,
    sort: String,
    cursor: String,
    comment: String,
    up: Option<CommentId>,
    down: Option<CommentId>,
    /// Takes back whatever vote there is.
    unvote: Option<CommentId>,
    /// `yes` or `no`.
    follow: Option<String>,
}

pub async fn act(
    request: HttpRequest,
    svc: Data<Service>,
    site: Path<String>,
    visitor: Visitor,
    act: Form<Act>,
) -> Result<HttpResponse, PageError> {
    let act = act.into_inner();
    let view = View {
        url: act.url,
        title: act.title,
        sort: act.sort,
        cursor: act.cursor,
        comment: act.comment,
        reply_to: String::new(),
        lang: act.lang,
        theme: act.theme,
        framed: String::new(),
    };
    let Some(viewer) = visitor.viewer.clone() else {
        return Ok(visitor.remembered(elsewhere(&sign_in::way(&site, &view))));
    };
    visitor.must_have_sent(&svc, &act.csrf)?;
    let network = extract::network(&request);
    let (on, value) = match (act.up, act.down, act.unvote) {
        (Some(id), ..) => (Some(id), Some(1)),
        (_, Some(id), _) => (Some(id), Some(-1)),
        (.., on) => (on, None),
    };
    let voted = match (on, value) {
        (Some(id), Some(value)) => vote::cast(&svc, viewer.clone(), network, id, value).await.map(|_| ()),
        (Some(id), None) => vote::withdraw(&svc, viewer.clone(), id).await.map(|_| ()),
        _ => Ok(()),
    };
    match voted {
        // Another window did the same, or the comment is gone: the page shows how it is.
        Ok(()) | Err(Error::Conflict(_) | Error::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    if let Some(follow) = act.follow {
        follow_thread(&svc, viewer, &site, &view, follow == "yes").await?;
    }
    let place = on.map_or_else(|| "#respond".to_owned(), |id| format!("#comment-{id}"));
    Ok(visitor.remembered(elsewhere(&format!("/embed/{site}?{}{place}", view.whole_query()))))
}

async fn follow_thread(
    svc: &Data<Service>,
    viewer: Viewer,
    site: &str,
    view: &View,
    yes: bool,
) -> Result<(), PageError> {
    let thread = look_at_thread::run(svc, site, &view.url, Part::Nothing).await?.thread;
    let thread = thread.ok_or_else(PageError::nowhere)?.id;
    let wanted = yes.then_some(false);
    Ok(follow::set(svc, viewer, Place::Thread(site.to_owned(), thread), wanted).await?)
}
