//! Which servers of others are asked about a comment. The questions are rows that are written with the comment; a job
//! asks them, and `answer_checks` makes something of the answers.

use std::net::IpAddr;

use super::{Result, Service};
use crate::model::checker::{Checker, Task, TaskState};
use crate::model::comment::Status;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Finding};
use crate::model::ids::SiteId;
use crate::model::locale::Locale;
use crate::model::time::Timestamp;
use crate::model::trust::Trust;
use crate::moderation::CompiledRules;
use crate::moderation::settings::{CheckAction, OnError};
use crate::store::comments::Comment;
use crate::store::remote_checks::RemoteCheck;
use crate::store::{Conn, checkers, remote_checks};

/// Characters of a header that are kept.
const HEADER_CHARACTERS: usize = 500;
const WAITS: &str = "The comment is being looked at by another server, and appears when that has nothing against it: as a rule within seconds.";

/// What a comment is sent from. The address itself is kept only as long as a server that needs it has not answered.
#[derive(Debug, Clone, Default)]
pub struct Device {
    pub network: Option<IpAddr>,
    pub user_agent: Option<String>,
    pub referrer: Option<String>,
    /// In which its owner reads.
    pub locale: Option<Locale>,
}

/// A server that is to be asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    checker: Checker,
    /// Whether the comment waits for the answer.
    awaited: bool,
}

/// The servers that the site asks about comments of such an author. The staff and those whose level is free of the
/// check are not told of to others.
pub(super) fn planned(conn: &mut Conn, site: SiteId, rules: &CompiledRules, level: Trust) -> Result<Vec<Asked>> {
    if level == Trust::Staff {
        return Ok(Vec::new());
    }
    let waives = rules.rules().trust.of(level).map(|level| level.waives.as_slice()).unwrap_or_default();
    let mut asked = Vec::new();
    for checker in checkers::names(conn, site)? {
        let name = checker.as_str();
        let rule = rules.check(name);
        if rule.is_off() || waives.iter().any(|waived| waived == name) {
            continue;
        }
        let only_notes = rule.action == Some(CheckAction::Note) && rule.on_error == OnError::Note;
        asked.push(Asked { checker, awaited: !only_notes });
    }
    Ok(asked)
}

/// Whether the comment waits for any of them.
pub(super) fn are_awaited(asked: &[Asked]) -> bool {
    asked.iter().any(|asked| asked.awaited)
}

/// What tells the author why the comment waits, to be replaced by what the server says.
pub(super) fn waiting(asked: &[Asked]) -> impl Iterator<Item = Finding> {
    asked.iter().filter(|asked| asked.awaited).map(|asked| Finding {
        check: asked.checker.as_str().to_owned(),
        effect: Effect::Hold,
        reason: Reason::Other,
        score: 0,
        message: WAITS.to_owned(),
        field: None,
        span: None,
    })
}

/// Owes the questions about the comment's present text. `aim`: what it becomes if nothing stands against it.
pub(super) fn ask(
    svc: &Service,
    tx: &mut Conn,
    (comment, aim): (&Comment, Status),
    asked: &[Asked],
    device: &Device,
    now: Timestamp,
) -> Result<()> {
    for Asked { checker, awaited } in asked {
        let needs_device = *checker == Checker::Akismet;
        let kept = |header: &Option<String>| {
            header.as_ref().filter(|_| needs_device).map(|text| text.chars().take(HEADER_CHARACTERS).collect())
        };
        let question = RemoteCheck {
            id: svc.ids.next(now),
            site_id: comment.site_id,
            comment_id: comment.id,
            revision: comment.revision,
            checker: *checker,
            task: Task::Check,
            state: TaskState::Waiting,
            aim: awaited.then_some(aim),
            attempts: 0,
            next_attempt_at: now,
            leased_until: None,
            last_error: None,
            said: None,
            user_ip: device.network.filter(|_| needs_device).map(|address| address.to_string()),
            user_agent: kept(&device.user_agent),
            referrer: kept(&device.referrer),
            decision_id: None,
            created_at: now,
            finished_at: None,
        };
        remote_checks::insert(tx, &question)?;
    }
    Ok(())
}
