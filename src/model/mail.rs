//! Mails on their way out, and addresses that take none.

use serde::{Deserialize, Serialize};

use super::decision::text_enum;

text_enum! {
    /// Where a mail is on its way out.
    MailState {
        /// Waits for its next attempt.
        Queued = "queued",
        /// Taken by the mail server.
        Sent = "sent",
        /// Given up: refused for good, or failing for too long.
        Dead = "dead",
    }
}

text_enum! {
    /// What sort of failure an attempt to send a mail ended with.
    Failure {
        /// There was no connection, or it was lost.
        Connection = "connection",
        /// The way could not be secured.
        Tls = "tls",
        /// The server did not take the user and password.
        Login = "login",
        /// The server did not answer in time.
        Timeout = "timeout",
        /// An answer that says to try again (4xx).
        Deferred = "deferred",
        /// The server does not take mail for the recipient (5xx).
        RecipientRefused = "recipient_refused",
        /// The server does not take this mail, or this sender (5xx).
        MailRefused = "mail_refused",
        /// The address is not mailed any more: see its suppression.
        Suppressed = "suppressed",
        /// The mail could not be written.
        Unwritable = "unwritable",
    }
}

text_enum! {
    /// Why an address is not mailed any more.
    SuppressionReason {
        /// Mail to it came back, or was refused for good.
        Bounced = "bounced",
        /// Somebody there said that it was spam.
        Complained = "complained",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_their_names() {
        assert_eq!(MailState::parse("dead"), Ok(MailState::Dead));
        assert!(MailState::parse("lost").is_err_and(|message| message.contains("queued, sent, dead")));
    }
}
