//! What can go wrong in the store, and which rule of the schema a refused row broke.

use diesel::result::{DatabaseErrorKind, Error};

/// A rule of the schema that two requests can break in a race, or a caller by its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    AccountEmail,
    SiteSlug,
    ThreadUrl,
    IdempotencyKey,
    Vote,
    Moderator,
    Report,
    Appeal,
    Other,
}

/// (rule, its name on PostgreSQL, the columns SQLite names instead).
const CONSTRAINTS: &[(Constraint, &str, &str)] = &[
    (Constraint::AccountEmail, "accounts_email_key", "accounts.email_canonical"),
    (Constraint::SiteSlug, "sites_slug_key", "sites.slug"),
    (Constraint::ThreadUrl, "threads_url_key", "threads.site_id, threads.url"),
    (Constraint::IdempotencyKey, "idempotency_keys_pkey", "idempotency_keys.scope, idempotency_keys.idempotency_key"),
    (Constraint::Vote, "votes_pkey", "votes.comment_id, votes.account_id"),
    (Constraint::Moderator, "moderators_pkey", "moderators.site_id, moderators.account_id"),
    (Constraint::Report, "reports_open_key", "reports.comment_id, reports.reporter_key"),
    (Constraint::Appeal, "appeals_decision_key", "appeals.first_decision_id"),
    (Constraint::Appeal, "appeals_open_key", "appeals.comment_id"),
];

#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A unique rule of the schema was broken; nothing was written.
    #[error("{0:?} is taken")]
    Taken(Constraint),
    /// The queue in front of the database is full.
    #[error("too many requests wait for the database")]
    Busy,
    /// The database cannot be reached or opened.
    #[error("{0}")]
    Unavailable(String),
    /// Anything else; the text is for the log.
    #[error("database: {0}")]
    Internal(String),
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match &error {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                let message = info.message();
                let named = CONSTRAINTS.iter().find(|(_, postgres, sqlite)| {
                    info.constraint_name() == Some(postgres) || message.ends_with(&format!(": {sqlite}"))
                });
                named.map_or_else(|| Self::Internal(error.to_string()), |(constraint, ..)| Self::Taken(*constraint))
            }
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _) | Error::BrokenTransactionManager => {
                Self::Unavailable(error.to_string())
            }
            // SQLite's own words; what was written is rolled back, and later writes may succeed.
            _ if ["disk is full", "disk I/O error", "unable to open database"]
                .iter()
                .any(|words| error.to_string().contains(words)) =>
            {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Internal(error.to_string()),
        }
    }
}
