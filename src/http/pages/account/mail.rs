//! Which mails the account gets, what it follows and whom it ignores.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{Errors, Part};
use crate::actions::change_notifications::{self, preferences};
use crate::actions::follow::{self, Followed, IgnoredAuthor};
use crate::actions::{Service, Viewer};
use crate::http::pages::frame::Frame;
use crate::http::pages::topics::{self, TopicRow, Who};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::ids::{CommentId, FollowId};
use crate::model::page::Cursor;
use crate::model::preferences::{Preferences, PreferencesUpdate, QuietHours, TimeOfDay, ZoneName};

const SAID: &[&str] = &["mail-saved", "mail-said-forgotten", "mail-said-heard"];

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/account/mail", "GET, HEAD, POST").route(get().to(read)).route(post().to(choose)))
        .service(page_at("/account/mail/followed", "POST").route(post().to(forget)))
        .service(page_at("/account/mail/ignored", "POST").route(post().to(unignore)));
}

#[derive(Template)]
#[template(path = "account/mail.html")]
struct MailPage {
    frame: Frame,
    place: &'static str,
    topics: Vec<TopicRow>,
    written: Written,
    followed: Vec<Followed>,
    is_first: bool,
    next: Option<String>,
    ignored: Vec<IgnoredAuthor>,
    said: Option<&'static str>,
    errors: Errors,
}

impl Followed {
    fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.url)
    }

    fn link(&self) -> String {
        match self.follow.comment_id {
            0 => self.url.clone(),
            comment => format!("{}#comment-{comment}", self.url),
        }
    }
}

/// What the form brings.
#[derive(Deserialize, Default)]
struct Written {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    quiet_from: String,
    #[serde(default)]
    quiet_to: String,
    #[serde(default)]
    time_zone: String,
    #[serde(flatten)]
    topics: BTreeMap<String, String>,
}

impl Written {
    fn of(preferences: &Preferences) -> Self {
        let quiet = preferences.quiet_hours;
        Self {
            quiet_from: quiet.map(|hours| hours.from.to_string()).unwrap_or_default(),
            quiet_to: quiet.map(|hours| hours.to.to_string()).unwrap_or_default(),
            time_zone: preferences.time_zone.as_str().to_owned(),
            ..Self::default()
        }
    }

    fn update(&self, w: Words) -> Result<PreferencesUpdate, Errors> {
        let mut errors = Vec::new();
        let mut time = |field: &'static str, text: &str| match TimeOfDay::parse(text) {
            Ok(time) => Some(time),
            Err(_) => {
                errors.push((field, w.say("wrong-time")));
                None
            }
        };
        // Browsers that know seconds send them.
        let [from, to] = [&self.quiet_from, &self.quiet_to].map(|text| text.trim().get(..5).unwrap_or(text.trim()));
        let quiet_hours = match (from, to) {
            ("", "") => None,
            (from, to) => time("quiet_from", from).zip(time("quiet_to", to)).map(|(from, to)| QuietHours { from, to }),
        };
        let time_zone = ZoneName::parse(self.time_zone.trim());
        if time_zone.is_err() {
            errors.push(("time_zone", w.say("wrong-zone")));
        }
        if !errors.is_empty() {
            return Err(Errors(errors));
        }
        let chosen = topics::update(&self.topics).map_err(|()| Errors::one(w, "topics", "error-no-choice-why"))?;
        Ok(PreferencesUpdate { quiet_hours: Some(quiet_hours), time_zone: time_zone.ok(), ..chosen })
    }
}

async fn read(svc: Data<Service>, visitor: Visitor, part: Query<Part>) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let wanted = preferences(&viewer.account)?;
    let written = Written::of(&wanted);
    show_page(&svc, &visitor, (viewer, &wanted), written, &part, Errors::default()).await
}

async fn show_page(
    svc: &Data<Service>,
    visitor: &Visitor,
    (viewer, chosen): (Viewer, &Preferences),
    written: Written,
    part: &Part,
    errors: Errors,
) -> Result<HttpResponse, PageError> {
    let is_staff = viewer.is_administrator() || !viewer.moderates.is_empty();
    let who = if is_staff { Who::Moderator } else { Who::Reader };
    let followed = follow::list(svc, viewer.clone(), part.request()?).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = MailPage {
        frame: Frame::of(svc, visitor).await?,
        place: "/mail",
        topics: topics::rows(visitor.w, chosen, who, None),
        written,
        followed: followed.items,
        is_first: part.is_first(),
        next: followed.next.map(Cursor::encode),
        ignored: follow::ignored(svc, viewer).await?,
        said: part.said(SAID),
        errors,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn choose(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let viewer = visitor.signed_in()?;
    match written.update(visitor.w) {
        Ok(update) => {
            change_notifications::run(&svc, viewer, update).await?;
            Ok(visitor.remembered(elsewhere("/account/mail?said=saved")))
        }
        Err(errors) => {
            let written = written.into_inner();
            let now = preferences(&viewer.account)?;
            // What was chosen stays chosen on the page.
            let chosen = topics::update(&written.topics).ok().and_then(|update| update.apply(now.clone()).ok());
            let chosen = chosen.unwrap_or(now);
            show_page(&svc, &visitor, (viewer, &chosen), written, &Part::default(), errors).await
        }
    }
}

#[derive(Deserialize)]
struct Forget {
    #[serde(default)]
    csrf: String,
    forget: FollowId,
}

async fn forget(svc: Data<Service>, visitor: Visitor, written: Form<Forget>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    follow::forget(&svc, visitor.signed_in()?, written.forget).await?;
    Ok(visitor.remembered(elsewhere("/account/mail?said=forgotten")))
}

#[derive(Deserialize)]
struct Unignore {
    #[serde(default)]
    csrf: String,
    unignore: CommentId,
}

async fn unignore(svc: Data<Service>, visitor: Visitor, written: Form<Unignore>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    follow::ignore_no_longer(&svc, visitor.signed_in()?, written.unignore).await?;
    Ok(visitor.remembered(elsewhere("/account/mail?said=heard")))
}
