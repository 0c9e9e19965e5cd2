//! What a folder of seeds says: `site.toml`, `article.toml`, `article.html`, `people.toml` and `comments.toml`.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::actions::change_site::RulesUpdate;
use crate::model::account::Role;
use crate::model::comment::Status;
use crate::model::decision::Reason;

const NAMES: [&str; 5] = ["site.toml", "article.toml", "article.html", "people.toml", "comments.toml"];

/// The folder `seeds` of this project.
const SHIPPED: [&str; 5] = [
    include_str!("../../../seeds/site.toml"),
    include_str!("../../../seeds/article.toml"),
    include_str!("../../../seeds/article.html"),
    include_str!("../../../seeds/people.toml"),
    include_str!("../../../seeds/comments.toml"),
];

pub struct Seeds {
    pub site: Site,
    pub article: Article,
    pub article_html: String,
    pub people: Vec<Person>,
    /// In the order in which they were written.
    pub comments: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub rules: RulesUpdate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// On the site's origin.
    pub path: String,
    pub title: String,
    pub standfirst: String,
    pub byline: String,
    pub published_minutes_ago: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    person: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub key: String,
    pub name: String,
    pub email: String,
    pub role: Role,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Comments {
    comment: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    pub key: String,
    pub author: Option<String>,
    pub guest: Option<Guest>,
    pub reply_to: Option<String>,
    pub minutes_ago: i64,
    pub state: Status,
    pub reason: Option<Reason>,
    pub note: Option<String>,
    #[serde(default)]
    pub votes: Votes,
    pub edit: Option<Edit>,
    pub body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guest {
    pub name: String,
    pub website: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Votes {
    pub up: Vec<String>,
    pub down: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    pub minutes_ago: i64,
    pub body: String,
}

impl Seeds {
    /// Errors: one line that names the file, and the place in it where it can.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut texts = Vec::with_capacity(NAMES.len());
        for name in NAMES {
            let path = folder.join(name);
            texts.push(std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?);
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Self::parse(&texts)
    }

    /// The demo's, which are part of the program.
    pub fn shipped() -> Result<Self, String> {
        Self::parse(&SHIPPED)
    }

    fn parse(texts: &[&str]) -> Result<Self, String> {
        let [site, article, article_html, people, comments] = texts else {
            return Err(format!("seeds are {} files", NAMES.len()));
        };
        let seeds = Self {
            site: parsed("site.toml", site)?,
            article: parsed("article.toml", article)?,
            article_html: (*article_html).to_owned(),
            people: parsed::<People>("people.toml", people)?.person,
            comments: parsed::<Comments>("comments.toml", comments)?.comment,
        };
        seeds.check()?;
        Ok(seeds)
    }

    /// What one file says about another, and the order of things.
    fn check(&self) -> Result<(), String> {
        let people: HashSet<&str> = self.people.iter().map(|person| person.key.as_str()).collect();
        if self.people.iter().all(|person| person.role == Role::Reader) {
            return Err("people.toml: nobody is a moderator, so nothing could be decided".to_owned());
        }
        let mut before = self.article.published_minutes_ago;
        let mut known = HashSet::new();
        for comment in &self.comments {
            let wrong = |what: &str| Err(format!("comments.toml: the comment {:?} {what}", comment.key));
            if comment.author.is_some() == comment.guest.is_some() {
                return wrong("needs either author or guest");
            }
            let named = comment.author.iter().chain(&comment.votes.up).chain(&comment.votes.down);
            for person in named {
                if !people.contains(person.as_str()) {
                    return wrong(&format!("names {person:?}, who is not in people.toml"));
                }
            }
            if comment.reply_to.as_ref().is_some_and(|parent| !known.contains(parent.as_str())) {
                return wrong("replies to a comment that does not stand above it");
            }
            if comment.minutes_ago > before || comment.edit.as_ref().is_some_and(|edit| edit.minutes_ago < 0) {
                return wrong("is older than what stands above it, or the article; minutes_ago counts back from now");
            }
            if comment.edit.is_some() && comment.author.is_none() {
                return wrong("has an edit, but guests cannot edit");
            }
            before = comment.minutes_ago;
            if !known.insert(comment.key.as_str()) {
                return wrong("has a key that another one has");
            }
        }
        Ok(())
    }
}

fn parsed<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| format!("{name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_seeds_have_comments_in_every_state() {
        let seeds = Seeds::shipped().expect("seeds");
        // Nobody in the seeds is muted.
        for state in Status::ALL.iter().filter(|state| **state != Status::Muted) {
            assert!(seeds.comments.iter().any(|comment| comment.state == *state), "{state:?}");
        }
        assert!(seeds.comments.iter().any(|comment| comment.edit.is_some()));
    }

    #[test]
    fn a_wrong_folder_is_named_by_file_and_place() {
        let with = |index: usize, text: &str| {
            let mut texts = SHIPPED;
            texts[index] = text;
            Seeds::parse(&texts).err().expect("refused")
        };
        assert!(with(0, "slug = 1").starts_with("site.toml: "));
        assert!(with(1, "colour = 'red'").contains("colour"));
        let stranger = "[[comment]]\nkey = 'a'\nauthor = 'zoe'\nminutes_ago = 1\nstate = 'published'\nbody = 'x'\n";
        assert_eq!(with(4, stranger), "comments.toml: the comment \"a\" names \"zoe\", who is not in people.toml");
    }
}
