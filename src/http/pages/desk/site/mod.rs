//! How the site is called, where its pages are, what an article includes, and how its mails look; `letters` are its own
//! templates for them. Permission: staff of the site; its name and origins, administrators. The actions check it.

mod letters;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::office::{Done, expected, lines};
use crate::actions::change_site::{self, Change};
use crate::actions::site_mail::{self, MailTemplate};
use crate::actions::{Error, Service};
use crate::http::pages::field::{Choice, Errors, Field, Input};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::brand::{Brand, Colour};
use crate::model::locale::Locale;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/site", "GET, HEAD, POST").route(get().to(read)).route(post().to(change)))
        .service(page_at("/desk/{site}/site/brand", "POST").route(post().to(set_brand)))
        .configure(letters::configure);
}

#[derive(Template)]
#[template(path = "desk/site.html")]
struct SitePage {
    desk: Desk,
    /// What an article includes.
    snippet: String,
    fields: Vec<Field>,
    brand: Vec<Field>,
    mails: Vec<&'static str>,
    own: Vec<MailTemplate>,
    done: Option<String>,
    /// Somebody else changed the site meanwhile.
    is_overtaken: bool,
    is_wrong: bool,
}

impl SitePage {
    const fn locales(&self) -> &'static [Locale] {
        Locale::ALL
    }

    fn mail_name(&self, mail: &str) -> String {
        mail_name(self.desk.frame.w, mail)
    }

    fn locale_name(&self, locale: &Locale) -> String {
        locale_name(self.desk.frame.w, *locale)
    }

    fn is_own(&self, mail: &str, locale: &Locale) -> bool {
        self.own.iter().any(|own| own.mail == mail && own.locale == *locale)
    }
}

fn mail_name(w: Words, mail: &str) -> String {
    w.say(&format!("letters-{}", mail.replace('_', "-")))
}

fn locale_name(w: Words, locale: Locale) -> String {
    w.say(&format!("office-locale-{}", locale.as_str()))
}

/// What the forms bring: one has the first three, the other the rest.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    revision: String,
    name: String,
    origins: String,
    #[serde(rename = "brand.name")]
    brand_name: String,
    #[serde(rename = "brand.colour")]
    colour: String,
    #[serde(rename = "brand.footer")]
    footer: String,
    #[serde(rename = "brand.locale")]
    locale: String,
}

/// What is shown in place of what is stored.
enum Entered<'a> {
    Nothing,
    Settings(&'a Written),
    Brand(&'a Written),
}

async fn read(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    answer(&svc, &visitor, &site, StatusCode::OK, (&Entered::Nothing, &Errors::default()), &done).await
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    slug: &str,
    status: StatusCode,
    (entered, errors): (&Entered<'_>, &Errors),
    done: &Done,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(svc, visitor, slug, "site").await?;
    let w = visitor.w;
    let (site, stored) = site_mail::brand(svc, viewer.clone(), slug).await?;
    let origins: Vec<String> = serde_json::from_str(&site.origins).map_err(Error::from)?;
    let origins = origins.join("\n");
    let (name, origins) = match entered {
        Entered::Settings(written) => (written.name.as_str(), written.origins.as_str()),
        Entered::Nothing | Entered::Brand(_) => (site.name.as_str(), origins.as_str()),
    };
    let field = |name: &str, input, value: &str| {
        let message = format!("site-{}", name.replace('.', "-"));
        Field::new(name, input, w.say(&message)).hint(w.say(&format!("{message}-hint"))).filled(value, errors)
    };
    let stored_brand = written_as(&stored);
    let brand = match entered {
        Entered::Brand(written) => written,
        Entered::Nothing | Entered::Settings(_) => &stored_brand,
    };
    let locales =
        Locale::ALL.iter().map(|locale| Choice { value: locale.as_str().to_owned(), label: locale_name(w, *locale) });
    let page = SitePage {
        snippet: format!(
            "<script async src=\"{}/embed.js\" data-site=\"{slug}\"></script>\n<div id=\"postil\"></div>",
            svc.public_url
        ),
        fields: vec![
            field("name", Input::Text, name).required(),
            field("origins", Input::Lines(3), origins).required().plain(),
        ],
        brand: vec![
            field("brand.name", Input::Text, &brand.brand_name),
            field("brand.colour", Input::Text, &brand.colour).plain(),
            field("brand.footer", Input::Lines(3), &brand.footer),
            field("brand.locale", Input::Choice(locales.collect()), &brand.locale),
        ],
        mails: site_mail::mails().map(|(mail, _)| mail).collect(),
        own: site_mail::templates(svc, viewer, slug).await?,
        done: done.message(w),
        is_overtaken: status == StatusCode::CONFLICT,
        is_wrong: !errors.0.is_empty(),
        desk,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

fn written_as(brand: &Brand) -> Written {
    Written {
        brand_name: brand.name.clone().unwrap_or_default(),
        colour: brand.colour.as_ref().map_or("", Colour::as_str).to_owned(),
        footer: brand.footer.clone().unwrap_or_default(),
        locale: brand.locale.as_str().to_owned(),
        ..Written::default()
    }
}

async fn change(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let change = Change { name: Some(written.name.clone()), origins: Some(lines(&written.origins)), policy: None };
    let (status, errors) = match change_site::run(&svc, viewer, &site, change, expected(&written.revision)).await {
        Ok(_) => return Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/site?done=saved")))),
        Err(error) => why_not(error)?,
    };
    let entered = Entered::Settings(&written);
    answer(&svc, &visitor, &site, status, (&entered, &errors), &Done::default()).await
}

/// Errors: what the form cannot show.
fn why_not(error: Error) -> Result<(StatusCode, Errors), Error> {
    match error {
        Error::Stale | Error::Conflict(_) => Ok((StatusCode::CONFLICT, Errors::default())),
        error => Ok((StatusCode::UNPROCESSABLE_ENTITY, Errors::of_fields(error)?)),
    }
}

/// What is wrong already is told together.
fn parse_brand(written: &Written) -> Result<Brand, Errors> {
    let mut errors = Errors::default();
    let mut wrong = |field: &str, message: String| errors.0.push((field.to_owned(), message));
    let colour = match written.colour.trim() {
        "" => None,
        colour => Colour::parse(colour).map_err(|message| wrong("brand.colour", message)).ok(),
    };
    let locale = Locale::parse(&written.locale).map_err(|message| wrong("brand.locale", message)).unwrap_or_default();
    let brand = Brand {
        name: Some(written.brand_name.clone()),
        colour,
        footer: Some(written.footer.replace("\r\n", "\n")),
        locale,
    };
    let checked = brand.checked().map_err(|(field, message)| wrong(&format!("brand.{field}"), message)).ok();
    checked.filter(|_| errors.0.is_empty()).ok_or(errors)
}

async fn set_brand(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let (status, errors) = match parse_brand(&written) {
        Ok(brand) => match site_mail::set_brand(&svc, viewer, &site, brand, expected(&written.revision)).await {
            Ok(_) => return Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/site?done=saved#brand")))),
            Err(error) => why_not(error)?,
        },
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    answer(&svc, &visitor, &site, status, (&Entered::Brand(&written), &errors), &Done::default()).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts;

    #[test]
    fn every_mail_and_language_has_a_name() {
        for (mail, _) in site_mail::mails() {
            assert!(texts::has(&format!("letters-{}", mail.replace('_', "-"))), "{mail}");
        }
        for locale in Locale::ALL {
            assert!(texts::has(&format!("office-locale-{}", locale.as_str())), "{}", locale.as_str());
        }
    }
}
