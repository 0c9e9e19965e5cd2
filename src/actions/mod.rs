//! The product's verbs, a file each. An action parses its input into nouns, gathers what it needs, and owns the one
//! transaction that changes anything; whoever calls it only extracts and renders.

pub mod acknowledge;
pub mod age_queues;
pub mod answer_checks;
pub mod appeal;
pub mod appoint;
pub mod authenticate;
pub mod author_notes;
pub mod browser;
pub mod canned_texts;
pub mod change_account;
pub mod change_notifications;
pub mod change_site;
pub mod change_thread;
pub mod changes;
pub mod checkers;
pub mod claim;
mod complete_notice;
pub mod confirm_address;
pub mod create_site;
pub mod create_user;
pub mod decide;
pub mod decide_by_mail;
pub mod decide_many;
pub mod decide_similar;
pub mod delete_account;
pub mod delete_comment;
pub mod deliver_mail;
pub mod edit_as_staff;
pub mod edit_comment;
pub mod end_session;
mod error;
mod expected;
pub mod export_account;
mod feedback;
pub mod follow;
pub mod form;
pub mod guest_mail;
pub mod issue_token;
mod judge;
pub mod keep_house;
mod keys;
pub mod lift_sanction;
mod line_up;
pub mod look_at_thread;
pub mod mail_choices;
mod mentions;
pub mod once;
pub mod origins;
pub mod owed_mails;
pub mod own_by_mail;
mod past;
pub mod placed;
pub mod post_comment;
pub mod purge;
mod read_account;
pub mod read_appeals;
pub mod read_author;
pub mod read_case;
pub mod read_comment;
pub mod read_figures;
pub mod read_log;
pub mod read_news;
pub mod read_queue;
pub mod read_recent;
pub mod read_reports;
pub mod read_sanctions;
mod read_sites;
mod read_thread;
mod read_threads;
mod ready_rules;
pub mod register_thread;
pub mod remind_moderators;
mod remote_checks;
pub mod report;
pub mod reset_password;
mod resolve;
pub mod sanction;
pub mod search;
pub mod second_look;
mod settle;
pub mod setup;
pub mod sign_in;
pub mod sign_up;
pub mod simulate;
pub mod site_mail;
mod standing;
pub mod take_bounce;
mod tell;
pub mod tell_followers;
mod tell_people;
pub mod undo;
pub mod verify_address;
pub mod vote;
pub mod watch_targets;
pub mod weekly_figures;
pub mod write_mail;

use std::sync::Arc;

pub use crate::auth::password::MIN_PASSWORD;
use crate::auth::{AccessTokens, BounceAddresses, KeyedHash, PasswordHasher, Sealer, SignedFields, SignedLinks};
use crate::clock::Clock;
use crate::model::account::{Role, Scope};
use crate::model::ids::{AccountId, IdSource, SessionId, SiteId};
use crate::model::outbound::Outbound;
pub use crate::store::accounts::Account;
pub use crate::store::api_tokens::ApiToken;
pub use crate::store::comments::Comment;
pub use crate::store::sessions::Session;
pub use crate::store::sites::Site;
pub use crate::store::thread_pages::Sort;
pub use crate::store::threads::Thread;
use crate::store::{Conn, Store};
use crate::telemetry::Metrics;

pub use changes::Changes;
pub use error::{Error, Result};
pub use expected::Expected;
pub use origins::Origins;
use read_account::profile_of;
pub use read_account::{OwnAppeal, OwnComment, OwnDecision, Profile, own_comment, own_comments, profile};
pub use read_sites::{Front, administrators, front, moderators, only_site, site, sites};
pub use read_thread::{CommentTree, Counted, ThreadPage, counts, public_count, thread_page};
pub use read_threads::{thread, threads};
pub use ready_rules::ReadyRules;
pub use remote_checks::Device;

/// What every action works with.
pub struct Service {
    pub store: Store,
    pub clock: Clock,
    /// Where readers reach the service, without a slash at the end.
    pub public_url: String,
    pub ids: IdSource,
    pub hasher: PasswordHasher,
    pub access: AccessTokens,
    pub links: SignedLinks,
    /// Signs what mailed links say themselves.
    pub signed_fields: SignedFields,
    /// `None`: mails come back to their sender.
    pub bounce_addresses: Option<BounceAddresses>,
    /// Makes the hashes that stand for guests, network addresses and repeated requests.
    pub keyed_hash: KeyedHash,
    /// Told when the server is to stop: what would go on without end ends.
    pub closing: tokio::sync::watch::Sender<bool>,
    /// Off for load tests only.
    pub rate_limits: bool,
    pub metrics: Metrics,
    pub changes: Changes,
    pub origins: Origins,
    pub rules: ReadyRules,
    /// Told whenever a mail was owed, so that the worker need not wait for its next look.
    pub mail_owed: tokio::sync::Notify,
    /// The same for the worker that tells followers and moderators.
    pub news_owed: tokio::sync::Notify,
    /// The same for the worker that rejects what sanctioned authors had written.
    pub purge_owed: tokio::sync::Notify,
    pub simulations: simulate::Slots,
    /// Of the first administrator.
    pub setup: setup::Setup,
    /// The same for the worker that asks other servers.
    pub checks_owed: tokio::sync::Notify,
    /// Which servers may be called.
    pub outbound: Outbound,
    /// Seals the keys of other servers.
    pub sealer: Sealer,
}

pub type Shared = Arc<Service>;

impl Service {
    /// To be called after a change that somebody is to be told of.
    pub fn wake_tellers(&self) {
        self.mail_owed.notify_one();
        self.news_owed.notify_one();
    }
}

/// What recognises a request when it comes again: a keyed hash, as text, of everything it consists of.
pub fn fingerprint(svc: &Service, parts: &[&[u8]]) -> String {
    svc.keyed_hash.of(parts).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An account that is signed in, and what it may do where.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub account: Account,
    pub credential: Credential,
    pub moderates: Vec<SiteId>,
}

/// What a viewer showed to be let in.
#[derive(Debug, Clone)]
pub enum Credential {
    /// The person itself, signed in: may do all that the account may.
    Session(SessionId),
    /// A program with an API token: may read what the account may, and do what the scopes name.
    Token(Vec<Scope>),
}

impl Viewer {
    pub const fn id(&self) -> AccountId {
        self.account.id
    }

    /// Whether the credential lets its bearer act within the scope; what the account may is another question.
    pub fn has_scope(&self, scope: Scope) -> bool {
        match &self.credential {
            Credential::Session(_) => true,
            Credential::Token(scopes) => scopes.contains(&scope),
        }
    }

    /// The session, when it is the person itself.
    pub const fn session(&self) -> Option<SessionId> {
        match self.credential {
            Credential::Session(session) => Some(session),
            Credential::Token(_) => None,
        }
    }

    /// To be called first in a transaction that writes something of the account's. Errors: `Unauthenticated` when the
    /// account was deleted since it was let in.
    fn hold(&self, tx: &mut Conn) -> Result<()> {
        if tx.hold_account(self.id().get())? { Ok(()) } else { Err(Error::Unauthenticated) }
    }

    pub fn is_administrator(&self) -> bool {
        self.account.role == Role::Administrator
    }

    /// Moderators of the site, and administrators.
    pub fn is_staff_of(&self, site: SiteId) -> bool {
        self.is_administrator() || self.moderates.contains(&site)
    }
}
