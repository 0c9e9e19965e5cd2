//! The demo's newspaper: an article, the comments under it, and a form to join in. It is there only when the server was
//! started by `postil demo`. A real newspaper's pages are its own; this one shows what they can be.

mod session;
mod view;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use self::session::{Visitor, is_ours};
use self::view::{ArticlePage, CommentView, Notice, ReplyForm, date, fill_in};
use super::{PageError, get, page_at, show};
use crate::actions::form::{self, FormAnswer};
use crate::actions::once::Recorder;
use crate::actions::post_comment::{self, GuestDetails, NewComment, Posted};
use crate::actions::{Comment, Error, Service, Sort, counts, front, own_comments, read_comment, thread_page};
use crate::http::extract;
use crate::model::article::Article;
use crate::model::comment::Status;
use crate::model::field::FieldErrors;
use crate::model::finding::{Effect, Finding};
use crate::model::ids::CommentId;
use crate::model::page::{Cursor, PageRequest};

/// Top-level comments of a page.
const A_PAGE: i64 = 20;
/// How far back a reader's own waiting comments are looked for.
const OWN_COMMENTS: i64 = 50;

pub fn configure(config: &mut ServiceConfig, demo: &Data<Article>) {
    config
        .app_data(demo.clone())
        .service(page_at("/demo", "GET, HEAD").route(get().to(read)))
        .service(page_at("/demo/comments", "POST").route(post().to(comment)))
        .configure(session::configure)
        .service(page_at(&demo.path, "GET, HEAD").route(get().to(async || elsewhere("/demo"))));
}

/// Sends the browser on; what it had posted is not posted again.
fn elsewhere(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct View {
    sort: String,
    cursor: Option<String>,
    reply_to: String,
}

impl View {
    fn sort(&self) -> (&'static str, Sort) {
        match self.sort.as_str() {
            "oldest" => ("oldest", Sort::Oldest),
            "top" => ("top", Sort::Top),
            _ => ("newest", Sort::Newest),
        }
    }
}

/// What the form brings.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    #[serde(default)]
    token: String,
    /// Nobody sees it.
    #[serde(default)]
    homepage: String,
    parent_id: String,
    body: String,
    name: String,
    email: String,
    website: String,
}

async fn read(
    request: HttpRequest,
    svc: Data<Service>,
    demo: Data<Article>,
    view: Query<View>,
) -> Result<HttpResponse, PageError> {
    let visitor = Visitor::of(&request, &svc).await?;
    let parent = match view.reply_to.parse() {
        Ok(id) => standing(&svc, id).await?,
        Err(_) => None,
    };
    let form = ReplyForm { parent, ..ReplyForm::default() };
    let page = Page { svc: &svc, demo: &demo, visitor: &visitor };
    page.show(StatusCode::OK, &view, form, None, None).await
}

async fn comment(
    request: HttpRequest,
    svc: Data<Service>,
    demo: Data<Article>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let visitor = Visitor::of(&request, &svc).await?;
    let Written { csrf, token, homepage, parent_id, body, name, email, website } = written.into_inner();
    let parent_id: Option<CommentId> = Some(parent_id).filter(|id| !id.is_empty()).and_then(|id| id.parse().ok());
    let parent = match parent_id {
        Some(id) => standing(&svc, id).await?,
        None => None,
    };
    let form = ReplyForm { parent, name, email, website, body, ..ReplyForm::default() };
    let page = Page { svc: &svc, demo: &demo, visitor: &visitor };
    let view = View::default();
    if !is_ours(&svc, &visitor, &csrf) {
        return page.show(StatusCode::FORBIDDEN, &view, form, Some(Notice::stale_form()), None).await;
    }
    let guest = visitor.viewer.is_none().then(|| GuestDetails {
        name: form.name.clone(),
        email: Some(form.email.clone()),
        website: Some(form.website.clone()),
    });
    let new = NewComment {
        url: demo.url.clone(),
        title: Some(demo.title.clone()),
        parent_id,
        body: form.body.clone(),
        guest,
        follow: None,
        follow_thread: false,
        form: Some(FormAnswer { token: Some(token), trap: Some(homepage) }),
    };
    let (viewer, device) = (visitor.viewer.clone(), extract::device(&request));
    match post_comment::run(&svc, viewer, device, &demo.site, new, Recorder::none()).await {
        Ok(posted) if posted.comment.status.told() == Status::Published => {
            Ok(elsewhere(&format!("/demo#comment-{}", posted.comment.id)))
        }
        Ok(posted) => {
            let reasons = messages(&posted.findings, Effect::Hold);
            let again = ReplyForm { name: form.name, email: form.email, website: form.website, ..ReplyForm::default() };
            page.show(StatusCode::ACCEPTED, &view, again, Some(Notice::held(reasons)), Some(posted)).await
        }
        Err(Error::Refused(findings) | Error::Warned(_, findings)) => {
            let notice = Notice::refused(messages(&findings, Effect::Refuse));
            page.show(StatusCode::UNPROCESSABLE_ENTITY, &view, form, Some(notice), None).await
        }
        Err(Error::Invalid(errors)) => {
            let (form, notice) = named(form, errors);
            page.show(StatusCode::UNPROCESSABLE_ENTITY, &view, form, Some(notice), None).await
        }
        Err(Error::Busy) => page.show(StatusCode::SERVICE_UNAVAILABLE, &view, form, Some(Notice::busy()), None).await,
        Err(error) => Err(error.into()),
    }
}

fn messages(findings: &[Finding], effect: Effect) -> Vec<String> {
    findings.iter().filter(|finding| finding.effect == effect).map(|finding| finding.message.clone()).collect()
}

/// Each error beside its field; those that have none, in the notice.
fn named(mut form: ReplyForm, errors: FieldErrors) -> (ReplyForm, Notice) {
    let mut lines = Vec::new();
    for error in errors.0 {
        match error.field.strip_prefix("guest.").unwrap_or(&error.field) {
            field @ ("body" | "name" | "email" | "website") => form.errors.push((field.to_owned(), error.message)),
            "parent_id" => lines.push("The comment you reply to is not there any more.".to_owned()),
            field => lines.push(format!("{field}: {}", error.message)),
        }
    }
    (form, Notice::wrong(lines))
}

/// A comment that can be replied to: its id, and the name of its author.
async fn standing(svc: &Data<Service>, id: CommentId) -> Result<Option<(String, String)>, PageError> {
    match read_comment::comment(svc, None, id).await {
        Ok(seen) => {
            let name = view::name_of(seen.author_name, seen.comment.guest_name);
            Ok(Some((id.to_string(), name)))
        }
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What every view of the article needs.
struct Page<'a> {
    svc: &'a Data<Service>,
    demo: &'a Article,
    visitor: &'a Visitor,
}

impl Page<'_> {
    /// The article with its thread and the form. `held`: what this visitor has just written and nobody else sees.
    async fn show(
        self,
        status: StatusCode,
        view: &View,
        form: ReplyForm,
        notice: Option<Notice>,
        held: Option<Posted>,
    ) -> Result<HttpResponse, PageError> {
        let Self { svc, demo, visitor } = self;
        let (sort_name, sort) = view.sort();
        let after = view.cursor.as_deref().map(Cursor::parse).transpose().map_err(|_| PageError::nowhere())?;
        let site = front(svc, &demo.site).await?;
        let request = PageRequest { after, limit: A_PAGE };
        let thread = thread_page(svc, &demo.site, &demo.url, sort, request).await?;
        let count = counts(svc, &demo.site, vec![demo.url.clone()]).await?.first().map_or(0, |counted| counted.count);
        let now = svc.clock.now();
        let next = thread.page.next.map(Cursor::encode);
        let mut comments: Vec<CommentView> =
            thread.page.items.into_iter().map(|tree| CommentView::public(tree, now)).collect();
        for (comment, name) in self.waiting(held).await? {
            view::insert(&mut comments, CommentView::waiting(comment, name, now), after.is_none());
        }
        let form = ReplyForm { token: form::token(svc, &demo.site).await?, ..form };
        let form = fill_in(form, svc, visitor, site.most_characters);
        let page = ArticlePage {
            site_name: &site.name,
            title: &demo.title,
            standfirst: &demo.standfirst,
            byline: &demo.byline,
            published: date(demo.published_at),
            published_iso: demo.published_at.to_string(),
            article_html: &demo.html,
            comment_count: count,
            sort: sort_name,
            comments,
            older_href: next.map(|cursor| format!("?sort={sort_name}&cursor={cursor}#comments")),
            form,
            notice,
        };
        Ok(visitor.remembered(show(status, &page)?))
    }

    /// What the visitor wrote here and nobody else sees, oldest first; of a guest only what came just now.
    async fn waiting(&self, held: Option<Posted>) -> Result<Vec<(Comment, String)>, PageError> {
        let Some(viewer) = &self.visitor.viewer else {
            return Ok(held.map(|posted| (posted.comment, posted.author_name)).into_iter().collect());
        };
        let request = PageRequest { after: None, limit: OWN_COMMENTS };
        let own = own_comments(self.svc, viewer.clone(), request).await?.items.into_iter().rev();
        let alone = |status: Status| matches!(status, Status::Pending | Status::Muted);
        let here = own.filter(|own| alone(own.comment.status) && own.thread.url == self.demo.url);
        Ok(here.map(|own| (own.comment, viewer.account.display_name.clone())).collect())
    }
}
