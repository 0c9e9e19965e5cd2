//! A site's own checker: JSON in both directions, signed with HMAC-SHA-256. `docs/MODERATION.md` tells its makers how it
//! is spoken to.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{CallError, Caller, Reply};
use crate::model::checker::{Opinion, Question, Settings, Verdict};
use crate::model::decision::Reason;
use crate::model::finding::Span;
use crate::model::time::{MINUTE, SECOND, Timestamp};

const SIGNATURE: &str = "Postil-Signature";
/// How old a signed answer can be, and how far ahead its clock.
const SKEW: i64 = 5 * MINUTE;
const MESSAGE_CHARACTERS: usize = 300;
const MOST_SPANS: usize = 10;

#[derive(Serialize)]
struct Delivery<'a> {
    id: String,
    site: &'a str,
    comment: CommentPart<'a>,
    author: AuthorPart<'a>,
    thread: ThreadPart<'a>,
    sent_at: Timestamp,
}

#[derive(Serialize)]
struct CommentPart<'a> {
    id: String,
    revision: i32,
    parent_id: Option<String>,
    body: &'a str,
    body_html: &'a str,
    language: Option<&'a str>,
    created_at: Timestamp,
}

#[derive(Serialize)]
struct AuthorPart<'a> {
    name: &'a str,
    kind: &'a str,
    trust: &'a str,
    published: i64,
}

#[derive(Serialize)]
struct ThreadPart<'a> {
    url: &'a str,
    title: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    id: String,
    verdict: Verdict,
    #[serde(default)]
    score: u8,
    reason: Option<Reason>,
    message: Option<String>,
    #[serde(default)]
    spans: Vec<Span>,
}

/// What the server finds. Errors: `CallError`, also for an answer to another question or one that is not as it should
/// be.
pub(super) async fn check(caller: &Caller, question: &Question, now: Timestamp) -> Result<Opinion, CallError> {
    let Settings::External { url, key_id, signed_answers } = &question.access.settings else {
        return Err(CallError("it is not set up".to_owned()));
    };
    let body = serde_json::to_vec(&delivery(question, now)).map_err(|error| CallError(error.to_string()))?;
    let seconds = now.seconds();
    let secret = question.access.secret.expose_secret();
    let mac = signature(secret, &[seconds.to_string().as_bytes(), b".", &body]);
    let header = format!("keyid=\"{key_id}\", t={seconds}, v1={mac}");
    let id = question.id.to_string();
    let headers =
        [("content-type", "application/json"), (SIGNATURE, header.as_str()), ("Postil-Delivery", id.as_str())];
    let reply = caller.post(url, &headers, body).await?;
    if reply.status != 200 {
        return Err(CallError(format!("it answered {}", reply.status)));
    }
    if *signed_answers {
        check_signature(&reply, secret, &id, now)?;
    }
    opinion(&reply.body, question)
}

fn delivery(question: &Question, now: Timestamp) -> Delivery<'_> {
    let Question { comment, author, thread, .. } = question;
    Delivery {
        id: question.id.to_string(),
        site: &question.site,
        comment: CommentPart {
            id: comment.id.to_string(),
            revision: comment.revision,
            parent_id: comment.parent_id.map(|id| id.to_string()),
            body: &comment.body,
            body_html: &comment.body_html,
            language: comment.language.as_deref(),
            created_at: comment.created_at,
        },
        author: AuthorPart {
            name: &author.name,
            kind: author.kind.as_str(),
            trust: author.trust.as_str(),
            published: author.published,
        },
        thread: ThreadPart { url: &thread.url, title: thread.title.as_deref() },
        sent_at: now,
    }
}

/// HMAC-SHA-256 over the parts, one after the other, in hexadecimal digits.
fn signature(secret: &str, parts: &[&[u8]]) -> String {
    mac(secret, parts)
        .map_or_else(String::new, |mac| mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// `None`: no key is too short or too long for an HMAC, so there is always one.
fn mac(secret: &str, parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

/// Errors: not signed with the secret as an answer to this question, now.
fn check_signature(reply: &Reply, secret: &str, id: &str, now: Timestamp) -> Result<(), CallError> {
    let wrong = |why: &str| Err(CallError(format!("its answer {why}")));
    let Some(header) = reply.header(SIGNATURE) else { return wrong("is not signed") };
    let part = |name: &str| {
        let mut parts = header.split(',').filter_map(|part| part.trim().split_once('='));
        parts.find(|(found, _)| *found == name).map(|(_, value)| value)
    };
    let (Some(time), Some(v1)) = (part("t"), part("v1")) else { return wrong("has a signature that cannot be read") };
    let Ok(seconds) = time.parse::<i64>() else { return wrong("has a signature without a time") };
    if (now.seconds().saturating_sub(seconds)).saturating_abs() > SKEW / SECOND {
        return wrong("was signed too long ago, or its clock is wrong");
    }
    let bytes: Option<Vec<u8>> = (0..v1.len())
        .step_by(2)
        .map(|at| v1.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()))
        .collect();
    let mac = mac(secret, &[id.as_bytes(), b".", time.as_bytes(), b".", &reply.body]);
    let genuine = bytes.zip(mac).is_some_and(|(bytes, mac)| mac.verify_slice(&bytes).is_ok());
    if genuine { Ok(()) } else { wrong("is not signed with the secret") }
}

/// Errors: not an answer to this question, or not within its bounds.
fn opinion(body: &[u8], question: &Question) -> Result<Opinion, CallError> {
    let wrong = |what: String| CallError(format!("its answer is not as it should be: {what}"));
    let answer: Answer = serde_json::from_slice(body).map_err(|error| wrong(error.to_string()))?;
    if answer.id != question.id.to_string() {
        return Err(wrong("it is to another question".to_owned()));
    }
    if answer.score > 100 {
        return Err(wrong("score is more than 100".to_owned()));
    }
    let message = answer.message.unwrap_or_default();
    let message = message.trim();
    if message.chars().count() > MESSAGE_CHARACTERS || message.chars().any(char::is_control) {
        return Err(wrong(format!("message is not one line of at most {MESSAGE_CHARACTERS} characters")));
    }
    if answer.spans.len() > MOST_SPANS {
        return Err(wrong(format!("there are more than {MOST_SPANS} spans")));
    }
    let source = &question.comment.body;
    let inside = |span: &Span| span.start < span.end && source.get(span.start..span.end).is_some();
    if !answer.spans.iter().all(inside) {
        return Err(wrong("a span is not a part of the body".to_owned()));
    }
    Ok(Opinion {
        verdict: answer.verdict,
        reason: answer.reason.unwrap_or(Reason::Other),
        score: answer.score,
        message: message.to_owned(),
        spans: answer.spans,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use reqwest::header::{HeaderMap, HeaderValue};
    use serde_json::json;

    use super::*;
    use crate::model::checker::{Access, AskedAuthor, AskedComment, AskedThread, Sender, Task};
    use crate::model::comment::AuthorKind;
    use crate::model::trust::Trust;

    const SECRET: &str = "a secret of thirty-two characters";

    fn noon() -> Timestamp {
        Timestamp::parse("2026-03-01T09:30:05Z").expect("a time")
    }

    pub(in crate::calls) fn question() -> Question {
        let settings = Settings::External {
            url: "https://checker.example/check".to_owned(),
            key_id: "k1".to_owned(),
            signed_answers: true,
        };
        Question {
            id: 4711.into(),
            task: Task::Check,
            access: Access { settings, secret: SECRET.into() },
            site_id: 1.into(),
            site: "courier".to_owned(),
            comment: AskedComment {
                id: 42.into(),
                revision: 1,
                parent_id: None,
                body: "Fresh *rutabaga*?\n\nYes & no.".to_owned(),
                body_html: "<p>Fresh <em>rutabaga</em>?</p>".to_owned(),
                language: Some("en".to_owned()),
                created_at: Timestamp::parse("2026-03-01T09:30:00Z").expect("a time"),
            },
            author: AskedAuthor {
                name: "Gülay & Co".to_owned(),
                kind: AuthorKind::Guest,
                trust: Trust::New,
                published: 0,
                email: Some("g@readers.example".to_owned()),
                website: None,
            },
            thread: AskedThread { url: "https://news.example/harbour".to_owned(), title: None, published_at: None },
            sender: Sender::default(),
        }
    }

    /// RFC 4231, test cases 1 and 2.
    #[test]
    fn signatures_are_those_of_the_standard() {
        let first = signature(&"\u{b}".repeat(20), &[b"Hi ", b"There"]);
        assert_eq!(first, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        let second = signature("Jefe", &[b"what do ya want for nothing?"]);
        assert_eq!(second, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_delivery_has_no_address_and_no_device() {
        let told = serde_json::to_value(delivery(&question(), noon())).expect("JSON");
        assert_eq!(told["id"], "4711");
        assert_eq!(told["author"], json!({"name": "Gülay & Co", "kind": "guest", "trust": "new", "published": 0}));
        assert_eq!(told["sent_at"], "2026-03-01T09:30:05Z");
        assert!(!told.to_string().contains("readers.example"), "{told}");
    }

    fn answered(answer: &serde_json::Value) -> Result<Opinion, CallError> {
        opinion(answer.to_string().as_bytes(), &question())
    }

    #[test]
    fn an_answer_within_its_bounds_counts() {
        let answer = json!({"id": "4711", "verdict": "hold", "score": 70, "reason": "abuse", "message": " Rude. ",
            "spans": [{"start": 6, "end": 16}]});
        let span = Span { start: 6, end: 16 };
        let (verdict, reason, message) = (Verdict::Hold, Reason::Abuse, "Rude.".to_owned());
        assert_eq!(answered(&answer), Ok(Opinion { verdict, reason, score: 70, message, spans: vec![span] }));
        assert_eq!(answered(&json!({"id": "4711", "verdict": "pass"})), Ok(Opinion::pass()));
    }

    #[test]
    fn anything_else_is_no_answer() {
        for wrong in [
            json!({"id": "4712", "verdict": "pass"}),
            json!({"verdict": "pass"}),
            json!({"id": "4711", "verdict": "maybe"}),
            json!({"id": "4711", "verdict": "hold", "score": 101}),
            json!({"id": "4711", "verdict": "hold", "score": -1}),
            json!({"id": "4711", "verdict": "hold", "reason": "dull"}),
            json!({"id": "4711", "verdict": "hold", "message": "a\nb"}),
            json!({"id": "4711", "verdict": "hold", "message": "x".repeat(301)}),
            json!({"id": "4711", "verdict": "hold", "spans": [{"start": 0, "end": 99}]}),
            json!({"id": "4711", "verdict": "hold", "spans": [{"start": 3, "end": 3}]}),
            json!({"id": "4711", "verdict": "hold", "spans": vec![json!({"start": 0, "end": 1}); 11]}),
            json!({"id": "4711", "verdict": "pass", "surplus": 1}),
            json!("pass"),
        ] {
            assert!(answered(&wrong).is_err(), "{wrong} was an answer");
        }
    }

    #[test]
    fn a_signed_answer_is_to_this_question_and_of_now() {
        let (body, t) = (b"{}".to_vec(), noon().seconds());
        let sign = |secret: &str, id: &str, t: i64, body: &[u8]| {
            format!("t={t}, v1={}", signature(secret, &[id.as_bytes(), b".", t.to_string().as_bytes(), b".", body]))
        };
        let check = |header: Option<String>| {
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert(SIGNATURE, HeaderValue::from_str(&header).expect("a header"));
            }
            check_signature(&Reply { status: 200, headers, body: body.clone() }, SECRET, "4711", noon())
        };
        assert_eq!(check(Some(sign(SECRET, "4711", t, &body))), Ok(()));
        assert_eq!(check(Some(sign(SECRET, "4711", t - 300, &body))), Ok(()));
        for wrong in [
            None,
            Some(sign(SECRET, "4711", t - 301, &body)),
            Some(sign(SECRET, "4711", t + 301, &body)),
            Some(sign(SECRET, "4712", t, &body)),
            Some(sign("another secret", "4711", t, &body)),
            Some(sign(SECRET, "4711", t, b"[]")),
            Some(format!("t={t}, v1=")),
            Some(format!("t={t}, v1=äß")),
            Some(format!("t={}, v1=00", i64::MIN)),
            Some(String::new()),
        ] {
            assert!(check(wrong.clone()).is_err(), "{wrong:?} was taken");
        }
    }
}
