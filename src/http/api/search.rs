//! The search. Permission: staff of the site; the action checks it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use super::List;
use super::moderation::QueueItemView;
use crate::actions::Service;
use crate::actions::search::{self, Question};
use crate::http::error::Problem;
use crate::http::extract::{self, SignedIn};
use crate::model::comment::Status;
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// The site's slug.
    site: String,
    /// What to look for; may be left out with another filter: `words`, `"a phrase"`, the beginning of words (`harb*`), and with a `-` what must not be there.
    #[param(max_length = 500)]
    #[serde(default)]
    q: String,
    /// Only comments of this status.
    #[param(inline)]
    status: Option<Status>,
    /// Only comments on this article: its address, or the thread's id.
    article: Option<String>,
    /// Only comments by this author: an account's id, or that of one of the author's comments.
    #[param(value_type = Option<CommentId>)]
    author: Option<CommentId>,
    /// Only comments written at this time or later.
    from: Option<Timestamp>,
    /// Only comments written before this time.
    before: Option<Timestamp>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Characters of what is looked for.
const MOST: usize = 500;

/// Search comments
///
/// By text, the author's name and e-mail address, newest first. Neither case nor accents matter. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/search", tag = "moderation", security(("bearer" = [])),
    params(SearchQuery), responses((status = 200, description = "A page", body = List<QueueItemView>)))]
pub async fn find(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<SearchQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    if query.q.chars().count() > MOST {
        return Err(Problem::field("q", format!("must have at most {MOST} characters")));
    }
    let SearchQuery { site, q, status, article, author, from, before, .. } = query.into_inner();
    let question = Question { text: q, status, article, author: author.map(CommentId::get), from, before };
    let page = search::run(&svc, viewer, &site, question, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(QueueItemView::from))))
}
