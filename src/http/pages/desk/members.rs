//! Who moderates the site. Permission: administrator; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::office::Done;
use crate::actions::{self, Account, Error, Service, appoint};
use crate::http::pages::field::{Errors, Field, Input};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::ids::AccountId;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/members", "GET, HEAD, POST").route(get().to(list)).route(post().to(add)))
        .service(page_at("/desk/{site}/members/{id}/dismiss", "POST").route(post().to(dismiss)));
}

#[derive(Template)]
#[template(path = "desk/members.html")]
struct MembersPage {
    desk: Desk,
    moderators: Vec<Account>,
    administrators: Vec<Account>,
    who: Field,
    done: Option<String>,
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    answer(&svc, &visitor, &site, StatusCode::OK, ("", &Errors::default()), &done).await
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    site: &str,
    status: StatusCode,
    (who, errors): (&str, &Errors),
    done: &Done,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(svc, visitor, site, "members").await?;
    let w = visitor.w;
    let field = Field::new("who", Input::Text, w.say("members-who")).hint(w.say("members-who-hint"));
    let page = MembersPage {
        desk,
        moderators: actions::moderators(svc, viewer.clone(), site).await?,
        administrators: actions::administrators(svc, viewer).await?,
        who: field.required().plain().filled(who, errors),
        done: done.message(w),
    };
    Ok(visitor.remembered(show(status, &page)?))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sent {
    csrf: String,
    who: String,
}

async fn add(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    sent: Form<Sent>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &sent.csrf)?;
    match appoint::by_name(&svc, viewer, &site, &sent.who).await {
        Ok(()) => Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/members?done=appointed")))),
        Err(error) => {
            let errors = Errors::of_fields(error)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(&svc, &visitor, &site, status, (&sent.who, &errors), &Done::default()).await
        }
    }
}

async fn dismiss(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, AccountId)>,
    sent: Form<Sent>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &sent.csrf)?;
    let (site, account) = path.into_inner();
    match appoint::dismiss(&svc, viewer, &site, account).await {
        // Somebody else did it, or the button was pressed twice.
        Ok(()) | Err(Error::NotFound("moderator")) => {
            Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/members?done=dismissed"))))
        }
        Err(error) => Err(error.into()),
    }
}
