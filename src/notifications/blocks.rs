//! What the body of a mail is built of. Each block writes itself as plain text or as HTML, so that both always say the same,
//! and no template ever writes HTML itself: what it is given is text, and becomes HTML here.

use minijinja::value::{Kwargs, Rest, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State};

use crate::model::locale::Locale;
use crate::texts::{self, Args};

/// The variables of a template by which a block knows how to write itself.
pub(super) const HTML: &str = "is_html";
pub(super) const LOCALE: &str = "locale";
pub(super) const COLOUR: &str = "colour";
pub(super) const ON_COLOUR: &str = "on_colour";

pub(super) fn add_to(env: &mut Environment<'_>) {
    env.add_function("t", message);
    env.add_function("p", paragraph);
    env.add_function("heading", heading);
    env.add_function("quote", quote);
    env.add_function("points", points);
    env.add_function("button", button);
    env.add_function("choices", choices);
    env.add_function("anchor", anchor);
    env.add_function("table", table);
}

fn is_html(state: &State) -> bool {
    state.lookup(HTML).is_some_and(|value| value.is_true())
}

fn variable(state: &State, name: &str) -> String {
    state.lookup(name).map(|value| value.to_string()).unwrap_or_default()
}

/// `t("name", variable=value)`: a message in the mail's language.
fn message(state: &State, name: &str, variables: Kwargs) -> Result<String, Error> {
    let mut args = Args::new();
    for key in variables.args() {
        let value: Value = variables.get(key)?;
        match (value.kind(), i64::try_from(value.clone())) {
            (ValueKind::Number, Ok(number)) => args.set(key.to_owned(), texts::number(number)),
            (ValueKind::Undefined, _) => {
                return Err(Error::new(
                    ErrorKind::UndefinedError,
                    format!("{key} of the message {name} is not defined"),
                ));
            }
            _ => args.set(key.to_owned(), value.to_string()),
        }
    }
    let locale = Locale::parse(&variable(state, LOCALE)).unwrap_or_default();
    texts::text(locale, name, &args).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("there is no message {name}, or one of its variables is missing"),
        )
    })
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Text of one or several lines as HTML.
fn lines_as_html(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("<br>")
}

fn written(state: &State, html: impl FnOnce() -> String, text: impl FnOnce() -> String) -> Value {
    let block = if is_html(state) { html() } else { format!("{}\n\n", text()) };
    Value::from_safe_string(block)
}

fn paragraph(state: &State, text: &str) -> Value {
    written(state, || format!("<p style=\"margin: 0 0 16px\">{}</p>", lines_as_html(text)), || text.to_owned())
}

/// `heading(text)` or `heading(text, address)`.
fn heading(state: &State, text: &str, rest: Rest<String>) -> Value {
    let html = || {
        let text = escaped(text);
        let text = match rest.first().filter(|address| !address.is_empty()) {
            Some(address) => format!("<a href=\"{}\">{text}</a>", escaped(address)),
            None => text,
        };
        format!("<h2 style=\"margin: 28px 0 10px; font-size: 17px; line-height: 1.4\">{text}</h2>")
    };
    written(state, html, || text.to_owned())
}

fn quote(state: &State, text: &str) -> Value {
    let style = "margin: 0 0 16px; padding: 2px 0 2px 14px; border-left: 3px solid #888888";
    written(
        state,
        || format!("<blockquote style=\"{style}\">{}</blockquote>", lines_as_html(text)),
        || text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
    )
}

fn points(state: &State, items: Vec<String>) -> Value {
    let html = || {
        let items: String =
            items.iter().map(|item| format!("<li style=\"margin: 0 0 4px\">{}</li>", escaped(item))).collect();
        format!("<ul style=\"margin: 0 0 16px; padding: 0 0 0 20px\">{items}</ul>")
    };
    written(state, html, || items.iter().map(|item| format!("* {item}")).collect::<Vec<_>>().join("\n"))
}

fn button(state: &State, address: &str, label: &str) -> Value {
    let html = || {
        let (colour, on) = (variable(state, COLOUR), variable(state, ON_COLOUR));
        format!(
            "<p style=\"margin: 0 0 20px\"><a href=\"{}\" style=\"display: inline-block; padding: 11px 20px; border-radius: 6px; \
             background: {colour}; color: {on}; font-weight: 600; text-decoration: none\">{}</a></p>",
            escaped(address),
            escaped(label)
        )
    };
    written(state, html, || format!("{label}:\n{address}"))
}

/// An address that is its own label, within a text.
fn anchor(state: &State, address: &str) -> Value {
    let address = if is_html(state) {
        let address = escaped(address);
        format!("<a href=\"{address}\">{address}</a>")
    } else {
        address.to_owned()
    };
    Value::from_safe_string(address)
}

/// Links beside each other: a list of pairs of address and label.
fn choices(state: &State, links: Vec<Vec<String>>) -> Value {
    let pairs = || links.iter().filter_map(|link| Some((link.first()?, link.get(1)?)));
    let html = || {
        let style = "display: inline-block; margin: 0 20px 0 0; padding: 6px 0; font-weight: 600";
        let link = |(address, label): (&String, &String)| {
            format!("<a href=\"{}\" style=\"{style}\">{}</a> ", escaped(address), escaped(label))
        };
        format!("<p style=\"margin: 0 0 16px\">{}</p>", pairs().map(link).collect::<String>())
    };
    let text = || pairs().map(|(address, label)| format!("{label}: {address}")).collect::<Vec<_>>().join("\n");
    written(state, html, text)
}

/// The heads of the columns, the first of which may be empty, and rows of as many cells.
fn table(state: &State, heads: Vec<String>, rows: Vec<Vec<Value>>) -> Value {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let html = || {
        let cell = "padding: 6px 0 6px 16px; border-bottom: 1px solid #888888; text-align: right; font-weight: 400";
        let first = "padding: 6px 0; border-bottom: 1px solid #888888; text-align: left; font-weight: 400";
        let mut out =
            "<table style=\"width: 100%; margin: 0 0 20px; border-collapse: collapse\"><thead><tr>".to_owned();
        for (at, head) in heads.iter().enumerate() {
            let (tag, style) = if head.is_empty() { ("td", first) } else { ("th", if at == 0 { first } else { cell }) };
            out += &format!("<{tag} style=\"{style}\">{}</{tag}>", escaped(head));
        }
        out += "</tr></thead><tbody>";
        for row in &cells {
            out += "<tr>";
            for (at, text) in row.iter().enumerate() {
                let text = escaped(text);
                out += &if at == 0 {
                    format!("<th scope=\"row\" style=\"{first}\">{text}</th>")
                } else {
                    format!("<td style=\"{cell}\">{text}</td>")
                };
            }
            out += "</tr>";
        }
        out + "</tbody></table>"
    };
    let text = || {
        let line = |row: &Vec<String>| match row.split_first() {
            Some((first, rest)) => {
                let named = rest.iter().zip(heads.iter().skip(1)).map(|(value, head)| format!("{value} ({head})"));
                format!("{first}: {}", named.collect::<Vec<_>>().join(", "))
            }
            None => String::new(),
        };
        cells.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    written(state, html, text)
}
