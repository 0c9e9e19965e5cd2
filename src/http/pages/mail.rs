//! Which mails one gets, without signing in, and whether a guest gets any. Reading a page changes nothing, since mail
//! programs and scanners follow links too; its button acts. The link's token is the permission.

use actix_web::Either;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{DonePage, Link, PageError, get, name, page_at, show, unknown_link};
use crate::actions::mail_choices::{self, Choice, Choices};
use crate::actions::{Error, Service, guest_mail};
use crate::model::preferences::{Frequency, PreferencesUpdate, Topic};

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/u/confirm").route(get().to(confirm_page)).route(post().to(confirm)))
        .service(at("/u/{token}").route(get().to(choices_page)).route(post().to(choose)));
}

/// One line of the choices.
struct TopicRow {
    name: &'static str,
    label: &'static str,
    frequencies: Vec<(&'static str, &'static str, bool)>,
    /// What the mail that led here was about.
    is_from_mail: bool,
}

#[derive(Template)]
#[template(path = "pages/mail_choices.html")]
struct ChoicesPage<'a> {
    site_name: &'a str,
    choices: &'a Choices,
    topics: Vec<TopicRow>,
    saved: bool,
}

#[derive(Template)]
#[template(path = "pages/mail_confirm.html")]
struct ConfirmPage<'a> {
    site_name: &'a str,
    token: &'a str,
}

const fn label_of(topic: Topic) -> &'static str {
    match topic {
        Topic::Replies => "Replies to my comments",
        Topic::Follows => "New comments where I follow",
        Topic::Mentions => "Comments that name me",
        Topic::Decisions => "What moderators decide on my comments",
        Topic::Reports => "What becomes of what I report",
        Topic::Waiting => "Comments that wait for moderators",
        Topic::Targets => "Lists that wait too long",
        Topic::Figures => "The week’s figures",
    }
}

const fn label_of_frequency(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::AtOnce => "At once",
        Frequency::Hourly => "Together, every hour",
        Frequency::Daily => "Together, every morning",
        Frequency::Weekly => "Together, every Monday",
        Frequency::Off => "Never by mail",
    }
}

/// What somebody can choose from who is a guest, a reader or a moderator.
fn rows(choices: &Choices) -> Vec<TopicRow> {
    let is_guest = choices.site_name.is_some();
    let shown = |topic: &&Topic| match topic {
        Topic::Replies | Topic::Follows => true,
        Topic::Mentions | Topic::Decisions | Topic::Reports => !is_guest,
        Topic::Waiting | Topic::Targets | Topic::Figures => choices.is_moderator,
    };
    let row = |topic: &Topic| {
        let possible = Frequency::ALL
            .iter()
            .filter(|frequency| *topic != Topic::Figures || matches!(frequency, Frequency::Weekly | Frequency::Off));
        let frequency = |frequency: &Frequency| {
            (frequency.as_str(), label_of_frequency(*frequency), choices.preferences.of(*topic) == *frequency)
        };
        TopicRow {
            name: topic.as_str(),
            label: label_of(*topic),
            frequencies: possible.map(frequency).collect(),
            is_from_mail: choices.topic == Some(*topic),
        }
    };
    Topic::ALL.iter().filter(shown).map(row).collect()
}

async fn choices_page(svc: Data<Service>, token: Path<String>) -> Result<HttpResponse, PageError> {
    show_choices(&svc, &token, false).await
}

async fn show_choices(svc: &Data<Service>, token: &str, saved: bool) -> Result<HttpResponse, PageError> {
    let choices = mail_choices::look(svc, token).await.map_err(unknown_link)?;
    let site_name = match &choices.site_name {
        Some(site) => site.clone(),
        None => name(svc).await?,
    };
    let page = ChoicesPage { site_name: &site_name, topics: rows(&choices), choices: &choices, saved };
    show(StatusCode::OK, &page)
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
    topics: std::collections::BTreeMap<String, String>,
}

impl ChoiceForm {
    fn one_click() -> Self {
        let one_click = Some("One-Click".to_owned());
        Self { one_click, act: None, forget: None, topics: std::collections::BTreeMap::new() }
    }
}

fn is_one_click(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    text.contains("name=\"List-Unsubscribe\"") && text.contains("One-Click")
}

/// A mail program's one click may come as multipart/form-data.
async fn choose(
    svc: Data<Service>,
    token: Path<String>,
    form: Either<Form<ChoiceForm>, Bytes>,
) -> Result<HttpResponse, PageError> {
    let ChoiceForm { one_click, act, forget, topics } = match form {
        Either::Left(form) => form.into_inner(),
        Either::Right(body) if is_one_click(&body) => ChoiceForm::one_click(),
        Either::Right(_) => {
            let detail = "What was sent is not what the page’s forms send. Please open the link again.";
            return Err(PageError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "That was not understood", detail));
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
    if gone || is_one_click {
        let site_name = name(&svc).await?;
        let (title, detail) = if gone {
            ("Your address is forgotten", "No more mail goes to it from here.")
        } else {
            ("You are unsubscribed", "No more mails of that kind go to your address from here.")
        };
        return show(StatusCode::OK, &DonePage { site_name: &site_name, ok: true, title, detail });
    }
    show_choices(&svc, &token, true).await
}

/// What the form's selections change.
fn update(topics: &std::collections::BTreeMap<String, String>) -> Result<PreferencesUpdate, PageError> {
    let mut chosen = serde_json::Map::new();
    for topic in Topic::ALL {
        if let Some(frequency) = topics.get(topic.as_str()) {
            chosen.insert(topic.as_str().to_owned(), frequency.as_str().into());
        }
    }
    serde_json::from_value(chosen.into()).map_err(|_| {
        let detail = "One of the choices is none that there is. Please go back and choose again.";
        PageError::new(StatusCode::UNPROCESSABLE_ENTITY, "That cannot be chosen", detail)
    })
}

async fn confirm_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    match guest_mail::asked(&svc, &link.token).await? {
        Some(site_name) => show(StatusCode::OK, &ConfirmPage { site_name: &site_name, token: &link.token }),
        None => unusable(&svc).await,
    }
}

async fn confirm(svc: Data<Service>, form: Form<Link>) -> Result<HttpResponse, PageError> {
    match guest_mail::confirm(&svc, &form.token).await {
        Ok(()) => {
            let site_name = name(&svc).await?;
            let (title, detail) =
                ("You will hear of replies", "Each mail has a link by which you can stop them again.");
            show(StatusCode::OK, &DonePage { site_name: &site_name, ok: true, title, detail })
        }
        Err(Error::Invalid(_)) => unusable(&svc).await,
        Err(error) => Err(error.into()),
    }
}

async fn unusable(svc: &Data<Service>) -> Result<HttpResponse, PageError> {
    let site_name = name(svc).await?;
    let title = "This link doesn’t work any more";
    let detail = "It was used before, or it is too old. When you comment again, a new one is sent to you.";
    show(StatusCode::UNPROCESSABLE_ENTITY, &DonePage { site_name: &site_name, ok: false, title, detail })
}
