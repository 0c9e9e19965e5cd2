//! What the templates of the thread show.

use std::sync::Arc;

use askama::Template;

use super::View;
use crate::actions::look_at_thread::Marks;
use crate::actions::{Comment, CommentTree};
use crate::http::pages::words::Words;
use crate::model::comment::{AuthorKind, Status};
use crate::model::ids::AccountId;
use crate::model::time::Timestamp;

/// What all comments of a page have in common.
pub struct Setting {
    pub w: Words,
    pub now: Timestamp,
    pub site: String,
    /// See [`View::query`].
    pub query: String,
    pub viewer: Option<AccountId>,
    pub marks: Marks,
    /// Whether anything can be said.
    pub is_closed: bool,
}

#[derive(Template)]
#[template(path = "thread/comment.html")]
pub struct CommentView {
    set: Arc<Setting>,
    pub id: String,
    parent_id: Option<String>,
    /// `None`: only the comment's place is left.
    name: Option<String>,
    kind: AuthorKind,
    website: Option<String>,
    status: Status,
    body_html: String,
    iso: String,
    ago: String,
    edited: bool,
    edited_by_staff: bool,
    pinned: bool,
    score: i64,
    /// The viewer's own vote: 1, -1 or 0.
    vote: i32,
    own: bool,
    replies: Vec<CommentView>,
}

impl CommentView {
    /// As everybody may see it.
    pub fn public(tree: CommentTree, set: &Arc<Setting>) -> Self {
        let CommentTree { comment, author_name, replies } = tree;
        let name = name_of(author_name, comment.guest_name.clone(), set.w);
        let name = (comment.status == Status::Published).then_some(name);
        let replies = replies.into_iter().map(|reply| Self::public(reply, set)).collect();
        Self { replies, ..Self::of(comment, name, set) }
    }

    /// As its author sees it while nobody else does.
    pub fn waiting(comment: Comment, name: String, set: &Arc<Setting>) -> Self {
        Self { own: true, ..Self::of(comment, Some(name), set) }
    }

    fn of(comment: Comment, name: Option<String>, set: &Arc<Setting>) -> Self {
        let seen = name.is_some();
        Self {
            id: comment.id.to_string(),
            parent_id: comment.parent_id.map(|id| id.to_string()),
            name,
            kind: comment.author_kind,
            website: comment.guest_website,
            status: comment.status.told(),
            body_html: if seen { comment.body_html } else { String::new() },
            iso: comment.created_at.to_string(),
            ago: set.w.ago(comment.created_at, set.now),
            edited: comment.edited_at.is_some(),
            edited_by_staff: comment.staff_edited_at.is_some(),
            pinned: comment.pinned_at.is_some(),
            score: comment.score,
            vote: set.marks.votes.get(&comment.id).copied().unwrap_or(0),
            own: set.viewer.is_some() && comment.account_id == set.viewer,
            replies: Vec::new(),
            set: Arc::clone(set),
        }
    }

    fn below(&self) -> i64 {
        self.replies.iter().map(|reply| 1 + reply.below()).sum()
    }

    /// How many replies there are, at any depth.
    fn replies_in_words(&self) -> String {
        self.set.w.count("thread-replies", self.below())
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
pub fn name_of(account: Option<String>, guest: Option<String>, w: Words) -> String {
    account.filter(|name| !name.is_empty()).or(guest).unwrap_or_else(|| w.say("thread-former-reader"))
}

/// What there is to say about what was sent.
pub struct Notice {
    /// The class: `held`, `refused` or none.
    pub kind: &'static str,
    pub title: String,
    pub lines: Vec<String>,
}

impl Notice {
    /// `title`: a message of `texts`.
    pub fn new(w: Words, kind: &'static str, title: &str, lines: Vec<String>) -> Self {
        Self { kind, title: w.say(title), lines }
    }
}

/// The form below the thread, as it was filled in.
#[derive(Default, Clone)]
pub struct ReplyForm {
    /// Tells how long somebody took to write.
    pub token: String,
    /// Id and author of the comment that is replied to.
    pub parent: Option<(String, String)>,
    pub name: String,
    pub email: String,
    pub website: String,
    pub body: String,
    pub remember: bool,
    pub follow: bool,
    pub follow_thread: bool,
    /// What the text would look like.
    pub preview: Option<String>,
    /// By field.
    pub errors: Vec<(String, String)>,
}

impl ReplyForm {
    fn error_for(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }
}

#[derive(Template)]
#[template(path = "thread/page.html")]
pub struct ThreadPage {
    pub w: Words,
    pub site: String,
    pub site_name: String,
    pub view: View,
    /// See [`View::query`].
    pub query: String,
    /// See [`View::whole_query`].
    pub whole_query: String,
    pub csrf: String,
    /// Published ones.
    pub count: i64,
    pub sort: &'static str,
    pub comments: Vec<CommentView>,
    /// Where the next comments in this order are.
    pub next: Option<String>,
    /// Where the changes of the thread are told.
    pub events: Option<String>,
    pub reader: Option<String>,
    pub is_staff: bool,
    pub follows_thread: bool,
    pub is_closed: bool,
    pub guests: bool,
    pub guest_email_required: bool,
    pub most_characters: u32,
    pub form: ReplyForm,
    pub notice: Option<Notice>,
}

impl ThreadPage {
    /// Only one conversation is shown.
    fn is_part(&self) -> bool {
        !self.view.comment.is_empty()
    }
}
