//! Comments of the site by what they say, by whom they are and where they stand.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::lists::{Pager, Wrong, address, author_of, days, part_at, title_of};
use crate::actions::read_queue::QueueItem;
use crate::actions::search::{self, Question};
use crate::actions::{Service, Viewer, placed};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, get, page_at, show};
use crate::model::comment::Status;
use crate::model::ids::CommentId;
use crate::model::page::Page;
use crate::model::search::SearchQuery;
use crate::model::snippet::{Piece, snippet};

/// Characters of what is looked for, as the API takes them.
const MOST: usize = 500;

/// What can be looked for; deleted comments are never found.
const STATUSES: &[Status] = &[Status::Published, Status::Pending, Status::Rejected, Status::Spam, Status::Muted];

pub fn configure(config: &mut ServiceConfig) {
    config.service(page_at("/desk/{site}/search", "GET, HEAD").route(get().to(find)));
}

#[derive(Template)]
#[template(path = "desk/search.html")]
struct SearchPage<'a> {
    desk: Desk,
    asked: &'a Asked,
    /// Of the author to whose comments the search keeps, and the same search among all.
    author: Option<(String, String)>,
    wrong: Wrong,
    /// `None`: nothing was asked for, or nothing that makes sense.
    found: Option<Vec<Hit>>,
    pager: Pager,
}

impl SearchPage<'_> {
    const fn statuses(&self) -> &'static [Status] {
        STATUSES
    }

    fn is_first(&self) -> bool {
        self.asked.cursor.is_empty()
    }

    const fn most(&self) -> usize {
        MOST
    }
}

/// The filters, as they stand in the address and in the form.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
    status: String,
    article: String,
    /// The id of a comment: its author is meant.
    author: String,
    from: String,
    to: String,
    cursor: String,
}

struct Hit {
    id: CommentId,
    pieces: Vec<Piece>,
    status: &'static str,
    author: String,
    title: String,
    ago: String,
    at: String,
}

impl Asked {
    fn query<'a>(&'a self, author: &'a str) -> [(&'a str, &'a str); 6] {
        [
            ("q", &self.q),
            ("status", &self.status),
            ("article", &self.article),
            ("author", author),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    fn is_empty(&self) -> bool {
        self.query(&self.author).iter().all(|(_, value)| value.trim().is_empty())
    }
}

async fn find(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "search").await?;
    let (w, mut wrong) = (visitor.w, Wrong::default());
    let author = author(&svc, &viewer, &site, &asked, &mut wrong, &desk).await?;
    let question = question(&asked, &mut wrong, &desk);
    let request = part_at(&asked.cursor)?;
    let found = if asked.is_empty() || !wrong.is_empty() {
        None
    } else {
        Some(search::run(&svc, viewer, &site, question, request).await?)
    };
    let page = found.unwrap_or(Page { items: Vec::new(), next: None });
    let is_asked = !asked.is_empty() && wrong.is_empty();
    let query = SearchQuery::parse(&asked.q).ok();
    let now = svc.clock.now();
    let pager = Pager::of(&desk.at("search"), &asked.query(&asked.author), &asked.cursor, &page);
    let hit = |QueueItem { listed, thread, .. }: QueueItem| Hit {
        id: listed.0.id,
        pieces: snippet(&listed.0.body, query.as_ref()),
        status: listed.0.status.as_str(),
        author: author_of(&listed, w),
        title: title_of(&thread),
        ago: w.ago(listed.0.created_at, now),
        at: listed.0.created_at.to_string(),
    };
    let found = is_asked.then(|| page.items.into_iter().map(hit).collect());
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SearchPage { desk, asked: &asked, author, wrong, found, pager };
    Ok(visitor.remembered(show(status, &page)?))
}

fn question(asked: &Asked, wrong: &mut Wrong, desk: &Desk) -> Question {
    let w = desk.frame.w;
    if asked.q.chars().count() > MOST {
        wrong.note("q", w.count("search-too-long", i64::try_from(MOST).unwrap_or(i64::MAX)));
    }
    let status = |text: &str| STATUSES.iter().copied().find(|status| status.as_str() == text).ok_or(());
    let (from, before) = days(wrong, w, &asked.from, &asked.to);
    let question = Question {
        text: asked.q.clone(),
        status: wrong.take("status", &asked.status, status, || w.say("list-choose")),
        article: Some(asked.article.trim().to_owned()).filter(|article| !article.is_empty()),
        author: asked.author.parse().ok(),
        from,
        before,
    };
    for error in question.check().err().into_iter().flat_map(|errors| errors.0).filter(|_| !asked.is_empty()) {
        let message = if error.field == "q" { "search-wrong-words" } else { "search-wrong-article" };
        wrong.note(&error.field, w.say(message));
    }
    question
}

/// Name of the author and address of the search without.
async fn author(
    svc: &Data<Service>,
    viewer: &Viewer,
    site: &str,
    asked: &Asked,
    wrong: &mut Wrong,
    desk: &Desk,
) -> Result<Option<(String, String)>, PageError> {
    if asked.author.is_empty() {
        return Ok(None);
    }
    let w = desk.frame.w;
    let comment = match asked.author.parse::<CommentId>() {
        Ok(id) => placed::one(svc, viewer.clone(), site, id).await?,
        Err(_) => None,
    };
    let Some(comment) = comment else {
        wrong.note("author", w.say("search-no-author"));
        return Ok(None);
    };
    Ok(Some((author_of(&comment.listed, w), address(&desk.at("search"), &asked.query("")))))
}
