//! Readers and guests report a comment. Each report weighs by its reporter's record; where enough of them come together,
//! the comment leaves the thread until a moderator has looked.

use std::net::IpAddr;

use super::keys::{network_key, suspect};
use super::line_up::{Occasion, line_up_alone};
use super::once::Recorder;
use super::read_comment::{seen, wrote};
use super::read_reports::OwnReport;
use super::settle::{Change, settle};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::comment::{AuthorKind, Status};
use crate::model::decision::{ActorKind, LogAction, Reason};
use crate::model::field::FieldErrors;
use crate::model::finding::{Effect, Finding};
use crate::model::ids::{CommentId, SiteId};
use crate::model::report::{Report, Weight, main_reason, parse_detail};
use crate::model::sanction::Suspect;
use crate::model::time::{HOUR, Timestamp};
use crate::moderation::{ReportRules, Rules};
use crate::store::comments::{self, Comment};
use crate::store::sites::{self, Site};
use crate::store::{Conn, Turn, findings, reports, sanctions, threads};

/// The name of what is found when reports take a comment out of its thread.
const CHECK: &str = "reports";
/// How much that weighs in the order of the queues.
const SCORE: u8 = 70;

pub struct NewReport {
    pub reason: Reason,
    /// What the reporter adds.
    pub detail: Option<String>,
}

/// Who reports.
struct Reporter {
    viewer: Option<Viewer>,
    network: Option<i64>,
    /// Of a guest the network's: no two of one network report the same comment.
    key: i64,
}

/// Errors: `Invalid`; `NotFound`, also for what the reporter cannot see; `Barred` for guests where the site takes none of
/// theirs; `Forbidden` for whoever is banned or suspended; `Conflict` for one's own comment, one that is not published,
/// and one that was reported already; `TooMany`.
pub async fn run(
    svc: &Shared,
    viewer: Option<Viewer>,
    network: Option<IpAddr>,
    id: CommentId,
    new: NewReport,
    recorder: Recorder<OwnReport>,
) -> Result<OwnReport> {
    let mut errors = FieldErrors::default();
    let detail = errors.take("detail", parse_detail(new.detail.as_deref().unwrap_or_default()));
    errors.finish()?;
    let network = network.map(|address| network_key(svc, address));
    let key = viewer.as_ref().map(|viewer| viewer.id().get()).or(network);
    let key = key.ok_or(Error::Barred("it cannot be told from where you report; sign in to report"))?;
    let reporter = Reporter { viewer, network, key };
    let (reason, detail) = (new.reason, detail.flatten());
    let shared = Shared::clone(svc);
    let (reported, hidden) = svc
        .store
        .write::<_, Error, _>(move |tx| {
            reporter.hold(tx)?;
            let now = shared.clock.now();
            let (site, thread) = comments::place_of(tx, id)?.ok_or(Error::NotFound("comment"))?;
            tx.lock_thread(thread.get())?;
            let comment = seen(tx, reporter.viewer.as_ref(), id)?.comment;
            let site = sites::find(tx, site)?.ok_or(Error::NotFound("site"))?;
            let compiled = shared.rules.of(&site)?;
            let rules = compiled.rules();
            reporter.check(&shared, tx, &comment, rules, now)?;
            let text_revision = text_of(tx, &comment)?;
            check_new(tx, &comment, text_revision, reporter.key)?;
            if shared.rate_limits {
                check_rate(tx, site.id, reporter.key, rules.reports.per_hour, now)?;
            }
            let (weight, weight_because) = reporter.weight(tx, site.id, &rules.reports)?;
            let report = Report {
                id: shared.ids.next(now),
                site_id: site.id,
                comment_id: id,
                text_revision,
                reporter_key: Some(reporter.key),
                account_id: reporter.viewer.as_ref().map(Viewer::id),
                reason,
                detail,
                weight,
                weight_because,
                outcome: None,
                decision_id: None,
                created_at: now,
                closed_at: None,
            };
            reports::insert(tx, &report)?;
            let hidden = hide_if_heavy(&shared, tx, &site, rules, &comment, now)?;
            if !hidden {
                line_up_alone(&shared, tx, &comment, &Occasion::of(now))?;
            }
            let thread = threads::find(tx, site.id, thread)?.ok_or(Error::NotFound("thread"))?;
            let reported = OwnReport { report, thread };
            recorder.keep(tx, &reported, now)?;
            Ok((reported, hidden))
        })
        .await?;
    if hidden {
        svc.changes.thread_changed(reported.thread.id);
        svc.metrics.decision_made(LogAction::Hide.as_str());
        svc.wake_tellers();
    }
    Ok(reported)
}

impl Reporter {
    /// Until the transaction's end no other report of the same reporter comes between.
    fn hold(&self, tx: &mut Conn) -> Result<()> {
        match &self.viewer {
            Some(viewer) => viewer.hold(tx),
            None => Ok(tx.take_turns(self.key, Turn::Alone)?),
        }
    }

    fn check(&self, svc: &Service, tx: &mut Conn, comment: &Comment, rules: &Rules, now: Timestamp) -> Result<()> {
        let suspect = match &self.viewer {
            None if !rules.reports.guests => {
                return Err(Error::Barred("this site takes reports of those who are signed in alone"));
            }
            None => Suspect::Guest { author_key: self.key },
            Some(viewer) => suspect(svc, viewer),
        };
        let is_staff = self.is_staff_of(comment.site_id);
        let in_force = sanctions::in_force(tx, comment.site_id, suspect, self.network, now)?;
        if !is_staff && in_force.iter().any(|sanction| sanction.kind.shuts_out()) {
            return Err(Error::Forbidden);
        }
        if self.viewer.as_ref().is_some_and(|viewer| wrote(viewer, comment)) {
            return Err(Error::Conflict("nobody reports a comment of one's own; you can delete it"));
        }
        if comment.status != Status::Published {
            return Err(Error::Conflict("only what is published is reported"));
        }
        Ok(())
    }

    fn is_staff_of(&self, site: SiteId) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.is_staff_of(site))
    }

    /// With the reason in words, for the moderators.
    fn weight(&self, tx: &mut Conn, site: SiteId, rules: &ReportRules) -> Result<(Weight, String)> {
        if self.is_staff_of(site) {
            return Ok((Weight::MOST, "of the staff".to_owned()));
        }
        if !rules.weigh_record {
            return Ok((Weight::PLAIN, "this site weighs all reports alike".to_owned()));
        }
        let record = reports::record(tx, site, self.key)?;
        Ok((record.weight(), record.explain()))
    }
}

/// The revision of the text that stands there.
fn text_of(tx: &mut Conn, comment: &Comment) -> Result<i32> {
    let texts = comments::latest_texts(tx, comment.site_id, &[comment.id])?;
    Ok(texts.get(&comment.id).copied().unwrap_or(1))
}

/// Errors: `Conflict` when the same reporter's report on the comment waits, or was decided on and the text is the same.
fn check_new(tx: &mut Conn, comment: &Comment, text: i32, key: i64) -> Result<()> {
    let guest = key < 0;
    match reports::latest(tx, comment.site_id, comment.id, key)? {
        Some(Report { outcome: None, .. }) if guest => {
            Err(Error::Conflict("it was reported from your network already, and a moderator will look"))
        }
        Some(Report { outcome: None, .. }) => {
            Err(Error::Conflict("you have reported it already, and a moderator will look"))
        }
        Some(report) if report.text_revision == text => {
            Err(Error::Conflict("a moderator has looked at it since it was reported, and it says the same still"))
        }
        _ => Ok(()),
    }
}

/// Errors: `TooMany`, with the time to wait.
fn check_rate(tx: &mut Conn, site: SiteId, key: i64, per_hour: u32, now: Timestamp) -> Result<()> {
    let most = i64::from(per_hour);
    let times = reports::times_since(tx, site, key, now.plus(-HOUR), most)?;
    match times.last() {
        Some(oldest) if i64::try_from(times.len()).is_ok_and(|sent| sent >= most) => {
            let detail = "too many reports within an hour; the moderators have to get to them first";
            Err(Error::TooMany(detail, oldest.plus(HOUR).since(now)))
        }
        _ => Ok(()),
    }
}

/// Whether the reports now took the comment out of the thread. What somebody of the staff wrote, pinned, or has looked
/// at as it now stands, they do not.
fn hide_if_heavy(
    svc: &Service,
    tx: &mut Conn,
    site: &Site,
    rules: &Rules,
    before: &Comment,
    now: Timestamp,
) -> Result<bool> {
    let hide_at = rules.reports.hide_at;
    let by_staff = before.author_kind == AuthorKind::Staff;
    if hide_at == 0 || by_staff || before.reviewed_at.is_some() || before.pinned_at.is_some() {
        return Ok(false);
    }
    let open = reports::open(tx, site.id, before.id)?;
    let together: Weight = open.iter().map(|report| report.weight).sum();
    if i64::from(together.hundredths()) < i64::from(hide_at) * i64::from(Weight::PLAIN.hundredths()) {
        return Ok(false);
    }
    let after = before.moved_to(Status::Pending);
    if !comments::move_on(tx, &after)? {
        return Err(Error::Internal("a comment changed though its thread is locked".to_owned()));
    }
    let reason = main_reason(&open).unwrap_or(Reason::Other);
    let finding = Finding {
        check: CHECK.to_owned(),
        effect: Effect::Hold,
        reason,
        score: SCORE,
        message: message(&open, together, hide_at),
        field: None,
        span: None,
    };
    let text = text_of(tx, before)?;
    findings::insert(tx, site.id, (before.id, text), svc.ids.next(now), &finding)?;
    let change = Change { reason: Some(reason), ..Change::of(before, ActorKind::Reporters, LogAction::Hide, now) };
    settle(svc, tx, &after, &change)?;
    Ok(true)
}

/// "4 reports weigh 3.66 together (spam 3, abuse 1), and on this site a comment waits for a moderator from 3 on."
fn message(open: &[Report], together: Weight, hide_at: u32) -> String {
    let count = |reason: Reason| open.iter().filter(|report| report.reason == reason).count();
    let counted = Reason::ALL.iter().map(|reason| (reason.as_str(), count(*reason)));
    let given: Vec<String> =
        counted.filter(|(_, count)| *count > 0).map(|(reason, count)| format!("{reason} {count}")).collect();
    let reports = if open.len() == 1 { "1 report weighs".to_owned() } else { format!("{} reports weigh", open.len()) };
    let given = given.join(", ");
    format!(
        "{reports} {together} together ({given}), and on this site a comment waits for a moderator from {hide_at} on."
    )
}
