//! Where the links in a moderator's mails lead: what waits, and a decision on one comment. Reading a page changes nothing, since
//! mail programs and scanners follow links too; its button acts. The link's token is the permission.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{DonePage, Link, PageError, get, in_words, page_at, show, unknown_link};
use crate::actions::decide_by_mail::{self, Question, State, Taken, Waiting};
use crate::actions::{Error, Service};
use crate::model::decision::{Action, LogAction, Reason};

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/waiting", "GET, HEAD").route(get().to(waiting_page)))
        .service(page_at("/desk/decide", "GET, HEAD, POST").route(get().to(decide_page)).route(post().to(decide)));
}

#[derive(Template)]
#[template(path = "pages/mail_waiting.html")]
struct WaitingPage<'a> {
    site_name: &'a str,
    waiting: &'a Waiting,
}

#[derive(Template)]
#[template(path = "pages/mail_decide.html")]
struct DecidePage<'a> {
    site_name: &'a str,
    token: &'a str,
    question: &'a Question,
    /// "Publish", on the button.
    verb: &'static str,
    /// Of what a moderator may say; empty where no reason is told.
    reasons: Vec<(&'static str, &'static str)>,
    because: Vec<&'a str>,
    error: Option<&'a str>,
}

const fn verb_of(action: Action) -> &'static str {
    match action {
        Action::Approve => "Publish the comment",
        Action::Reject => "Reject the comment",
        _ => "Take it for spam",
    }
}

const fn done_of(action: Action) -> &'static str {
    match action {
        Action::Approve => "The comment is published",
        Action::Reject => "The comment is rejected",
        _ => "The comment is taken for spam",
    }
}

const REASONS: &[(&str, &str)] = &[
    ("off_topic", "Not about the article"),
    ("abuse", "Insulting or degrading"),
    ("personal_attack", "Attacks a person"),
    ("illegal", "Against the law"),
    ("duplicate", "Sent before"),
    ("false_identity", "Under somebody else’s name"),
    ("spam", "Advertising"),
    ("other", "Something else"),
];

async fn waiting_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let waiting = decide_by_mail::waiting(&svc, &link.token).await.map_err(unknown_link)?;
    show(StatusCode::OK, &WaitingPage { site_name: &waiting.site_name, waiting: &waiting })
}

async fn decide_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let question = decide_by_mail::look(&svc, &link.token).await.map_err(unknown_link)?;
    show_question(&link.token, &question, None)
}

fn show_question(token: &str, question: &Question, error: Option<&str>) -> Result<HttpResponse, PageError> {
    if let Some((title, detail)) = closed(&question.state) {
        let page = DonePage { site_name: &question.site_name, ok: false, title, detail: &detail };
        return show(StatusCode::OK, &page);
    }
    let reasons = if question.action == Action::Reject { REASONS.to_vec() } else { Vec::new() };
    let page = DecidePage {
        site_name: &question.site_name,
        token,
        question,
        verb: verb_of(question.action),
        reasons,
        because: question.because.iter().map(String::as_str).collect(),
        error,
    };
    show(if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// Why the link can be used no more; `None`: it can.
fn closed(state: &State) -> Option<(&'static str, String)> {
    match state {
        State::Open => None,
        State::Expired => {
            Some(("This link is too old", "It worked for three days. The comment still waits at the desk.".to_owned()))
        }
        State::Spent => Some(("This link was used before", "Each link works once. Decide at the desk.".to_owned())),
        State::Overtaken(None) => Some((
            "The comment has changed",
            "Its author has changed it, or the checks have looked again, since the mail was written. Decide at the desk."
                .to_owned(),
        )),
        State::Overtaken(Some(taken)) => Some(("It is decided already", taken_in_words(taken))),
    }
}

fn taken_in_words(Taken { by, by_oneself, action, at }: &Taken) -> String {
    let who = match (by_oneself, by) {
        (true, _) => "You".to_owned(),
        (false, Some(name)) => name.clone(),
        (false, None) => "Somebody".to_owned(),
    };
    let what = match action {
        LogAction::Approve => "published the comment",
        LogAction::Reject => "rejected the comment",
        LogAction::Spam => "took the comment for spam",
        LogAction::Delete => "deleted the comment",
        LogAction::AskEdit => "asked the author for a change",
        LogAction::Edit => "changed the comment’s text",
        LogAction::Escalate => "left the comment to the administrators",
        LogAction::Undo => "took back what was decided",
        _ => "changed what is with the comment",
    };
    format!("{who} {what} on {}.", in_words(*at))
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

async fn decide(svc: Data<Service>, form: Form<Decision>) -> Result<HttpResponse, PageError> {
    let Decision { token, reason, note } = form.into_inner();
    let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
    let reason = match reason.map(Reason::parse).transpose() {
        Ok(reason) => reason,
        Err(_) => {
            let question = decide_by_mail::look(&svc, &token).await.map_err(unknown_link)?;
            return show_question(&token, &question, Some("Please choose one of the reasons."));
        }
    };
    match decide_by_mail::act(&svc, &token, reason, Some(note)).await {
        Ok(Ok(question)) => {
            let title = done_of(question.action);
            let detail =
                format!("You decided on what {} wrote under “{}”.", question.author, question.about.article_title);
            show(StatusCode::OK, &DonePage { site_name: &question.site_name, ok: true, title, detail: &detail })
        }
        Ok(Err(question)) => show_question(&token, &question, None),
        Err(Error::Invalid(errors)) => {
            let question = decide_by_mail::look(&svc, &token).await.map_err(unknown_link)?;
            let message = errors.0.first().map(|error| format!("{} {}.", error.field, error.message));
            show_question(&token, &question, message.as_deref())
        }
        Err(error) => Err(unknown_link(error)),
    }
}
