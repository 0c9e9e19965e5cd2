//! A comment's way in by the form. Permission: anyone whom the site lets comment.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::View;
use super::look::{Shown, standing};
use super::view::{Notice, ReplyForm};
use crate::actions::form::FormAnswer;
use crate::actions::once::Recorder;
use crate::actions::post_comment::{self, GuestDetails, NewComment, Posted};
use crate::actions::{Error, Service};
use crate::http::extract;
use crate::http::pages::guest_cookie::{self, Guest};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere};
use crate::model::comment::{Body, Status};
use crate::model::field::FieldErrors;
use crate::model::finding::{Effect, Finding};
use crate::model::ids::CommentId;

/// What the form brings.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Written {
    csrf: String,
    url: String,
    title: String,
    lang: String,
    theme: String,
    token: String,
    /// Nobody sees it.
    homepage: String,
    parent_id: String,
    body: String,
    name: String,
    email: String,
    website: String,
    remember: Option<String>,
    follow: Option<String>,
    follow_thread: Option<String>,
    /// The button that only shows what it would look like.
    preview: Option<String>,
}

pub async fn comment(
    request: HttpRequest,
    svc: Data<Service>,
    site: Path<String>,
    visitor: Visitor,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let written = written.into_inner();
    let visitor = visitor.speaking(&written.lang);
    let w = visitor.w;
    let view = View {
        url: written.url.clone(),
        title: written.title.clone(),
        lang: written.lang.clone(),
        theme: written.theme.clone(),
        framed: String::new(),
        ..View::default()
    };
    let parent_id: Option<CommentId> = written.parent_id.parse().ok();
    let parent = match parent_id {
        Some(id) => standing(&svc, &visitor, id).await?,
        None => None,
    };
    let form = ReplyForm {
        parent,
        name: written.name,
        email: written.email,
        website: written.website,
        body: written.body,
        remember: written.remember.is_some(),
        follow: written.follow.is_some(),
        follow_thread: written.follow_thread.is_some(),
        ..ReplyForm::default()
    };
    let page = Shown { svc: &svc, visitor: &visitor, site: &site, view: &view };
    if !visitor.sent_maybe_as_guest(&svc, &written.csrf) {
        let notice = Notice::new(w, "refused", "thread-stale", vec![w.say("thread-stale-why")]);
        return page.answer(StatusCode::FORBIDDEN, form, Some(notice), None).await;
    }
    if written.preview.is_some() {
        let (form, status) = previewed(form);
        return page.answer(status, form, None, None).await;
    }
    let guest = visitor.viewer.is_none().then(|| Guest {
        name: form.name.clone(),
        email: form.email.clone(),
        website: form.website.clone(),
    });
    let details = guest.as_ref().map(|guest| GuestDetails {
        name: guest.name.clone(),
        email: Some(guest.email.clone()),
        website: Some(guest.website.clone()),
    });
    let new = NewComment {
        url: written.url,
        title: Some(written.title).filter(|title| !title.trim().is_empty()),
        parent_id,
        body: form.body.clone(),
        guest: details,
        follow: Some(form.follow),
        follow_thread: form.follow_thread,
        form: Some(FormAnswer { token: Some(written.token), trap: Some(written.homepage) }),
    };
    let (viewer, device) = (visitor.viewer.clone(), extract::device(&request));
    let posted = post_comment::run(&svc, viewer, device, &site, new, Recorder::none()).await;
    let taken = posted.is_ok();
    let mut response = answered(&page, w, form.clone(), posted).await?;
    if let Some(guest) = guest.filter(|_| taken) {
        let secure = svc.public_url.starts_with("https://");
        guest_cookie::set(&mut response, Some(&guest).filter(|_| form.remember), secure);
    }
    Ok(response)
}

/// The form with what the text would look like, or why it cannot.
fn previewed(form: ReplyForm) -> (ReplyForm, StatusCode) {
    match Body::parse(&form.body) {
        Ok(body) => (ReplyForm { preview: Some(body.render().html), ..form }, StatusCode::OK),
        Err(message) => {
            let errors = vec![("body".to_owned(), message)];
            (ReplyForm { errors, ..form }, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// The page that says what came of it.
async fn answered(
    page: &Shown<'_>,
    w: Words,
    form: ReplyForm,
    posted: Result<Posted, Error>,
) -> Result<HttpResponse, PageError> {
    let refused = |title: &str, lines: Vec<String>| Some(Notice::new(w, "refused", title, lines));
    match posted {
        Ok(posted) if posted.comment.status.told() == Status::Published => {
            // On which page of the thread it is depends on the order: its conversation has it surely.
            let (query, id) = (page.view.query(), posted.comment.id);
            let to = format!("/embed/{}?{query}&comment={id}#comment-{id}", page.site);
            Ok(page.visitor.remembered(elsewhere(&to)))
        }
        Ok(posted) => {
            let reasons = messages(&posted.findings, Effect::Hold);
            let again = ReplyForm { parent: None, body: String::new(), ..form };
            let notice = Notice::new(w, "held", "thread-held", reasons);
            page.answer(StatusCode::ACCEPTED, again, Some(notice), Some(posted)).await
        }
        Err(Error::Refused(findings) | Error::Warned(_, findings)) => {
            let notice = refused("thread-refused", messages(&findings, Effect::Refuse));
            page.answer(StatusCode::UNPROCESSABLE_ENTITY, form, notice, None).await
        }
        Err(Error::Invalid(errors)) => {
            let (form, notice) = named(form, errors, w);
            page.answer(StatusCode::UNPROCESSABLE_ENTITY, form, Some(notice), None).await
        }
        Err(Error::Busy) => {
            let notice = refused("thread-busy", vec![w.say("thread-busy-why")]);
            page.answer(StatusCode::SERVICE_UNAVAILABLE, form, notice, None).await
        }
        Err(Error::TooMany(why, _)) => {
            let notice = refused("thread-too-many", vec![why.to_owned()]);
            page.answer(StatusCode::UNPROCESSABLE_ENTITY, form, notice, None).await
        }
        Err(Error::Barred(why)) => {
            page.answer(StatusCode::FORBIDDEN, form, refused("thread-refused", vec![why.to_owned()]), None).await
        }
        Err(error) => Err(error.into()),
    }
}

fn messages(findings: &[Finding], effect: Effect) -> Vec<String> {
    findings.iter().filter(|finding| finding.effect == effect).map(|finding| finding.message.clone()).collect()
}

/// Each error beside its field; those that have none, in the notice.
fn named(mut form: ReplyForm, errors: FieldErrors, w: Words) -> (ReplyForm, Notice) {
    let mut lines = Vec::new();
    for error in errors.0 {
        match error.field.strip_prefix("guest.").unwrap_or(&error.field) {
            field @ ("body" | "name" | "email" | "website") => form.errors.push((field.to_owned(), error.message)),
            "parent_id" => lines.push(w.say("thread-parent-gone")),
            field => lines.push(format!("{field}: {}", error.message)),
        }
    }
    (form, Notice::new(w, "refused", "thread-wrong", lines))
}
