//! The templates of the mails, those built in and a site's own.

use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::blocks;

/// Steps that one template may take.
const FUEL: u64 = 200_000;
/// Bytes of a rendered part.
const MOST_BYTES: usize = 512 * 1024;

/// A template failed; the sentence is for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TemplateError(pub String);

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        let line = error.line().map(|line| format!(" in line {line}")).unwrap_or_default();
        let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
        Self(format!("{}{line}{detail}", error.kind()))
    }
}

/// Subject and body of a mail, as their author wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub subject: String,
    pub body: String,
}

macro_rules! built_in {
    ($($kind:literal),+ $(,)?) => {
        /// (kind, subject, body) of each mail.
        pub const BUILT_IN: &[(&str, &str, &str)] = &[$((
            $kind,
            include_str!(concat!("templates/", $kind, "/subject.jinja")),
            include_str!(concat!("templates/", $kind, "/body.jinja")),
        )),+];
    };
}

built_in![
    "verify_address",
    "welcome",
    "change_address",
    "address_change_asked",
    "address_changed",
    "address_in_use",
    "reset_password",
    "password_changed",
    "new_sign_in",
    "confirm_follow",
    "reply",
    "mention",
    "followed",
    "comment_published",
    "comment_not_published",
    "comment_removed",
    "comment_edited",
    "edit_asked",
    "appeal_outcome",
    "report_outcome",
    "sanctioned",
    "warned",
    "sanction_ended",
    "waiting",
    "target_breached",
    "escalated",
    "weekly_figures",
    "digest",
];

/// The template built in; `None`: there is no such mail.
pub fn built_in(kind: &str) -> Option<Template> {
    let (_, subject, body) = BUILT_IN.iter().find(|(name, ..)| *name == kind)?;
    Some(Template { subject: (*subject).to_owned(), body: (*body).to_owned() })
}

fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_auto_escape_callback(|name| if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None });
    // What a template is given is text; nothing it writes becomes HTML but by the blocks.
    env.remove_filter("safe");
    blocks::add_to(&mut env);
    env
}

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

const LAYOUT_HTML: &str = include_str!("templates/layout.html");
const LAYOUT_TEXT: &str = include_str!("templates/layout.txt");

/// Renders a source; a name that ends in `.html` is written as HTML.
fn rendered(name: &str, source: &str, context: &Value) -> Result<String, TemplateError> {
    let text = ENVIRONMENT.template_from_named_str(name, source)?.render(context.clone())?;
    if text.len() > MOST_BYTES {
        return Err(TemplateError(format!("it comes to more than {MOST_BYTES} bytes")));
    }
    Ok(text)
}

pub(super) fn subject(template: &Template, context: &Value) -> Result<String, TemplateError> {
    rendered("subject.txt", &template.subject, context)
}

pub(super) fn body(template: &Template, context: &Value, html: bool) -> Result<String, TemplateError> {
    rendered(if html { "body.html" } else { "body.txt" }, &template.body, context)
}

pub(super) fn layout(context: &Value, html: bool) -> Result<String, TemplateError> {
    if html { rendered("layout.html", LAYOUT_HTML, context) } else { rendered("layout.txt", LAYOUT_TEXT, context) }
}
