//! Mails that say what became of ours: delivery reports (RFC 3464) and complaints (RFC 5965).

use mail_parser::{MessageParser, MimeHeaders};

/// What the report says of the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The address takes no mail.
    Gone,
    /// It was not delivered, for a reason that is not the address: a full mailbox, what the mail says.
    NotDelivered,
    /// It is still tried.
    Delayed,
    /// Somebody at the address said that it was spam.
    Complaint,
}

/// A report about one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub fate: Fate,
    /// The address that it is about, if it says so.
    pub recipient: Option<String>,
    /// The status and what the server said, on one line.
    pub detail: String,
}

/// Most characters of the detail.
const DETAIL: usize = 300;

impl Report {
    /// `None`: not a report, such as the answer of somebody who is on holiday.
    pub fn read(raw: &[u8]) -> Option<Self> {
        let message = MessageParser::default().parse(raw)?;
        let parts = message.parts.iter().filter_map(|part| {
            let kind = part.content_type()?;
            Some((format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase(), part.contents()))
        });
        for (kind, contents) in parts {
            let text = String::from_utf8_lossy(contents);
            match kind.as_str() {
                "message/delivery-status" => return Self::of_delivery(&text),
                "message/feedback-report" => return Self::of_complaint(&text),
                _ => {}
            }
        }
        None
    }

    fn of_delivery(text: &str) -> Option<Self> {
        let action = field(text, "action")?.to_lowercase();
        let status = field(text, "status").unwrap_or_default();
        let said = field(text, "diagnostic-code").unwrap_or_default();
        let fate = match action.as_str() {
            "failed" if is_of_the_address(&status) => Fate::Gone,
            "failed" => Fate::NotDelivered,
            "delayed" => Fate::Delayed,
            _ => return None,
        };
        let recipient = field(text, "original-recipient").or_else(|| field(text, "final-recipient"));
        Some(Self { fate, recipient: recipient.as_deref().map(address), detail: detail(&format!("{status} {said}")) })
    }

    fn of_complaint(text: &str) -> Option<Self> {
        let kind = field(text, "feedback-type").unwrap_or_else(|| "abuse".to_owned());
        if kind.eq_ignore_ascii_case("not-spam") {
            return None;
        }
        // Many leave the address out, or write something else in its place: then the mail says who it was.
        let recipient = field(text, "original-rcpt-to").as_deref().map(address).filter(|to| to.contains('@'));
        Some(Self { fate: Fate::Complaint, recipient, detail: detail(&kind) })
    }
}

/// A permanent failure (5.x.x), but not a full mailbox (x.2.2), a mail too large (x.3.4) or a refusal of what it says or
/// of whom it comes from (x.7.x).
pub fn is_of_the_address(status: &str) -> bool {
    let status = status.split_whitespace().next().unwrap_or_default();
    status.starts_with("5.") && !matches!(status, "5.2.2" | "5.3.4") && !status.starts_with("5.7.")
}

/// The first field of that name; continued lines are part of it.
fn field(text: &str, name: &str) -> Option<String> {
    let unfolded = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    unfolded.lines().find_map(|line| {
        let (other, value) = line.split_once(':')?;
        other.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// Without its type (`rfc822;`) and brackets.
fn address(value: &str) -> String {
    let value = value.rsplit_once(';').map_or(value, |(_, address)| address);
    value.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// On one line, and without addresses: it is shown to the reader and written into the log.
fn detail(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.contains('@'));
    let line = words.collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(DETAIL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn delivery(action: &str, status: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example\r\nTo: bounces+1-x@comments.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; ida@reader.example\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 <ida@reader.example>: no such\r\n user here\r\n\r\n--b--\r\n"
        )
    }

    #[test]
    fn a_delivery_report_says_what_became_of_the_mail() {
        for (action, status, expected) in [
            ("failed", "5.1.1", Some(Fate::Gone)),
            ("Failed", "5.0.0", Some(Fate::Gone)),
            ("failed", "5.2.2", Some(Fate::NotDelivered)),
            ("failed", "5.7.1", Some(Fate::NotDelivered)),
            ("failed", "4.4.7", Some(Fate::NotDelivered)),
            ("delayed", "4.4.1", Some(Fate::Delayed)),
            ("relayed", "2.0.0", None),
        ] {
            let report = Report::read(delivery(action, status).as_bytes());
            assert_eq!(report.as_ref().map(|report| report.fate), expected, "{action} {status}");
            if let Some(report) = report {
                assert_eq!(report.recipient.as_deref(), Some("ida@reader.example"));
                assert!(
                    report.detail.contains("no such user here") && !report.detail.contains('@'),
                    "{}",
                    report.detail
                );
            }
        }
    }

    #[test]
    fn a_complaint_is_told() {
        let complaint = |kind: &str, to: &str| {
            format!(
                "From: fbl@mx.example\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nThis is a report.\r\n\
             --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nUser-Agent: x/1\r\nVersion: 1\r\n\
             Original-Rcpt-To: {to}\r\n\r\n--b--\r\n"
            )
        };
        for (to, expected) in [("<ida@reader.example>", Some("ida@reader.example")), ("redacted", None)] {
            let report = Report::read(complaint("abuse", to).as_bytes()).expect("a report");
            assert_eq!((report.fate, report.recipient.as_deref()), (Fate::Complaint, expected));
        }
        assert_eq!(Report::read(complaint("not-spam", "<ida@reader.example>").as_bytes()), None);
    }

    #[test]
    fn an_ordinary_mail_is_no_report() {
        for mail in [
            "From: ida@reader.example\r\nSubject: On holiday\r\nAuto-Submitted: auto-replied\r\n\r\nBack on Monday.\r\n",
            "",
            "Action: failed\r\nStatus: 5.1.1\r\n\r\nnot a report",
        ] {
            assert_eq!(Report::read(mail.as_bytes()), None, "{mail}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            Report::read(&bytes);
        }
    }
}
