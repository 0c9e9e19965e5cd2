//! Lives through what the seeds tell: a clock is set back, and everybody does in turn what they did, by the same
//! actions as over the API.

use std::collections::HashMap;

use super::files::{Comment, Seeds};
use crate::actions::change_site::{self, RulesUpdate};
use crate::actions::create_site::{self, NewSite};
use crate::actions::create_user::{self, NewUser};
use crate::actions::decide::{self, Request};
use crate::actions::once::Recorder;
use crate::actions::post_comment::{self, GuestDetails, NewComment};
use crate::actions::register_thread;
use crate::actions::{
    Device, Error, Expected, Shared, Viewer, authenticate, delete_comment, edit_comment, read_comment, sign_in, vote,
};
use crate::app::service;
use crate::clock::Clock;
use crate::config::Config;
use crate::model::account::Role;
use crate::model::article::Article;
use crate::model::comment::Status;
use crate::model::decision::Action;
use crate::model::ids::CommentId;
use crate::model::time::{MINUTE, SECOND, Timestamp};

/// Somebody who can sign in.
pub struct Login {
    pub name: String,
    pub email: String,
    pub role: Role,
    pub password: String,
}

pub struct Loaded {
    pub article: Article,
    pub logins: Vec<Login>,
}

/// Loads the seeds into the database of `config`. The site's pages are at `origin`; `now` is when the story ends.
/// Errors: one line; the site's slug may be taken, since seeds are loaded once.
pub async fn load(config: &Config, seeds: &Seeds, origin: &str, now: Timestamp) -> Result<Loaded, String> {
    let began = now.plus(-seeds.article.published_minutes_ago * MINUTE);
    let clock = Clock::fixed(began);
    let svc = service(config, clock.clone(), origin).map_err(|error| error.to_string())?;
    let article = Article {
        site: seeds.site.slug.clone(),
        url: format!("{origin}{}", seeds.article.path),
        path: seeds.article.path.clone(),
        title: seeds.article.title.clone(),
        standfirst: seeds.article.standfirst.clone(),
        byline: seeds.article.byline.clone(),
        published_at: began,
        html: seeds.article_html.clone(),
    };
    let mut story = Story { svc, clock, now, article, people: HashMap::new(), ids: HashMap::new() };
    let logins = story.people_come(seeds, origin).await?;
    for event in events(seeds) {
        story.happens(seeds, &event).await?;
    }
    for comment in &seeds.comments {
        story.ends_well(seeds, comment).await?;
    }
    Ok(Loaded { article: story.article, logins })
}

/// Something that somebody does to the comment of that place in the list.
struct Event {
    minutes_ago: i64,
    comment: usize,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Post,
    Edit,
    /// Last: replies need the comment to stand.
    Delete,
}

fn events(seeds: &Seeds) -> Vec<Event> {
    let mut events = Vec::new();
    for (index, comment) in seeds.comments.iter().enumerate() {
        events.push(Event { minutes_ago: comment.minutes_ago, comment: index, what: What::Post });
        if let Some(edit) = &comment.edit {
            events.push(Event { minutes_ago: edit.minutes_ago, comment: index, what: What::Edit });
        }
        if comment.state == Status::Deleted {
            events.push(Event { minutes_ago: 0, comment: index, what: What::Delete });
        }
    }
    events.sort_by_key(|event| (-event.minutes_ago, event.what, event.comment));
    events
}

struct Story<'a> {
    svc: Shared,
    clock: Clock,
    now: Timestamp,
    article: Article,
    people: HashMap<&'a str, Viewer>,
    ids: HashMap<&'a str, CommentId>,
}

fn told(what: &str) -> impl Fn(Error) -> String + '_ {
    move |error| format!("{what}: {error}")
}

impl<'a> Story<'a> {
    async fn people_come(&mut self, seeds: &'a Seeds, origin: &str) -> Result<Vec<Login>, String> {
        let site = &seeds.site;
        let new = NewSite {
            slug: site.slug.clone(),
            name: site.name.clone(),
            origins: vec![origin.to_owned()],
            policy: None,
        };
        let made = create_site::run(&self.svc, new, Recorder::none()).await;
        made.map_err(|error| format!("site.toml: {error} (seeds are loaded once)"))?;
        let mut logins = Vec::new();
        for person in &seeds.people {
            let login = Login {
                name: person.name.clone(),
                email: person.email.clone(),
                role: person.role,
                password: new_password(),
            };
            let new = NewUser {
                email: login.email.clone(),
                name: login.name.clone(),
                role: login.role,
                site: (login.role == Role::Moderator).then(|| site.slug.clone()),
                password: login.password.clone(),
            };
            let who = format!("people.toml: {}", person.key);
            create_user::run(&self.svc, new).await.map_err(told(&who))?;
            let tokens = sign_in::run(&self.svc, &login.email, &login.password, None).await.map_err(told(&who))?;
            let viewer = authenticate::run(&self.svc, &tokens.access_token).await.map_err(told(&who))?;
            sign_in::end(&self.svc, viewer.clone()).await.map_err(told(&who))?;
            self.people.insert(&person.key, viewer);
            logins.push(login);
        }
        let staff = self.staff()?;
        let rules: RulesUpdate = site.rules.clone();
        let changed = change_site::rules(&self.svc, staff.clone(), &site.slug, rules, Expected::Anything).await;
        changed.map_err(told("site.toml"))?;
        let article = register_thread::Article {
            url: self.article.url.clone(),
            title: self.article.title.clone(),
            published_at: Some(self.article.published_at),
        };
        register_thread::run(&self.svc, staff, &site.slug, article).await.map_err(told("article.toml"))?;
        Ok(logins)
    }

    fn staff(&self) -> Result<Viewer, String> {
        let staff = self.people.values().find(|viewer| viewer.is_administrator() || !viewer.moderates.is_empty());
        staff.cloned().ok_or_else(|| "people.toml: nobody is a moderator".to_owned())
    }

    fn person(&self, key: &str) -> Result<Viewer, String> {
        self.people.get(key).cloned().ok_or_else(|| format!("people.toml: nobody is {key:?}"))
    }

    /// Never back: what was decided a minute after one comment may be later than the next.
    fn time_passes_until(&self, at: Timestamp) {
        let ahead = at.micros() - self.clock.now().micros();
        self.clock.advance(ahead.max(SECOND));
    }

    async fn happens(&mut self, seeds: &'a Seeds, event: &Event) -> Result<(), String> {
        let comment = &seeds.comments[event.comment];
        let what = format!("comments.toml: the comment {:?}", comment.key);
        self.time_passes_until(self.now.plus(-event.minutes_ago * MINUTE));
        match event.what {
            What::Post => self.is_posted(comment).await.map_err(told(&what)),
            What::Edit => self.is_edited(comment).await.map_err(told(&what)),
            What::Delete => self.is_deleted(comment).await.map_err(told(&what)),
        }
    }

    async fn is_posted(&mut self, comment: &'a Comment) -> Result<(), Error> {
        let internal = Error::Internal;
        let author = comment.author.as_deref().map(|key| self.person(key)).transpose().map_err(internal)?;
        let guest = comment.guest.as_ref().map(|guest| GuestDetails {
            name: guest.name.clone(),
            email: None,
            website: guest.website.clone(),
        });
        let new = NewComment {
            form: None,
            url: self.article.url.clone(),
            title: None,
            parent_id: comment.reply_to.as_deref().and_then(|key| self.ids.get(key).copied()),
            body: comment.body.trim().to_owned(),
            guest,
            follow: None,
            follow_thread: false,
        };
        let posted =
            post_comment::run(&self.svc, author, Device::default(), &self.article.site, new, Recorder::none()).await?;
        let id = posted.comment.id;
        self.ids.insert(&comment.key, id);
        // What is pending in the end without an edit has nobody looking at it; an edited one was published before.
        let wanted = match comment.state {
            Status::Published | Status::Deleted => Some(Action::Approve),
            Status::Pending | Status::Muted => comment.edit.as_ref().map(|_| Action::Approve),
            Status::Rejected => Some(Action::Reject),
            Status::Spam => Some(Action::Spam),
        };
        let action = wanted.filter(|action| action.outcome() != Some(posted.comment.status));
        if let Some(action) = action {
            self.clock.advance(MINUTE);
            let request = Request {
                action,
                reason: comment.reason,
                note: comment.note.clone(),
                canned_text: None,
                revision: posted.comment.revision,
                overrides_claim: false,
            };
            let staff = self.staff().map_err(internal)?;
            decide::run(&self.svc, staff, id, request, Recorder::none()).await?;
        }
        for (people, value) in [(&comment.votes.up, 1), (&comment.votes.down, -1)] {
            for key in people {
                vote::cast(&self.svc, self.person(key).map_err(internal)?, None, id, value).await?;
            }
        }
        Ok(())
    }

    async fn is_edited(&self, comment: &Comment) -> Result<(), Error> {
        let (Some(edit), Some(author)) = (&comment.edit, &comment.author) else { return Ok(()) };
        let author = self.person(author).map_err(Error::Internal)?;
        edit_comment::run(&self.svc, author, Device::default(), self.id(comment)?, edit.body.trim()).await?;
        Ok(())
    }

    async fn is_deleted(&self, comment: &Comment) -> Result<(), Error> {
        let author = match &comment.author {
            Some(author) => self.person(author),
            None => self.staff(),
        };
        delete_comment::run(&self.svc, author.map_err(Error::Internal)?, self.id(comment)?).await
    }

    fn id(&self, comment: &Comment) -> Result<CommentId, Error> {
        self.ids.get(comment.key.as_str()).copied().ok_or(Error::NotFound("comment"))
    }

    /// Errors: the comment is not in the state that its file says.
    async fn ends_well(&self, seeds: &Seeds, comment: &Comment) -> Result<(), String> {
        let what = format!("comments.toml: the comment {:?}", comment.key);
        if comment.state == Status::Deleted {
            return Ok(());
        }
        let id = self.id(comment).map_err(told(&what))?;
        let seen = read_comment::comment(&self.svc, Some(self.staff()?), id).await.map_err(told(&what))?;
        let status = seen.comment.status;
        if status != comment.state {
            let (wanted, is) = (comment.state.as_str(), status.as_str());
            return Err(format!("{what} should be {wanted}, but by the rules of {} it is {is}", seeds.site.slug));
        }
        Ok(())
    }
}

/// Four groups of four characters: over 70 bits, and easy to copy.
fn new_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let letter = |_| char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let groups: Vec<String> = (0..4).map(|_| (0..4).map(letter).collect()).collect();
    groups.join("-")
}
