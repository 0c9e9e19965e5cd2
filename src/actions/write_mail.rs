//! From an owed mail to what is sent: what can only be known now is filled in, and it is put into the recipient's language
//! and the site's dress.

use super::tell::Reader;
use super::{Error, Result, Service, Shared, complete_notice, decide_by_mail, mail_choices, own_by_mail};
use crate::model::brand::Brand;
use crate::model::locale::Locale;
use crate::model::notice::Notice;
use crate::model::preferences::Preferences;
use crate::notifications::letter::{Frame, Letter, Links, Token, render};
use crate::notifications::templates::Template;
use crate::store::follows::Whose;
use crate::store::outbox::OwedMail;
use crate::store::sites::{self, Site};
use crate::store::{Conn, accounts, guests, mail_templates, notifications};

/// A mail in words, and what its envelope says.
pub struct Written {
    pub letter: Letter,
    pub to_name: Option<String>,
    pub from_name: Option<String>,
    pub list: Option<ListOfMails>,
    /// What it continues, the outermost first.
    pub continues: Vec<String>,
}

/// Of mails that their recipient can turn off.
pub struct ListOfMails {
    pub name: String,
    pub label: String,
    /// Where a POST turns them off.
    pub unsubscribe_url: String,
}

/// Whether the links of a written mail work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tokens {
    Real,
    /// Whoever has a token can act for the recipient, so what is only looked at has none.
    Hidden,
}

/// Stands where a token is hidden.
const NO_TOKEN: &str = "…";

/// What was read for the mail.
struct Known {
    notice: Notice,
    site: Option<Site>,
    reader: Option<Reader>,
    locale: Locale,
    /// The site's own, of this mail in that language.
    template: Option<Template>,
}

/// `None`: there is nothing left to say. Errors: `Internal` when a template cannot be written.
pub async fn run(svc: &Shared, mail: &OwedMail, public_url: &str, tokens: Tokens) -> Result<Option<Written>> {
    if mail.kind == "digest" && tokens == Tokens::Real {
        gather(svc, mail).await?;
    }
    let (shared, owed) = (Shared::clone(svc), mail.clone());
    let known = svc.store.read::<_, Error, _>(move |conn| look(&shared, conn, &owed)).await?;
    known.map(|known| write(svc, mail, &known, public_url, tokens)).transpose()
}

/// Puts what is due into the mail before it is read: what is sent is exactly that, however often it is tried.
async fn gather(svc: &Shared, mail: &OwedMail) -> Result<()> {
    let whose = match (mail.account_id, mail.guest_id) {
        (Some(account), _) => Whose::Account(account),
        (None, Some(guest)) => Whose::Guest(guest),
        (None, None) => return Ok(()),
    };
    let (id, now) = (mail.id, svc.clock.now());
    svc.store.write::<_, Error, _>(move |tx| Ok(notifications::gather(tx, whose, id, now)?)).await
}

fn look(svc: &Service, conn: &mut Conn, mail: &OwedMail) -> Result<Option<Known>> {
    let Some(notice) = complete_notice::run(svc, conn, mail)? else { return Ok(None) };
    let site = mail.site_id.map(|site| sites::find(conn, site)).transpose()?.flatten();
    let reader = match (mail.account_id, mail.guest_id) {
        (Some(account), _) => accounts::find(conn, account)?.map(Reader::from),
        (None, Some(guest)) => guests::find(conn, guest)?.map(Reader::from),
        (None, None) => None,
    };
    let (kind, locale) = match &notice {
        Notice::Test { of, locale, .. } => (of.kind(), *locale),
        notice => (notice.kind(), language(site.as_ref(), reader.as_ref())?),
    };
    let own = match &site {
        Some(site) => mail_templates::find(conn, site.id, kind, locale)?,
        None => None,
    };
    let template = own.map(|own| Template { subject: own.subject, body: own.body });
    Ok(Some(Known { notice, site, reader, locale, template }))
}

/// The reader's choice, or the site's.
fn language(site: Option<&Site>, reader: Option<&Reader>) -> Result<Locale> {
    let chosen = reader.map(Reader::preferences).transpose()?.and_then(|preferences| preferences.locale);
    let brand: Option<Brand> = site.map(|site| serde_json::from_str(&site.brand)).transpose()?;
    Ok(chosen.or(brand.map(|brand| brand.locale)).unwrap_or_default())
}

fn write(svc: &Service, mail: &OwedMail, known: &Known, public_url: &str, tokens: Tokens) -> Result<Written> {
    let Known { notice, site, reader, locale, template } = known;
    let preferences = reader.as_ref().map_or_else(|| Ok(Preferences::default()), Reader::preferences)?;
    let brand: Brand = site.as_ref().map_or_else(|| Ok(Brand::default()), |site| serde_json::from_str(&site.brand))?;
    let brand_name = brand.name.clone().or_else(|| site.as_ref().map(|site| site.name.clone())).unwrap_or_default();
    let real = |token: Option<String>| token.filter(|_| tokens == Tokens::Real).unwrap_or_else(|| NO_TOKEN.to_owned());
    let token = |token: Token<'_>| real(token_of(svc, mail, reader.as_ref(), site.as_ref(), token));
    let choices = reader.as_ref().map(|reader| {
        let token = real(mail_choices::token(svc, reader, notice.topic()));
        format!("{public_url}/u/{token}")
    });
    let can_be_turned_off = notice.topic().is_some() || matches!(notice, Notice::Digest { .. });
    let frame = Frame {
        links: Links { public_url, token: &token },
        locale: *locale,
        zone: &preferences.time_zone,
        brand: &brand,
        brand_name: &brand_name,
        choices_url: choices.as_deref(),
        can_be_turned_off,
        template: template.as_ref(),
    };
    let letter = match render(notice, &frame) {
        Err(error) if template.is_some() => {
            // No mail is lost to a site's own wording.
            tracing::warn!(mail = %mail.id, kind = mail.kind, %error, "a site's template cannot be written");
            render(notice, &Frame { template: None, ..frame })
        }
        written => written,
    };
    let letter = letter.map_err(|error| Error::Internal(error.to_string()))?;
    let list = choices.filter(|_| can_be_turned_off).map(|unsubscribe_url| ListOfMails {
        name: if brand_name.is_empty() { "Comments".to_owned() } else { brand_name.clone() },
        label: site.as_ref().map_or_else(|| "comments".to_owned(), |site| site.slug.clone()),
        unsubscribe_url,
    });
    Ok(Written {
        letter,
        to_name: Some(notice.name().to_owned()).filter(|name| !name.is_empty()),
        from_name: Some(brand_name).filter(|name| !name.is_empty()),
        list,
        continues: continues(notice),
    })
}

/// `None`: the mail's recipient has nobody to act for.
fn token_of(
    svc: &Service,
    mail: &OwedMail,
    reader: Option<&Reader>,
    site: Option<&Site>,
    token: Token<'_>,
) -> Option<String> {
    match token {
        Token::Link(purpose, link) => Some(svc.links.token(purpose, link)),
        Token::Decision(action, comment, revision) => {
            decide_by_mail::token(svc, mail.account_id?, action, comment, revision)
        }
        Token::OwnComment(comment) => own_by_mail::comment_token(svc, reader?, comment),
        Token::Warning(sanction) => own_by_mail::warning_token(svc, reader?, sanction),
        Token::Waiting(_) => Some(decide_by_mail::list_token(svc, mail.account_id?, site?.id)),
    }
}

/// Mails about one thread are one conversation, and in it those about answers to one comment.
fn continues(notice: &Notice) -> Vec<String> {
    let Some(about) = notice.about() else { return Vec::new() };
    let thread = about.thread.map(|thread| format!("thread-{thread}"));
    let parent = about.parent.map(|parent| format!("comment-{parent}"));
    thread.into_iter().chain(parent).collect()
}
