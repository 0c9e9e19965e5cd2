//! The texts that moderators use again and again. Permission: staff of the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::office::{Done, expected, page};
use crate::actions::canned_texts::{self, CannedText, Change, NewText};
use crate::actions::once::Recorder;
use crate::actions::{Error, Service};
use crate::http::pages::field::{Choice, Errors, Field, Input};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::decision::Reason;
use crate::model::ids::CannedTextId;
use crate::model::page::Page;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/texts", "GET, HEAD, POST").route(get().to(list)).route(post().to(create)))
        .service(page_at("/desk/{site}/texts/{id}", "GET, HEAD, POST").route(get().to(read)).route(post().to(change)))
        .service(page_at("/desk/{site}/texts/{id}/remove", "POST").route(post().to(remove)));
}

#[derive(Template)]
#[template(path = "desk/texts.html")]
struct TextsPage {
    desk: Desk,
    page: Page<CannedText>,
    locale: String,
    is_first: bool,
    fields: Vec<Field>,
    done: Option<String>,
    /// Why nothing was made, if it is about no field.
    refused: Option<&'static str>,
    is_wrong: bool,
}

impl TextsPage {
    fn reason(&self, reason: &Reason) -> String {
        reason_name(self.desk.frame.w, *reason)
    }
}

#[derive(Template)]
#[template(path = "desk/text.html")]
struct TextPage {
    desk: Desk,
    text: CannedText,
    fields: Vec<Field>,
    /// Somebody else changed it meanwhile.
    is_overtaken: bool,
    is_wrong: bool,
}

fn reason_name(w: Words, reason: Reason) -> String {
    w.say(&format!("reason-{}", reason.as_str().replace('_', "-")))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct View {
    locale: String,
    cursor: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    locale: String,
    title: String,
    body: String,
    reason: String,
    revision: String,
}

impl Written {
    fn of(text: &CannedText) -> Self {
        Self {
            csrf: String::new(),
            locale: text.locale.clone(),
            title: text.title.clone(),
            body: text.body.clone(),
            reason: text.reason.map_or("", Reason::as_str).to_owned(),
            revision: text.revision.to_string(),
        }
    }

    /// `None`: for none in particular. Errors: what is no reason.
    fn reason(&self) -> Result<Option<Reason>, Errors> {
        if self.reason.is_empty() {
            return Ok(None);
        }
        Reason::parse(&self.reason).map(Some).map_err(|message| Errors(vec![("reason".to_owned(), message)]))
    }
}

fn fields(w: Words, written: &Written, errors: &Errors) -> Vec<Field> {
    let none = Choice { value: String::new(), label: w.say("texts-any-reason") };
    let reasons =
        Reason::ALL.iter().map(|reason| Choice { value: reason.as_str().to_owned(), label: reason_name(w, *reason) });
    let reasons = std::iter::once(none).chain(reasons).collect();
    let field = |name: &str, input, value: &str| {
        let message = format!("texts-{name}");
        Field::new(name, input, w.say(&message)).hint(w.say(&format!("{message}-hint"))).filled(value, errors)
    };
    vec![
        field("title", Input::Text, &written.title).required(),
        field("body", Input::Lines(4), &written.body).required(),
        field("reason", Input::Choice(reasons), &written.reason),
        field("locale", Input::Text, &written.locale).required().plain(),
    ]
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    view: Query<View>,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    let written = Written { locale: visitor.w.lang().to_owned(), ..Written::default() };
    let shown = Shown { svc: &svc, visitor: &visitor, site: &site };
    shown.list(StatusCode::OK, &view, &written, (&Errors::default(), None), &done).await
}

struct Shown<'a> {
    svc: &'a Data<Service>,
    visitor: &'a Visitor,
    site: &'a str,
}

impl Shown<'_> {
    async fn list(
        &self,
        status: StatusCode,
        view: &View,
        written: &Written,
        (errors, refused): (&Errors, Option<&'static str>),
        done: &Done,
    ) -> Result<HttpResponse, PageError> {
        let Self { svc, visitor, site } = *self;
        let (desk, viewer) = Desk::of(svc, visitor, site, "texts").await?;
        let locale = Some(view.locale.clone()).filter(|locale| !locale.is_empty());
        let page = TextsPage {
            desk,
            page: canned_texts::list(svc, viewer, site, locale, page(&view.cursor)?).await?,
            locale: view.locale.clone(),
            is_first: view.cursor.is_empty(),
            fields: fields(visitor.w, written, errors),
            done: done.message(visitor.w),
            refused,
            is_wrong: !errors.0.is_empty(),
        };
        Ok(visitor.remembered(show(status, &page)?))
    }

    async fn one(
        &self,
        status: StatusCode,
        id: CannedTextId,
        written: Option<&Written>,
        errors: &Errors,
    ) -> Result<HttpResponse, PageError> {
        let Self { svc, visitor, site } = *self;
        let (desk, viewer) = Desk::of(svc, visitor, site, "texts").await?;
        let text = canned_texts::read(svc, viewer, site, id).await?;
        let own = Written::of(&text);
        let page = TextPage {
            desk,
            text,
            fields: fields(visitor.w, written.unwrap_or(&own), errors),
            is_overtaken: status == StatusCode::CONFLICT,
            is_wrong: !errors.0.is_empty(),
        };
        Ok(visitor.remembered(show(status, &page)?))
    }
}

async fn create(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let new = |reason| NewText {
        locale: written.locale.trim().to_owned(),
        title: written.title.clone(),
        body: written.body.clone(),
        reason,
    };
    let made = match written.reason() {
        Ok(reason) => canned_texts::create(&svc, viewer, &site, new(reason), Recorder::none()).await,
        Err(errors) => Err(Error::Invalid(errors.into())),
    };
    let (status, errors, refused) = match made {
        Ok(_) => return Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/texts?done=created")))),
        Err(Error::Conflict(why)) => (StatusCode::CONFLICT, Errors::default(), Some(why)),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Errors::of_fields(error)?, None),
    };
    let shown = Shown { svc: &svc, visitor: &visitor, site: &site };
    shown.list(status, &View::default(), &written, (&errors, refused), &Done::default()).await
}

async fn read(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, CannedTextId)>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    Shown { svc: &svc, visitor: &visitor, site: &site }.one(StatusCode::OK, id, None, &Errors::default()).await
}

async fn change(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, CannedTextId)>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let (site, id) = path.into_inner();
    let change = |reason| Change {
        locale: Some(written.locale.trim().to_owned()),
        title: Some(written.title.clone()),
        body: Some(written.body.clone()),
        reason: Some(reason),
    };
    let revision = expected(&written.revision);
    let changed = match written.reason() {
        Ok(reason) => canned_texts::change(&svc, viewer, &site, id, change(reason), revision).await,
        Err(errors) => Err(Error::Invalid(errors.into())),
    };
    let (status, errors) = match changed {
        Ok(_) => return Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/texts?done=saved")))),
        Err(Error::Stale | Error::Conflict(_)) => (StatusCode::CONFLICT, Errors::default()),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Errors::of_fields(error)?),
    };
    Shown { svc: &svc, visitor: &visitor, site: &site }.one(status, id, Some(&written), &errors).await
}

async fn remove(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, CannedTextId)>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let (site, id) = path.into_inner();
    match canned_texts::remove(&svc, viewer, &site, id).await {
        Ok(()) | Err(Error::NotFound("text")) => {
            Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/texts?done=removed"))))
        }
        Err(error) => Err(error.into()),
    }
}
