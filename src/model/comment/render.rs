//! From a comment's Markdown to its HTML and its plain text.
//!
//! The parser's events are narrowed to what comments may have, then written as HTML, then cleaned once more: the
//! cleaner knows nothing of Markdown, so that a mistake in one of the two does no harm.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

use super::autolink::{find, linkable};

/// How many elements can stand inside each other; what is deeper loses its element and keeps its text.
const MAX_NESTING: usize = 20;

const LINK_REL: &str = "nofollow ugc noopener";

const TAGS: [&str; 13] = ["p", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some(LINK_REL));
    builder
});

/// What is shown of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Safe to put into a page as it is.
    pub html: String,
    /// The same without markup, for checks and mails.
    pub text: String,
    /// Every address that `html` links to, in order, in canonical form.
    pub links: Vec<String>,
}

pub(super) fn render(source: &str) -> Rendered {
    let mut subset = Subset::default();
    for event in TextMergeStream::new(Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH)) {
        subset.take(event);
    }
    let mut written = String::with_capacity(source.len() * 3 / 2);
    html::push_html(&mut written, subset.events.into_iter());
    let text = subset.text.trim().to_owned();
    Rendered { html: CLEANER.clean(&written).to_string().trim_end().to_owned(), text, links: subset.links }
}

/// The parser's events on their way into the subset that comments have.
#[derive(Default)]
struct Subset<'a> {
    events: Vec<Event<'a>>,
    text: String,
    links: Vec<String>,
    /// For every element the parser has open, the end it is owed; `None` if the element was dropped.
    open: Vec<Option<TagEnd>>,
    /// How many of `open` were kept.
    depth: usize,
    in_code: bool,
    link: Option<OpenLink>,
}

struct OpenLink {
    address: String,
    /// Where its text begins in `Subset::text`.
    text_from: usize,
}

impl<'a> Subset<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) if self.in_code || self.link.is_some() => self.push_text(text),
            Event::Text(text) => self.linked_text(text),
            Event::Code(code) => {
                self.text.push_str(&code);
                self.events.push(Event::Code(code));
            }
            Event::Html(raw) | Event::InlineHtml(raw) => self.raw_html(&raw),
            Event::SoftBreak | Event::HardBreak => self.line_break(),
            Event::Rule => {
                self.gap(2);
                self.events.push(Event::Rule);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.push_text(text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock => self.block(Tag::Paragraph, 2),
            Tag::BlockQuote(_) => self.block(Tag::BlockQuote(None), 2),
            Tag::CodeBlock(_) => {
                self.block(Tag::CodeBlock(CodeBlockKind::Indented), 2);
                self.in_code = true;
            }
            // A list is kept only with room for its items.
            Tag::List(_) if self.depth + 2 > MAX_NESTING => self.flattened_block(2),
            Tag::List(first) => self.block(Tag::List(first), 2),
            Tag::Item if self.open.last().is_some_and(Option::is_some) => self.block(Tag::Item, 1),
            Tag::Item => self.flattened_block(1),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => self.start_link(&format!("mailto:{dest_url}")),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.start_link(&dest_url),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough if self.depth < MAX_NESTING => self.keep(tag),
            _ => self.open.push(None),
        }
    }

    fn end(&mut self, end: TagEnd) {
        if end == TagEnd::CodeBlock {
            self.in_code = false;
        }
        if end == TagEnd::HtmlBlock && self.events.last() == Some(&Event::HardBreak) {
            self.events.pop();
        }
        let Some(owed) = self.open.pop().flatten() else { return };
        if owed == TagEnd::Link {
            self.name_empty_link();
        }
        self.depth -= 1;
        self.events.push(Event::End(owed));
    }

    fn keep(&mut self, tag: Tag<'a>) {
        self.open.push(Some(tag.to_end()));
        self.depth += 1;
        self.events.push(Event::Start(tag));
    }

    /// Starts a block; `lines` is how far from the text before it its text begins.
    fn block(&mut self, tag: Tag<'a>, lines: usize) {
        if self.depth >= MAX_NESTING {
            return self.flattened_block(lines);
        }
        self.gap(lines);
        self.keep(tag);
    }

    /// A block too deep to be kept: a line break stands for it.
    fn flattened_block(&mut self, lines: usize) {
        if !matches!(self.events.last(), None | Some(Event::Start(_) | Event::HardBreak)) {
            self.events.push(Event::HardBreak);
        }
        self.gap(lines);
        self.open.push(None);
    }

    /// The outermost link wins: links cannot stand inside each other in HTML.
    fn start_link(&mut self, address: &str) {
        let canonical = linkable(address).filter(|_| self.link.is_none() && self.depth < MAX_NESTING);
        let Some(canonical) = canonical else { return self.open.push(None) };
        self.keep(link_tag(canonical.clone()));
        self.links.push(canonical);
        self.link = Some(OpenLink { address: address.to_owned(), text_from: self.text.len() });
    }

    /// Ends the open link; one without anything to click on shows its address.
    fn name_empty_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let empty = self.text.get(link.text_from..).is_none_or(|text| text.chars().all(super::is_invisible));
        if empty {
            self.push_text(link.address.into());
        }
    }

    fn push_text(&mut self, text: CowStr<'a>) {
        self.text.push_str(&text);
        self.events.push(Event::Text(text));
    }

    /// Text whose bare addresses become links.
    fn linked_text(&mut self, text: CowStr<'a>) {
        let addresses = if self.depth < MAX_NESTING { find(&text) } else { Vec::new() };
        if addresses.is_empty() {
            return self.push_text(text);
        }
        self.text.push_str(&text);
        let mut from = 0;
        for (range, canonical) in addresses {
            let before = text[from..range.start].to_owned();
            from = range.end;
            self.events.extend([
                Event::Text(before.into()),
                Event::Start(link_tag(canonical.clone())),
                Event::Text(text[range].to_owned().into()),
                Event::End(TagEnd::Link),
            ]);
            self.links.push(canonical);
        }
        self.events.push(Event::Text(text[from..].to_owned().into()));
    }

    /// HTML is shown as it was typed.
    fn raw_html(&mut self, raw: &str) {
        for (index, line) in raw.split('\n').enumerate() {
            if index > 0 {
                self.line_break();
            }
            match self.link {
                Some(_) => self.push_text(line.to_owned().into()),
                None => self.linked_text(line.to_owned().into()),
            }
        }
    }

    fn line_break(&mut self) {
        self.text.push('\n');
        self.events.push(Event::HardBreak);
    }

    /// Ends the text so far with at least `lines` line ends, unless there is none yet.
    fn gap(&mut self, lines: usize) {
        if self.text.is_empty() {
            return;
        }
        let present = self.text.bytes().rev().take_while(|byte| *byte == b'\n').count();
        self.text.extend(std::iter::repeat_n('\n', lines.saturating_sub(present)));
    }
}

fn link_tag<'a>(address: String) -> Tag<'a> {
    Tag::Link { link_type: LinkType::Inline, dest_url: address.into(), title: "".into(), id: "".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_nesting_is_rendered_and_stays_clean() {
        let n = 20_000;
        let rep = |s: &str| s.repeat(n / s.len());
        for (name, text) in [
            ("quotes", rep(">")),
            ("quotes sp", rep("> ")),
            ("dash", rep("- ") + "a"),
            ("star", rep("* ") + "a"),
            ("star only", rep("* ")),
            ("plus", rep("+ ") + "a"),
            ("num", rep("1. ")),
            ("mixed", rep("> - ") + "a"),
            ("brackets", rep("[")),
            ("bracket pairs", rep("[]")),
            ("closed", "[".repeat(n / 2) + &"]".repeat(n / 2)),
            ("link open", rep("[a](")),
            ("link open2", rep("[a](<b")),
            ("emph", rep("*a ")),
            ("emph2", rep("*a **a ")),
            ("emph3", rep("**x* ")),
            ("under", rep("_a ")),
            ("tick", rep("`")),
            ("ticks", (1..200).map(|i| "`".repeat(i) + " ").collect()),
            ("img", rep("![")),
            ("img link", rep("![[]()")),
            ("nested link", "[".repeat(n / 5) + &"](x)".repeat(n / 5)),
            ("html", rep("<a ")),
            ("html2", rep("<!--")),
            ("html3", rep("<?")),
            ("html4", rep("<![CDATA[")),
            ("html5", rep("<!A ")),
            ("lt", rep("<")),
            ("entity", rep("&")),
            ("strike", rep("~~a ")),
            ("tilde", rep("~a")),
            ("stars", rep("*")),
            ("emph nest", rep("*a_ ")),
            ("emph deep", "*a ".repeat(n / 6) + &" a*".repeat(n / 6)),
            ("urls", rep("http://a ")),
            ("urls2", rep("http://")),
            ("paren", "http://a".to_owned() + &rep(")")),
            ("refs", rep("[a]: b\n")),
            ("refs use", "[a]: http://b/\n\n".to_owned() + &rep("[a] ")),
            ("ref long", format!("[a]: http://b/{}\n\n{}", "x".repeat(1900), "[a]".repeat(6000))),
            ("list multi", (0..140).map(|i| " ".repeat(i * 2) + "- a\n").collect()),
            ("quote lines", (1..190).map(|i| ">".repeat(i) + "\n").collect()),
            ("quote lazy", ">".repeat(n / 2) + &"\na".repeat(n / 4)),
            ("quote lazy2", ">".repeat(n / 2) + "a" + &"\n>".repeat(n / 4)),
            ("lists lazy", "- ".repeat(n / 4) + "a" + &"\n\n".repeat(n / 8)),
            ("dash lines", rep("- \n")),
            ("tab list", rep("-\t")),
            ("backslash", rep("\\")),
            ("lines", rep("a\n")),
            ("setext", rep("a\n=\n")),
            ("headings", rep("# \n")),
            ("hr", rep("***\n")),
            ("code", rep("```\n")),
            ("title", rep("[a](b \"")),
            ("title2", rep("[a](b '")),
            ("autolink", rep("<http:a")),
            ("email", rep("<a@b")),
            ("[\\", rep("[\\")),
            ("a**b", rep("a**b")),
            ("*_", rep("*_a_ ")),
        ] {
            let rendered = super::super::Body(text).render();
            assert_eq!(CLEANER.clean(&rendered.html).to_string(), rendered.html, "{name} is cleaned once for all");
        }
    }
}
