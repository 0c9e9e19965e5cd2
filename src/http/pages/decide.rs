//! Where the links in a moderator's mails lead: what waits, and a decision on one comment. Reading a page changes nothing, since
//! mail programs and scanners follow links too; its button acts. The link's token is the permission.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::done::DonePage;
use super::frame::Frame;
use super::visitor::Visitor;
use super::words::Words;
use super::{Link, PageError, get, page_at, show, unknown_link};
use crate::actions::decide_by_mail::{self, Question, State, Taken, Waiting};
use crate::actions::{Error, Service};
use crate::model::decision::{Action, Reason};
use crate::texts::Args;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/waiting", "GET, HEAD").route(get().to(waiting_page)))
        .service(page_at("/desk/decide", "GET, HEAD, POST").route(get().to(decide_page)).route(post().to(decide)));
}

#[derive(Template)]
#[template(path = "pages/mail_waiting.html")]
struct WaitingPage<'a> {
    frame: Frame,
    waiting: &'a Waiting,
}

#[derive(Template)]
#[template(path = "pages/mail_decide.html")]
struct DecidePage<'a> {
    frame: Frame,
    token: &'a str,
    question: &'a Question,
    /// On the button: "Publish the comment".
    verb: String,
    /// Of what a moderator may say; empty where no reason is told.
    reasons: &'static [Reason],
    written: Written<'a>,
    /// (field, message)
    error: Option<(&'static str, String)>,
}

/// What was chosen, if it was not taken.
#[derive(Default)]
struct Written<'a> {
    reason: &'a str,
    note: &'a str,
}

impl DecidePage<'_> {
    fn error_for(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|(name, _)| *name == field).map(|(_, message)| message.as_str())
    }
}

async fn waiting_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let waiting = decide_by_mail::waiting(&svc, &link.token).await.map_err(unknown_link)?;
    let frame = Frame { site_name: waiting.site_name.clone(), ..Frame::of(&svc, &visitor).await? };
    Ok(visitor.remembered(show(StatusCode::OK, &WaitingPage { frame, waiting: &waiting })?))
}

async fn decide_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let question = decide_by_mail::look(&svc, &link.token).await.map_err(unknown_link)?;
    show_question(&svc, &visitor, &link.token, &question, Written::default(), None).await
}

async fn show_question(
    svc: &Data<Service>,
    visitor: &Visitor,
    token: &str,
    question: &Question,
    written: Written<'_>,
    error: Option<(&'static str, String)>,
) -> Result<HttpResponse, PageError> {
    let frame = Frame { site_name: question.site_name.clone(), ..Frame::of(svc, visitor).await? };
    if let Some((title, detail)) = closed(visitor.w, &question.state) {
        let page = DonePage { frame, ok: false, title: visitor.w.say(title), detail, way_on: None };
        return page.shown(visitor, StatusCode::OK);
    }
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = DecidePage {
        frame,
        token,
        question,
        verb: visitor.w.named("mail-decide", question.action.as_str()),
        reasons: if question.action == Action::Reject { Reason::ALL } else { &[] },
        written,
        error,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

/// Why the link can be used no more: a message and a sentence; `None`: it can.
fn closed(w: Words, state: &State) -> Option<(&'static str, String)> {
    match state {
        State::Open => None,
        State::Expired => Some(("mail-decide-expired", w.say("mail-decide-expired-why"))),
        State::Spent => Some(("mail-decide-spent", w.say("mail-decide-spent-why"))),
        State::Overtaken(None) => Some(("mail-decide-changed", w.say("mail-decide-changed-why"))),
        State::Overtaken(Some(taken)) => Some(("mail-decide-taken", taken_in_words(w, taken))),
    }
}

/// "Mona published the comment on 3 March 2026, 12:00 (UTC)."
fn taken_in_words(w: Words, Taken { by, by_oneself, action, at }: &Taken) -> String {
    let kind = match (by_oneself, by) {
        (true, _) => "you",
        (false, Some(_)) => "name",
        (false, None) => "nobody",
    };
    let mut args = Args::new();
    args.set("who", kind);
    args.set("name", by.clone().unwrap_or_default());
    args.set("at", w.moment(at));
    let messages = ["approve", "reject", "spam", "delete", "ask_edit", "edit", "escalate", "undo"];
    let message = messages.into_iter().find(|message| *message == action.as_str()).unwrap_or("other");
    w.with_args(&format!("mail-taken-{}", message.replace('_', "-")), &args)
}

#[derive(Deserialize)]
struct Decision {
    #[serde(default)]
    token: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

async fn decide(svc: Data<Service>, visitor: Visitor, form: Form<Decision>) -> Result<HttpResponse, PageError> {
    let Decision { token, reason, note } = form.into_inner();
    let w = visitor.w;
    let written = Written { reason: &reason, note: &note };
    let Ok(chosen) = Some(reason.as_str()).filter(|reason| !reason.is_empty()).map(Reason::parse).transpose() else {
        let question = decide_by_mail::look(&svc, &token).await.map_err(unknown_link)?;
        let error = Some(("reason", w.say("one-choose-reason")));
        return show_question(&svc, &visitor, &token, &question, written, error).await;
    };
    match decide_by_mail::act(&svc, &token, chosen, Some(note.clone())).await {
        Ok(Ok(question)) => {
            let frame = Frame { site_name: question.site_name.clone(), ..Frame::of(&svc, &visitor).await? };
            let article = question.about.article_title.as_str();
            let page = DonePage {
                frame,
                ok: true,
                title: w.named("mail-decided", question.action.as_str()),
                detail: w.with_two("mail-decided-on", ("name", &question.author), ("title", article)),
                way_on: None,
            };
            page.shown(&visitor, StatusCode::OK)
        }
        Ok(Err(question)) => show_question(&svc, &visitor, &token, &question, written, None).await,
        Err(Error::Invalid(errors)) => {
            let question = decide_by_mail::look(&svc, &token).await.map_err(unknown_link)?;
            let about_reason = errors.0.first().is_none_or(|error| error.field == "reason");
            let error =
                if about_reason { ("reason", w.say("one-choose-reason")) } else { ("note", w.say("wrong-note")) };
            show_question(&svc, &visitor, &token, &question, written, Some(error)).await
        }
        Err(error) => Err(unknown_link(error)),
    }
}
