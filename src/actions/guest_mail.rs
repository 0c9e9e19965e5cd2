//! Guests who want to be told of replies: the address is asked first, since it may be anybody's, and is mailed only once
//! its owner has said yes.

use super::tell::{Owed, Reader, owe};
use super::{Error, Result, Service, Shared, tell_followers};
use crate::model::account::LinkPurpose;
use crate::model::field::FieldErrors;
use crate::model::ids::{GuestId, LinkId};
use crate::model::locale::Locale;
use crate::model::notice::Notice;
use crate::model::preferences::Preferences;
use crate::model::time::{DAY, Timestamp};
use crate::store::comments::Comment;
use crate::store::follows::Whose;
use crate::store::guests::{self, Guest};
use crate::store::links::{self, Link};
use crate::store::sites::{self, Site};
use crate::store::threads::Thread;
use crate::store::{Conn, comments, suppressions};

/// For how long the question can be answered, and before that it is not asked again.
const VALID_FOR: i64 = 7 * DAY;
/// Mails with a link that one address is sent in a day at most.
const LINKS_A_DAY: i64 = 5;
/// Addresses that one network has asked in a day at most.
const ADDRESSES_A_DAY: i64 = 10;

/// What a guest wants who has just commented.
pub(super) struct Wish {
    /// The comments of the whole thread, not only replies.
    pub thread: bool,
    /// Of the browser.
    pub locale: Option<Locale>,
}

/// Remembers the guest, and owes the question unless it was asked already, or too many were.
pub(super) fn remember(
    svc: &Service,
    tx: &mut Conn,
    (site, thread): (&Site, &Thread),
    comment: &Comment,
    wish: &Wish,
) -> Result<()> {
    let Some(email) = comment.guest_email.clone() else { return Ok(()) };
    let now = comment.created_at;
    let preferences = Preferences { locale: wish.locale, ..Preferences::default() };
    let guest = guests::find_or_insert(
        tx,
        &Guest {
            id: svc.ids.next(now),
            site_id: site.id,
            email_canonical: super::tell::canonical(&email),
            email,
            name: comment.guest_name.clone().unwrap_or_default(),
            preferences: serde_json::to_string(&preferences)?,
            created_at: now,
            asked_at: None,
            confirmed_at: None,
        },
    )?;
    if wish.thread {
        tell_followers::begin(svc, tx, Whose::Guest(guest.id), comment)?;
    }
    let answered = guest.confirmed_at.is_some() || guest.asked_at.is_some_and(|asked| asked.plus(VALID_FOR) > now);
    if answered || is_flood(tx, &guest, comment, now)? {
        return Ok(());
    }
    ask(svc, tx, (site, thread), &guest, now)
}

/// Whether the address, or the network that names it, has had enough for a day.
fn is_flood(tx: &mut Conn, guest: &Guest, comment: &Comment, now: Timestamp) -> Result<bool> {
    if links::sent_since(tx, &guest.email_canonical, now.plus(-DAY))? >= LINKS_A_DAY {
        return Ok(true);
    }
    let Some(network) = comment.network_key else { return Ok(false) };
    let addresses = comments::guest_addresses_since(tx, comment.site_id, network, now.plus(-DAY))?;
    Ok(addresses > ADDRESSES_A_DAY)
}

fn ask(svc: &Service, tx: &mut Conn, (site, thread): (&Site, &Thread), guest: &Guest, now: Timestamp) -> Result<()> {
    let id: LinkId = svc.ids.next(now);
    let link = Link {
        id,
        purpose: LinkPurpose::ConfirmFollow,
        account_id: None,
        email_canonical: guest.email_canonical.clone(),
        payload: serde_json::to_string(&guest.id)?,
        created_at: now,
        expires_at: now.plus(VALID_FOR),
        used_at: None,
    };
    links::insert(tx, &link)?;
    guests::asked(tx, guest.id, now)?;
    let notice = Notice::ConfirmFollow {
        name: guest.name.clone(),
        site_name: site.name.clone(),
        article_title: thread.title.clone().unwrap_or_else(|| thread.url.clone()),
        article_url: thread.url.clone(),
        link: id,
    };
    owe(svc, tx, &Reader::from(guest.clone()), &notice, &Owed { site: Some(site.id), ..Owed::at(now) })
}

/// What the question is about, for the page that asks. `None`: the link is unknown, used or too old.
pub async fn asked(svc: &Shared, token: &str) -> Result<Option<String>> {
    let Some(link) = svc.links.check(LinkPurpose::ConfirmFollow, token) else { return Ok(None) };
    let now = svc.clock.now();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let Some(link) = links::open(conn, link, LinkPurpose::ConfirmFollow, now)? else { return Ok(None) };
            let guest: GuestId = serde_json::from_str(&link.payload)?;
            let Some(guest) = guests::find(conn, guest)? else { return Ok(None) };
            Ok(sites::find(conn, guest.site_id)?.map(|site| site.name))
        })
        .await
}

/// The guest gets mail from now on. Errors: `Invalid` for a token that is unknown, used or too old.
pub async fn confirm(svc: &Shared, token: &str) -> Result<()> {
    let unusable = || Error::from(FieldErrors::one("token", "is not valid any more; comment again for a new link"));
    let link = svc.links.check(LinkPurpose::ConfirmFollow, token).ok_or_else(unusable)?;
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let link = links::spend(tx, link, LinkPurpose::ConfirmFollow, now)?.ok_or_else(unusable)?;
            suppressions::lift_bounce(tx, &link.email_canonical)?;
            let guest: GuestId = serde_json::from_str(&link.payload)?;
            guests::find(tx, guest)?.ok_or_else(unusable)?;
            Ok(guests::confirm(tx, guest, now)?)
        })
        .await
}

/// Forgets those who were asked so long ago and have not answered.
pub(super) fn forget_unconfirmed(tx: &mut Conn, asked_before: Timestamp) -> Result<usize> {
    const PIECE: i64 = 500;
    let unconfirmed = guests::unconfirmed(tx, asked_before, PIECE)?;
    for guest in &unconfirmed {
        guests::remove(tx, *guest)?;
    }
    Ok(unconfirmed.len())
}
