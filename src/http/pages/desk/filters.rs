//! Which part of a list is looked at: the query of its address.

use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::actions::read_queue::Question;
use crate::model::decision::Reason;
use crate::model::field::FieldErrors;
use crate::model::ids::{AccountId, CommentId};
use crate::model::page::Cursor;
use crate::model::queue::{Mark, Queue, QueueSort};

/// As the address has them; what is empty narrows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    pub sort: String,
    pub reason: String,
    pub check: String,
    pub article: String,
    /// A comment's id, whose author is meant.
    pub author: String,
    pub language: String,
    pub mark: String,
    /// `yes`: what the moderator has claimed.
    pub mine: String,
    pub cursor: String,
    /// `yes`: all boxes are ticked.
    all: String,
}

impl Filters {
    /// Errors: what is no author.
    pub fn question(&self, queue: Queue, viewer: AccountId) -> Result<Question, FieldErrors> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let author: Option<CommentId> = match given(&self.author) {
            Some(id) => Some(id.parse().map_err(|message: String| FieldErrors::one("author", message))?),
            None => None,
        };
        Ok(Question {
            queue,
            sort: self.sort(),
            reason: Reason::parse(&self.reason).ok(),
            check: given(&self.check),
            article: given(&self.article),
            author: author.map(CommentId::get),
            language: given(&self.language).map(|language| language.to_lowercase()),
            mark: Mark::parse(&self.mark).ok(),
            held_by: (self.mine == "yes").then_some(viewer),
        })
    }

    pub fn sort(&self) -> QueueSort {
        QueueSort::parse(&self.sort).unwrap_or(QueueSort::Priority)
    }

    /// `None`: from the beginning.
    pub fn after(&self) -> Option<Cursor> {
        Cursor::parse(&self.cursor).ok()
    }

    pub fn chooses_all(&self) -> bool {
        self.all == "yes"
    }

    /// How many of them narrow the list.
    pub fn narrowing(&self) -> usize {
        let all = [&self.reason, &self.check, &self.article, &self.author, &self.language, &self.mark, &self.mine];
        all.into_iter().filter(|value| !value.is_empty()).count()
    }

    /// The same but for one of them; with another filter one begins at the first page.
    #[must_use]
    pub fn but(&self, name: &str, value: &str) -> Self {
        let mut other = Self { all: String::new(), ..self.clone() };
        let value = value.to_owned();
        if name != "all" {
            other.cursor = String::new();
        }
        match name {
            "sort" => other.sort = value,
            "reason" => other.reason = value,
            "check" => other.check = value,
            "article" => other.article = value,
            "author" => other.author = value,
            "language" => other.language = value,
            "mark" => other.mark = value,
            "mine" => other.mine = value,
            "all" => other.all = value,
            "cursor" => other.cursor = value,
            _ => {}
        }
        other
    }

    /// As the address has them.
    pub fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        let all = [
            ("sort", &self.sort),
            ("reason", &self.reason),
            ("check", &self.check),
            ("article", &self.article),
            ("author", &self.author),
            ("language", &self.language),
            ("mark", &self.mark),
            ("mine", &self.mine),
            ("cursor", &self.cursor),
            ("all", &self.all),
        ];
        for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        query.finish()
    }
}
