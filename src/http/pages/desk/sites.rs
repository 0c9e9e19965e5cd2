//! All sites, and new ones. Permission: administrator.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::office::{lines, must_be_administrator, page};
use crate::actions::create_site::{self, NewSite};
use crate::actions::once::Recorder;
use crate::actions::{self, Service, Site};
use crate::http::pages::field::{Choice, Errors, Field, Input};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::page::Page;
use crate::model::site::Policy;

pub fn configure(config: &mut ServiceConfig) {
    let here = page_at("/desk/{site}/sites", "GET, HEAD, POST");
    config.service(here.route(get().to(list)).route(post().to(create)));
}

#[derive(Template)]
#[template(path = "desk/sites.html")]
struct SitesPage {
    desk: Desk,
    page: Page<Site>,
    is_first: bool,
    fields: Vec<Field>,
    is_wrong: bool,
}

impl SitesPage {
    fn origins(&self, site: &Site) -> Vec<String> {
        serde_json::from_str(&site.origins).unwrap_or_default()
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct View {
    cursor: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    slug: String,
    name: String,
    origins: String,
    policy: String,
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    view: Query<View>,
) -> Result<HttpResponse, PageError> {
    let written = Written { policy: Policy::default().as_str().to_owned(), ..Written::default() };
    answer(&svc, &visitor, &site, (StatusCode::OK, &view.cursor), &written, &Errors::default()).await
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    site: &str,
    (status, cursor): (StatusCode, &str),
    written: &Written,
    errors: &Errors,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(svc, visitor, site, "sites").await?;
    must_be_administrator(&viewer)?;
    let page = SitesPage {
        desk,
        page: actions::sites(svc, viewer, page(cursor)?).await?,
        is_first: cursor.is_empty(),
        fields: fields(visitor.w, written, errors),
        is_wrong: !errors.0.is_empty(),
    };
    Ok(visitor.remembered(show(status, &page)?))
}

fn fields(w: Words, written: &Written, errors: &Errors) -> Vec<Field> {
    let policies = Policy::ALL.iter().map(|policy| Choice {
        value: policy.as_str().to_owned(),
        label: w.say(&format!("rules-policy-{}", policy.as_str())),
    });
    let field = |name: &str, input| {
        let message = format!("site-{name}");
        Field::new(name, input, w.say(&message)).hint(w.say(&format!("{message}-hint")))
    };
    vec![
        field("name", Input::Text).required().filled(&written.name, errors),
        field("slug", Input::Text).required().plain().filled(&written.slug, errors),
        field("origins", Input::Lines(3)).required().plain().filled(&written.origins, errors),
        Field::new("policy", Input::Choice(policies.collect()), w.say("rules-policy")).filled(&written.policy, errors),
    ]
}

async fn create(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    must_be_administrator(&viewer)?;
    let mut errors = Errors::default();
    let policy = match Policy::parse(&written.policy) {
        Ok(policy) => Some(policy),
        Err(message) => {
            errors.0.push(("policy".to_owned(), message));
            None
        }
    };
    if errors.0.is_empty() {
        let new = NewSite {
            slug: written.slug.trim().to_owned(),
            name: written.name.clone(),
            origins: lines(&written.origins),
            policy,
        };
        match create_site::run(&svc, new, Recorder::none()).await {
            Ok(made) => {
                return Ok(visitor.remembered(elsewhere(&format!("/desk/{}/site?done=created", made.slug))));
            }
            Err(error) => errors = Errors::of_fields(error)?,
        }
    }
    answer(&svc, &visitor, &site, (StatusCode::UNPROCESSABLE_ENTITY, ""), &written, &errors).await
}
