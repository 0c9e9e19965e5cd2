//! The first administrator. Permission: whoever has the token that stands in the log, while there is no account.

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
use crate::actions::create_site::NewSite;
use crate::actions::setup::{self, FirstSteps};
use crate::actions::{MIN_PASSWORD, Service, browser};

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/", "GET, HEAD").route(get().to(root)))
        .service(page_at("/setup", "GET, HEAD, POST").route(get().to(form)).route(post().to(take)));
}

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    frame: Frame,
    token: Field,
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

/// To the desk or the account, whichever the reader has; before anybody has one, to the first steps.
async fn root(svc: Data<Service>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    let is_staff = |viewer: &crate::actions::Viewer| viewer.is_administrator() || !viewer.moderates.is_empty();
    let to = match &visitor.viewer {
        _ if setup::is_open(&svc).await? => "/setup",
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
        token: field("token", Input::Text, &steps.token).plain(),
        account: vec![
            field("email", Input::Email, &steps.email).plain(),
            field("name", Input::Text, &steps.name),
            field("password", Input::Password, ""),
        ],
        site: vec![
            field("site.name", Input::Text, &steps.site_name),
            field("site.slug", Input::Text, &steps.slug).plain(),
            field("site.origins", Input::Lines(3), &steps.origins).plain(),
        ],
        is_wrong: !errors.0.is_empty(),
    };
    Ok(visitor.remembered(show(status, &page)?))
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
        site: NewSite {
            slug: steps.slug.trim().to_owned(),
            name: steps.site_name.clone(),
            origins: steps.origins.split_whitespace().map(str::to_owned).collect(),
            policy: None,
        },
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
