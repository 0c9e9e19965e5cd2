//! Every operation that the description names, called as everybody, by session and by API token, on one's own site and
//! on another: who may is what the table of permissions says.

use std::collections::HashMap;

use postil::http::permission::{Standing, Who};
use postil::model::account::{Role, Scope};
use postil::model::site::Policy;
use serde_json::{Map, Value, json};

use crate::app::{ARTICLE, Backend, PASSWORD, Person, TestApp, run_with};

mod everybody_may_what_the_table_says {
    use super::*;

    #[test]
    fn on_sqlite() {
        on(Backend::Sqlite);
    }

    #[test]
    fn on_postgres() {
        on(Backend::Postgres);
    }

    fn on(backend: Backend) {
        let unlimited = |raw: &mut postil::config::RawConfig| raw.rate_limits = Some("off".to_owned());
        run_with(backend, postil::clock::Clock::system(), unlimited, call_everything);
    }
}

const API: &str = "/api/v1";
const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

async fn call_everything(app: TestApp) -> TestApp {
    let description = app.get(&format!("{API}/openapi.json"), None).await.body;
    let mut world = World::new(app, description.clone()).await;
    let mut wrong = Vec::new();
    let mut calls = 0;
    for (path, operations) in description["paths"].as_object().expect("paths") {
        for method in METHODS.iter().filter(|method| operations[**method].is_object()) {
            let operation = Operation::of(method, path, &operations[*method]);
            for &standing in Standing::ALL {
                for &credential in operation.credentials(standing) {
                    calls += 1;
                    wrong.extend(world.call(&operation, standing, credential).await);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {calls} calls:\n{}", wrong.len(), wrong.join("\n"));
    assert!(calls > 1_000, "only {calls} calls");
    world.app.is_healthy().await;
    world.app
}

/// What somebody shows to be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Credential {
    Nothing,
    Session,
    /// An API token with just the scopes that the operation names.
    TheScopes,
    /// One with all others.
    OtherScopes,
}

struct Operation<'d> {
    method: &'d str,
    path: &'d str,
    described: &'d Value,
    who: Who,
    scopes: Vec<Scope>,
}

impl<'d> Operation<'d> {
    fn of(method: &'d str, path: &'d str, described: &'d Value) -> Self {
        let permission = &described["x-permission"];
        let who = Who::parse(permission["who"].as_str().expect("who may")).expect("a row of the table");
        let scopes = permission["scopes"].as_array().expect("scopes").iter();
        let scopes = scopes.map(|scope| Scope::parse(scope.as_str().expect("a name")).expect("a scope")).collect();
        Self { method, path, described, who, scopes }
    }

    fn credentials(&self, standing: Standing) -> &'static [Credential] {
        match standing {
            Standing::Visitor => &[Credential::Nothing],
            _ => &[Credential::Session, Credential::TheScopes, Credential::OtherScopes],
        }
    }

    fn admits(&self, standing: Standing, credential: Credential) -> bool {
        let enough = match credential {
            Credential::Nothing | Credential::Session => true,
            Credential::TheScopes => self.who != Who::Person,
            Credential::OtherScopes => self.who != Who::Person && self.scopes.is_empty(),
        };
        self.who.admits(standing) && enough
    }

    fn scopes(&self, credential: Credential) -> Vec<&'static str> {
        let wanted = |scope: &&Scope| self.scopes.contains(scope) == (credential == Credential::TheScopes);
        Scope::ALL.iter().filter(wanted).map(|scope| scope.as_str()).collect()
    }

    fn is(&self, method: &str, path: &str) -> bool {
        (self.method, self.path) == (method, path)
    }
}

/// A site with somebody of each standing, and what the operations are about.
struct World {
    app: TestApp,
    schemas: Value,
    people: HashMap<Standing, Person>,
    /// By standing and scopes.
    tokens: HashMap<(Standing, String), Person>,
    /// An account that everything is done to.
    spare: String,
    made: u32,
}

impl World {
    async fn new(app: TestApp, description: Value) -> Self {
        app.site("courier", Policy::Open).await;
        app.site("herald", Policy::Open).await;
        let mut people = HashMap::new();
        let (courier, herald) = (Some("courier"), Some("herald"));
        for (standing, role, site) in [
            (Standing::Reader, Role::Reader, None),
            (Standing::Author, Role::Reader, None),
            (Standing::Moderator, Role::Moderator, courier),
            (Standing::Doer, Role::Moderator, courier),
            (Standing::Elsewhere, Role::Moderator, herald),
            (Standing::Administrator, Role::Administrator, None),
        ] {
            people.insert(standing, app.account(role, site, standing.as_str()).await);
        }
        let spare = app.account(Role::Reader, None, "spare").await.account_id(&app).await;
        let rules = json!({"undo_seconds": 600, "repeat_window_hours": 0, "near_duplicates": {"window_hours": 0},
            "checks": {"record": {"action": "note"}}});
        let administrator = &people[&Standing::Administrator];
        assert_eq!(app.put(&format!("{API}/sites/courier/rules"), administrator, rules).await.status, 200);
        let schemas = description["components"]["schemas"].clone();
        Self { app, schemas, people, tokens: HashMap::new(), spare, made: 0 }
    }

    /// What is wrong with the answer, if anything.
    async fn call(&mut self, operation: &Operation<'_>, standing: Standing, credential: Credential) -> Option<String> {
        let caller = self.caller(operation, standing, credential).await;
        let (path, body) = self.request(operation, standing, caller.as_ref()).await;
        let method = operation.method.to_uppercase();
        let answer = self.app.send(&method, &path, caller.as_ref(), body.clone()).await;
        let status = match answer.body["items"][0]["status"].as_u64() {
            Some(status) if operation.is("post", "/moderation/decisions") && answer.status == 200 => status,
            _ => u64::from(answer.status),
        };
        let admitted = operation.admits(standing, credential);
        // There may be nothing of that name among what is one's own; what is not public may not be told to exist.
        let right = match status {
            401 | 403 => !admitted,
            404 => !admitted || operation.path.starts_with("/me/"),
            200..=299 | 409 | 412 | 422 => admitted,
            _ => false,
        };
        let said = if admitted { "may" } else { "may not" };
        let (who, body) = (standing.as_str(), body.unwrap_or_default());
        (!right).then(|| format!("{who} with {credential:?} {said}: {method} {path} {body}: {status} {}", answer.body))
    }

    async fn caller(
        &mut self,
        operation: &Operation<'_>,
        standing: Standing,
        credential: Credential,
    ) -> Option<Person> {
        match credential {
            Credential::Nothing => None,
            Credential::Session if operation.is("delete", "/me") => Some(self.another(standing).await),
            Credential::Session if operation.path.starts_with("/sessions/") => {
                Some(self.app.sign_in(&format!("{}@desk.example", standing.as_str())).await)
            }
            Credential::Session => Some(self.people[&standing].clone()),
            Credential::TheScopes | Credential::OtherScopes => {
                let scopes = operation.scopes(credential);
                let key = (standing, scopes.join(" "));
                if !self.tokens.contains_key(&key) {
                    let token = self.token(standing, &scopes).await;
                    self.tokens.insert(key.clone(), token);
                }
                Some(self.tokens[&key].clone())
            }
        }
    }

    async fn token(&self, standing: Standing, scopes: &[&str]) -> Person {
        let asked = json!({"name": "a program", "scopes": scopes});
        let made = self.app.post(&format!("{API}/me/tokens"), Some(&self.people[&standing]), asked).await;
        assert_eq!(made.status, 201, "{}", made.body);
        Person { token: made.text("token").to_owned(), refresh_token: String::new() }
    }

    /// An account of that standing that can be done away with.
    async fn another(&mut self, standing: Standing) -> Person {
        let (role, site) = match standing {
            Standing::Administrator => (Role::Administrator, None),
            Standing::Moderator | Standing::Doer => (Role::Moderator, Some("courier")),
            Standing::Elsewhere => (Role::Moderator, Some("herald")),
            Standing::Visitor | Standing::Reader | Standing::Author => (Role::Reader, None),
        };
        let name = format!("{}{}", standing.as_str(), self.next());
        self.app.account(role, site, &name).await
    }

    fn next(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    /// The address with everything it names made anew, and a body as the description asks for.
    async fn request(
        &mut self,
        operation: &Operation<'_>,
        standing: Standing,
        caller: Option<&Person>,
    ) -> (String, Option<Value>) {
        let subject = self.subject(operation, standing, caller).await;
        let mut path = operation.path.replace("{site}", "courier").replace("{account_id}", &self.spare);
        path = path.replace("{mail}", "reply").replace("{locale}", "en");
        path = path.replace("{queue}", "pending").replace("{id}", &subject.id);
        let parameters = operation.described["parameters"].as_array().into_iter().flatten();
        let mut query = Vec::new();
        for parameter in parameters.filter(|it| it["in"] == "query") {
            let name = parameter["name"].as_str().expect("a name");
            if parameter["required"] == true || name == "site" {
                query.push(format!("{name}={}", self.word(name)));
            }
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let schema = &operation.described["requestBody"]["content"]["application/json"]["schema"];
        let body = (!schema.is_null()).then(|| {
            let mut body = self.value(&schema.clone(), "", &subject);
            if operation.is("delete", "/me") {
                body = json!({"password": PASSWORD});
            }
            if operation.is("put", "/sites/{site}/mail/templates/{mail}/{locale}") {
                body = json!({"subject": "News", "body": "{{ button(link, 'Read on') }}"});
            }
            body
        });
        (format!("{API}{path}"), body)
    }

    fn word(&self, name: &str) -> String {
        match name {
            "site" => "courier".to_owned(),
            "url" => ARTICLE.to_owned(),
            "q" => "harbour".to_owned(),
            "from" => "2026-01-01T00:00:00Z".to_owned(),
            "to" => "2026-02-01T00:00:00Z".to_owned(),
            name => panic!("what is {name} in a query?"),
        }
    }

    /// Something that fits the schema; names say what is meant.
    fn value(&mut self, schema: &Value, name: &str, subject: &Subject) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let wanted = self.schemas[reference.rsplit('/').next().expect("a name")].clone();
            return self.value(&wanted, name, subject);
        }
        if let Some(first) = schema["oneOf"].as_array().and_then(|kinds| kinds.iter().find(|it| it["type"] != "null")) {
            return self.value(&first.clone(), name, subject);
        }
        if let Some(properties) = schema["properties"].as_object() {
            let required: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            // On most addresses the site is in the path; where it is in the body, leaving it out means all sites.
            let wanted = properties.iter().filter(|(name, _)| required.contains(&name.as_str()) || *name == "site");
            let wanted: Vec<(String, Value)> = wanted.map(|(name, it)| (name.clone(), it.clone())).collect();
            let members = wanted.into_iter().map(|(name, it)| {
                let value = self.value(&it, &name, subject);
                (name, value)
            });
            return Value::Object(members.collect::<Map<String, Value>>());
        }
        if schema["type"] == "array" {
            return match name {
                "scopes" => json!(["comment"]),
                "origins" => json!(["https://news.example"]),
                _ => json!([self.value(&schema["items"].clone(), name, subject)]),
            };
        }
        self.plain(schema, name, subject)
    }

    fn plain(&mut self, schema: &Value, name: &str, subject: &Subject) -> Value {
        match name {
            "revision" => json!(subject.revision),
            "id" | "comment_id" => json!(subject.id),
            "up_to" => json!("7"),
            "kind" => json!("mute"),
            "action" => json!("spam"),
            "reason" if schema["enum"].is_null() => json!("Because of the herrings."),
            "target" => json!("author"),
            "site" => json!("courier"),
            "url" => json!(ARTICLE),
            "email" => json!("spare@desk.example"),
            "password" => json!(PASSWORD),
            "refresh_token" => json!(subject.refresh_token),
            "slug" => json!(format!("site-{}", self.next())),
            "locale" => json!("en"),
            "value" | "limit" | "days" => json!(1),
            "body" => json!(format!("Number {} of the herrings was landed today.", self.next())),
            _ => match (schema["enum"].as_array(), schema["type"].as_str()) {
                (Some(values), _) => values[0].clone(),
                (None, Some("object")) => json!({}),
                (None, Some("boolean")) => json!(false),
                (None, Some("string")) => json!(format!("Something {}", self.next())),
                _ => panic!("what is {name}: {schema}?"),
            },
        }
    }
}

/// What one call is about.
#[derive(Default)]
struct Subject {
    id: String,
    revision: i64,
    refresh_token: String,
}

impl World {
    async fn subject(&mut self, operation: &Operation<'_>, standing: Standing, caller: Option<&Person>) -> Subject {
        let of = |id: String| Subject { id, revision: 1, refresh_token: String::new() };
        match operation.path {
            "/sessions/refresh" => {
                let refresh_token = self.app.sign_in("spare@desk.example").await.refresh_token;
                Subject { refresh_token, ..Subject::default() }
            }
            "/sessions/{id}" => match caller.filter(|_| standing != Standing::Visitor) {
                Some(caller) => {
                    let sessions = self.app.get(&format!("{API}/sessions"), Some(caller)).await;
                    of(sessions.body["items"][0]["id"].as_str().unwrap_or("1").to_owned())
                }
                None => of("1".to_owned()),
            },
            "/sites/{site}/moderators/{account_id}" => {
                let path = format!("{API}/sites/courier/moderators/{}", self.spare);
                self.app.send("PUT", &path, Some(&self.people[&Standing::Administrator]), None).await;
                Subject::default()
            }
            "/mail/outbox/{id}" | "/mail/outbox/{id}/retry" => {
                let id = 100 + self.next();
                let dead = format!(
                    "INSERT INTO outbox (id, recipient, kind, notice, state, attempts, next_attempt_at, created_at) VALUES \
                     ({id}, 'spare@desk.example', 'welcome', '{{\"kind\":\"welcome\",\"name\":\"Spare\"}}', 'dead', 1, 0, 0)"
                );
                self.app.sql(&dead).await;
                of(id.to_string())
            }
            "/sites/{site}/mail/templates/{mail}/{locale}" => {
                let own = "DELETE FROM mail_templates; INSERT INTO mail_templates \
                           (site_id, mail, locale, subject, body, revision, changed_at) \
                           SELECT id, 'reply', 'en', 'News', '{{ button(link, \"x\") }}', 1, 0 FROM sites WHERE slug = 'courier'";
                self.app.sql(own).await;
                Subject::default()
            }
            "/mail/suppressions/lift" => {
                let suppressed = "DELETE FROM suppressions; INSERT INTO suppressions (email_canonical, reason, detail, created_at) \
                                  VALUES ('spare@desk.example', 'bounced', 'gone', 0)";
                self.app.sql(suppressed).await;
                Subject::default()
            }
            "/moderation/comments/{id}/sanctions" => of(self.guests_comment().await),
            "/moderation/accounts/{id}/sanctions" => of(self.spare.clone()),
            "/moderation/decisions/{id}/undo" => {
                let id = self.comment().await;
                let path = format!("{API}/moderation/comments/{id}/decisions");
                let decided = self.done_by(Standing::Doer, &path, json!({"action": "spam", "revision": 1})).await;
                of(decided["decision_id"].as_str().or(decided["id"].as_str()).expect("a decision").to_owned())
            }
            "/moderation/claims/{id}" | "/moderation/claims/{id}/renew" => {
                let next = json!({"site": "courier", "limit": 1, "author": self.comment().await});
                let path = format!("{API}/moderation/queues/unreviewed/claims");
                let claimed = self.done_by(Standing::Doer, &path, next).await;
                of(claimed["items"][0]["claim"]["id"].as_str().expect("a claim").to_owned())
            }
            "/moderation/author-notes/{id}" => {
                let path = format!("{API}/moderation/comments/{}/author/notes", self.comment().await);
                of(self.done_by(Standing::Doer, &path, json!({"body": "A note."})).await["id"]
                    .as_str()
                    .expect("an id")
                    .to_owned())
            }
            "/moderation/sanctions/{id}" => {
                let path = format!("{API}/moderation/accounts/{}/sanctions", self.spare);
                let mute = json!({"site": "courier", "kind": "mute", "reason": "Herrings."});
                of(self.done_by(Standing::Doer, &path, mute).await["id"].as_str().expect("an id").to_owned())
            }
            "/moderation/second-looks/{id}" => {
                // By somebody else, since who decided first is not asked again.
                let first = self.another(Standing::Moderator).await;
                let rules = format!("{API}/sites/courier/rules");
                for percent in [100, 0] {
                    let drawn = json!({"second_looks_percent": percent});
                    assert_eq!(self.app.put(&rules, &first, drawn).await.status, 200);
                    if percent == 100 {
                        let id = self.comment().await;
                        let path = format!("{API}/moderation/comments/{id}/decisions");
                        let spam = json!({"action": "spam", "revision": 1});
                        assert_eq!(self.app.post(&path, Some(&first), spam).await.status, 201);
                    }
                }
                let path = format!("{API}/moderation/second-looks?site=courier&limit=100");
                let open = self.app.get(&path, Some(&self.people[&Standing::Administrator])).await;
                let open = open.body["items"].as_array().expect("a list").clone();
                of(open.last().expect("a look")["id"].as_str().expect("an id").to_owned())
            }
            "/sites/{site}/canned-texts/{id}" => {
                let path = format!("{API}/sites/courier/canned-texts");
                let text = json!({"locale": "en", "title": "A title", "body": "A text."});
                of(self.done_by(Standing::Doer, &path, text).await["id"].as_str().expect("an id").to_owned())
            }
            "/sites/{site}/threads/{id}"
            | "/sites/{site}/threads/{id}/events"
            | "/sites/{site}/threads/{id}/follow" => {
                let path = format!("{API}/sites/courier/threads");
                let thread = json!({"url": format!("{ARTICLE}/{}", self.next()), "title": "A title"});
                let made = self.app.put(&path, &self.people[&Standing::Administrator], thread).await;
                of(made.text("id").to_owned())
            }
            path if path.starts_with("/comments/") || path.starts_with("/moderation/comments/") => {
                of(self.comment().await)
            }
            "/moderation/decisions" if operation.method == "post" => of(self.comment().await),
            _ => of("1".to_owned()),
        }
    }

    async fn done_by(&self, standing: Standing, path: &str, body: Value) -> Value {
        let done = self.app.post(path, Some(&self.people[&standing]), body).await;
        assert_eq!(done.status, 201, "{path}: {}", done.body);
        done.body
    }

    /// A new one by the author, published.
    async fn comment(&mut self) -> String {
        let body = format!("Number {} of the comments on the harbour.", self.next());
        let path = format!("{API}/sites/courier/comments");
        let posted = self.done_by(Standing::Author, &path, json!({"url": ARTICLE, "body": body})).await;
        posted["id"].as_str().expect("an id").to_owned()
    }

    async fn guests_comment(&mut self) -> String {
        let number = self.next();
        let guest = json!({"name": "Gus", "email": format!("gus{number}@guests.example")});
        let body = json!({"url": ARTICLE, "guest": guest, "body": format!("Number {number} of the guests' comments.")});
        let posted = self.app.post(&format!("{API}/sites/courier/comments"), None, body).await;
        posted.text("id").to_owned()
    }
}
