//! Which mails one gets, without signing in, and whether a guest gets any. Reading a page changes nothing, since mail
//! programs and scanners follow links too; its button acts. The link's token is the permission.

use std::collections::BTreeMap;

use actix_web::Either;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::done::{done, unusable};
use super::frame::Frame;
use super::topics::{self, TopicRow, Who};
use super::visitor::Visitor;
use super::{Link, PageError, get, page_at, show, unknown_link};
use crate::actions::mail_choices::{self, Choice, Choices};
use crate::actions::{Error, Service, guest_mail};
use crate::model::preferences::PreferencesUpdate;

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/u/confirm").route(get().to(confirm_page)).route(post().to(confirm)))
        .service(at("/u/{token}").route(get().to(choices_page)).route(post().to(choose)));
}

#[derive(Template)]
#[template(path = "pages/mail_choices.html")]
struct ChoicesPage<'a> {
    frame: Frame,
    choices: &'a Choices,
    topics: Vec<TopicRow>,
    saved: bool,
}

#[derive(Template)]
#[template(path = "pages/mail_confirm.html")]
struct ConfirmPage<'a> {
    frame: Frame,
    token: &'a str,
}

async fn choices_page(svc: Data<Service>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse, PageError> {
    show_choices(&svc, &visitor, &token, false).await
}

async fn show_choices(
    svc: &Data<Service>,
    visitor: &Visitor,
    token: &str,
    saved: bool,
) -> Result<HttpResponse, PageError> {
    let choices = mail_choices::look(svc, token).await.map_err(unknown_link)?;
    let mut frame = Frame::of(svc, visitor).await?;
    frame.site_name = choices.site_name.clone().unwrap_or(frame.site_name);
    let who = match (&choices.site_name, choices.is_moderator) {
        (Some(_), _) => Who::Guest,
        (None, true) => Who::Moderator,
        (None, false) => Who::Reader,
    };
    let page = ChoicesPage {
        frame,
        topics: topics::rows(visitor.w, &choices.preferences, who, choices.topic),
        choices: &choices,
        saved,
    };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

/// What comes from the page's forms, or from a mail program's one click (RFC 8058).
#[derive(Deserialize)]
struct ChoiceForm {
    #[serde(rename = "List-Unsubscribe", default)]
    one_click: Option<String>,
    #[serde(default)]
    act: Option<String>,
    #[serde(default)]
    forget: Option<String>,
    #[serde(flatten)]
    topics: BTreeMap<String, String>,
}

impl ChoiceForm {
    fn one_click() -> Self {
        let one_click = Some("One-Click".to_owned());
        Self { one_click, act: None, forget: None, topics: BTreeMap::new() }
    }
}

fn is_one_click(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    text.contains("name=\"List-Unsubscribe\"") && text.contains("One-Click")
}

/// A mail program's one click may come as multipart/form-data.
async fn choose(
    svc: Data<Service>,
    visitor: Visitor,
    token: Path<String>,
    form: Either<Form<ChoiceForm>, Bytes>,
) -> Result<HttpResponse, PageError> {
    let ChoiceForm { one_click, act, forget, topics } = match form {
        Either::Left(form) => form.into_inner(),
        Either::Right(body) if is_one_click(&body) => ChoiceForm::one_click(),
        Either::Right(_) => {
            return Err(PageError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "error-unread", "error-no-form-why"));
        }
    };
    let is_one_click = one_click.is_some();
    let choice = match (act.as_deref(), forget.as_deref()) {
        _ if is_one_click => Choice::TurnOffTopic,
        (_, Some(id)) => Choice::Forget(id.parse().map_err(|_| PageError::nowhere())?),
        (Some("all_off"), _) => Choice::TurnOffAll,
        (Some("forget_me"), _) => Choice::ForgetGuest,
        _ => Choice::Change(Box::new(update(&topics)?)),
    };
    let gone = matches!(choice, Choice::ForgetGuest);
    mail_choices::choose(&svc, &token, choice).await.map_err(unknown_link)?;
    if gone {
        return done(&svc, &visitor, "mail-forgotten", "mail-forgotten-why").await;
    }
    if is_one_click {
        return done(&svc, &visitor, "mail-unsubscribed", "mail-unsubscribed-why").await;
    }
    show_choices(&svc, &visitor, &token, true).await
}

/// What the form's selections change.
fn update(chosen: &BTreeMap<String, String>) -> Result<PreferencesUpdate, PageError> {
    topics::update(chosen)
        .map_err(|()| PageError::new(StatusCode::UNPROCESSABLE_ENTITY, "error-invalid", "error-no-choice-why"))
}

async fn confirm_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let Some(site_name) = guest_mail::asked(&svc, &link.token).await? else {
        return unusable(&svc, &visitor, "guest-mail-unusable").await;
    };
    let frame = Frame { site_name, ..Frame::of(&svc, &visitor).await? };
    Ok(visitor.remembered(show(StatusCode::OK, &ConfirmPage { frame, token: &link.token })?))
}

async fn confirm(svc: Data<Service>, visitor: Visitor, form: Form<Link>) -> Result<HttpResponse, PageError> {
    match guest_mail::confirm(&svc, &form.token).await {
        Ok(()) => done(&svc, &visitor, "guest-mail-done", "guest-mail-done-why").await,
        Err(Error::Invalid(_)) => unusable(&svc, &visitor, "guest-mail-unusable").await,
        Err(error) => Err(error.into()),
    }
}
