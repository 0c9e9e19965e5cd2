//! A comment's way in: gather facts, review, and write everything that follows in one transaction.

use super::form::{self, FormAnswer};
use super::guest_mail::{self, Wish};
use super::judge::{Author, Case, Judgement, Text, judge, keep_findings, keep_signature, main_reason};
use super::keys::{guest_key, keyed_hash, network_key};
use super::once::Recorder;
use super::read_comment::wrote;
use super::remote_checks::{self, Device};
use super::settle::{Change, settle};
use super::{Error, Result, Service, Shared, Viewer, tell_followers};
use crate::model::account::{DisplayName, EmailAddress, NameLooks, Website};
use crate::model::comment::{Body, Status};
use crate::model::decision::{ActorKind, LogAction};
use crate::model::field::FieldErrors;
use crate::model::finding::{Effect, Finding};
use crate::model::ids::CommentId;
use crate::model::locale::Locale;
use crate::model::site::Origin;
use crate::model::thread::{CanonicalUrl, ThreadTitle};
use crate::moderation::Outcome;
use crate::store::comments::{self, Comment};
use crate::store::follows::Whose;
use crate::store::sites::{self, Site};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, accounts};

pub struct NewComment {
    pub url: String,
    pub title: Option<String>,
    pub parent_id: Option<CommentId>,
    pub body: String,
    pub guest: Option<GuestDetails>,
    /// Wants to hear of replies.
    pub follow: Option<bool>,
    /// Wants to hear of every new comment in the thread.
    pub follow_thread: bool,
    /// `None`: it was not typed into a form of this server's.
    pub form: Option<FormAnswer>,
}

#[derive(Clone)]
pub struct GuestDetails {
    pub name: String,
    pub email: Option<String>,
    pub website: Option<String>,
}

/// A comment that was taken, published or held, and why.
pub struct Posted {
    pub comment: Comment,
    pub author_name: String,
    /// What its author is told of what was found.
    pub findings: Vec<Finding>,
}

impl Posted {
    pub(super) fn new(comment: Comment, author_name: String, mut findings: Vec<Finding>) -> Self {
        findings.retain(|finding| finding.effect != Effect::Mute);
        Self { comment, author_name, findings }
    }
}

/// The input, parsed.
struct Draft {
    url: CanonicalUrl,
    title: Option<ThreadTitle>,
    parent_id: Option<CommentId>,
    text: Text,
    author: Author,
    follow: bool,
    follow_thread: bool,
    form: Option<FormAnswer>,
    device: Device,
}

/// Posts a comment. Errors: `NotFound` site; `Invalid`; `Refused` with what the checks found, `Warned` if all that is
/// wrong is a warning that waits; `Busy`.
pub async fn run(
    svc: &Shared,
    viewer: Option<Viewer>,
    device: Device,
    site_slug: &str,
    input: NewComment,
    recorder: Recorder<Posted>,
) -> Result<Posted> {
    let draft = parse(svc, viewer, device, input)?;
    let refused = |error: &Error| {
        if matches!(error, Error::Refused(_) | Error::Warned(..)) {
            svc.metrics.comment_received("refused");
        }
    };
    let slug = site_slug.to_owned();
    let shared = Shared::clone(svc);
    let (site, draft, judgement) = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            let judgement = examine(&shared, conn, &site, &draft)?;
            Ok((site, draft, judgement))
        })
        .await
        .inspect_err(refused)?;
    let asks = !judgement.asked.is_empty();
    let shared = Shared::clone(svc);
    let posted = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let posted = write(&shared, tx, &site, draft, judgement)?;
            recorder.keep(tx, &posted, posted.comment.created_at)?;
            Ok(posted)
        })
        .await
        .inspect_err(refused)?;
    svc.changes.thread_made();
    svc.changes.thread_changed(posted.comment.thread_id);
    svc.metrics.comment_received(posted.comment.status.as_str());
    svc.wake_tellers();
    if asks {
        svc.checks_owed.notify_one();
    }
    Ok(posted)
}

fn parse(svc: &Service, viewer: Option<Viewer>, device: Device, input: NewComment) -> Result<Draft> {
    let network = device.network;
    let mut errors = FieldErrors::default();
    let url = errors.take("url", CanonicalUrl::parse(&input.url));
    let title = input.title.and_then(|title| errors.take("title", ThreadTitle::parse(&title)));
    let body = errors.take("body", Body::parse(&input.body));
    let author = match (viewer, input.guest) {
        (Some(_), Some(_)) => {
            errors.require("guest", false, "must be left out when signed in");
            None
        }
        (Some(viewer), None) => Some(Author::account(svc, viewer, network)),
        (None, Some(guest)) => guest_author(svc, &mut errors, &guest, network),
        (None, None) => {
            errors.require("guest", false, "is needed when not signed in: {\"name\": …}");
            None
        }
    };
    errors.finish()?;
    let (Some(url), Some(body), Some(author)) = (url, body, author) else {
        return Err(Error::Internal("unparsed comment".to_owned()));
    };
    // A guest's address may be anybody's: it is asked only on demand.
    let follow = input.follow.unwrap_or(author.viewer.is_some());
    Ok(Draft {
        url,
        title,
        parent_id: input.parent_id,
        text: Text::of(body),
        author,
        follow,
        follow_thread: input.follow_thread,
        form: input.form,
        device,
    })
}

fn guest_author(
    svc: &Service,
    errors: &mut FieldErrors,
    guest: &GuestDetails,
    network: Option<std::net::IpAddr>,
) -> Option<Author> {
    let name = errors.take("guest.name", DisplayName::parse(&guest.name))?;
    errors.require("guest.name", !name.is_reserved(), "looks like the name of somebody on the staff");
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let email = given(&guest.email).and_then(|email| errors.take("guest.email", EmailAddress::parse(&email)));
    let website = given(&guest.website).and_then(|site| errors.take("guest.website", Website::parse(&site)));
    let network_key = network.map(|address| network_key(svc, address));
    let key = match (&email, network_key) {
        (Some(email), _) => guest_key(svc, email),
        (None, Some(network)) => network,
        (None, None) => keyed_hash(svc, "name", &name.skeleton()),
    };
    Some(Author { viewer: None, name: name.as_str().to_owned(), email, website, key, network, network_key })
}

/// Gathers the facts and reviews. Errors: `Invalid` for an address or parent that is not the site's; `Refused`; `Warned`.
fn examine(svc: &Service, conn: &mut Conn, site: &Site, draft: &Draft) -> Result<Judgement> {
    let compiled = svc.rules.of(site)?;
    let rules = compiled.rules();
    let mut errors = FieldErrors::default();
    let origins: Vec<String> = serde_json::from_str(&site.origins)?;
    let origins: Vec<Origin> = origins.iter().filter_map(|origin| Origin::parse(origin).ok()).collect();
    errors.require("url", draft.url.belongs_to(&origins), "is not on one of the site's origins");
    let author = &draft.author;
    let staff = accounts::staff_names(conn)?;
    if author.viewer.is_none() {
        errors.require("guest", rules.guests, "is not possible on this site; sign in to comment");
        let given = author.email.is_some() || !rules.guest_email_required;
        errors.require("guest.email", given, "is needed on this site; it is never shown");
        let name = DisplayName::parse(&author.name).map_err(Error::Internal)?;
        let looks = name.looks();
        let free = !staff.iter().any(|other| looks.resembles(&NameLooks::of(other)));
        errors.require("guest.name", free, "looks like the name of somebody on the staff");
    }
    let thread = threads::find_by_url(conn, site.id, &draft.url)?;
    errors.finish()?;
    parent_of(conn, site, thread.as_ref(), draft)?;
    let form = draft.form.as_ref().map(|answer| form::facts(svc, &site.slug, answer, svc.clock.now()));
    let case = Case {
        site,
        rules: &compiled,
        thread: thread.as_ref(),
        author,
        text: &draft.text,
        form,
        staff: &staff,
        is_edit: false,
    };
    judge(svc, conn, &case)
}

/// The comment replied to. Errors: `Invalid` when it does not stand in this thread, as far as the author can see.
fn parent_of(conn: &mut Conn, site: &Site, thread: Option<&Thread>, draft: &Draft) -> Result<Option<Comment>> {
    let Some(id) = draft.parent_id else { return Ok(None) };
    let viewer = draft.author.viewer.as_ref();
    let stands = |parent: &Comment| match parent.status {
        Status::Muted => viewer.is_some_and(|viewer| wrote(viewer, parent)),
        status => status == Status::Published,
    };
    let standing = comments::find(conn, site.id, id)?
        .filter(|parent| stands(parent) && thread.is_some_and(|it| it.id == parent.thread_id));
    match standing {
        Some(parent) => Ok(Some(parent)),
        None => Err(FieldErrors::one("parent_id", "is not a published comment of this thread").into()),
    }
}

fn write(svc: &Service, tx: &mut Conn, site: &Site, draft: Draft, mut judgement: Judgement) -> Result<Posted> {
    draft.author.hold(tx)?;
    if judgement.is_stale(svc, tx, site.id, &draft.author)? {
        judgement = examine(svc, tx, site, &draft)?;
    }
    let verdict = judgement.verdict;
    let now = svc.clock.now();
    let title = draft.title.as_ref().map(ThreadTitle::as_str);
    let thread = threads::find_or_create(tx, site.id, svc.ids.next(now), &draft.url, title, now)?;
    tx.lock_thread(thread.id.get())?;
    let parent = parent_of(tx, site, Some(&thread), &draft)?;
    let id: CommentId = svc.ids.next(now);
    // Nobody sees what stands below a comment that nobody sees.
    let alone = parent.as_ref().is_some_and(|parent| parent.status == Status::Muted);
    let aim = match verdict.outcome {
        Outcome::Publish if alone => Status::Muted,
        Outcome::Publish => Status::Published,
        Outcome::Mute => Status::Muted,
        Outcome::Hold | Outcome::Refuse => Status::Pending,
    };
    let waits = remote_checks::are_awaited(&judgement.asked);
    let status = if waits { Status::Pending } else { aim };
    let reason = main_reason(&verdict.findings).filter(|_| status != Status::Published);
    let mut found = verdict.findings;
    found.extend(remote_checks::waiting(&judgement.asked));
    let author_kind = draft.author.kind(site.id);
    let (author, text) = (draft.author, draft.text);
    let guest = author.viewer.is_none();
    let comment = Comment {
        id,
        site_id: site.id,
        thread_id: thread.id,
        parent_id: parent.as_ref().map(|parent| parent.id),
        root_id: parent.as_ref().map_or(id, |parent| parent.root_id),
        depth: parent.as_ref().map_or(0, |parent| parent.depth + 1),
        account_id: author.viewer.as_ref().map(Viewer::id),
        author_kind,
        author_key: author.key,
        network_key: author.network_key,
        guest_name: guest.then(|| author.name.clone()),
        guest_email: author.email.filter(|_| guest).map(|email| email.as_str().to_owned()),
        guest_website: author.website.map(|website| website.as_str().to_owned()),
        body: text.body.source().to_owned(),
        body_html: text.rendered.html,
        fingerprint: text.fingerprint,
        status,
        revision: 1,
        follow: draft.follow,
        score: 0,
        reply_count: 0,
        shown: status == Status::Published,
        created_at: now,
        edited_at: None,
        reviewed_at: None,
        language: text.language.map(str::to_owned),
        pinned_at: None,
        escalated_at: None,
        edit_asked_at: None,
        staff_edited_at: None,
    };
    comments::insert(tx, &comment)?;
    keep_findings(svc, tx, &comment, &found, now)?;
    let strongest_finding = Some(found.iter().map(|finding| i32::from(finding.score)).max().unwrap_or(0));
    remote_checks::ask(svc, tx, (&comment, aim), &judgement.asked, &draft.device, now)?;
    keep_signature(tx, &comment, text.runs.as_ref(), judgement.group)?;
    let of_new = Change::of(&comment, ActorKind::Pipeline, LogAction::Check, now);
    let change = Change { from: None, reason, was_shown: false, strongest_finding, ..of_new };
    settle(svc, tx, &comment, &change)?;
    follow(svc, tx, (site, &thread), &comment, draft.follow_thread, draft.device.locale)?;
    Ok(Posted::new(comment, author.name, found))
}

/// What its author wants to hear of from now on.
fn follow(
    svc: &Service,
    tx: &mut Conn,
    (site, thread): (&Site, &Thread),
    comment: &Comment,
    whole_thread: bool,
    locale: Option<Locale>,
) -> Result<()> {
    match comment.account_id {
        Some(account) if whole_thread => tell_followers::begin(svc, tx, Whose::Account(account), comment),
        None if whole_thread || comment.follow => {
            guest_mail::remember(svc, tx, (site, thread), comment, &Wish { thread: whole_thread, locale })
        }
        _ => Ok(()),
    }
}
