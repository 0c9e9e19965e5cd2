//! The message as it goes over the wire: headers and the two forms of the text.

use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use crate::model::ids::MailId;
use crate::model::time::Timestamp;

/// What the recipient reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// One line.
    pub subject: String,
    pub text: String,
    /// A whole HTML document that says the same.
    pub html: String,
}

/// A mail ready to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub id: MailId,
    /// The recipient's address, without a name.
    pub to: String,
    pub content: Content,
    /// What sort of mail it is, for whoever reads a [`super::Mailer::memory`].
    pub kind: String,
    /// When the mail was owed; the `Date` header.
    pub created_at: Timestamp,
    pub to_name: Option<String>,
    /// `None`: the name that the sender is set to have.
    pub from_name: Option<String>,
    /// Of mails that their recipient can turn off.
    pub list: Option<List>,
    /// Names of what it continues, such as a thread and a comment in it, the outermost first: mails with a name in common
    /// are one conversation.
    pub continues: Vec<String>,
    /// What it is for, for the receiving side's statistics: letters, digits and dashes.
    pub feedback: String,
    /// Where it comes back to when it cannot be delivered; `None`: the sender.
    pub bounces_to: Option<String>,
}

/// The list that a mail belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub name: String,
    /// Letters, digits and dashes.
    pub label: String,
    /// Where a POST turns such mails off (RFC 8058).
    pub unsubscribe_url: String,
}

/// `text` on one line: white space becomes single spaces, control characters and those that turn the direction of
/// writing are left out.
pub fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = text.split_whitespace().map(|word| word.chars().filter(|&c| !c.is_control() && !turns(c)).collect());
    words.filter(|word: &String| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `text` for a header. What looks like an encoded word (RFC 2047) gets a mark that takes no room, and so is itself encoded.
fn header_text(text: &str) -> String {
    one_line(text).replace("=?", "=\u{2060}?")
}

/// A message as it goes over the wire, and its envelope.
pub(super) struct Composed {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
}

/// The same mail always gets the same Message-ID, so that a recipient's server can drop a repeated one.
///
/// Errors: the recipient's address cannot be one.
pub(super) fn compose(mail: &Outgoing, from: &Mailbox, message_id_domain: &str) -> Result<Composed, String> {
    let to: Address = mail.to.parse().map_err(|_| "the recipient's address is not a mail address".to_owned())?;
    let since_epoch = Duration::from_micros(u64::try_from(mail.created_at.micros()).unwrap_or(0));
    // Nobody is called by punctuation alone, and parsers stumble over it.
    let is_name = |name: &String| name.chars().any(|c| !c.is_ascii_punctuation() && !c.is_whitespace());
    let name = |name: &Option<String>| name.as_deref().map(header_text).filter(is_name);
    let from = Mailbox::new(name(&mail.from_name).or_else(|| from.name.clone()), from.email.clone());
    let mut message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name(&mail.to_name), to.clone()))
        .subject(header_text(&mail.content.subject))
        .date(SystemTime::UNIX_EPOCH + since_epoch)
        .message_id(Some(format!("<postil.{}@{message_id_domain}>", mail.id)));
    let continues: Vec<String> =
        mail.continues.iter().map(|name| format!("<postil.{}@{message_id_domain}>", label(name))).collect();
    if let Some(last) = continues.last() {
        message = message.in_reply_to(last.clone()).references(continues.join(" "));
    }
    if let Some(list) = &mail.list {
        let id = format!("<{}.{message_id_domain}>", label(&list.label));
        let id = match header_text(&list.name) {
            name if name.is_ascii() && !name.contains(['<', '>', '"', '\\']) => format!("\"{name}\" {id}"),
            // The name is there for people; in a header of a structured sort it stands only if it needs no encoding.
            _ => id,
        };
        message = message
            .raw_header(header("List-Id", &id))
            .raw_header(header("List-Unsubscribe", &format!("<{}>", list.unsubscribe_url)))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let site = mail.list.as_ref().map_or("account", |list| list.label.as_str());
    let message = message
        // Of Google's: what it is, for whom, the stream, the sender.
        .raw_header(header("Feedback-ID", &format!("{}:{}:comments:postil", label(&mail.feedback), label(site))))
        // RFC 3834: nobody's vacation notice should answer.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        // The same for Exchange, which does not know the header above.
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .multipart(MultiPart::alternative_plain_html(mail.content.text.clone(), mail.content.html.clone()))
        .map_err(|error| format!("the mail could not be written as a message: {error}"))?;
    let bounces_to = mail.bounces_to.as_deref().and_then(|address| address.parse().ok());
    let envelope = Envelope::new(Some(bounces_to.unwrap_or(from.email)), vec![to])
        .map_err(|error| format!("the mail has no envelope: {error}"))?;
    Ok(Composed { envelope, bytes: message.formatted() })
}

/// What may stand in an identifier.
fn label(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.chars().map(|c| if plain(c) { c } else { '-' }).collect()
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    fn wire(subject: &str) -> String {
        let content =
            Content { subject: subject.to_owned(), text: "Grüße\n".to_owned(), html: "<p>Grüße".to_owned() };
        let created_at = Timestamp::parse("2026-03-01T09:30:00Z").expect("a time");
        let mail = Outgoing {
            id: MailId::from(42),
            to: "ida@reader.example".to_owned(),
            content,
            kind: "x".into(),
            created_at,
            to_name: None,
            from_name: None,
            list: None,
            continues: Vec::new(),
            feedback: String::new(),
            bounces_to: None,
        };
        let from = "Die Zeitung <post@news.example>".parse().expect("a mailbox");
        String::from_utf8(compose(&mail, &from, "news.example").expect("a message").bytes).expect("ASCII")
    }

    /// Names and values of the message's headers, folded lines joined.
    fn headers(wire: &str) -> Vec<(String, String)> {
        let head = wire.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        head.split("\r\n").map(|line| pair(line).expect(line)).collect()
    }

    fn value(wire: &str, name: &str) -> String {
        let all: Vec<String> = headers(wire).into_iter().filter(|(n, _)| n == name).map(|(_, value)| value).collect();
        assert_eq!(all.len(), 1, "{name} stands {} times", all.len());
        all.concat()
    }

    /// RFC 2047: the space between two encoded words is not part of the text, any other is.
    fn decoded(value: &str) -> String {
        let joined = value.replace("?= =?utf-8?b?", "?==?utf-8?b?").replace("=?utf-8?b?", "\0=").replace("?=", "\0");
        let part = |part: &str| match part.strip_prefix('=') {
            Some(base64) => String::from_utf8(STANDARD.decode(base64).expect("base64")).expect("UTF-8"),
            None => part.to_owned(),
        };
        joined.split('\0').map(part).collect()
    }

    #[test]
    fn a_message_has_its_headers_and_both_texts() {
        let wire = wire("Published");
        assert_eq!(value(&wire, "From"), "\"Die Zeitung\" <post@news.example>");
        assert_eq!(value(&wire, "To"), "ida@reader.example");
        assert_eq!(value(&wire, "Subject"), "Published");
        assert_eq!(value(&wire, "Date"), "Sun, 01 Mar 2026 09:30:00 +0000");
        assert_eq!(value(&wire, "Message-ID"), "<postil.42@news.example>");
        assert_eq!(value(&wire, "Auto-Submitted"), "auto-generated");
        assert_eq!(value(&wire, "X-Auto-Response-Suppress"), "All");
        assert!(value(&wire, "Content-Type").starts_with("multipart/alternative"));
        assert!(wire.contains("text/plain; charset=utf-8") && wire.contains("text/html; charset=utf-8"));
    }

    #[test]
    fn a_subject_keeps_its_letters_but_not_its_line_breaks() {
        let subject = "Published: your comment under “Žižek über Brücken 🌉, the second part of a long series”";
        assert_eq!(decoded(&value(&wire(subject), "Subject")), subject);
        let encoded = "=?utf-8?b?QmNjOiBhbGw=?=";
        assert_eq!(decoded(&value(&wire(encoded), "Subject")), encoded.replace("=?", "=\u{2060}?"));
        let forged = wire("Hello\r\nBcc: all@reader.example\r\n\r\nbody");
        assert_eq!(value(&forged, "Subject"), "Hello Bcc: all@reader.example body");
        assert!(headers(&forged).iter().all(|(name, _)| name != "Bcc"));
    }

    #[test]
    fn an_address_with_a_line_break_is_no_address() {
        let content = Content { subject: String::new(), text: String::new(), html: String::new() };
        let to = "ida@reader.example\r\nBcc: b@c.example".to_owned();
        let mail = Outgoing {
            id: MailId::from(1),
            to,
            content,
            kind: "x".into(),
            created_at: Timestamp::from_micros(0),
            to_name: None,
            from_name: None,
            list: None,
            continues: Vec::new(),
            feedback: String::new(),
            bounces_to: None,
        };
        let from = "post@news.example".parse().expect("a mailbox");
        assert!(compose(&mail, &from, "news.example").is_err());
    }

    proptest! {
        #[test]
        fn no_subject_adds_a_header(subject in "(?s).{0,200}") {
            let plain: Vec<String> = headers(&wire("Hello")).into_iter().map(|(name, _)| name).collect();
            let names: Vec<String> = headers(&wire(&subject)).into_iter().map(|(name, _)| name).collect();
            prop_assert_eq!(names, plain);
        }
    }
}
