//! The account itself: name, address, password, language, and measures against it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{Errors, Part, least_of_password};
use crate::actions::change_account::{self, Change, NewEmail, NewPassword};
use crate::actions::change_notifications::{self, preferences};
use crate::actions::read_sanctions::{self, OwnSanction};
use crate::actions::{Error, Profile, Service, acknowledge, profile};
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::account::EmailAddress;
use crate::model::ids::SanctionId;
use crate::model::locale::Locale;
use crate::model::page::PageRequest;
use crate::model::preferences::{PreferencesUpdate, ZoneName};
use crate::model::sanction::SanctionKind;

/// The newest measures that are looked through for those in force.
const MEASURES: i64 = 100;

/// What a form before may have done.
const SAID: &[&str] =
    &["account-said-name", "account-said-email", "account-said-password", "account-said-language", "account-said-read"];

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/account", "GET, HEAD").route(get().to(overview)))
        .service(page_at("/account/name", "POST").route(post().to(rename)))
        .service(page_at("/account/email", "POST").route(post().to(move_to)))
        .service(page_at("/account/password", "POST").route(post().to(set_password)))
        .service(page_at("/account/language", "POST").route(post().to(set_language)))
        .service(page_at("/account/acknowledge", "POST").route(post().to(acknowledged)));
}

#[derive(Template)]
#[template(path = "account/overview.html")]
struct OverviewPage {
    frame: Frame,
    place: &'static str,
    profile: Profile,
    /// In force.
    measures: Vec<OwnSanction>,
    written: Written,
    min_length: i64,
    said: Option<&'static str>,
    errors: Errors,
}

/// What the forms bring, and what they show. Each sends its own part.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    display_name: String,
    email: String,
    /// The present one.
    password: String,
    current: String,
    new: String,
    locale: String,
    time_zone: String,
    /// Of a warning.
    id: Option<SanctionId>,
}

async fn overview(svc: Data<Service>, visitor: Visitor, part: Query<Part>) -> Result<HttpResponse, PageError> {
    show_overview(&svc, &visitor, part.said(SAID), None).await
}

/// `refused`: a form that was not taken, and why.
async fn show_overview(
    svc: &Data<Service>,
    visitor: &Visitor,
    said: Option<&'static str>,
    refused: Option<(Written, Errors)>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let wanted = preferences(&viewer.account)?;
    let profile = profile(svc, viewer.clone()).await?;
    let request = PageRequest { after: None, limit: MEASURES };
    let mut measures = read_sanctions::own(svc, viewer, request).await?.items;
    measures.retain(|measure| measure.active);
    // What one can do something about comes first.
    measures.sort_by_key(|measure| measure.sanction.kind != SanctionKind::Warn);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (written, errors) = refused.unwrap_or_default();
    let or = |written: String, now: &str| if written.is_empty() { now.to_owned() } else { written };
    let written = Written {
        display_name: or(written.display_name, &profile.account.display_name),
        locale: or(written.locale, wanted.locale.map_or("", Locale::as_str)),
        time_zone: or(written.time_zone, wanted.time_zone.as_str()),
        ..written
    };
    let page = OverviewPage {
        frame: Frame::of(svc, visitor).await?,
        place: "",
        profile,
        measures,
        written,
        min_length: least_of_password(),
        said,
        errors,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

/// Changes the account, or shows the form again. `known`: see [`Errors::of_action`].
async fn change(
    svc: &Data<Service>,
    visitor: &Visitor,
    written: Written,
    (change, said): (Change, &str),
    known: &[(&str, &'static str, &str)],
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    match change_account::run(svc, viewer, change).await {
        Ok(_) => Ok(visitor.remembered(elsewhere(&format!("/account?said={said}")))),
        Err(Error::Invalid(errors)) => {
            let errors = Errors::of_action(visitor.w, errors, known);
            show_overview(svc, visitor, None, Some((written, errors))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn rename(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let written = written.into_inner();
    let wanted = Change { display_name: Some(written.display_name.clone()), password: None, email: None };
    change(&svc, &visitor, written, (wanted, "name"), &[("display_name", "display_name", "wrong-name")]).await
}

async fn move_to(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let written = written.into_inner();
    let email = NewEmail { new: written.email.clone(), password: written.password.clone() };
    let wanted = Change { display_name: None, password: None, email: Some(email) };
    // An address that can be one was asked for too often.
    let wrong = if EmailAddress::parse(&written.email).is_ok() { "wrong-email-often" } else { "wrong-email" };
    let known = [("email.new", "email", wrong), ("email.password", "email_password", "wrong-present-password")];
    change(&svc, &visitor, written, (wanted, "email"), &known).await
}

async fn set_password(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let written = written.into_inner();
    let password = NewPassword { current: written.current.clone(), new: written.new.clone() };
    let wanted = Change { display_name: None, password: Some(password), email: None };
    let known = [("password.new", "new", "wrong-password"), ("password.current", "current", "wrong-present-password")];
    change(&svc, &visitor, written, (wanted, "password"), &known).await
}

async fn set_language(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let written = written.into_inner();
    let viewer = visitor.signed_in()?;
    let Ok(time_zone) = ZoneName::parse(written.time_zone.trim()) else {
        let errors = Errors::one(visitor.w, "time_zone", "wrong-zone");
        return show_overview(&svc, &visitor, None, Some((written, errors))).await;
    };
    // Any other value is the choice of none.
    let locale = Locale::parse(&written.locale).ok();
    let update = PreferencesUpdate { locale: Some(locale), time_zone: Some(time_zone), ..PreferencesUpdate::default() };
    change_notifications::run(&svc, viewer, update).await?;
    Ok(visitor.remembered(elsewhere("/account?said=language")))
}

async fn acknowledged(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let id = written.id.ok_or_else(PageError::nowhere)?;
    acknowledge::run(&svc, visitor.signed_in()?, id).await?;
    Ok(visitor.remembered(elsewhere("/account?said=read")))
}
