//! Templates that a site has instead of those built in.

use diesel::prelude::*;

use super::schema::mail_templates;
use super::{Conn, Result};
use crate::model::ids::SiteId;
use crate::model::locale::Locale;
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct MailTemplate {
    pub site_id: SiteId,
    /// The mail's kind.
    pub mail: String,
    pub locale: Locale,
    pub subject: String,
    pub body: String,
    pub revision: i32,
    pub changed_at: Timestamp,
}

pub fn find(conn: &mut Conn, site: SiteId, mail: &str, locale: Locale) -> Result<Option<MailTemplate>> {
    Ok(mail_templates::table.find((site.get(), mail, locale.as_str())).first(conn).optional()?)
}

pub fn of_site(conn: &mut Conn, site: SiteId) -> Result<Vec<MailTemplate>> {
    let found = mail_templates::table
        .filter(mail_templates::site_id.eq(site.get()))
        .order((mail_templates::mail, mail_templates::locale));
    Ok(found.load(conn)?)
}

/// In the place of the one that was there; its revision is the next one.
pub fn set(
    tx: &mut Conn,
    (site, mail, locale): (SiteId, &str, Locale),
    (subject, body): (&str, &str),
    now: Timestamp,
) -> Result<MailTemplate> {
    let former = find(tx, site, mail, locale)?;
    remove(tx, site, mail, locale)?;
    let template = MailTemplate {
        site_id: site,
        mail: mail.to_owned(),
        locale,
        subject: subject.to_owned(),
        body: body.to_owned(),
        revision: former.map_or(1, |former| former.revision + 1),
        changed_at: now,
    };
    diesel::insert_into(mail_templates::table)
        .values((
            mail_templates::site_id.eq(site.get()),
            mail_templates::mail.eq(mail),
            mail_templates::locale.eq(locale.as_str()),
            mail_templates::subject.eq(subject),
            mail_templates::body.eq(body),
            mail_templates::revision.eq(template.revision),
            mail_templates::changed_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(template)
}

/// False if there was none.
pub fn remove(tx: &mut Conn, site: SiteId, mail: &str, locale: Locale) -> Result<bool> {
    Ok(diesel::delete(mail_templates::table.find((site.get(), mail, locale.as_str()))).execute(tx)? == 1)
}
