//! One comment with all that can be done with it: its link, a report, following, and for its author the text, what was
//! decided and why, an appeal. Permission: whoever may see the comment; what it offers, each action checks.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::view::{Notice, name_of};
use super::{View, framed, sign_in};
use crate::actions::follow::{self, Place};
use crate::actions::look_at_thread::{self, Part};
use crate::actions::once::Recorder;
use crate::actions::read_comment::{self, Revision};
use crate::actions::report::{self, NewReport};
use crate::actions::{Error, OwnComment, Service, Viewer, appeal, delete_comment, edit_comment, own_comment};
use crate::http::extract;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, show};
use crate::model::comment::Status;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Finding};
use crate::model::ids::CommentId;

#[derive(Template)]
#[template(path = "thread/one.html")]
struct OnePage<'a> {
    w: Words,
    site: &'a str,
    site_name: String,
    view: &'a View,
    query: String,
    csrf: String,
    id: CommentId,
    name: String,
    body_html: String,
    ago: String,
    status: Status,
    /// The article's address with the comment's place.
    link: String,
    is_signed_in: bool,
    is_staff: bool,
    /// `None`: somebody else's.
    own: Option<OwnComment>,
    revisions: Vec<Revision>,
    sign_in: String,
    written: Written,
    most_characters: u32,
    notice: Option<Notice>,
    /// By field.
    errors: Vec<(String, String)>,
}

impl OnePage<'_> {
    fn error_for(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    const fn reasons(&self) -> &'static [Reason] {
        Reason::ALL
    }

    /// The message of `texts` for a name with underscores.
    fn message(&self, start: &str, name: &str) -> String {
        self.w.say(&format!("{start}-{}", name.replace('_', "-")))
    }
}

/// What the forms bring; `what` is the button.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(default)]
pub struct Written {
    csrf: String,
    url: String,
    title: String,
    lang: String,
    theme: String,
    what: String,
    reason: String,
    detail: String,
    body: String,
    statement: String,
}

pub async fn read(
    svc: Data<Service>,
    path: Path<(String, CommentId)>,
    visitor: Visitor,
    view: Query<View>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    let one = One { svc: &svc, visitor: &visitor, site: &site, view: &view, id };
    one.answer(StatusCode::OK, Written::default(), None, Vec::new()).await
}

struct One<'a> {
    svc: &'a Data<Service>,
    visitor: &'a Visitor,
    site: &'a str,
    view: &'a View,
    id: CommentId,
}

impl One<'_> {
    async fn answer(
        &self,
        status: StatusCode,
        written: Written,
        notice: Option<Notice>,
        errors: Vec<(String, String)>,
    ) -> Result<HttpResponse, PageError> {
        let Self { svc, visitor, site, view, id } = *self;
        let (w, viewer) = (visitor.w, visitor.viewer.clone());
        let seen = read_comment::comment(svc, viewer.clone(), id).await?;
        let look = look_at_thread::run(svc, site, &view.url, Part::Nothing).await?;
        if look.thread.as_ref().is_none_or(|thread| thread.id != seen.comment.thread_id) {
            return Err(PageError::nowhere());
        }
        let own = match viewer.clone().filter(|viewer| seen.comment.account_id == Some(viewer.id())) {
            Some(viewer) => Some(own_comment(svc, viewer, id).await?),
            None => None,
        };
        let revisions = match viewer.clone().filter(|_| seen.whole && seen.comment.revision > 1) {
            Some(viewer) => read_comment::revisions(svc, viewer, id).await?,
            None => Vec::new(),
        };
        let written = match &own {
            Some(own) if written.body.is_empty() => Written { body: own.comment.body.clone(), ..written },
            _ => written,
        };
        let page = OnePage {
            w,
            site,
            site_name: look.site_name,
            view,
            query: view.query(),
            csrf: visitor.csrf(svc),
            id,
            name: name_of(seen.author_name, seen.comment.guest_name, w),
            body_html: seen.comment.body_html,
            ago: w.ago(seen.comment.created_at, svc.clock.now()),
            status: seen.comment.status,
            link: format!("{}#comment-{id}", look.url),
            is_signed_in: viewer.is_some(),
            is_staff: viewer.is_some_and(|viewer| viewer.is_staff_of(seen.comment.site_id)),
            own,
            revisions,
            sign_in: sign_in::way(site, view),
            written,
            most_characters: look.most_characters,
            notice,
            errors,
        };
        Ok(framed(visitor.remembered(show(status, &page)?), &look.origins))
    }

    async fn said(&self, kind: &'static str, title: &str) -> Result<HttpResponse, PageError> {
        let notice = Notice::new(self.visitor.w, kind, title, Vec::new());
        self.answer(StatusCode::OK, Written::default(), Some(notice), Vec::new()).await
    }

    /// What did not work, with what was typed.
    async fn failed(&self, error: Error, written: Written) -> Result<HttpResponse, PageError> {
        let w = self.visitor.w;
        let refused = |title: &str, lines: Vec<String>| Some(Notice::new(w, "refused", title, lines));
        match error {
            Error::Invalid(errors) => {
                let errors = errors.0.into_iter().map(|error| (error.field, error.message)).collect();
                self.answer(StatusCode::UNPROCESSABLE_ENTITY, written, refused("thread-wrong", Vec::new()), errors)
                    .await
            }
            Error::Refused(found) | Error::Warned(_, found) => {
                let notice = refused("thread-refused", refusals(&found));
                self.answer(StatusCode::UNPROCESSABLE_ENTITY, written, notice, Vec::new()).await
            }
            Error::Conflict(why) => {
                self.answer(StatusCode::CONFLICT, written, refused("thread-not-now", vec![why.to_owned()]), Vec::new())
                    .await
            }
            Error::Barred(why) | Error::TooMany(why, _) => {
                self.answer(StatusCode::FORBIDDEN, written, refused("thread-not-now", vec![why.to_owned()]), Vec::new())
                    .await
            }
            error => Err(error.into()),
        }
    }
}

fn refusals(found: &[Finding]) -> Vec<String> {
    found.iter().filter(|finding| finding.effect == Effect::Refuse).map(|finding| finding.message.clone()).collect()
}

pub async fn act(
    request: HttpRequest,
    svc: Data<Service>,
    path: Path<(String, CommentId)>,
    visitor: Visitor,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    let written = written.into_inner();
    let visitor = visitor.speaking(&written.lang);
    let view = View {
        url: written.url.clone(),
        title: written.title.clone(),
        lang: written.lang.clone(),
        theme: written.theme.clone(),
        framed: String::new(),
        ..View::default()
    };
    let one = One { svc: &svc, visitor: &visitor, site: &site, view: &view, id };
    if !visitor.sent_maybe_as_guest(&svc, &written.csrf) {
        let notice = Notice::new(visitor.w, "refused", "thread-stale", vec![visitor.w.say("thread-stale-why")]);
        return one.answer(StatusCode::FORBIDDEN, written, Some(notice), Vec::new()).await;
    }
    if written.what == "report" {
        return report(&one, &request, written).await;
    }
    let Some(viewer) = visitor.viewer.clone() else {
        return Ok(visitor.remembered(elsewhere(&sign_in::way(&site, &view))));
    };
    let done = match written.what.as_str() {
        "follow" => follow::set(&svc, viewer, Place::Comment(id), Some(false)).await.map(|()| "one-followed"),
        "unfollow" => follow::set(&svc, viewer, Place::Comment(id), None).await.map(|()| "one-unfollowed"),
        "ignore" => follow::ignore(&svc, viewer, id, true).await.map(|()| "one-ignored"),
        "unignore" => follow::ignore(&svc, viewer, id, false).await.map(|()| "one-unignored"),
        "appeal" => {
            let sent = appeal::run(&svc, viewer, id, &written.statement, Recorder::none()).await;
            sent.map(|_| "one-appealed")
        }
        "edit" => return edit(&one, &request, viewer, written).await,
        "delete" => {
            return match delete_comment::run(&svc, viewer, id).await {
                Ok(()) => Ok(visitor.remembered(elsewhere(&format!("/embed/{site}?{}#comments", view.query())))),
                Err(error) => one.failed(error, written).await,
            };
        }
        _ => return Err(PageError::nowhere()),
    };
    match done {
        Ok(title) => one.said("ok", title).await,
        Err(error) => one.failed(error, written).await,
    }
}

async fn report(one: &One<'_>, request: &HttpRequest, written: Written) -> Result<HttpResponse, PageError> {
    let Ok(reason) = Reason::parse(&written.reason) else {
        let errors = vec![("reason".to_owned(), one.visitor.w.say("one-choose-reason"))];
        return one.answer(StatusCode::UNPROCESSABLE_ENTITY, written, None, errors).await;
    };
    let new = NewReport { reason, detail: Some(written.detail.clone()) };
    let (viewer, network) = (one.visitor.viewer.clone(), extract::network(request));
    match report::run(one.svc, viewer, network, one.id, new, Recorder::none()).await {
        // Enough reports take the comment away: then there is nothing to show here any more.
        Ok(_) => {
            let view = View { comment: String::new(), ..one.view.clone() };
            match read_comment::comment(one.svc, one.visitor.viewer.clone(), one.id).await {
                Ok(_) => one.said("ok", "one-reported").await,
                Err(_) => Ok(one.visitor.remembered(elsewhere(&format!("/embed/{}?{}", one.site, view.query())))),
            }
        }
        Err(error) => one.failed(error, written).await,
    }
}

async fn edit(
    one: &One<'_>,
    request: &HttpRequest,
    viewer: Viewer,
    written: Written,
) -> Result<HttpResponse, PageError> {
    match edit_comment::run(one.svc, viewer, extract::device(request), one.id, &written.body).await {
        Ok(edited) if edited.comment.status.told() == Status::Published => {
            let to = format!("/embed/{}?{}&comment={}#comment-{}", one.site, one.view.query(), one.id, one.id);
            Ok(one.visitor.remembered(elsewhere(&to)))
        }
        Ok(edited) => {
            let held = edited.findings.iter().filter(|finding| finding.effect == Effect::Hold);
            let lines = held.map(|finding| finding.message.clone()).collect();
            let notice = Notice::new(one.visitor.w, "held", "thread-held", lines);
            one.answer(StatusCode::ACCEPTED, Written::default(), Some(notice), Vec::new()).await
        }
        Err(error) => one.failed(error, written).await,
    }
}
