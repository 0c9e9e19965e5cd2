//! What the templates of the article show.

use actix_web::web::Data;
use askama::Template;
use time::OffsetDateTime;

use super::session::Visitor;
use crate::actions::{Comment, CommentTree, Service};
use crate::model::comment::{AuthorKind, Status};
use crate::model::time::{DAY, MINUTE, Timestamp};
use crate::notifications::age;

#[derive(Template)]
#[template(path = "pages/article.html")]
pub struct ArticlePage<'a> {
    pub site_name: &'a str,
    pub title: &'a str,
    pub standfirst: &'a str,
    pub byline: &'a str,
    pub published: String,
    pub published_iso: String,
    /// Trusted HTML.
    pub article_html: &'a str,
    /// Published ones.
    pub comment_count: i64,
    pub sort: &'a str,
    pub comments: Vec<CommentView>,
    /// Where the next comments in this order are.
    pub older_href: Option<String>,
    pub form: ReplyForm,
    pub notice: Option<Notice>,
}

#[derive(Template)]
#[template(path = "pages/comment.html")]
pub struct CommentView {
    id: String,
    parent_id: Option<String>,
    /// `None`: only the comment's place is left.
    author_name: Option<String>,
    staff: bool,
    guest_website: Option<String>,
    status: &'static str,
    body_html: String,
    created_iso: String,
    created_human: String,
    edited: bool,
    edited_by_staff: bool,
    pinned: bool,
    score: i64,
    replies: Vec<CommentView>,
}

impl CommentView {
    /// As everybody may see it.
    pub fn public(tree: CommentTree, now: Timestamp) -> Self {
        let CommentTree { comment, author_name, replies } = tree;
        let name = name_of(author_name, comment.guest_name.clone());
        let name = (comment.status == Status::Published).then_some(name);
        let replies = replies.into_iter().map(|reply| Self::public(reply, now)).collect();
        Self { replies, ..Self::of(comment, name, now) }
    }

    /// As its author sees it while nobody else does.
    pub fn waiting(comment: Comment, name: String, now: Timestamp) -> Self {
        Self::of(comment, Some(name), now)
    }

    fn of(comment: Comment, author_name: Option<String>, now: Timestamp) -> Self {
        let seen = author_name.is_some();
        Self {
            id: comment.id.to_string(),
            parent_id: comment.parent_id.map(|id| id.to_string()),
            author_name,
            staff: comment.author_kind == AuthorKind::Staff,
            guest_website: comment.guest_website,
            status: comment.status.told().as_str(),
            body_html: if seen { comment.body_html } else { String::new() },
            created_iso: comment.created_at.to_string(),
            created_human: ago(comment.created_at, now),
            edited: comment.edited_at.is_some(),
            edited_by_staff: comment.staff_edited_at.is_some(),
            pinned: comment.pinned_at.is_some(),
            score: comment.score,
            replies: Vec::new(),
        }
    }
}

/// Puts `waiting` below the comment it replies to, wherever that is; on top if it replies to none and this is the
/// `first` page of comments.
pub fn insert(comments: &mut Vec<CommentView>, waiting: CommentView, first: bool) {
    let Some(parent) = waiting.parent_id.clone() else {
        if first {
            comments.insert(0, waiting);
        }
        return;
    };
    if let Some(parent) = find(comments, &parent) {
        parent.replies.push(waiting);
    }
}

fn find<'a>(comments: &'a mut [CommentView], id: &str) -> Option<&'a mut CommentView> {
    for comment in comments {
        if comment.id == id {
            return Some(comment);
        }
        if let Some(found) = find(&mut comment.replies, id) {
            return Some(found);
        }
    }
    None
}

/// The name beside a comment; accounts that are gone have none.
pub fn name_of(account: Option<String>, guest: Option<String>) -> String {
    account.filter(|name| !name.is_empty()).or(guest).unwrap_or_else(|| "A former reader".to_owned())
}

/// What there is to say about the form that came.
pub struct Notice {
    kind: &'static str,
    title: String,
    lines: Vec<String>,
}

impl Notice {
    fn new(kind: &'static str, title: &str, lines: Vec<String>) -> Self {
        Self { kind, title: title.to_owned(), lines }
    }

    pub fn held(reasons: Vec<String>) -> Self {
        Self::new("held", "Thank you. Your comment waits for a moderator.", reasons)
    }

    pub fn refused(reasons: Vec<String>) -> Self {
        Self::new("refused", "Your comment was not taken.", reasons)
    }

    pub fn wrong(lines: Vec<String>) -> Self {
        Self::new("refused", "Your comment was not sent: something in the form is not right.", lines)
    }

    pub fn stale_form() -> Self {
        let why = "This page was open for too long, you have signed in or out meanwhile, or cookies are switched off.";
        Self::new("refused", "Please send your comment once more.", vec![why.to_owned()])
    }

    pub fn busy() -> Self {
        let why = "There is too much to do here at the moment. Your text is still below.";
        Self::new("refused", "Please send your comment again in a minute.", vec![why.to_owned()])
    }
}

/// The form under the article, as it was filled in.
#[derive(Default)]
pub struct ReplyForm {
    pub csrf: String,
    /// Tells how long somebody took to write.
    pub token: String,
    pub signed_in_as: Option<String>,
    /// Id and author of the comment that is replied to.
    pub parent: Option<(String, String)>,
    pub name: String,
    pub email: String,
    pub website: String,
    pub body: String,
    /// Characters.
    pub body_max: u32,
    /// By field.
    pub errors: Vec<(String, String)>,
}

impl ReplyForm {
    fn error_for(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }
}

/// The form with what it owes to the visitor and the site.
pub fn fill_in(form: ReplyForm, svc: &Data<Service>, visitor: &Visitor, body_max: u32) -> ReplyForm {
    let signed_in_as = visitor.viewer.as_ref().map(|viewer| viewer.account.display_name.clone());
    ReplyForm { csrf: visitor.form_token(svc), signed_in_as, body_max, ..form }
}

/// "3 hours ago"; the date once a week has passed.
fn ago(then: Timestamp, now: Timestamp) -> String {
    let passed = now.micros().saturating_sub(then.micros());
    match passed {
        ..MINUTE => "just now".to_owned(),
        MINUTE.. if passed < 7 * DAY => format!("{} ago", age(passed / MINUTE)),
        _ => date(then),
    }
}

/// "3 March 2026", in UTC.
pub fn date(moment: Timestamp) -> String {
    match OffsetDateTime::from_unix_timestamp(moment.seconds()) {
        Ok(day) => format!("{} {} {}", day.day(), day.month(), day.year()),
        Err(_) => moment.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_people_tell_them() {
        let now = Timestamp::parse("2026-03-09T12:00:00Z").expect("a time");
        for (then, told) in [
            ("2026-03-09T11:59:30Z", "just now"),
            ("2026-03-09T12:00:30Z", "just now"),
            ("2026-03-09T11:58:00Z", "2 minutes ago"),
            ("2026-03-08T11:00:00Z", "1 day ago"),
            ("2026-03-01T12:00:00Z", "1 March 2026"),
        ] {
            assert_eq!(ago(Timestamp::parse(then).expect("a time"), now), told);
        }
    }
}
