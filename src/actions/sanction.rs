//! Staff take a measure against an account, a guest or a network. What a sanctioned author had written lately can be
//! taken back with it; `purge` does that.

use super::canned_texts;
use super::keys::address_key;
use super::once::Recorder;
use super::read_sanctions::NamedSanction;
use super::read_sites::site_of_staff;
use super::tell::{Reader, Telling, tell};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::account::{EmailAddress, Role};
use crate::model::comment::AuthorKind;
use crate::model::decision::Reason;
use crate::model::field::FieldErrors;
use crate::model::ids::{AccountId, CannedTextId, CommentId, first_id_at};
use crate::model::notice::Notice;
use crate::model::sanction::{Purge, PurgeState, Sanction, SanctionKind, Target, parse_reason};
use crate::model::time::{DAY, Timestamp};
use crate::notifications::recipients::{self, Happening, Person};
use crate::store::accounts::Account;
use crate::store::comments::{self, Comment};
use crate::store::sites::{self, Site};
use crate::store::{Conn, Turn, accounts, purges, sanctions};

/// How far back a purge goes at most, in days.
const PURGE_DAYS: i32 = 30;

pub struct Request {
    pub whom: Whom,
    pub kind: SanctionKind,
    /// `None`: until lifted.
    pub until: Option<Timestamp>,
    /// What the account's owner is told.
    pub reason: String,
    /// Of the site where it counts, or else of the comment's: its text comes before the reason.
    pub canned_text: Option<CannedTextId>,
    pub purge: Option<PurgeRequest>,
}

/// Against whom, and where it counts. Neither a guest's address nor a network is ever shown, so they are named by a
/// comment, which also names the site.
pub enum Whom {
    /// With the site's slug; without it everywhere.
    Account(AccountId, Option<String>),
    /// Whoever wrote the comment.
    AuthorOf(CommentId, Reach),
    /// Where the comment came from.
    NetworkOf(CommentId, Reach),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The comment's site.
    Site,
    Everywhere,
}

pub struct PurgeRequest {
    pub days: i32,
    /// What the comments are rejected for; left out, `other`.
    pub reason: Option<Reason>,
}

/// What a request has come to.
struct Aim {
    /// `None`: everywhere.
    site: Option<Site>,
    account: Option<Account>,
    comment: Option<Comment>,
    target: Target,
}

/// Errors: `Invalid`; `NotFound` site, account or comment; `Forbidden`, also for everywhere unless an administrator;
/// `Conflict` for staff, oneself included, and where nothing is known of the guest or network any more.
pub async fn impose(
    svc: &Shared,
    viewer: Viewer,
    request: Request,
    recorder: Recorder<NamedSanction>,
) -> Result<NamedSanction> {
    let mut errors = FieldErrors::default();
    if request.canned_text.is_none() {
        errors.take("reason", parse_reason(&request.reason));
    }
    if let Err(message) = request.kind.check_until(request.until, svc.clock.now()) {
        errors.require("until", false, message);
    }
    let days = request.purge.as_ref().is_none_or(|purge| (1..=PURGE_DAYS).contains(&purge.days));
    errors.require("purge.days", days, "must be 1 to 30");
    errors.finish()?;
    let shared = Shared::clone(svc);
    let imposed = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let aim = aim(tx, &viewer, &request.whom)?;
            if aim.target != Target::Account && request.kind == SanctionKind::Warn {
                let message = "cannot be a warning: without an account nobody could acknowledge it";
                return Err(FieldErrors::one("kind", message).into());
            }
            let reason = reason(tx, &aim, &request)?;
            let (author_key, network_key) = keys(&shared, &aim)?;
            if aim.target != Target::Account {
                hold(tx, [author_key, network_key])?;
            }
            // Not before nobody it is about is writing any more: what they wrote is older, and so taken back with it.
            let now = shared.clock.now();
            let sanction = Sanction {
                id: shared.ids.next(now),
                site_id: aim.site.as_ref().map(|site| site.id),
                target: aim.target,
                account_id: aim.account.as_ref().map(|account| account.id),
                author_key,
                network_key,
                comment_id: aim.comment.as_ref().map(|comment| comment.id),
                kind: request.kind,
                reason,
                until: request.until,
                created_by: viewer.id(),
                created_at: now,
                acknowledged_at: None,
                lifted_at: None,
                ended_at: None,
            };
            sanctions::insert(tx, &sanction)?;
            let purge = request.purge.map(|purge| begun(&sanction, &purge));
            if let Some(purge) = &purge {
                purges::insert(tx, purge)?;
            }
            tell_owner(&shared, tx, &aim, &sanction, purge.as_ref())?;
            let imposed = NamedSanction {
                account_name: aim.account.map(|account| account.display_name),
                by: Some(viewer.account.display_name),
                active: true,
                purge,
                sanction,
            };
            recorder.keep(tx, &imposed, now)?;
            Ok(imposed)
        })
        .await?;
    svc.wake_tellers();
    svc.purge_owed.notify_one();
    Ok(imposed)
}

fn reason(tx: &mut Conn, aim: &Aim, request: &Request) -> Result<String> {
    let site = aim.site.as_ref().map(|site| site.id).or(aim.comment.as_ref().map(|comment| comment.site_id));
    let mut errors = FieldErrors::default();
    let canned = match (request.canned_text, site) {
        (Some(id), Some(site)) => errors.take("canned_text_id", canned_texts::of_site(tx, site, id)?),
        _ => None,
    };
    let own = Some(request.reason.trim()).filter(|own| !own.is_empty());
    let parts: Vec<&str> = canned.iter().map(|canned| canned.body.as_str()).chain(own).collect();
    let reason = errors.take("reason", parse_reason(&parts.join("\n\n")));
    errors.finish()?;
    Ok(reason.unwrap_or_default())
}

fn aim(tx: &mut Conn, viewer: &Viewer, whom: &Whom) -> Result<Aim> {
    let (comment, reach) = match whom {
        Whom::Account(id, slug) => {
            let site = match slug {
                Some(slug) => Some(site_of_staff(tx, viewer, slug)?),
                None => everywhere(viewer)?,
            };
            return aim_at_account(tx, site, *id, None);
        }
        Whom::AuthorOf(comment, reach) | Whom::NetworkOf(comment, reach) => (*comment, *reach),
    };
    let site = comments::site_of(tx, comment)?.ok_or(Error::NotFound("comment"))?;
    if !viewer.is_staff_of(site) {
        return Err(Error::Forbidden);
    }
    let comment = comments::find(tx, site, comment)?.ok_or(Error::NotFound("comment"))?;
    let site = match reach {
        Reach::Site => Some(sites::find(tx, site)?.ok_or(Error::NotFound("site"))?),
        Reach::Everywhere => everywhere(viewer)?,
    };
    if comment.author_kind == AuthorKind::Staff {
        return Err(NOT_STAFF);
    }
    match (whom, comment.account_id) {
        (Whom::AuthorOf(..), Some(account)) => aim_at_account(tx, site, account, Some(comment)),
        (Whom::AuthorOf(..), None) => Ok(Aim { site, account: None, comment: Some(comment), target: Target::Guest }),
        _ => Ok(Aim { site, account: None, comment: Some(comment), target: Target::Network }),
    }
}

const NOT_STAFF: Error = Error::Conflict("nobody of the staff can be sanctioned");

/// No site in particular. Errors: `Forbidden` unless an administrator.
fn everywhere(viewer: &Viewer) -> Result<Option<Site>> {
    if viewer.is_administrator() { Ok(None) } else { Err(Error::Forbidden) }
}

/// Holds the account.
fn aim_at_account(tx: &mut Conn, site: Option<Site>, id: AccountId, comment: Option<Comment>) -> Result<Aim> {
    if !tx.hold_account(id.get())? {
        return Err(Error::NotFound("account"));
    }
    let account = standing(tx, id)?;
    let moderates = sites::ids_moderated_by(tx, id)?;
    let staff_here = site.as_ref().map_or(!moderates.is_empty(), |site| moderates.contains(&site.id));
    if account.role == Role::Administrator || staff_here {
        return Err(NOT_STAFF);
    }
    Ok(Aim { site, account: Some(account), comment, target: Target::Account })
}

/// Errors: `NotFound`, also when the account is deleted.
pub(super) fn standing(conn: &mut Conn, id: AccountId) -> Result<Account> {
    let account = accounts::find(conn, id)?.filter(|account| account.deleted_at.is_none());
    account.ok_or(Error::NotFound("account"))
}

/// Whoever is recognised by one of the keys writes nothing until the transaction's end.
fn hold(tx: &mut Conn, keys: [Option<i64>; 2]) -> Result<()> {
    for key in keys.into_iter().flatten() {
        tx.take_turns(key, Turn::Alone)?;
    }
    Ok(())
}

/// (author, network) by which the target is recognised.
fn keys(svc: &Service, aim: &Aim) -> Result<(Option<i64>, Option<i64>)> {
    let comment = aim.comment.as_ref();
    match aim.target {
        Target::Account => {
            let email = aim.account.as_ref().and_then(|account| account.email.as_deref());
            let email = email.and_then(|email| EmailAddress::parse(email).ok());
            Ok((email.map(|email| address_key(svc, &email)), None))
        }
        Target::Guest => Ok((comment.map(|comment| comment.author_key), None)),
        Target::Network => {
            let network = comment.and_then(|comment| comment.network_key);
            network.ok_or(Error::Conflict("it is not known any more where the comment came from"))?;
            Ok((None, network))
        }
    }
}

fn begun(sanction: &Sanction, request: &PurgeRequest) -> Purge {
    let since = sanction.created_at.plus(-i64::from(request.days) * DAY);
    Purge {
        sanction_id: sanction.id,
        site_id: sanction.site_id,
        account_id: sanction.account_id,
        author_key: sanction.author_key.filter(|_| sanction.target == Target::Guest),
        network_key: sanction.network_key,
        days: request.days,
        reason: request.reason.unwrap_or(Reason::Other),
        note: sanction.reason.clone(),
        created_by: sanction.created_by,
        created_at: sanction.created_at,
        after_id: first_id_at(since) - 1,
        done: 0,
        state: PurgeState::Running,
    }
}

/// One mail for the measure and all that is taken back with it. Guests are not told: their addresses may be anybody's.
fn tell_owner(svc: &Service, tx: &mut Conn, aim: &Aim, sanction: &Sanction, purge: Option<&Purge>) -> Result<()> {
    let Some(account) = &aim.account else { return Ok(()) };
    let (name, reason) = (account.display_name.clone(), sanction.reason.clone());
    let site_name = aim.site.as_ref().map(|site| site.name.clone());
    let purge_days = purge.map(|purge| purge.days);
    let notice = match sanction.kind {
        SanctionKind::Warn => Notice::Warned { name, site_name, sanction: sanction.id, reason, purge_days },
        measure => Notice::Sanctioned { name, site_name, measure, reason, until: sanction.until, purge_days },
    };
    let happening = if sanction.kind == SanctionKind::Warn { Happening::Warned } else { Happening::Sanctioned };
    let telling = Telling {
        site: sanction.site_id,
        ..Telling::new(happening, recipients::Role::Owner, notice, sanction.created_at)
    };
    tell(svc, tx, &Reader::from(account.clone()), Person::default(), &telling)?;
    Ok(())
}
