//! The desk's figures, compared with what comes out by hand.

use postil::actions::watch_targets;
use postil::clock::Clock;
use postil::model::ids::{AccountId, CommentId, SiteId};
use postil::model::site::Policy;
use postil::model::time::{DAY, HOUR, MINUTE, SECOND};
use postil::store::{Conn, StoreError, exposures};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(who_sees_which_figures);
on_both_databases_with_a_clock!(
    waits_are_counted_by_nearest_rank,
    decisions_are_counted_with_what_became_of_them,
    a_missed_target_is_told_once,
);

const INES: &str = "Ines@desk.example";
const COMMENTS: &str = "/api/v1/sites/courier/comments";

impl TestApp {
    async fn figures(&self, who: &Person, rest: &str) -> Value {
        let answer = self.get(&format!("/api/v1/moderation/figures?site=courier{rest}"), Some(who)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// The id of a comment by a guest of that name.
    async fn guest_leaves(&self, name: &str, body: &str) -> String {
        let guest = json!({"name": name, "email": format!("{name}@guests.example")});
        let posted = self.post(COMMENTS, None, json!({"url": ARTICLE, "body": body, "guest": guest})).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.text("id").to_owned()
    }

    /// Decides on the comment as it is now; the id of the decision.
    async fn decides_now(&self, who: &Person, id: &str, decision: Value) -> String {
        let path = format!("/api/v1/moderation/comments/{id}");
        let mut decision = decision;
        decision["revision"] = self.get(&path, Some(who)).await.body["revision"].clone();
        let decided = self.post(&format!("{path}/decisions"), Some(who), decision).await;
        assert_eq!(decided.status, 201, "{}", decided.body);
        decided.text("decision_id").to_owned()
    }
}

fn approve() -> Value {
    json!({"action": "approve"})
}

fn reject() -> Value {
    json!({"action": "reject", "reason": "off_topic"})
}

fn spam() -> Value {
    json!({"action": "spam"})
}

fn row<'f>(figures: &'f Value, list: &str, member: &str, value: &Value) -> &'f Value {
    let rows = figures[list].as_array().unwrap_or_else(|| panic!("no {list} in {figures}"));
    rows.iter().find(|row| row[member] == *value).unwrap_or_else(|| panic!("no {value} in {list}: {rows:?}"))
}

/// The least of the values that `percent` of a hundred do not exceed, by counting them.
fn nearest_rank(values: &[i64], percent: usize) -> i64 {
    let enough = |limit: i64| values.iter().filter(|value| **value <= limit).count() * 100 >= percent * values.len();
    *values.iter().filter(|value| enough(**value)).min().expect("values")
}

async fn waits_are_counted_by_nearest_rank(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    // To the beginning of a day, so that it is plain what belongs to which.
    clock.advance(DAY - clock.now().micros() % DAY);
    let mut ines = app.moderator("courier", "Ines").await;
    let rules = json!({"rate": {"per_minute": 100, "per_hour": 1000}, "near_duplicates": {"window_hours": 0}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let start = clock.now();
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.push(app.guest_leaves(&format!("Gus{number}"), &format!("Boat {number} is in.")).await);
    }
    let mut first_day = Vec::new();
    for (number, id) in ids.iter().enumerate() {
        clock.advance(MINUTE);
        if number % 10 == 9 {
            ines = app.sign_in(INES).await;
        }
        app.decides_now(&ines, id, approve()).await;
        first_day.push(clock.now().micros() - start.micros());
    }
    clock.advance(DAY + start.micros() - clock.now().micros());
    ines = app.sign_in(INES).await;
    let second = clock.now();
    let mut second_day = Vec::new();
    let mut late = Vec::new();
    for number in 0..4 {
        late.push(app.guest_leaves(&format!("Hal{number}"), &format!("Ferry {number} is out.")).await);
    }
    for (id, minutes) in late.iter().zip([5, 7, 60]) {
        clock.advance(second.plus(minutes * MINUTE).micros() - clock.now().micros());
        ines = app.sign_in(INES).await;
        app.decides_now(&ines, id, spam()).await;
        second_day.push(minutes * MINUTE);
    }
    let all: Vec<i64> = first_day.iter().chain(&second_day).copied().collect();
    let seconds = |values: &[i64], percent| json!(nearest_rank(values, percent) / SECOND);
    let figures = app.figures(&ines, &format!("&from={start}&to={}", second.plus(DAY))).await;
    let pending = row(&figures, "queues", "queue", &json!("pending"));
    assert_eq!((&pending["count"], &pending["decided"]), (&json!(1), &json!(23)), "{figures}");
    assert_eq!((&pending["median_seconds"], &pending["p95_seconds"]), (&seconds(&all, 50), &seconds(&all, 95)));
    assert_eq!(pending["oldest_at"], json!(second));
    let of_pending: Vec<&Value> =
        figures["days"].as_array().expect("a list").iter().filter(|day| day["queue"] == "pending").collect();
    let [one, two] = of_pending.as_slice() else { panic!("two days: {of_pending:?}") };
    for (day, at, entered, waits) in [(one, start, 20, &first_day), (two, second, 4, &second_day)] {
        assert_eq!((&day["day"], &day["entered"]), (&json!(at), &json!(entered)));
        assert_eq!(day["decided"], waits.len());
        assert_eq!((&day["median_seconds"], &day["p95_seconds"]), (&seconds(waits, 50), &seconds(waits, 95)));
    }
    assert_eq!((&one["median_seconds"], &one["p95_seconds"]), (&json!(600), &json!(1140)), "of 20, the 10th and 19th");
    assert_eq!((&two["median_seconds"], &two["p95_seconds"]), (&json!(420), &json!(3600)));
    let first = app.figures(&ines, &format!("&from={start}&to={second}")).await;
    assert_eq!(row(&first, "queues", "queue", &json!("pending"))["decided"], 20, "the end is not in it");
    let moderators = &figures["moderators"][0];
    assert_eq!((&moderators["approved"], &moderators["spam"]), (&json!(20), &json!(3)));
    let exposed = async |ines: &Person| {
        let figures = app.figures(ines, &format!("&from={start}&to={}", second.plus(DAY))).await;
        let days = figures["exposure"].as_array().expect("a list").clone();
        days.iter().map(|it| it["comments"].as_u64().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!(exposed(&ines).await, [20, 3]);
    let account: AccountId = ines.account_id(&app).await.parse().expect("an id");
    let site = app.get("/api/v1/sites/courier", Some(&ines)).await.text("id").parse::<SiteId>().expect("an id");
    for id in [&late[2], &late[3]] {
        let comment: CommentId = id.parse().expect("an id");
        let give = move |tx: &mut Conn| exposures::note(tx, site, (account, comment), second);
        app.service.store.write::<_, StoreError, _>(give).await.expect("noted");
    }
    assert_eq!(exposed(&ines).await, [20, 4], "what was given counts, and once if it was decided on too");
    app
}

async fn decisions_are_counted_with_what_became_of_them(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Otto").await);
    let (rosa, ada) = (app.administrator("Rosa").await, app.reader("Ada").await);
    let rules = json!({"words": {"suspect": ["herring"]}, "undo_seconds": 60, "rate": {"per_minute": 100}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let start = clock.now();

    let turned = app.guest_leaves("Gus", "Herring at the pier.").await;
    app.decides_now(&ines, &turned, approve()).await;
    app.decides_now(&otto, &turned, reject()).await;
    let undone = app.guest_leaves("Hal", "More herring at the pier.").await;
    let decision = app.decides_now(&ines, &undone, spam()).await;
    let undo = format!("/api/v1/moderation/decisions/{decision}/undo");
    assert_eq!(app.post(&undo, Some(&ines), json!({})).await.status, 201);
    let agreed = app.guest_leaves("Ida", "A third herring.").await;
    app.decides_now(&ines, &agreed, spam()).await;
    app.decides_now(&otto, &agreed, reject()).await;
    let posted = app.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "body": "Mackerel for once."})).await;
    let edited = posted.text("id").to_owned();
    app.decides_now(&ines, &edited, approve()).await;
    clock.advance(MINUTE);
    let text = json!({"body": "Mackerel, and something rude."});
    assert_eq!(app.patch(&format!("/api/v1/comments/{edited}"), &ada, text).await.status, 200);
    app.decides_now(&otto, &edited, json!({"action": "reject", "reason": "abuse"})).await;
    app.decides_now(&otto, &edited, json!({"action": "close_thread"})).await;

    let figures = app.figures(&rosa, &format!("&from={start}&to={}", clock.now().plus(SECOND))).await;
    let iness = row(&figures, "moderators", "name", &json!("Ines"));
    assert_eq!(
        [&iness["decisions"], &iness["approved"], &iness["rejected"], &iness["spam"]],
        [&json!(4), &json!(2), &json!(0), &json!(2)]
    );
    assert_eq!((&iness["undone"], &iness["reversed"]), (&json!(1), &json!(1)), "of another text it is no reversal");
    assert_eq!(iness["overturned_percent"], 50.0);
    let ottos = row(&figures, "moderators", "name", &json!("Otto"));
    assert_eq!((&ottos["decisions"], &ottos["rejected"], &ottos["reversed"]), (&json!(3), &json!(3), &json!(0)));
    let words = row(&figures, "checks", "check", &json!("word_list"));
    // Approved, then rejected; spam, then rejected; what was undone does not count.
    assert_eq!((&words["decisions"], &words["agreed"], &words["overturned"]), (&json!(4), &json!(3), &json!(1)));
    assert_eq!(words["agreed_percent"], 75.0);
    let exposed = |name: &str| {
        let account = &row(&figures, "moderators", "name", &json!(name))["account_id"];
        let row = row(&figures, "exposure", "account_id", account);
        (row["comments"].as_i64(), row["severe"].as_i64())
    };
    // The word list sees abuse, and so did Otto in the comment without a herring.
    assert_eq!((exposed("Ines"), exposed("Otto")), ((Some(4), Some(4)), (Some(3), Some(3))));
    let later = app.figures(&rosa, &format!("&from={}&to={}", clock.now().plus(SECOND), clock.now().plus(HOUR))).await;
    assert_eq!((&later["moderators"], &later["exposure"], &later["checks"]), (&json!([]), &json!([]), &json!([])));
    app
}

async fn a_missed_target_is_told_once(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let targets = json!({"targets": {"pending": 30, "spam": null}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, targets).await.status, 200);
    let id = app.guest_leaves("Gus", "Is anybody there?").await;
    let breaches = async || {
        let ines = app.sign_in(INES).await;
        app.figures(&ines, "").await["breaches"].clone()
    };
    let look = async || watch_targets::look(&app.service).await.expect("looked");
    clock.advance(30 * MINUTE);
    assert_eq!((look().await, breaches().await), (0, json!([])), "it is met to the last moment");
    clock.advance(SECOND);
    let missed_at = clock.now();
    look().await;
    clock.advance(HOUR / 4);
    let lasting = json!([{"queue": "pending", "target_minutes": 30, "began_at": missed_at, "ended_at": null}]);
    assert_eq!((look().await, breaches().await), (0, lasting));
    app.mail_to(INES, "30 minutes").await;

    app.decides_now(&app.sign_in(INES).await, &id, approve()).await;
    look().await;
    let over = breaches().await;
    assert_eq!((over[0]["ended_at"].clone(), over.as_array().map(Vec::len)), (json!(clock.now()), Some(1)));
    app.guest_leaves("Hal", "Is anybody there now?").await;
    clock.advance(31 * MINUTE);
    look().await;
    look().await;
    clock.advance(SECOND);
    assert_eq!(breaches().await.as_array().map(Vec::len), Some(2), "missed again");
    let tells = |mails: Vec<String>| mails.iter().filter(|mail| mail.contains("wants it looked at within")).count();
    app.mail_to(INES, "31 minutes").await;
    assert_eq!(tells(app.mails_to(INES)), 2);

    let met = json!({"targets": {"pending": null}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &app.sign_in(INES).await, met).await.status, 200);
    look().await;
    assert!(
        breaches().await.as_array().expect("a list").iter().all(|it| it["ended_at"].is_string()),
        "nothing is wanted"
    );
    app
}

async fn who_sees_which_figures(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Otto").await);
    let (rosa, elsewhere) = (app.administrator("Rosa").await, app.moderator("herald", "Hilda").await);
    for (name, moderator) in [("Gus", &ines), ("Hal", &otto)] {
        let id = app.guest_leaves(name, &format!("{name} was here.")).await;
        app.decides_now(moderator, &id, approve()).await;
    }
    let names = |figures: Value| {
        let rows = figures["moderators"].as_array().expect("a list").clone();
        let mut names: Vec<String> = rows.iter().map(|it| it["name"].as_str().expect("a name").to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(app.figures(&ines, "").await), ["Ines"]);
    assert_eq!(names(app.figures(&rosa, "").await), ["Ines", "Otto"]);
    let claimed = app.guest_leaves("Ida", "Ida was here.").await;
    let claim = json!({"site": "courier", "limit": 1});
    let given = app.post("/api/v1/moderation/queues/pending/claims", Some(&otto), claim).await;
    assert_eq!((given.status, &given.body["items"][0]["id"]), (201, &json!(claimed)), "{}", given.body);
    let exposure = app.figures(&otto, "").await["exposure"].clone();
    let comments: i64 = exposure.as_array().expect("a list").iter().filter_map(|it| it["comments"].as_i64()).sum();
    assert_eq!(comments, 2, "one decided on and one given: {exposure}");
    let path = "/api/v1/moderation/figures?site=courier";
    assert_eq!(app.get(path, Some(&elsewhere)).await.status, 403);
    let backwards = format!("{path}&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z");
    let wrong = app.get(&backwards, Some(&ines)).await;
    assert_eq!((wrong.status, &wrong.body["errors"][0]["field"]), (422, &json!("to")));
    let long = format!("{path}&from=2025-03-02T00:00:00Z&to=2026-03-01T00:00:00Z");
    assert_eq!(app.get(&long, Some(&ines)).await.body["errors"][0]["field"], "from");
    app
}
