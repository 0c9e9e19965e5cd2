//! The product's verbs, a file each. An action parses its input into nouns, gathers what it needs, and owns the one
//! transaction that changes anything; whoever calls it only extracts and renders.

pub mod authenticate;
pub mod create_site;
pub mod create_user;
pub mod decide;
pub mod deliver_mail;
mod error;
pub mod post_comment;
mod read_queue;
mod read_thread;
pub mod reset_password;
pub mod sign_in;
pub mod sign_up;
pub mod verify_address;
mod who_waits;

use std::sync::Arc;

use crate::auth::{AccessTokens, PasswordHasher, SignedLinks};
use crate::clock::Clock;
use crate::model::account::Role;
use crate::model::ids::{AccountId, IdSource, SessionId, SiteId};
use crate::store::Store;
use crate::store::accounts::Account;
pub use crate::store::comments::{Comment, Sort};
use crate::telemetry::Metrics;

pub use error::{Error, Result};
pub use read_queue::{QueueItem, pending};
pub use read_thread::{CommentTree, Counted, counts, thread_page};

/// What every action works with.
pub struct Service {
    pub store: Store,
    pub clock: Clock,
    pub ids: IdSource,
    pub hasher: PasswordHasher,
    pub access: AccessTokens,
    pub links: SignedLinks,
    /// Keys the hashes that stand for guests and network addresses.
    pub author_key: [u8; 32],
    /// Off for load tests only.
    pub rate_limits: bool,
    pub metrics: Metrics,
    /// Told whenever a mail was owed, so that the worker need not wait for its next look.
    pub mail_owed: tokio::sync::Notify,
}

pub type Shared = Arc<Service>;

/// An account that is signed in, and what it may do where.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub account: Account,
    pub session: SessionId,
    pub moderates: Vec<SiteId>,
}

impl Viewer {
    pub const fn id(&self) -> AccountId {
        self.account.id
    }

    pub fn is_administrator(&self) -> bool {
        self.account.role == Role::Administrator
    }

    /// Moderators of the site, and administrators.
    pub fn is_staff_of(&self, site: SiteId) -> bool {
        self.is_administrator() || self.moderates.contains(&site)
    }
}
