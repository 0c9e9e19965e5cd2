//! Showing the thread. Whoever has no cookies of ours gets ready bytes, the same for all.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;

use super::view::{CommentView, Notice, ReplyForm, Setting, ThreadPage, insert, name_of};
use super::{A_PAGE, View, framed};
use crate::actions::look_at_thread::{self, Look, Marks, Part};
use crate::actions::post_comment::Posted;
use crate::actions::{Comment, Error, Service, form, read_comment};
use crate::http::cache::{Kind, Page, ThreadCache};
use crate::http::pages::guest_cookie;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, show};
use crate::model::ids::CommentId;
use crate::model::page::{Cursor, PageRequest};

pub async fn read(
    request: HttpRequest,
    svc: Data<Service>,
    cache: Data<ThreadCache>,
    site: Path<String>,
    view: Query<View>,
) -> Result<HttpResponse, actix_web::Error> {
    let visitor = Visitor::extract(&request).await?;
    if visitor.is_known() || guest_cookie::of(&request).is_some() || !view.reply_to.is_empty() {
        return Ok(personal(&request, &svc, &visitor, &site, &view).await?);
    }
    let kind = Kind::Page(visitor.w.0);
    let build = || async {
        let stranger = visitor.as_stranger();
        let look = look(&svc, &site, &view).await?;
        let (thread, origins) = (look.thread.as_ref().map(|thread| thread.id), look.origins.clone());
        let page = Shown { svc: &svc, visitor: &stranger, site: &site, view: &view };
        let page = page.of(look, ReplyForm { follow: true, ..ReplyForm::default() }, None, None).await?;
        let html = page.render().map_err(|error| PageError::internal(&error.to_string()))?;
        Ok(Page { bytes: html.into_bytes(), thread, origins })
    };
    cache.answer(&svc, &request, kind, build).await
}

/// The thread for somebody in particular.
async fn personal(
    request: &HttpRequest,
    svc: &Data<Service>,
    visitor: &Visitor,
    site: &str,
    view: &View,
) -> Result<HttpResponse, PageError> {
    let parent = match view.reply_to.parse() {
        Ok(id) => standing(svc, visitor, id).await?,
        Err(_) => None,
    };
    let guest = guest_cookie::of(request).unwrap_or_default();
    let form = ReplyForm {
        parent,
        remember: !guest.name.is_empty(),
        name: guest.name,
        email: guest.email,
        website: guest.website,
        follow: true,
        ..ReplyForm::default()
    };
    let page = Shown { svc, visitor, site, view };
    page.answer(StatusCode::OK, form, None, None).await
}

async fn look(svc: &Data<Service>, site: &str, view: &View) -> Result<Look, PageError> {
    let (_, sort) = view.sort();
    let after = match view.cursor.as_str() {
        "" => None,
        cursor => Some(Cursor::parse(cursor).map_err(|_| PageError::nowhere())?),
    };
    let whole = Part::Page(sort, PageRequest { after, limit: A_PAGE });
    let part = match view.comment.parse::<CommentId>() {
        Ok(id) => Part::Conversation(id),
        Err(_) => whole,
    };
    match look_at_thread::run(svc, site, &view.url, part).await {
        // A comment that is gone leads to where it was.
        Err(Error::NotFound("comment")) => {
            let whole = Part::Page(sort, PageRequest { after: None, limit: A_PAGE });
            Ok(look_at_thread::run(svc, site, &view.url, whole).await?)
        }
        found => Ok(found?),
    }
}

/// A comment that can be replied to: its id, and the name of its author.
pub async fn standing(
    svc: &Data<Service>,
    visitor: &Visitor,
    id: CommentId,
) -> Result<Option<(String, String)>, PageError> {
    match read_comment::comment(svc, None, id).await {
        Ok(seen) => {
            let name = name_of(seen.author_name, seen.comment.guest_name, visitor.w);
            Ok(Some((id.to_string(), name)))
        }
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// For whom, and what.
pub struct Shown<'a> {
    pub svc: &'a Data<Service>,
    pub visitor: &'a Visitor,
    pub site: &'a str,
    pub view: &'a View,
}

impl Shown<'_> {
    /// `held`: what this visitor has just written and nobody else sees.
    pub async fn answer(
        &self,
        status: StatusCode,
        form: ReplyForm,
        notice: Option<Notice>,
        held: Option<Posted>,
    ) -> Result<HttpResponse, PageError> {
        let look = look(self.svc, self.site, self.view).await?;
        let origins = look.origins.clone();
        let page = self.of(look, form, notice, held).await?;
        Ok(framed(self.visitor.remembered(show(status, &page)?), &origins))
    }

    async fn of(
        &self,
        look: Look,
        form: ReplyForm,
        notice: Option<Notice>,
        held: Option<Posted>,
    ) -> Result<ThreadPage, PageError> {
        let Self { svc, visitor, site, view } = self;
        let viewer = visitor.viewer.as_ref();
        let mut marks = match (viewer, &look.thread) {
            (Some(viewer), Some(thread)) => look_at_thread::marks(svc, viewer, (thread.site_id, thread.id)).await?,
            _ => Marks::default(),
        };
        let waiting = std::mem::take(&mut marks.waiting);
        let waiting: Vec<(Comment, String)> = match viewer {
            Some(viewer) => waiting.into_iter().map(|own| (own, viewer.account.display_name.clone())).collect(),
            None => held.map(|posted| (posted.comment, posted.author_name)).into_iter().collect(),
        };
        let follows_thread = marks.follows_thread;
        let set = Arc::new(Setting {
            w: visitor.w,
            now: svc.clock.now(),
            site: (*site).to_owned(),
            query: view.query(),
            viewer: viewer.map(|viewer| viewer.id()),
            marks,
            is_closed: look.is_closed,
        });
        let is_first = view.cursor.is_empty() && view.comment.is_empty();
        let next = look.page.next.map(Cursor::encode);
        let mut comments: Vec<CommentView> =
            look.page.items.into_iter().map(|tree| CommentView::public(tree, &set)).collect();
        for (comment, name) in waiting {
            insert(&mut comments, CommentView::waiting(comment, name, &set), is_first);
        }
        let (sort, _) = view.sort();
        let thread = look.thread.as_ref();
        Ok(ThreadPage {
            w: visitor.w,
            site: (*site).to_owned(),
            site_name: look.site_name,
            query: view.query(),
            whole_query: view.whole_query(),
            view: (*view).clone(),
            csrf: visitor.csrf(svc),
            count: thread.map_or(0, |thread| thread.comment_count),
            sort,
            comments,
            next: next.map(|cursor| format!("?{}&sort={sort}&cursor={cursor}#comments", view.query())),
            events: thread.map(|thread| format!("/api/v1/sites/{site}/threads/{}/events", thread.id)),
            reader: viewer.map(|viewer| viewer.account.display_name.clone()),
            is_staff: thread.zip(viewer).is_some_and(|(thread, viewer)| viewer.is_staff_of(thread.site_id)),
            follows_thread,
            is_closed: look.is_closed,
            guests: look.guests,
            guest_email_required: look.guest_email_required,
            most_characters: look.most_characters,
            form: ReplyForm { token: form::token(svc, site).await?, ..form },
            notice,
        })
    }
}
