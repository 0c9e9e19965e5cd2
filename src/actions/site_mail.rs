//! How a site's mails look: its brand, and templates of its own in place of those built in.

use super::expected::Expected;
use super::read_sites::site_of_staff;
use super::tell::{Owed, Reader, owe};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::brand::Brand;
use crate::model::field::FieldErrors;
use crate::model::locale::Locale;
use crate::model::notice::Notice;
use crate::notifications::letter::{Frame, Letter, Links, Token, render};
use crate::notifications::samples::{self, Words};
pub use crate::notifications::templates::Template;
use crate::notifications::templates::{BUILT_IN, built_in};
use crate::store::mail_templates;
pub use crate::store::mail_templates::MailTemplate;
use crate::store::sites::{self, Site};

/// Bytes of each part of a template.
const MOST_BYTES: usize = 64 * 1024;

/// Mails about an account belong to no site, and look the same for all.
const OF_ACCOUNTS: &[&str] = &[
    "verify_address",
    "welcome",
    "change_address",
    "address_change_asked",
    "address_changed",
    "address_in_use",
    "reset_password",
    "password_changed",
    "new_sign_in",
    "digest",
];

/// The mails that a site may word itself.
pub fn mails() -> impl Iterator<Item = (&'static str, Template)> {
    let of_sites = BUILT_IN.iter().filter(|(kind, ..)| !OF_ACCOUNTS.contains(kind));
    of_sites.filter_map(|(kind, ..)| Some((*kind, built_in(kind)?)))
}

/// The site with its brand. Errors: `NotFound` site; `Forbidden` unless on its staff.
pub async fn brand(svc: &Shared, viewer: Viewer, slug: &str) -> Result<(Site, Brand)> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let brand = serde_json::from_str(&site.brand)?;
            Ok((site, brand))
        })
        .await
}

/// Errors: `NotFound` site; `Forbidden` unless on its staff; `Invalid`; `Stale`, or `Conflict` where no revision was expected.
pub async fn set_brand(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    brand: Brand,
    expected: Expected,
) -> Result<(Site, Brand)> {
    let brand = brand.checked().map_err(|(field, message)| FieldErrors::one(field, message))?;
    let slug = slug.to_owned();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let mut site = site_of_staff(tx, &viewer, &slug)?;
            expected.check(site.revision)?;
            site.brand = serde_json::to_string(&brand)?;
            if !sites::update(tx, &site)? {
                return Err(expected.overtaken());
            }
            Ok((Site { revision: site.revision + 1, ..site }, brand))
        })
        .await
}

/// The site's own templates. Errors: `NotFound` site; `Forbidden` unless on its staff.
pub async fn templates(svc: &Shared, viewer: Viewer, slug: &str) -> Result<Vec<MailTemplate>> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            Ok(mail_templates::of_site(conn, site.id)?)
        })
        .await
}

fn check_kind(mail: &str) -> Result<()> {
    if mails().any(|(kind, _)| kind == mail) {
        Ok(())
    } else {
        Err(Error::NotFound("mail that a site may word itself"))
    }
}

/// Errors: `Invalid` when a part is too long, or cannot be written with every shape of sample, one of them hostile.
fn check(svc: &Service, site: &Site, mail: &str, locale: Locale, template: &Template) -> Result<()> {
    let mut errors = FieldErrors::default();
    for (field, text) in [("subject", &template.subject), ("body", &template.body)] {
        errors.require(field, text.len() <= MOST_BYTES, "must have at most 64 KiB");
        // The blocks write the HTML, and nothing else does.
        let plain = !text.contains(['<', '>']) && !text.contains("autoescape");
        errors.require(
            field,
            plain,
            "must not have < or >, or change the escaping: it is built of blocks such as {{ p(…) }}",
        );
    }
    errors.finish()?;
    let hostile = Words::only("<b>\"x\" & {{ y }}</b>\r\nBcc: z@evil.example");
    for words in [Words::default(), hostile, Words::only("")] {
        for (shape, notice) in samples::all(&words).into_iter().filter(|(_, notice)| notice.kind() == mail) {
            let wrong = |error: String| Error::from(FieldErrors::one("body", format!("{error} (sample {shape})")));
            let letter = sample(svc, site, &notice, locale, Some(template)).map_err(wrong)?;
            if letter.subject.trim().is_empty() {
                return Err(FieldErrors::one("subject", "comes to nothing").into());
            }
            // The one at the foot does not count: it is in every mail.
            let action = letter.text.replace(&choices_url(svc), "").contains("://");
            if words.body == Words::default().body && !action {
                return Err(FieldErrors::one(
                    "body",
                    "must have the link that the mail is for, such as {{ button(link, …) }}",
                )
                .into());
            }
        }
    }
    Ok(())
}

fn choices_url(svc: &Service) -> String {
    format!("{}/u/…", svc.public_url)
}

/// A sample as the site would send it, its links without tokens.
fn sample(
    svc: &Service,
    site: &Site,
    notice: &Notice,
    locale: Locale,
    template: Option<&Template>,
) -> std::result::Result<Letter, String> {
    let brand: Brand = serde_json::from_str(&site.brand).map_err(|error| error.to_string())?;
    let brand_name = brand.name.clone().unwrap_or_else(|| site.name.clone());
    let token = |_: Token<'_>| "…".to_owned();
    let choices = choices_url(svc);
    let frame = Frame {
        links: Links { public_url: &svc.public_url, token: &token },
        locale,
        zone: &crate::model::preferences::ZoneName::default(),
        brand: &brand,
        brand_name: &brand_name,
        choices_url: Some(&choices),
        can_be_turned_off: notice.topic().is_some(),
        template,
    };
    render(notice, &frame).map_err(|error| error.to_string())
}

/// Errors: `NotFound` site or mail; `Forbidden` unless on its staff; `Invalid`.
pub async fn set_template(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    mail: &str,
    locale: Locale,
    template: Template,
) -> Result<MailTemplate> {
    check_kind(mail)?;
    let (slug, mail, now) = (slug.to_owned(), mail.to_owned(), svc.clock.now());
    let shared = Shared::clone(svc);
    let (reader, of) = (viewer.clone(), (slug.clone(), mail.clone()));
    // Trying it takes long enough that nobody who writes should wait for it.
    let template = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &reader, &of.0)?;
            check(&shared, &site, &of.1, locale, &template)?;
            Ok(template)
        })
        .await?;
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            let place = (site.id, mail.as_str(), locale);
            Ok(mail_templates::set(tx, place, (&template.subject, &template.body), now)?)
        })
        .await
}

/// The one built in counts again. Errors: `NotFound` site, or template; `Forbidden` unless on its staff.
pub async fn remove_template(svc: &Shared, viewer: Viewer, slug: &str, mail: &str, locale: Locale) -> Result<()> {
    let (slug, mail) = (slug.to_owned(), mail.to_owned());
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            if mail_templates::remove(tx, site.id, &mail, locale)? { Ok(()) } else { Err(Error::NotFound("template")) }
        })
        .await
}

/// Each shape of the mail as it would be sent, with the given template, the site's own, or the one built in. Errors: as
/// [`set_template`].
pub async fn preview(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    mail: &str,
    locale: Locale,
    template: Option<Template>,
) -> Result<Vec<(String, Letter)>> {
    check_kind(mail)?;
    let (slug, mail) = (slug.to_owned(), mail.to_owned());
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            if let Some(template) = &template {
                check(&shared, &site, &mail, locale, template)?;
            }
            let own = mail_templates::find(conn, site.id, &mail, locale)?;
            let template = template.or_else(|| own.map(|own| Template { subject: own.subject, body: own.body }));
            let shapes = samples::all(&Words::default()).into_iter().filter(|(_, notice)| notice.kind() == mail);
            let shown = shapes.map(|(shape, notice)| {
                let letter = sample(&shared, &site, &notice, locale, template.as_ref())
                    .map_err(|error| FieldErrors::one("template", error))?;
                Ok((shape, letter))
            });
            shown.collect()
        })
        .await
}

/// Owes whoever asks a sample of the mail as the site sends it. Errors: as [`set_template`].
pub async fn test_mail(svc: &Shared, viewer: Viewer, slug: &str, mail: &str, locale: Locale) -> Result<()> {
    check_kind(mail)?;
    let (slug, mail, now) = (slug.to_owned(), mail.to_owned(), svc.clock.now());
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            let mut shapes = samples::all(&Words::default()).into_iter().map(|(_, notice)| notice);
            let notice = shapes.find(|notice| notice.kind() == mail).ok_or(Error::NotFound("mail"))?;
            let test = Notice::Test { name: viewer.account.display_name.clone(), locale, of: Box::new(notice) };
            let owed = Owed { site: Some(site.id), ..Owed::at(now) };
            owe(&shared, tx, &Reader::from(viewer.account.clone()), &test, &owed)
        })
        .await?;
    svc.wake_tellers();
    Ok(())
}
