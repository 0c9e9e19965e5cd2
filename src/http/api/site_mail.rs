//! How a site's mails look. Permission: staff of the site; who changes something needs an API token of the scope `administer`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::List;
use crate::actions::Service;
use crate::actions::site_mail::{self, MailTemplate, Template};
use crate::http::error::Problem;
use crate::http::extract::{Administrator, SignedIn};
use crate::http::idempotency::Input;
use crate::http::revision::{self, IfMatchHeader, Match};
use crate::model::brand::Brand;
use crate::model::locale::Locale;
use crate::model::time::Timestamp;

/// Read how a site's mails look
///
/// Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}/mail", tag = "mail", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "The brand; `ETag` is the site's revision", body = Brand)))]
pub async fn brand(
    svc: Data<Service>,
    request: HttpRequest,
    SignedIn(viewer): SignedIn,
    site: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (site, brand) = site_mail::brand(&svc, viewer, &site).await?;
    Ok(revision::ok_or_unchanged(&request, site.revision, &brand))
}

/// Set how a site's mails look
///
/// Name, colour, footer and the language of readers who have chosen none. A missing member is as at the beginning. Permission: staff
/// of the site; an API token needs the scope `administer`.
#[utoipa::path(put, path = "/sites/{site}/mail", tag = "mail", request_body = Brand, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), IfMatchHeader),
    responses((status = 200, description = "The brand as it is now", body = Brand)))]
pub async fn set_brand(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
    Match(expected): Match,
    input: Input<Brand>,
) -> Result<HttpResponse, Problem> {
    let (site, brand) = site_mail::set_brand(&svc, viewer, &site, input.value, expected).await?;
    Ok(revision::ok(site.revision, &brand))
}

/// A template of a mail.
#[derive(Serialize, ToSchema)]
pub struct TemplateView {
    /// The mail's kind.
    mail: String,
    /// `None`: the one built in, for all languages.
    locale: Option<Locale>,
    subject: String,
    body: String,
    changed_at: Option<Timestamp>,
}

impl From<MailTemplate> for TemplateView {
    fn from(template: MailTemplate) -> Self {
        Self {
            mail: template.mail,
            locale: Some(template.locale),
            subject: template.subject,
            body: template.body,
            changed_at: Some(template.changed_at),
        }
    }
}

/// List the templates of a site's mails
///
/// Those built in, which count unless the site has one of its own for a language, and those. Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}/mail/templates", tag = "mail", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "All of them", body = List<TemplateView>)))]
pub async fn templates(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    site: Path<String>,
) -> Result<HttpResponse, Problem> {
    let own = site_mail::templates(&svc, viewer, &site).await?;
    let built_in = site_mail::mails().map(|(mail, template)| TemplateView {
        mail: mail.to_owned(),
        locale: None,
        subject: template.subject,
        body: template.body,
        changed_at: None,
    });
    let items = built_in.chain(own.into_iter().map(TemplateView::from)).collect();
    Ok(HttpResponse::Ok().json(List { items, next: None }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateInput {
    /// One line, such as `{{ replier }} replied to you`.
    subject: String,
    /// Built of blocks, such as `{{ p("…") }}`, `{{ quote(excerpt) }}` and `{{ button(link, "Read on") }}`.
    body: String,
}

impl From<TemplateInput> for Template {
    fn from(TemplateInput { subject, body }: TemplateInput) -> Self {
        Self { subject, body }
    }
}

/// Word a mail of a site's oneself
///
/// In one language. It is tried with samples of every shape before it is taken: 422 says what is wrong with it. Permission: staff of
/// the site; an API token needs the scope `administer`.
#[utoipa::path(put, path = "/sites/{site}/mail/templates/{mail}/{locale}", tag = "mail", request_body = TemplateInput,
    security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("mail" = String, Path), ("locale" = Locale, Path)),
    responses((status = 200, description = "The template as it is now", body = TemplateView)))]
pub async fn set_template(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    path: Path<(String, String, Locale)>,
    input: Input<TemplateInput>,
) -> Result<HttpResponse, Problem> {
    let (site, mail, locale) = path.into_inner();
    let template = site_mail::set_template(&svc, viewer, &site, &mail, locale, input.value.into()).await?;
    Ok(HttpResponse::Ok().json(TemplateView::from(template)))
}

/// Go back to the wording built in
///
/// Permission: staff of the site; an API token needs the scope `administer`.
#[utoipa::path(delete, path = "/sites/{site}/mail/templates/{mail}/{locale}", tag = "mail", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("mail" = String, Path), ("locale" = Locale, Path)),
    responses((status = 204, description = "The one built in counts")))]
pub async fn remove_template(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    path: Path<(String, String, Locale)>,
) -> Result<HttpResponse, Problem> {
    let (site, mail, locale) = path.into_inner();
    site_mail::remove_template(&svc, viewer, &site, &mail, locale).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What to show: without a template, the site's own or the one built in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewInput {
    template: Option<TemplateInput>,
}

/// A sample of a mail.
#[derive(Serialize, ToSchema)]
pub struct SampleView {
    /// The mail's kind, and which shape of it.
    sample: String,
    subject: String,
    text: String,
    html: String,
}

/// See a mail of a site's before it is sent
///
/// With sample data, in each of its shapes. Permission: staff of the site; an API token needs the scope `administer`.
#[utoipa::path(post, path = "/sites/{site}/mail/templates/{mail}/{locale}/preview", tag = "mail", request_body = PreviewInput,
    security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("mail" = String, Path), ("locale" = Locale, Path)),
    responses((status = 200, description = "The samples", body = List<SampleView>)))]
pub async fn preview(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    path: Path<(String, String, Locale)>,
    input: Input<PreviewInput>,
) -> Result<HttpResponse, Problem> {
    let (site, mail, locale) = path.into_inner();
    let template = input.value.template.map(Template::from);
    let shown = site_mail::preview(&svc, viewer, &site, &mail, locale, template).await?;
    let items = shown.into_iter().map(|(sample, letter)| SampleView {
        sample,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
    });
    Ok(HttpResponse::Ok().json(List { items: items.collect(), next: None }))
}

/// Have a sample of a mail sent to oneself
///
/// As the site sends it now, with sample data. Permission: staff of the site; an API token needs the scope `administer`.
#[utoipa::path(post, path = "/sites/{site}/mail/templates/{mail}/{locale}/test", tag = "mail", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("mail" = String, Path), ("locale" = Locale, Path)),
    responses((status = 202, description = "It is on its way")))]
pub async fn test(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    path: Path<(String, String, Locale)>,
) -> Result<HttpResponse, Problem> {
    let (site, mail, locale) = path.into_inner();
    site_mail::test_mail(&svc, viewer, &site, &mail, locale).await?;
    Ok(HttpResponse::Accepted().finish())
}
