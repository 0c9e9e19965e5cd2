//! The texts that a site's moderators use again and again: looked after by its staff, used in decisions.

use super::expected::Expected;
use super::once::Recorder;
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::canned_text::{Locale, parse_body, parse_title};
use crate::model::decision::Reason;
use crate::model::field::FieldErrors;
use crate::model::ids::{CannedTextId, SiteId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::Conn;
use crate::store::canned_texts as texts;
pub use crate::store::canned_texts::CannedText;

/// Texts of one site: more than that nobody finds their way in.
const MOST: i64 = 500;

pub struct NewText {
    pub locale: String,
    pub title: String,
    pub body: String,
    pub reason: Option<Reason>,
}

/// What is `None` stays.
pub struct Change {
    pub locale: Option<String>,
    pub title: Option<String>,
    pub body: Option<String>,
    /// `Some(None)`: without one from now on.
    pub reason: Option<Option<Reason>>,
}

/// The site's texts, oldest first; given a `locale`, only those in it. Errors: `NotFound` site; `Forbidden`; `Invalid`.
pub async fn list(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    locale: Option<String>,
    request: PageRequest,
) -> Result<Page<CannedText>> {
    let mut errors = FieldErrors::default();
    let locale = locale.and_then(|locale| errors.take("locale", Locale::parse(&locale)));
    errors.finish()?;
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let locale = locale.as_ref().map(Locale::as_str);
            let rows = texts::list(conn, site.id, locale, request.after, request.limit + 1)?;
            Ok(Page::cut(rows, request.limit, |text| Cursor::by_id(text.id.get())))
        })
        .await
}

/// Errors: `NotFound` site or text; `Forbidden`.
pub async fn read(svc: &Shared, viewer: Viewer, slug: &str, id: CannedTextId) -> Result<CannedText> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            texts::find(conn, site.id, id)?.ok_or(Error::NotFound("text"))
        })
        .await
}

/// Errors: `NotFound` site; `Forbidden`; `Invalid`; `Conflict` when there are too many.
pub async fn create(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    new: NewText,
    recorder: Recorder<CannedText>,
) -> Result<CannedText> {
    let mut errors = FieldErrors::default();
    let locale = errors.take("locale", Locale::parse(&new.locale));
    let title = errors.take("title", parse_title(&new.title));
    let body = errors.take("body", parse_body(&new.body));
    errors.finish()?;
    let (Some(locale), Some(title), Some(body)) = (locale, title, body) else {
        return Err(Error::Internal("unparsed text".to_owned()));
    };
    let now = svc.clock.now();
    let id = svc.ids.next(now);
    let slug = slug.to_owned();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            if texts::count(tx, site.id)? >= MOST {
                return Err(Error::Conflict("a site has at most 500 such texts; remove some first"));
            }
            let locale = locale.as_str().to_owned();
            let text = CannedText {
                id,
                site_id: site.id,
                locale,
                title,
                body,
                reason: new.reason,
                revision: 1,
                created_at: now,
            };
            texts::insert(tx, &text)?;
            recorder.keep(tx, &text, now)?;
            Ok(text)
        })
        .await
}

/// Errors: `NotFound` site or text; `Forbidden`; `Invalid`; `Stale`, or `Conflict` where no revision was expected.
pub async fn change(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    id: CannedTextId,
    change: Change,
    expected: Expected,
) -> Result<CannedText> {
    let mut errors = FieldErrors::default();
    let locale = change.locale.and_then(|locale| errors.take("locale", Locale::parse(&locale)));
    let title = change.title.and_then(|title| errors.take("title", parse_title(&title)));
    let body = change.body.and_then(|body| errors.take("body", parse_body(&body)));
    errors.finish()?;
    let slug = slug.to_owned();
    svc.store
        .write(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            let text = texts::find(tx, site.id, id)?.ok_or(Error::NotFound("text"))?;
            expected.check(text.revision)?;
            let wanted = CannedText {
                locale: locale.map_or(text.locale, |locale| locale.as_str().to_owned()),
                title: title.unwrap_or(text.title),
                body: body.unwrap_or(text.body),
                reason: change.reason.unwrap_or(text.reason),
                ..text
            };
            if !texts::update(tx, &wanted)? {
                return Err(expected.overtaken());
            }
            Ok(CannedText { revision: wanted.revision + 1, ..wanted })
        })
        .await
}

/// What was decided with it keeps its words. Errors: `NotFound` site or text; `Forbidden`.
pub async fn remove(svc: &Shared, viewer: Viewer, slug: &str, id: CannedTextId) -> Result<()> {
    let slug = slug.to_owned();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            if texts::remove(tx, site.id, id)? { Ok(()) } else { Err(Error::NotFound("text")) }
        })
        .await
}

/// The text that a decision names; a message for its author if the site has none such.
pub(super) fn of_site(
    conn: &mut Conn,
    site: SiteId,
    id: CannedTextId,
) -> Result<std::result::Result<CannedText, String>> {
    let found = texts::find(conn, site, id)?;
    Ok(found.ok_or_else(|| "is not one of the site's texts".to_owned()))
}
