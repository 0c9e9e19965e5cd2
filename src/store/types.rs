//! How the nouns' types are read from columns: ids and times are BigInt, enumerations Text.

use diesel::backend::Backend;
use diesel::deserialize::{FromSql, Queryable, Result};
use diesel::sql_types::{BigInt, Text};

use crate::model::account::{LinkPurpose, Role};
use crate::model::appeal::AppealOutcome;
use crate::model::checker::{Checker, KeyState, Task, TaskState, Verdict as CheckerVerdict};
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, LogAction, Reason};
use crate::model::finding::{Effect, Field};
use crate::model::ids::*;
use crate::model::locale::Locale;
use crate::model::mail::{Failure, MailState, SuppressionReason};
use crate::model::queue::Queue;
use crate::model::report::ReportOutcome;
use crate::model::sanction::{PurgeState, SanctionKind, Target};
use crate::model::second_look::Verdict;
use crate::model::site::Policy;
use crate::model::thread::ThreadState;
use crate::model::time::Timestamp;

macro_rules! read_from {
    ($sql:ident as $raw:ty, |$value:ident| $convert:expr => $($name:ident),+ $(,)?) => {$(
        impl<DB: Backend> FromSql<$sql, DB> for $name
        where
            $raw: FromSql<$sql, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> Result<Self> {
                type Wanted = $name;
                let $value = <$raw>::from_sql(bytes)?;
                $convert
            }
        }

        impl<DB: Backend> Queryable<$sql, DB> for $name
        where
            Self: FromSql<$sql, DB>,
        {
            type Row = Self;

            fn build(row: Self) -> Result<Self> {
                Ok(row)
            }
        }
    )+};
}

read_from!(BigInt as i64, |value| Ok(Wanted::from(value)) =>
    AccountId, ApiTokenId, AppealId, AuthorNoteId, BreachId, CannedTextId, ClaimId, CommentId, DecisionId, FindingId, FollowId, GuestId, LinkId, MailId, NotificationId, RemoteCheckId, ReportId, SanctionId, SecondLookId, SessionId, SiteId, ThreadId);
read_from!(BigInt as i64, |value| Ok(Wanted::from_micros(value)) => Timestamp);
read_from!(Text as String, |value| Ok(Wanted::parse(&value)?) =>
    ActorKind, AppealOutcome, AuthorKind, Checker, CheckerVerdict, Effect, Failure, Field, KeyState, Locale, LinkPurpose, LogAction, MailState, Policy, PurgeState, Queue, Reason, ReportOutcome, Role, SanctionKind, Status, SuppressionReason, Target, Task, TaskState, ThreadState, Verdict);

use crate::model::comment::AuthorKind;
