//! Where the links in an author's mails lead: what became of a comment and why, an appeal, and a warning. Reading a page changes
//! nothing; its button acts. The link's token is the permission.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{DonePage, Link, PageError, get, in_words, name, page_at, show, unknown_link};
use crate::actions::{Error, OwnComment, Service, own_by_mail};
use crate::model::comment::Status;
use crate::model::decision::{LogAction, Reason};

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/u/comment").route(get().to(comment_page)).route(post().to(appeal)))
        .service(at("/u/warning").route(get().to(warning_page)).route(post().to(acknowledge)));
}

#[derive(Template)]
#[template(path = "pages/own_comment.html")]
struct CommentPage<'a> {
    site_name: &'a str,
    token: &'a str,
    own: &'a OwnComment,
    status: &'static str,
    /// What was decided and when, and what was said, oldest first.
    decisions: Vec<(String, Option<&'static str>, Option<&'a str>)>,
    /// Until when an appeal is taken; `None`: none is.
    appeal_until: Option<String>,
    /// What became of the appeal; `None`: there was none.
    appealed: Option<&'static str>,
    statement: &'a str,
    error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "pages/own_warning.html")]
struct WarningPage<'a> {
    site_name: &'a str,
    token: &'a str,
    reason: &'a str,
    at: String,
    is_over: bool,
}

const fn status_in_words(status: Status) -> &'static str {
    match status {
        Status::Published | Status::Muted => "It is published.",
        Status::Pending => "It waits for a moderator.",
        Status::Rejected | Status::Spam => "It is not published.",
        Status::Deleted => "It is deleted.",
    }
}

const fn action_in_words(action: LogAction) -> &'static str {
    match action {
        LogAction::Approve => "A moderator published it",
        LogAction::Reject => "A moderator rejected it",
        LogAction::Spam => "A moderator took it for spam",
        LogAction::Edit => "A moderator changed its text",
        LogAction::AskEdit => "A moderator asked for a change",
        LogAction::Delete => "It was deleted",
        LogAction::Hide => "It was taken out of the thread until a moderator has looked",
        _ => "It was checked",
    }
}

const fn reason_in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Spam => "advertising",
        Reason::OffTopic => "not about the article",
        Reason::Abuse => "insulting or degrading",
        Reason::PersonalAttack => "attacks a person",
        Reason::Illegal => "against the law",
        Reason::Duplicate => "sent before",
        Reason::FalseIdentity => "under somebody else’s name",
        Reason::Other => "against the rules for comments here",
    }
}

async fn comment_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    show_comment(&svc, &link.token, "", None).await
}

async fn show_comment(
    svc: &Data<Service>,
    token: &str,
    statement: &str,
    error: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let own = own_by_mail::comment(svc, token).await.map_err(unknown_link)?;
    let site_name = name(svc).await?;
    let decision = |decided: &crate::actions::OwnDecision| {
        let said = format!("{} on {}", action_in_words(decided.decision.action), in_words(decided.decision.created_at));
        (said, decided.decision.reason.map(reason_in_words))
    };
    let decisions = own.decisions.iter().map(|decided| {
        let (said, reason) = decision(decided);
        (said, reason, decided.decision.note.as_deref())
    });
    let appealed = own.appeal.as_ref().map(|appeal| match appeal.appeal.outcome.map(|outcome| outcome.as_str()) {
        None => "Your appeal waits for somebody to look at it.",
        Some("overturned") => "You appealed, and the comment was published.",
        Some("upheld") => "You appealed, and the decision stands.",
        Some(_) => "You appealed; there is nothing to decide any more.",
    });
    let page = CommentPage {
        site_name: &site_name,
        token,
        status: status_in_words(own.comment.status),
        decisions: decisions.collect(),
        appeal_until: own.can_appeal_until.map(in_words),
        appealed,
        own: &own,
        statement,
        error,
    };
    show(if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

#[derive(Deserialize)]
struct Appeal {
    #[serde(default)]
    token: String,
    #[serde(default)]
    statement: String,
}

async fn appeal(svc: Data<Service>, form: Form<Appeal>) -> Result<HttpResponse, PageError> {
    let Appeal { token, statement } = form.into_inner();
    match own_by_mail::appeal(&svc, &token, &statement).await {
        Ok(()) => {
            let site_name = name(&svc).await?;
            let (title, detail) =
                ("Your appeal is in", "Somebody else looks at your comment again, and you are told by mail.");
            show(StatusCode::OK, &DonePage { site_name: &site_name, ok: true, title, detail })
        }
        Err(Error::Invalid(errors)) => {
            let message = errors.0.first().map(|error| format!("Your statement {}.", error.message));
            show_comment(&svc, &token, &statement, message.as_deref()).await
        }
        Err(Error::Conflict(_)) => show_comment(&svc, &token, "", None).await,
        Err(error) => Err(unknown_link(error)),
    }
}

async fn warning_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let warning = own_by_mail::warning(&svc, &link.token).await.map_err(unknown_link)?;
    let site_name = name(&svc).await?;
    let page = WarningPage {
        site_name: &site_name,
        token: &link.token,
        reason: &warning.reason,
        at: in_words(warning.created_at),
        is_over: !warning.is_active(svc.clock.now()),
    };
    show(StatusCode::OK, &page)
}

async fn acknowledge(svc: Data<Service>, form: Form<Link>) -> Result<HttpResponse, PageError> {
    own_by_mail::acknowledge(&svc, &form.token).await.map_err(unknown_link)?;
    let site_name = name(&svc).await?;
    let (title, detail) = ("Thank you", "You can comment again.");
    show(StatusCode::OK, &DonePage { site_name: &site_name, ok: true, title, detail })
}
