//! Five thousand things done at once by readers, guests and moderators, drawn at random: nothing breaks, and afterwards
//! the counters are what the rows say.

use std::sync::{Arc, Mutex};

use postil::clock::Clock;
use postil::config::RawConfig;
use postil::model::account::Role;
use postil::model::site::Policy;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Backend, Person, TestApp, run_with};
use crate::commands::postil;

mod counters_are_right_after_a_storm {
    #[test]
    fn on_sqlite() {
        super::storm(super::Backend::Sqlite);
    }

    #[test]
    fn on_postgres() {
        super::storm(super::Backend::Postgres);
    }
}

const ACTIONS: u32 = 5_000;
const AT_ONCE: u32 = 16;
const API: &str = "/api/v1";

fn unlimited(raw: &mut RawConfig) {
    raw.rate_limits = Some("off".to_owned());
}

fn storm(backend: Backend) {
    let seed: u64 =
        std::env::var("POSTIL_STORM_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().expect("a number"));
    let settings = Arc::new(Mutex::new((None, None)));
    let kept = Arc::clone(&settings);
    let adjust = move |raw: &mut RawConfig| {
        unlimited(raw);
        *kept.lock().expect("settings") = (raw.data_dir.clone(), raw.database_url.clone());
    };
    run_with(backend, Clock::system(), adjust, async move |app: TestApp| {
        let town = Arc::new(Town::new(app).await);
        let workers = (0..AT_ONCE).map(|worker| {
            let town = Arc::clone(&town);
            let rng = StdRng::seed_from_u64(seed.wrapping_add(u64::from(worker)));
            async move { Worker { town, rng, worker }.work(ACTIONS / AT_ONCE + 1).await }
        });
        let (done, broken): (Vec<u32>, Vec<Vec<String>>) =
            futures_util::future::join_all(workers).await.into_iter().unzip();
        let broken = broken.concat();
        assert!(broken.is_empty(), "POSTIL_STORM_SEED={seed}: {}", broken.join("\n"));
        let done: u32 = done.iter().sum();
        assert!(done > ACTIONS / 8, "POSTIL_STORM_SEED={seed}: only {done} came to something");
        town.app.is_healthy().await;
        let (data_dir, database_url) = settings.lock().expect("settings").clone();
        let mut doctor = postil(std::path::Path::new(&data_dir.expect("a folder")));
        doctor.args(["doctor", "--verify-log"]);
        doctor.envs(database_url.map(|url| ("POSTIL_DATABASE_URL", url)));
        let told = doctor.output().expect("it runs");
        assert!(told.status.success(), "POSTIL_STORM_SEED={seed}: {}", String::from_utf8_lossy(&told.stdout));
        Arc::into_inner(town).expect("nobody works any more").app
    });
}

/// Two sites with their people, and what was written there so far.
struct Town {
    app: TestApp,
    readers: Vec<Person>,
    moderators: Vec<Person>,
    administrator: Person,
    /// Accounts of the readers.
    accounts: Vec<String>,
    comments: Mutex<Vec<Written>>,
    decisions: Mutex<Vec<String>>,
    sanctions: Mutex<Vec<String>>,
}

#[derive(Clone)]
struct Written {
    site: &'static str,
    id: String,
    /// As last seen: often too old, as in life.
    revision: i64,
    /// Whose it is; `None`: a guest's.
    reader: Option<usize>,
}

const SITES: [&str; 2] = ["courier", "herald"];

impl Town {
    async fn new(app: TestApp) -> Self {
        app.site("courier", Policy::Open).await;
        app.site("herald", Policy::FirstTime).await;
        let administrator = app.administrator("Ida").await;
        let mut moderators = Vec::new();
        for name in ["Ines", "Jan", "Kim"] {
            let moderator = app.moderator("courier", name).await;
            let path = format!("{API}/sites/herald/moderators/{}", moderator.account_id(&app).await);
            assert_eq!(app.send("PUT", &path, Some(&administrator), None).await.status, 204);
            moderators.push(moderator);
        }
        let rules = json!({"undo_seconds": 600, "words": {"banned": ["rutabaga"], "suspect": ["turnip"]},
            "reports": {"hide_at": 2}});
        for site in SITES {
            assert_eq!(app.put(&format!("{API}/sites/{site}/rules"), &moderators[0], rules.clone()).await.status, 200);
        }
        let (mut readers, mut accounts) = (Vec::new(), Vec::new());
        for number in 0..12 {
            let reader = app.account(Role::Reader, None, &format!("reader{number}")).await;
            accounts.push(reader.account_id(&app).await);
            readers.push(reader);
        }
        Self {
            app,
            readers,
            moderators,
            administrator,
            accounts,
            comments: Mutex::default(),
            decisions: Mutex::default(),
            sanctions: Mutex::default(),
        }
    }
}

struct Worker {
    town: Arc<Town>,
    rng: StdRng,
    worker: u32,
}

impl Worker {
    /// How much came to something, and what went wrong.
    async fn work(mut self, actions: u32) -> (u32, Vec<String>) {
        let (mut done, mut broken) = (0, Vec::new());
        for number in 0..actions {
            let answer = match self.rng.random_range(0..112) {
                0..26 => self.write(number).await,
                26..46 => self.decide().await,
                46..50 => self.decide_many().await,
                50..56 => self.undo().await,
                56..68 => self.vote().await,
                68..76 => self.edit(number).await,
                76..80 => self.edit_as_staff(number).await,
                80..86 => self.delete().await,
                86..88 => self.sanction().await,
                88..92 => self.lift().await,
                92..95 => self.claim().await,
                95..103 => self.report().await,
                103..107 => self.appeal().await,
                _ => self.look().await,
            };
            done += u32::from(answer.as_ref().is_some_and(|answer| answer.status < 300));
            broken.extend(answer.filter(|answer| answer.status >= 500).map(|answer| answer.body.to_string()));
        }
        (done, broken)
    }

    fn one_of<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.rng.random_range(0..from.len())].clone())
    }

    fn a_comment(&mut self) -> Option<Written> {
        let town = Arc::clone(&self.town);
        let known = town.comments.lock().expect("comments");
        // What is new is looked at more than what is old.
        let from = known.len().saturating_sub(60);
        self.one_of(&known[from..])
    }

    fn a_moderator(&mut self) -> Person {
        let town = Arc::clone(&self.town);
        if self.rng.random_bool(0.1) {
            return town.administrator.clone();
        }
        self.one_of(&town.moderators).expect("moderators")
    }

    fn a_text(&mut self, number: u32) -> String {
        const WORDS: [&str; 8] = ["herring", "harbour", "council", "turnip", "rutabaga", "quay", "gull", "winter"];
        let words: Vec<&str> = (0..7).map(|_| WORDS[self.rng.random_range(0..WORDS.len())]).collect();
        format!("{} {number} of {}.", words.join(" "), self.worker)
    }

    async fn write(&mut self, number: u32) -> Option<Answer> {
        let town = Arc::clone(&self.town);
        let mut text = self.a_text(number);
        if self.rng.random_bool(0.6) {
            text = text.replace("rutabaga", "carrot").replace("turnip", "carrot");
        }
        let parent = if self.rng.random_bool(0.5) { self.a_comment() } else { None };
        let site = parent.as_ref().map_or(SITES[usize::from(self.rng.random_bool(0.3))], |parent| parent.site);
        let reader = self.rng.random_bool(0.7).then(|| self.rng.random_range(0..town.readers.len()));
        let url = format!("{ARTICLE}/{site}");
        let mut body = json!({"url": url, "body": text, "parent_id": parent.map(|parent| parent.id)});
        if reader.is_none() {
            let number = self.rng.random_range(0..6);
            body["guest"] = json!({"name": "Gus", "email": format!("gus{number}@guests.example")});
        }
        let who = reader.map(|reader| &town.readers[reader]);
        let posted = town.app.post(&format!("{API}/sites/{site}/comments"), who, body).await;
        if posted.status < 300 {
            let written = Written { site, id: posted.text("id").to_owned(), revision: 1, reader };
            town.comments.lock().expect("comments").push(written);
        }
        Some(posted)
    }

    fn a_decision(&mut self, comment: &Written) -> Value {
        const ACTIONS: [&str; 13] = [
            "approve",
            "approve",
            "approve",
            "reject",
            "reject",
            "spam",
            "escalate",
            "ask_edit",
            "pin",
            "pin",
            "unpin",
            "close_thread",
            "reopen_thread",
        ];
        let action = self.one_of(&ACTIONS).expect("actions");
        json!({"action": action, "reason": "off_topic", "note": "Because.", "revision": comment.revision})
    }

    /// Keeps what was learnt of the comment, also from those who were faster.
    fn learn(&self, id: &str, answer: &Value) {
        let known = answer["revision"].as_i64().or(answer["current"]["revision"].as_i64());
        let mut comments = self.town.comments.lock().expect("comments");
        if let (Some(revision), Some(comment)) = (known, comments.iter_mut().find(|comment| comment.id == id)) {
            comment.revision = revision;
        }
        let decision = answer["decision_id"].as_str();
        self.town.decisions.lock().expect("decisions").extend(decision.map(str::to_owned));
    }

    async fn decide(&mut self) -> Option<Answer> {
        let (comment, who) = (self.a_comment()?, self.a_moderator());
        let decision = self.a_decision(&comment);
        let path = format!("{API}/moderation/comments/{}/decisions", comment.id);
        let decided = self.town.app.post(&path, Some(&who), decision).await;
        self.learn(&comment.id, &decided.body);
        Some(decided)
    }

    async fn decide_many(&mut self) -> Option<Answer> {
        let who = self.a_moderator();
        let comments: Vec<Written> = (0..10).filter_map(|_| self.a_comment()).collect();
        let items = comments.iter().map(|comment| {
            let mut item = self.a_decision(comment);
            item["id"] = json!(comment.id);
            item
        });
        let items: Vec<Value> = items.collect();
        if items.is_empty() {
            return None;
        }
        let decided =
            self.town.app.post(&format!("{API}/moderation/decisions"), Some(&who), json!({"items": items})).await;
        for (item, comment) in decided.body["items"].as_array().into_iter().flatten().zip(&comments) {
            self.learn(&comment.id, &item["decided"]);
        }
        Some(decided)
    }

    async fn undo(&mut self) -> Option<Answer> {
        let decisions = self.town.decisions.lock().expect("decisions").clone();
        let id = self.one_of(&decisions[decisions.len().saturating_sub(20)..])?;
        let who = self.town.administrator.clone();
        Some(self.town.app.send("POST", &format!("{API}/moderation/decisions/{id}/undo"), Some(&who), None).await)
    }

    async fn vote(&mut self) -> Option<Answer> {
        let comment = self.a_comment()?;
        let town = Arc::clone(&self.town);
        let who = self.one_of(&town.readers);
        let path = format!("{API}/comments/{}/vote", comment.id);
        Some(match self.rng.random_range(0..3) {
            0 => town.app.send("DELETE", &path, who.as_ref(), None).await,
            1 => town.app.send("PUT", &path, who.as_ref(), Some(json!({"value": 1}))).await,
            _ => town.app.send("PUT", &path, who.as_ref(), Some(json!({"value": -1}))).await,
        })
    }

    async fn report(&mut self) -> Option<Answer> {
        const REASONS: [&str; 3] = ["spam", "abuse", "other"];
        let comment = self.a_comment()?;
        let town = Arc::clone(&self.town);
        let who = if self.rng.random_bool(0.2) { None } else { self.one_of(&town.readers) };
        let report = json!({"reason": self.one_of(&REASONS), "detail": "Have a look."});
        Some(town.app.post(&format!("{API}/comments/{}/reports", comment.id), who.as_ref(), report).await)
    }

    async fn appeal(&mut self) -> Option<Answer> {
        let comment = self.a_comment()?;
        let who = self.town.readers[comment.reader?].clone();
        let appeal = json!({"statement": "Look again."});
        Some(self.town.app.post(&format!("{API}/comments/{}/appeals", comment.id), Some(&who), appeal).await)
    }

    async fn edit(&mut self, number: u32) -> Option<Answer> {
        let comment = self.a_comment()?;
        let who = self.town.readers[comment.reader?].clone();
        let text = self.a_text(number);
        let path = format!("{API}/comments/{}", comment.id);
        let edited = self.town.app.patch(&path, &who, json!({"body": text})).await;
        self.learn(&comment.id, &edited.body);
        Some(edited)
    }

    async fn edit_as_staff(&mut self, number: u32) -> Option<Answer> {
        let (comment, who) = (self.a_comment()?, self.a_moderator());
        let edit = json!({"body": self.a_text(number), "revision": comment.revision});
        let edited = self.town.app.patch(&format!("{API}/moderation/comments/{}", comment.id), &who, edit).await;
        self.learn(&comment.id, &edited.body);
        Some(edited)
    }

    async fn delete(&mut self) -> Option<Answer> {
        let comment = self.a_comment()?;
        let who = match comment.reader {
            Some(reader) if self.rng.random_bool(0.7) => self.town.readers[reader].clone(),
            _ => self.a_moderator(),
        };
        Some(self.town.app.delete(&format!("{API}/comments/{}", comment.id), &who).await)
    }

    async fn sanction(&mut self) -> Option<Answer> {
        let (account, who) = (self.one_of(&Arc::clone(&self.town).accounts)?, self.a_moderator());
        let kind = self.one_of(&["premoderate", "mute", "ban"])?;
        let mut sanction = json!({"site": self.one_of(&SITES), "kind": kind, "reason": "Too loud."});
        if self.rng.random_bool(0.2) {
            sanction["purge"] = json!({"days": 1, "reason": "spam"});
        }
        let path = format!("{API}/moderation/accounts/{account}/sanctions");
        let taken = self.town.app.post(&path, Some(&who), sanction).await;
        self.town.sanctions.lock().expect("sanctions").extend(taken.body["id"].as_str().map(str::to_owned));
        Some(taken)
    }

    /// Most measures end soon, so that the readers go on.
    async fn lift(&mut self) -> Option<Answer> {
        let taken: Vec<String> = std::mem::take(&mut *self.town.sanctions.lock().expect("sanctions"));
        let who = self.town.administrator.clone();
        let mut last = None;
        for id in taken {
            last = Some(self.town.app.delete(&format!("{API}/moderation/sanctions/{id}"), &who).await);
        }
        last
    }

    /// A few things to work on, which are let go again or forgotten.
    async fn claim(&mut self) -> Option<Answer> {
        let (who, site) = (self.a_moderator(), self.one_of(&SITES)?);
        let queue = self.one_of(&["pending", "unreviewed", "reported", "appealed"])?;
        let path = format!("{API}/moderation/queues/{queue}/claims");
        let claimed = self.town.app.post(&path, Some(&who), json!({"site": site, "limit": 2})).await;
        let first = claimed.body["items"][0]["claim"]["id"].as_str().map(str::to_owned);
        if let Some(id) = first.filter(|_| self.rng.random_bool(0.7)) {
            let let_go = self.town.app.delete(&format!("{API}/moderation/claims/{id}"), &who).await;
            assert!([204, 404].contains(&let_go.status), "{}", let_go.body);
        }
        Some(claimed)
    }

    async fn look(&mut self) -> Option<Answer> {
        let (who, site) = (self.a_moderator(), self.one_of(&SITES)?);
        let path = self.one_of(&[
            "moderation/queues?",
            "moderation/queues/pending?limit=50&",
            "moderation/decisions?limit=50&",
            "moderation/sanctions?",
        ])?;
        Some(self.town.app.get(&format!("{API}/{path}site={site}"), Some(&who)).await)
    }
}
