//! Akismet's protocol, version 1.1: `comment-check`, `submit-spam`, `submit-ham` and `verify-key`
//! (<https://akismet.com/developers/detailed-docs/>). Forms go in, a word and headers come back.

use secrecy::ExposeSecret;
use url::form_urlencoded::Serializer;

use super::{CallError, Caller, Reply};
use crate::model::checker::{Access, KeyState, Opinion, Question, Settings, Task, Verdict};
use crate::model::decision::Reason;
use crate::model::time::Timestamp;

/// Stands for a device that is not known any more. The protocol needs an address.
const NO_ADDRESS: &str = "127.0.0.1";
/// Characters that are kept of what a server says of an error.
const ERROR_CHARACTERS: usize = 200;

/// What the server finds. Errors: `CallError`, also for a key that it does not know.
pub(super) async fn check(caller: &Caller, question: &Question) -> Result<Opinion, CallError> {
    let reply = post(caller, "comment-check", &form(question)).await?;
    opinion(&reply)
}

/// Tells the server what a moderator decided.
pub(super) async fn submit(caller: &Caller, question: &Question) -> Result<(), CallError> {
    let method = if question.task == Task::Spam { "submit-spam" } else { "submit-ham" };
    let reply = post(caller, method, &form(question)).await?;
    if reply.status == 200 && word(&reply) != "invalid" { Ok(()) } else { Err(refused(&reply)) }
}

pub(super) async fn verify(caller: &Caller, access: &Access) -> Result<KeyState, CallError> {
    let Settings::Akismet { blog, .. } = &access.settings else { return Ok(KeyState::Unknown) };
    let key = access.secret.expose_secret();
    let pairs = [("api_key", key), ("key", key), ("blog", blog.as_str())];
    let form = Serializer::new(String::new()).extend_pairs(pairs).finish();
    let reply = post(caller, "verify-key", &form).await?;
    match (reply.status, word(&reply).as_str()) {
        (200, "valid") => Ok(KeyState::Valid),
        (200, "invalid") => Ok(KeyState::Invalid),
        _ => Err(refused(&reply)),
    }
}

async fn post(caller: &Caller, method: &str, form: &str) -> Result<Reply, CallError> {
    let url = format!("{}/1.1/{method}", caller.akismet);
    let headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
    let reply = caller.post(&url, &headers, form.as_bytes().to_vec()).await?;
    if let Some(code) = reply.header("x-akismet-alert-code") {
        let message = reply.header("x-akismet-alert-msg").unwrap_or_default();
        tracing::warn!(
            code = shortened(code),
            message = shortened(message),
            "Akismet says that something is wrong with a key"
        );
    }
    Ok(reply)
}

fn form(question: &Question) -> String {
    let Question { access, comment, author, thread, sender, .. } = question;
    let mut form = Serializer::new(String::new());
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            form.append_pair(name, value);
        }
    };
    put("api_key", Some(access.secret.expose_secret()));
    if let Settings::Akismet { blog, is_test } = &access.settings {
        put("blog", Some(blog));
        put("is_test", is_test.then_some("true"));
    }
    put("user_ip", Some(sender.address.as_deref().unwrap_or(NO_ADDRESS)));
    put("user_agent", sender.user_agent.as_deref());
    put("referrer", sender.referrer.as_deref());
    put("permalink", Some(&thread.url));
    put("comment_type", Some(if comment.parent_id.is_some() { "reply" } else { "comment" }));
    put("comment_author", Some(&author.name));
    put("comment_author_email", author.email.as_deref());
    put("comment_author_url", author.website.as_deref());
    put("comment_content", Some(&comment.body));
    put("comment_date_gmt", Some(&comment.created_at.to_string()));
    let published = thread.published_at.map(|at: Timestamp| at.to_string());
    put("comment_post_modified_gmt", published.as_deref());
    put("blog_lang", comment.language.as_deref());
    put("blog_charset", Some("UTF-8"));
    put("recheck_reason", (question.task == Task::Check && comment.revision > 1).then_some("edit"));
    form.finish()
}

fn opinion(reply: &Reply) -> Result<Opinion, CallError> {
    let discard = reply.header("x-akismet-pro-tip").is_some_and(|tip| tip.eq_ignore_ascii_case("discard"));
    match (reply.status, word(reply).as_str()) {
        (200, "false") => Ok(Opinion::pass()),
        (200, "true") => Ok(Opinion {
            verdict: Verdict::Hold,
            reason: Reason::Spam,
            score: if discard { 99 } else { 85 },
            message: if discard {
                "A service that knows advertising is sure that this is some.".to_owned()
            } else {
                "A service that knows advertising takes this for some.".to_owned()
            },
            spans: Vec::new(),
        }),
        _ => Err(refused(reply)),
    }
}

fn word(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).trim().chars().take(40).collect()
}

fn refused(reply: &Reply) -> CallError {
    let help = reply.header("x-akismet-debug-help").or_else(|| reply.header("x-akismet-error"));
    let help = help.map(|help| format!(": {}", shortened(help))).unwrap_or_default();
    let word = word(reply);
    match reply.status {
        200 if word == "invalid" => CallError(format!("it does not take the key or what it was sent{help}")),
        status => CallError(format!("it answered {status}, and neither yes nor no{help}")),
    }
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(ERROR_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use super::*;
    use crate::calls::external::tests::question;
    use crate::model::checker::Sender;

    fn reply(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Reply {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        Reply { status, headers, body: body.as_bytes().to_vec() }
    }

    fn akismet() -> Question {
        let settings = Settings::Akismet { blog: "https://news.example/".to_owned(), is_test: true };
        let access = Access { settings, secret: "0123456789ab".into() };
        let address = Some("203.0.113.9".to_owned());
        let sender = Sender { address, user_agent: Some("Browser/1".to_owned()), referrer: None };
        Question { access, sender, ..question() }
    }

    fn fields(question: &Question) -> HashMap<String, String> {
        url::form_urlencoded::parse(form(question).as_bytes()).into_owned().collect()
    }

    #[test]
    fn a_comment_is_told_in_the_fields_of_the_protocol() {
        let mut asked = akismet();
        let told = fields(&asked);
        let expected = [
            ("api_key", "0123456789ab"),
            ("blog", "https://news.example/"),
            ("is_test", "true"),
            ("user_ip", "203.0.113.9"),
            ("user_agent", "Browser/1"),
            ("permalink", "https://news.example/harbour"),
            ("comment_type", "comment"),
            ("comment_author", "Gülay & Co"),
            ("comment_author_email", "g@readers.example"),
            ("comment_content", "Fresh *rutabaga*?\n\nYes & no."),
            ("comment_date_gmt", "2026-03-01T09:30:00Z"),
            ("blog_lang", "en"),
            ("blog_charset", "UTF-8"),
        ];
        let expected: HashMap<String, String> =
            expected.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!(told, expected);
        asked.comment.revision = 2;
        asked.comment.parent_id = Some(7.into());
        asked.sender = Sender::default();
        let told = fields(&asked);
        assert_eq!((told["recheck_reason"].as_str(), told["comment_type"].as_str()), ("edit", "reply"));
        assert_eq!(told["user_ip"], NO_ADDRESS);
    }

    #[test]
    fn an_answer_is_a_word_and_a_tip() {
        let verdict = |reply: &Reply| opinion(reply).map(|opinion| (opinion.verdict, opinion.score));
        assert_eq!(verdict(&reply(200, &[], "false")), Ok((Verdict::Pass, 0)));
        assert_eq!(verdict(&reply(200, &[], "true\n")), Ok((Verdict::Hold, 85)));
        let tip = [("x-akismet-pro-tip", "discard")];
        assert_eq!(verdict(&reply(200, &tip, "true")), Ok((Verdict::Hold, 99)));
    }

    #[test]
    fn anything_else_is_no_answer() {
        let help = [("x-akismet-debug-help", "We were unable to parse your blog URI")];
        let error = opinion(&reply(200, &help, "invalid")).expect_err("no answer");
        assert!(error.0.contains("unable to parse"), "{error}");
        for (status, body) in [(200, ""), (200, "maybe"), (302, "false"), (500, "true"), (429, "false")] {
            assert!(opinion(&reply(status, &[], body)).is_err(), "{status} {body} was an answer");
        }
    }
}
