//! The first administrator. Permission: whoever has the token that stands in the log, while there is no account; `/setup/site`,
//! the first site where there is none yet: administrators.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::USER_AGENT;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::field::{Errors, Field, Input};
use super::frame::Frame;
use super::visitor::Visitor;
use super::words::Words;
use super::{PageError, elsewhere, get, page_at, show};
use crate::actions::create_site::{self, NewSite};
use crate::actions::once::Recorder;
use crate::actions::setup::{self, FirstSteps};
use crate::actions::{self, Error, MIN_PASSWORD, Service, browser};
use crate::model::page::PageRequest;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/", "GET, HEAD").route(get().to(root)))
        .service(page_at("/setup", "GET, HEAD, POST").route(get().to(form)).route(post().to(take)))
        .service(page_at("/setup/site", "GET, HEAD, POST").route(get().to(site_form)).route(post().to(make_site)));
}

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    frame: Frame,
    /// `None`: there is an account, and only the site is missing.
    token: Option<Field>,
    account: Vec<Field>,
    site: Vec<Field>,
    is_wrong: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Steps {
    csrf: String,
    token: String,
    email: String,
    name: String,
    password: String,
    #[serde(rename = "site.name")]
    site_name: String,
    #[serde(rename = "site.slug")]
    slug: String,
    #[serde(rename = "site.origins")]
    origins: String,
}

impl Steps {
    fn site(&self) -> NewSite {
        NewSite {
            slug: self.slug.trim().to_owned(),
            name: self.site_name.clone(),
            origins: self.origins.split_whitespace().map(str::to_owned).collect(),
            policy: None,
        }
    }
}

/// To the desk or the account, whichever the reader has; before anybody has one, to the first steps.
async fn root(svc: Data<Service>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    let is_staff = |viewer: &crate::actions::Viewer| viewer.is_administrator() || !viewer.moderates.is_empty();
    let to = match &visitor.viewer {
        _ if setup::is_untouched(&svc).await? => "/setup",
        Some(viewer) if is_staff(viewer) => "/desk",
        Some(_) => "/account",
        None => "/account/sign-in",
    };
    Ok(visitor.remembered(elsewhere(to)))
}

async fn form(svc: Data<Service>, visitor: Visitor, query: Query<Steps>) -> Result<HttpResponse, PageError> {
    let steps = Steps { token: query.into_inner().token, ..Steps::default() };
    answer(&svc, &visitor, StatusCode::OK, &steps, &Errors::default()).await
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    status: StatusCode,
    steps: &Steps,
    errors: &Errors,
) -> Result<HttpResponse, PageError> {
    if !setup::is_open(svc).await? {
        return Err(PageError::nowhere());
    }
    let w = visitor.w;
    let field = |name, input, value: &str| field(w, name, input).filled(value, errors);
    let page = SetupPage {
        frame: Frame::of(svc, visitor).await?,
        token: Some(field("token", Input::Text, &steps.token).plain()),
        account: vec![
            field("email", Input::Email, &steps.email).plain(),
            field("name", Input::Text, &steps.name),
            field("password", Input::Password, ""),
        ],
        site: site_fields(w, steps, errors),
        is_wrong: !errors.0.is_empty(),
    };
    Ok(visitor.remembered(show(status, &page)?))
}

fn site_fields(w: Words, steps: &Steps, errors: &Errors) -> Vec<Field> {
    vec![
        field(w, "site.name", Input::Text).filled(&steps.site_name, errors),
        field(w, "site.slug", Input::Text).plain().filled(&steps.slug, errors),
        field(w, "site.origins", Input::Lines(3)).plain().filled(&steps.origins, errors),
    ]
}

fn field(w: Words, name: &str, input: Input) -> Field {
    let message = format!("setup-{}", name.replace('.', "-"));
    let hint = match name {
        "password" => w.count("setup-password-hint", i64::try_from(MIN_PASSWORD).unwrap_or(i64::MAX)),
        _ => w.say(&format!("{message}-hint")),
    };
    Field::new(name, input, w.say(&message)).hint(hint).required()
}

async fn take(
    request: HttpRequest,
    svc: Data<Service>,
    visitor: Visitor,
    steps: Form<Steps>,
) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &steps.csrf)?;
    let steps = steps.into_inner();
    let first = FirstSteps {
        token: steps.token.clone(),
        email: steps.email.clone(),
        name: steps.name.clone(),
        password: steps.password.clone(),
        site: steps.site(),
    };
    let site = match setup::run(&svc, first).await {
        Ok(site) => site,
        Err(error) => {
            let errors = Errors::of_fields(error)?;
            return answer(&svc, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &steps, &errors).await;
        }
    };
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let credential = browser::start_session(&svc, &steps.email, &steps.password, agent).await?;
    Ok(visitor.signing_in(elsewhere(&format!("/desk/{}/site?done=setup", site.slug)), credential))
}

async fn site_form(svc: Data<Service>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    answer_site(&svc, &visitor, StatusCode::OK, &Steps::default(), &Errors::default()).await
}

/// Errors: 403 for others than administrators; 404 when there is a site: others are made at its desk.
async fn answer_site(
    svc: &Data<Service>,
    visitor: &Visitor,
    status: StatusCode,
    steps: &Steps,
    errors: &Errors,
) -> Result<HttpResponse, PageError> {
    may_make_first(svc, visitor).await?;
    let page = SetupPage {
        frame: Frame::of(svc, visitor).await?,
        token: None,
        account: Vec::new(),
        site: site_fields(visitor.w, steps, errors),
        is_wrong: !errors.0.is_empty(),
    };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn may_make_first(svc: &Data<Service>, visitor: &Visitor) -> Result<(), PageError> {
    let viewer = visitor.signed_in()?;
    if !viewer.is_administrator() {
        return Err(Error::Forbidden.into());
    }
    let sites = actions::sites(svc, viewer, PageRequest { after: None, limit: 1 }).await?.items;
    if sites.is_empty() { Ok(()) } else { Err(PageError::nowhere()) }
}

async fn make_site(svc: Data<Service>, visitor: Visitor, steps: Form<Steps>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &steps.csrf)?;
    may_make_first(&svc, &visitor).await?;
    match create_site::run(&svc, steps.site(), Recorder::none()).await {
        Ok(site) => Ok(visitor.remembered(elsewhere(&format!("/desk/{}/site?done=created", site.slug)))),
        Err(error) => {
            let errors = Errors::of_fields(error)?.0.into_iter();
            let errors = Errors(errors.map(|(field, message)| (format!("site.{field}"), message)).collect());
            answer_site(&svc, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &steps, &errors).await
        }
    }
}
