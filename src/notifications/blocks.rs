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
/// The addresses that a link may lead to.
pub(super) const ADDRESSES: &str = "addresses";

/// Between parts: seen on white and on black.
const LINE: &str = "1px solid #9a9a9a";

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

fn locale(state: &State) -> Locale {
    Locale::parse(&variable(state, LOCALE)).unwrap_or_default()
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
    texts::text(locale(state), name, &args).ok_or_else(|| {
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

/// A link leads where the mail's own ones lead, whatever a template makes of what it is given: the words of a reader, or an
/// address of its author's choice, are none.
fn permitted(state: &State, address: &str) -> Result<(), Error> {
    let addresses = state.lookup(ADDRESSES).unwrap_or_default();
    if addresses.try_iter()?.any(|permitted| permitted.as_str() == Some(address)) {
        return Ok(());
    }
    let detail = "a link can only lead to one of the mail's own addresses, such as `link`";
    Err(Error::new(ErrorKind::InvalidOperation, detail))
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
fn heading(state: &State, text: &str, rest: Rest<String>) -> Result<Value, Error> {
    let address = rest.first().filter(|address| !address.is_empty());
    address.map(|address| permitted(state, address)).transpose()?;
    let html = || {
        let text = escaped(text);
        let text = match address {
            Some(address) => format!("<a href=\"{}\" style=\"color: inherit\">{text}</a>", escaped(address)),
            None => text,
        };
        format!(
            "<h2 style=\"margin: 32px 0 12px; padding: 20px 0 0; border-top: {LINE}; font-size: 17px; line-height: 1.35\">{text}</h2>"
        )
    };
    Ok(written(state, html, || text.to_owned()))
}

fn quote(state: &State, text: &str) -> Value {
    written(
        state,
        || {
            let colour = variable(state, COLOUR);
            let style = format!("margin: 0 0 16px; padding: 1px 0 1px 16px; border-left: 4px solid {colour}");
            // Whatever the mail's language, a quotation may be written from the right.
            format!("<blockquote dir=\"auto\" style=\"{style}\">{}</blockquote>", lines_as_html(text))
        },
        || text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
    )
}

fn points(state: &State, items: Vec<String>) -> Value {
    let html = || {
        let items: String =
            items.iter().map(|item| format!("<li style=\"margin: 0 0 6px\">{}</li>", escaped(item))).collect();
        format!("<ul style=\"margin: 0 0 16px; padding: 0 0 0 20px\">{items}</ul>")
    };
    written(state, html, || items.iter().map(|item| format!("* {item}")).collect::<Vec<_>>().join("\n"))
}

fn button(state: &State, address: &str, label: &str) -> Result<Value, Error> {
    permitted(state, address)?;
    let html = || {
        let (colour, on) = (variable(state, COLOUR), variable(state, ON_COLOUR));
        format!(
            "<p style=\"margin: 24px 0\"><a href=\"{}\" style=\"display: inline-block; padding: 12px 22px; border: 1px solid {colour}; \
             border-radius: 6px; background: {colour}; color: {on}; font-weight: 600; text-decoration: none\">{}</a></p>",
            escaped(address),
            escaped(label)
        )
    };
    Ok(written(state, html, || format!("{}\n{address}", labelled(state, label))))
}

/// A label in front of what it names: with a colon, as the language sets it.
fn labelled(state: &State, label: &str) -> String {
    let args = Args::from_iter([("label", label)]);
    texts::text(locale(state), "labelled", &args).unwrap_or_else(|| label.to_owned())
}

/// An address that is its own label, within a text.
fn anchor(state: &State, address: &str) -> Result<Value, Error> {
    permitted(state, address)?;
    let address = if is_html(state) {
        let address = escaped(address);
        format!("<a href=\"{address}\" style=\"color: inherit\">{address}</a>")
    } else {
        address.to_owned()
    };
    Ok(Value::from_safe_string(address))
}

/// Links beside each other: a list of pairs of address and label. One alone is a link in the text.
fn choices(state: &State, links: Vec<Vec<String>>) -> Result<Value, Error> {
    let pairs = || links.iter().filter_map(|link| Some((link.first()?, link.get(1)?)));
    for (address, _) in pairs() {
        permitted(state, address)?;
    }
    let html = || {
        let style = match links.len() {
            1 => "color: inherit; font-weight: 600".to_owned(),
            _ => format!(
                "display: inline-block; margin: 0 8px 8px 0; padding: 8px 16px; border: {LINE}; border-radius: 6px; \
                 color: inherit; font-size: 15px; font-weight: 600; text-decoration: none"
            ),
        };
        let link = |(address, label): (&String, &String)| {
            format!("<a href=\"{}\" style=\"{style}\">{}</a> ", escaped(address), escaped(label))
        };
        format!("<p style=\"margin: 0 0 20px\">{}</p>", pairs().map(link).collect::<String>())
    };
    let line = |(address, label): (&String, &String)| format!("{} {address}", labelled(state, label));
    let text = || pairs().map(line).collect::<Vec<_>>().join("\n");
    Ok(written(state, html, text))
}

/// The heads of the columns, the first of which may be empty, and rows of as many cells.
fn table(state: &State, heads: Vec<String>, rows: Vec<Vec<Value>>) -> Value {
    let cell = |value: &Value| match (value.kind(), i64::try_from(value.clone())) {
        (ValueKind::Number, Ok(number)) => texts::digits(locale(state), number),
        _ => value.to_string(),
    };
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    written(state, || table_as_html(&heads, &rows), || table_as_text(&heads, &rows))
}

fn table_as_html(heads: &[String], rows: &[Vec<String>]) -> String {
    let first = format!("padding: 8px 0; border-bottom: {LINE}; text-align: left; font-weight: 400");
    let cell = format!("padding: 8px 0 8px 16px; border-bottom: {LINE}; text-align: right; white-space: nowrap");
    let mut out = "<table style=\"width: 100%; margin: 0 0 20px; border-collapse: collapse; overflow-wrap: break-word\"><thead><tr>".to_owned();
    for (at, head) in heads.iter().enumerate() {
        let style = if at == 0 { &first } else { &cell };
        out += &match escaped(head) {
            head if head.is_empty() => format!("<td style=\"{style}\"></td>"),
            head => format!(
                "<th scope=\"col\" style=\"{style}; white-space: normal; font-size: 14px; font-weight: 600\">{head}</th>"
            ),
        };
    }
    out += "</tr></thead><tbody>";
    for row in rows {
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
}

/// In columns, each line begun by the spaces that keep it from being wrapped.
fn table_as_text(heads: &[String], rows: &[Vec<String>]) -> String {
    let lines: Vec<&[String]> = std::iter::once(heads).chain(rows.iter().map(Vec::as_slice)).collect();
    let width = |at: usize| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max();
    let written = |line: &&[String]| {
        let cells = line.iter().enumerate().map(|(at, cell)| {
            let width = width(at).unwrap_or(0);
            if at == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        format!("  {}", cells.collect::<Vec<_>>().join("  "))
    };
    lines.iter().map(written).collect::<Vec<_>>().join("\n")
}
