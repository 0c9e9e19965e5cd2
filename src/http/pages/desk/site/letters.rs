//! One mail in one language as the site words it: the template, what comes of it, and a test to oneself. Permission: staff of
//! the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{locale_name, mail_name};
use crate::actions::site_mail::{self, Template as MailWords};
use crate::actions::{Error, Service};
use crate::http::pages::desk::Desk;
use crate::http::pages::desk::office::{Done, with_letter};
use crate::http::pages::field::{Errors, Field, Input};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::locale::Locale;
use crate::notifications::letter::Letter;

pub fn configure(config: &mut ServiceConfig) {
    let one = page_at("/desk/{site}/site/letters/{mail}/{locale}", "GET, HEAD, POST");
    config.service(one.route(get().to(read)).route(post().to(act)));
}

#[derive(Template)]
#[template(path = "desk/letter.html")]
struct LetterPage {
    desk: Desk,
    mail: String,
    mail_name: String,
    locale: Locale,
    locale_name: String,
    /// The site has a template of its own.
    is_own: bool,
    fields: Vec<Field>,
    /// (sample, letter)
    letters: Vec<(String, Letter)>,
    /// The letters are of what was entered, which is not saved.
    is_trial: bool,
    done: Option<String>,
    is_wrong: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    subject: String,
    body: String,
    /// The button: `try`, `save`, `test` or `remove`.
    what: String,
}

impl Written {
    fn template(&self) -> MailWords {
        // What browsers send has carriage returns.
        MailWords { subject: self.subject.replace('\r', "").trim().to_owned(), body: self.body.replace("\r\n", "\n") }
    }
}

type Place = Path<(String, String, Locale)>;

async fn read(
    svc: Data<Service>,
    visitor: Visitor,
    place: Place,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    answer(&svc, &visitor, &place, StatusCode::OK, (None, &Errors::default()), &done).await
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    place: &Place,
    status: StatusCode,
    (written, errors): (Option<&Written>, &Errors),
    done: &Done,
) -> Result<HttpResponse, PageError> {
    let (site, mail, locale) = (&place.0, &place.1, place.2);
    let (desk, viewer) = Desk::of(svc, visitor, site, "site").await?;
    let w = visitor.w;
    let built_in = site_mail::mails().find(|(kind, _)| kind == mail).ok_or_else(PageError::nowhere)?.1;
    let own = site_mail::templates(svc, viewer.clone(), site).await?;
    let own = own.into_iter().find(|own| own.mail == *mail && own.locale == locale);
    let is_own = own.is_some();
    let stored = own.map_or(built_in, |own| MailWords { subject: own.subject, body: own.body });
    let entered = written.map(Written::template);
    let letters = if errors.0.is_empty() {
        site_mail::preview(svc, viewer, site, mail, locale, entered.clone()).await?
    } else {
        Vec::new()
    };
    let words = entered.as_ref().unwrap_or(&stored);
    let field = |name: &str, input, value: &str| {
        let message = format!("letters-field-{name}");
        Field::new(name, input, w.say(&message)).hint(w.say(&format!("{message}-hint"))).filled(value, errors).plain()
    };
    let page = LetterPage {
        desk,
        mail_name: mail_name(w, mail),
        mail: mail.clone(),
        locale,
        locale_name: locale_name(w, locale),
        is_own,
        fields: vec![
            field("subject", Input::Text, words.subject.trim_end()),
            field("body", Input::Lines(12), &words.body),
        ],
        letters,
        is_trial: written.is_some(),
        done: done.message(w),
        is_wrong: !errors.0.is_empty(),
    };
    Ok(with_letter(visitor.remembered(show(status, &page)?)))
}

async fn act(
    svc: Data<Service>,
    visitor: Visitor,
    place: Place,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let (site, mail, locale) = (&place.0, &place.1, place.2);
    let done = match written.what.as_str() {
        "try" => site_mail::preview(&svc, viewer, site, mail, locale, Some(written.template())).await.map(|_| None),
        "save" => {
            let saved = site_mail::set_template(&svc, viewer, site, mail, locale, written.template()).await;
            saved.map(|_| Some("saved"))
        }
        "test" => site_mail::test_mail(&svc, viewer, site, mail, locale).await.map(|()| Some("test-sent")),
        "remove" => match site_mail::remove_template(&svc, viewer, site, mail, locale).await {
            // There was none any more.
            Ok(()) | Err(Error::NotFound("template")) => Ok(Some("removed")),
            Err(error) => Err(error),
        },
        _ => return Err(PageError::nowhere()),
    };
    match done {
        Ok(Some(done)) => {
            let to = format!("/desk/{site}/site/letters/{mail}/{}?done={done}", locale.as_str());
            Ok(visitor.remembered(elsewhere(&to)))
        }
        Ok(None) => {
            let shown = (Some(&*written), &Errors::default());
            answer(&svc, &visitor, &place, StatusCode::OK, shown, &Done::default()).await
        }
        Err(error) => {
            let errors = Errors::of_fields(error)?;
            let shown = (Some(&*written), &errors);
            answer(&svc, &visitor, &place, StatusCode::UNPROCESSABLE_ENTITY, shown, &Done::default()).await
        }
    }
}
