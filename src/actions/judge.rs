//! The checks' verdict on a text, new or edited: gathers the facts that they ask for.

use std::net::IpAddr;

use super::keys::{network_key, suspect};
use super::past::{look_back, slow_mode_seconds};
use super::remote_checks::{Asked, planned};
use super::{Error, Result, Service, Viewer};
use crate::model::account::{EmailAddress, Website};
use crate::model::comment::{AuthorKind, Body, Rendered};
use crate::model::decision::Reason;
use crate::model::finding::Finding;
use crate::model::ids::{CommentId, SanctionId, SiteId};
use crate::model::sanction::{Sanction, SanctionKind, Suspect, Warning};
use crate::model::thread::ThreadState;
use crate::model::time::{DAY, Timestamp};
use crate::model::trust::Trust;
use crate::moderation::facts::{AuthorFacts, ClosedBecause, Facts, FormFacts, SanctionFacts, ThreadFacts};
use crate::moderation::language::language_of;
use crate::moderation::similarity::Runs;
use crate::moderation::{CompiledRules, Outcome, Rules, Verdict, review, text_fingerprint};
use crate::store::comments::Comment;
use crate::store::history::Writer;
use crate::store::sites::Site;
use crate::store::threads::Thread;
use crate::store::{Conn, Turn, authors, findings, sanctions, search, signatures};

/// A text as it was typed, and what is made of it.
pub(super) struct Text {
    pub body: Body,
    pub rendered: Rendered,
    pub fingerprint: i64,
    /// `None` for a text of few words.
    pub runs: Option<Runs>,
    /// What it is written in, as an ISO 639-1 code; `None` if that is not sure.
    pub language: Option<&'static str>,
}

impl Text {
    pub fn of(body: Body) -> Self {
        let rendered = body.render();
        let fingerprint = text_fingerprint(&rendered.text);
        let runs = Runs::of(body.source());
        let language = language_of(&rendered.text);
        Self { body, rendered, fingerprint, runs, language }
    }
}

/// Who wrote it.
pub(super) struct Author {
    pub viewer: Option<Viewer>,
    pub name: String,
    pub email: Option<EmailAddress>,
    pub website: Option<Website>,
    pub key: i64,
    /// Where the text was sent from; only its key is ever kept.
    pub network: Option<IpAddr>,
    pub network_key: Option<i64>,
}

impl Author {
    pub fn account(svc: &Service, viewer: Viewer, network: Option<IpAddr>) -> Self {
        Self {
            name: viewer.account.display_name.clone(),
            email: viewer.account.email.as_deref().and_then(|email| EmailAddress::parse(email).ok()),
            website: None,
            key: viewer.id().get(),
            network,
            network_key: network.map(|address| network_key(svc, address)),
            viewer: Some(viewer),
        }
    }

    /// `None` for the staff, who are not sanctioned.
    fn suspect(&self, svc: &Service, site: SiteId) -> Option<Suspect> {
        match &self.viewer {
            None => Some(Suspect::Guest { author_key: self.key }),
            Some(viewer) if viewer.is_staff_of(site) => None,
            Some(viewer) => Some(suspect(svc, viewer)),
        }
    }

    /// The measures that count for it on the site now, newest first.
    fn measures(&self, svc: &Service, conn: &mut Conn, site: SiteId) -> Result<Vec<Sanction>> {
        match self.suspect(svc, site) {
            Some(suspect) => Ok(sanctions::in_force(conn, site, suspect, self.network_key, svc.clock.now())?),
            None => Ok(Vec::new()),
        }
    }

    /// From here to the transaction's end no measure against the author is taken. Errors: `Unauthenticated` when the
    /// account was deleted.
    pub fn hold(&self, tx: &mut Conn) -> Result<()> {
        let guest = match &self.viewer {
            Some(viewer) => {
                viewer.hold(tx)?;
                None
            }
            None => Some(self.key),
        };
        let mut keys: Vec<i64> = guest.into_iter().chain(self.network_key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            tx.take_turns(key, Turn::Shared)?;
        }
        Ok(())
    }

    /// As the past is looked at: many accounts may share a network, of a school or a newsroom, guests are held to theirs.
    fn writer(&self, site: SiteId) -> Writer {
        let network_key = self.network_key.filter(|_| self.viewer.is_none());
        Writer { site, author_key: self.key, network_key }
    }

    pub fn kind(&self, site: SiteId) -> AuthorKind {
        match &self.viewer {
            None => AuthorKind::Guest,
            Some(viewer) if viewer.is_staff_of(site) => AuthorKind::Staff,
            Some(_) => AuthorKind::Account,
        }
    }
}

/// What is judged, and where it is to stand.
pub(super) struct Case<'a> {
    pub site: &'a Site,
    pub rules: &'a CompiledRules,
    /// `None`: nobody has commented on the address yet.
    pub thread: Option<&'a Thread>,
    pub author: &'a Author,
    pub text: &'a Text,
    pub form: Option<FormFacts>,
    /// The names of the staff.
    pub staff: &'a [String],
    /// The comment stands already and gets this text.
    pub is_edit: bool,
}

/// What became of a text, and by which measures against its author.
pub(super) struct Judgement {
    pub verdict: Verdict,
    /// The first of the nearly equal comments; `None`: there are none.
    pub group: Option<CommentId>,
    /// The servers of others that are asked about it too.
    pub asked: Vec<Asked>,
    measures: Vec<SanctionId>,
}

impl Judgement {
    /// Whether measures came or ended since; to be asked while the author is held.
    pub fn is_stale(&self, svc: &Service, tx: &mut Conn, site: SiteId, author: &Author) -> Result<bool> {
        Ok(ids(&author.measures(svc, tx, site)?) != self.measures)
    }
}

fn ids(measures: &[Sanction]) -> Vec<SanctionId> {
    measures.iter().map(|sanction| sanction.id).collect()
}

/// Errors: `Refused` with what was found; `Warned`, if no measure against the author is stricter than a warning.
pub(super) fn judge(svc: &Service, conn: &mut Conn, case: &Case<'_>) -> Result<Judgement> {
    let now = svc.clock.now();
    let Case { site, author, text, .. } = *case;
    let rules = case.rules.rules();
    let writer = author.writer(site.id);
    let measures = author.measures(svc, conn, site.id)?;
    let sanction = strictest(&measures);
    let kind = author.kind(site.id);
    let record = authors::record(conn, site.id, author.key)?;
    let level = if kind == AuthorKind::Staff { Trust::Staff } else { rules.trust.level(record) };
    let names_taken: Vec<String> = case.staff.iter().chain(std::iter::once(&site.name)).cloned().collect();
    let past = look_back(svc, conn, writer, case)?;
    let facts = Facts {
        now,
        policy: case.thread.and_then(|thread| thread.policy).unwrap_or(rules.policy),
        body: &text.body,
        rendered: &text.rendered,
        language: text.language,
        author: AuthorFacts {
            kind,
            name: &author.name,
            email: author.email.as_ref().map(EmailAddress::as_str),
            website: author.website.as_ref().map(Website::as_str),
            network: author.network,
            names_taken: &names_taken,
            record,
            level,
            sanction,
        },
        thread: ThreadFacts {
            closed: case.thread.and_then(|thread| closed(thread, rules, now)),
            sensitive: case.thread.is_some_and(|thread| thread.sensitive),
            slow_mode_seconds: slow_mode_seconds(case.thread, rules),
        },
        recent: past.facts,
        form: case.form,
        is_edit: case.is_edit,
    };
    let verdict = review(&facts, case.rules);
    if verdict.outcome != Outcome::Refuse {
        let asked = planned(conn, site.id, case.rules, level)?;
        return Ok(Judgement { verdict, group: past.group, asked, measures: ids(&measures) });
    }
    let warned = sanction.is_some_and(|sanction| sanction.kind == SanctionKind::Warn) && !case.is_edit;
    if !warned {
        return Err(Error::Refused(verdict.findings));
    }
    let warnings = measures.into_iter().filter(|sanction| sanction.kind == SanctionKind::Warn);
    let warnings = warnings.map(|sanction| Warning { id: sanction.id, reason: sanction.reason }).collect();
    Err(Error::Warned(warnings, verdict.findings))
}

/// Of several of one kind the one that ends last.
fn strictest(sanctions: &[Sanction]) -> Option<SanctionFacts<'_>> {
    let weight = |sanction: &&Sanction| (sanction.kind.severity(), sanction.until.is_none(), sanction.until);
    sanctions.iter().max_by_key(weight).map(|sanction| SanctionFacts {
        kind: sanction.kind,
        until: sanction.until,
        reason: &sanction.reason,
    })
}

fn closed(thread: &Thread, rules: &Rules, now: Timestamp) -> Option<ClosedBecause> {
    match thread.state {
        ThreadState::Closed => Some(ClosedBecause::Staff),
        ThreadState::Open => too_old(thread, rules, now).then_some(ClosedBecause::Age),
    }
}

pub(super) fn too_old(thread: &Thread, rules: &Rules, now: Timestamp) -> bool {
    let began = thread.published_at.unwrap_or(thread.created_at);
    rules.close_after_days.is_some_and(|days| began.plus(i64::from(days) * DAY) <= now)
}

/// Keeps what was found in the comment's present text.
pub(super) fn keep_findings(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    found: &[Finding],
    now: Timestamp,
) -> Result<()> {
    for finding in found {
        findings::insert(tx, comment.site_id, (comment.id, comment.revision), svc.ids.next(now), finding)?;
    }
    Ok(())
}

/// Keeps by what the comment's present text is found again: when somebody looks for it, and when somebody says nearly
/// the same.
pub(super) fn keep_signature(
    tx: &mut Conn,
    comment: &Comment,
    runs: Option<&Runs>,
    group: Option<CommentId>,
) -> Result<()> {
    search::index(tx, comment)?;
    if comment.revision > 1 {
        signatures::remove(tx, comment.site_id, comment.id)?;
    }
    if let Some(runs) = runs {
        signatures::insert(tx, comment, group.unwrap_or(comment.id), runs.bands())?;
    }
    Ok(())
}

/// The reason code of the strongest finding.
pub(super) fn main_reason(found: &[Finding]) -> Option<Reason> {
    found.iter().max_by_key(|finding| finding.effect).map(|finding| finding.reason)
}
