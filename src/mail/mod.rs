//! Mail on its way out: a written message, a way to hand it over, and when to try again.
//!
//! Nothing here knows what a mail is about; `notifications` writes the content. A new way out is a variant of
//! [`Transport`] and a file beside `folder.rs`.

pub mod backoff;
pub mod dkim;
mod folder;
mod message;
mod smtp;
mod smtp_url;

use std::path::PathBuf;
use std::sync::Mutex;

use lettre::message::Mailbox;
use thiserror::Error;
use url::Url;

pub use dkim::Dkim;
pub use message::{Content, List, Outgoing, one_line};
use smtp::Relay;

use crate::model::mail::Failure;

/// Whether a mail that was not taken is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Later, with less and less patience.
    Later,
    /// The server could not be reached: as soon as it is back, for it says nothing of the mail.
    ServerAway,
    /// This mail will never be taken.
    Never,
}

/// Why a mail was not taken. The texts never contain a mail address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{text}")]
pub struct SendError {
    pub again: Again,
    pub failure: Failure,
    pub text: String,
}

impl SendError {
    pub(crate) const fn again(failure: Failure, text: String) -> Self {
        Self { again: Again::Later, failure, text }
    }

    pub(crate) const fn unreachable(failure: Failure, text: String) -> Self {
        Self { again: Again::ServerAway, failure, text }
    }

    pub(crate) const fn never(failure: Failure, text: String) -> Self {
        Self { again: Again::Never, failure, text }
    }
}

enum Transport {
    Smtp(Box<Relay>),
    Folder(PathBuf),
    Memory(Mutex<Vec<Outgoing>>),
}

/// Hands mails over, all from one sender.
pub struct Mailer {
    from: Mailbox,
    message_id_domain: String,
    transport: Transport,
    dkim: Option<Dkim>,
}

impl Mailer {
    /// A mailer for `smtp://`, `smtps://` or `file:///folder`; the folder is made if it is missing. `from` is an
    /// address, with or without a name before it; Message-IDs end in `message_id_domain`. Contacts no server.
    ///
    /// Errors: a sentence that says what is wrong; it never repeats the URL, which may hold a password.
    pub fn from_url(smtp_url: &str, from: &str, message_id_domain: &str) -> Result<Self, String> {
        let url = Url::parse(smtp_url).map_err(|error| format!("the mail URL is not a URL ({error}): {EXPECTED}"))?;
        let transport = match url.scheme() {
            "smtp" | "smtps" => Transport::Smtp(Box::new(Relay::new(smtp_url::parse(&url)?)?)),
            "file" => Transport::Folder(folder::open(&url)?),
            other => return Err(format!("the mail URL has the unknown scheme \"{other}\": {EXPECTED}")),
        };
        Self::over(transport, from, message_id_domain)
    }

    /// A mailer that only collects, for tests; read it with [`Mailer::collected`].
    ///
    /// Errors: as [`Mailer::from_url`].
    pub fn memory(from: &str, message_id_domain: &str) -> Result<Self, String> {
        Self::over(Transport::Memory(Mutex::default()), from, message_id_domain)
    }

    fn over(transport: Transport, from: &str, message_id_domain: &str) -> Result<Self, String> {
        let from = from.parse().map_err(|_| {
            "the sender of mails must be an address such as Comments <comments@news.example>".to_owned()
        })?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if message_id_domain.is_empty() || !message_id_domain.chars().all(plain) {
            return Err("the domain of Message-IDs must be a domain name such as news.example".to_owned());
        }
        Ok(Self { from, message_id_domain: message_id_domain.to_owned(), transport, dkim: None })
    }

    /// Signs what it sends.
    #[must_use]
    pub fn signing(self, dkim: Option<Dkim>) -> Self {
        Self { dkim, ..self }
    }

    /// The message as it goes over the wire. Errors: the recipient's address cannot be one.
    pub fn message(&self, mail: &Outgoing) -> Result<Vec<u8>, SendError> {
        Ok(self.composed(mail)?.bytes)
    }

    fn composed(&self, mail: &Outgoing) -> Result<message::Composed, SendError> {
        let never = |text| SendError::never(Failure::Unwritable, text);
        let composed = message::compose(mail, &self.from, &self.message_id_domain).map_err(never)?;
        let Some(dkim) = &self.dkim else { return Ok(composed) };
        let bytes = dkim.sign(&composed.bytes, mail.created_at).map_err(never)?;
        Ok(message::Composed { bytes, ..composed })
    }

    /// Hands `mail` over. When it returns `Ok`, the server has taken it or the file is on disk.
    pub async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        let message = self.composed(mail)?;
        match &self.transport {
            Transport::Smtp(relay) => relay.send(&message).await,
            Transport::Folder(path) => folder::write(path.clone(), mail.id, message.bytes).await,
            Transport::Memory(mails) => {
                mails.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(mail.clone());
                Ok(())
            }
        }
    }

    /// The mails that a [`Mailer::memory`] was given, oldest first; none for another mailer.
    pub fn collected(&self) -> Vec<Outgoing> {
        match &self.transport {
            Transport::Memory(mails) => mails.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone(),
            Transport::Smtp(_) | Transport::Folder(_) => Vec::new(),
        }
    }
}

const EXPECTED: &str = "it must be smtp://host:port, smtps://user:password@host:port or file:///folder";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_setting_is_an_error_that_keeps_the_password() {
        for (url, from, domain, says) in [
            ("nowhere", "a@news.example", "news.example", "not a URL"),
            ("http://u:hunter2@mx.example", "a@news.example", "news.example", "unknown scheme \"http\""),
            ("smtp://u:hunter2@mx.example/?tls=maybe", "a@news.example", "news.example", "tls"),
            ("smtp://localhost", "the newsroom", "news.example", "sender"),
            ("smtp://localhost", "a@news.example\r\nBcc: b@c.example", "news.example", "sender"),
            ("smtp://localhost", "a@news.example", "news.example>\r\nBcc: b@c.example", "Message-IDs"),
        ] {
            let error = Mailer::from_url(url, from, domain).err().expect(url);
            assert!(error.contains(says), "{url}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn a_sender_may_have_a_name_in_any_script() {
        for from in ["comments@news.example", "Leserpost <post@news.example>", "Überblick täglich <post@news.example>"]
        {
            assert!(Mailer::from_url("smtp://localhost", from, "news.example").is_ok(), "{from}");
        }
    }
}
