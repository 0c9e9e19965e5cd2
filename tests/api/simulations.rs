//! Changed rules tried on what was posted.

use postil::actions::simulate;
use postil::clock::Clock;
use postil::model::comment::Body;
use postil::model::site::Policy;
use postil::model::time::{DAY, HOUR, MINUTE};
use postil::moderation::RulesUpdate;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(who_may_simulate_what, every_page_is_looked_at);
on_both_databases_with_a_clock!(
    changed_rules_are_compared_with_what_was_decided,
    the_present_rules_do_again_what_they_did,
    what_cannot_be_seen_again_is_taken_over,
    a_comment_is_judged_by_the_text_it_was_posted_with,
);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const INES: &str = "Ines@desk.example";
const SIMULATIONS: &str = "/api/v1/moderation/rules/simulations";

fn lines(answer: &Answer) -> Vec<Value> {
    let text = answer.body.as_str().unwrap_or_else(|| panic!("{}", answer.body));
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

impl TestApp {
    /// What the last line says.
    async fn simulates(&self, who: &Person, rules: Value, days: u32) -> Value {
        let answer = self.post(SIMULATIONS, Some(who), json!({"site": "courier", "rules": rules, "days": days})).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ndjson"), "{}", answer.body);
        let lines = lines(&answer);
        let last = lines.last().expect("a line");
        assert!(lines[..lines.len() - 1].iter().all(|line| line["progress"].is_object()), "{lines:?}");
        assert!(last["result"].is_object(), "{last}");
        last["result"].clone()
    }

    async fn guest_says(&self, name: &str, body: &str) -> Value {
        let guest = json!({"name": name, "email": format!("{name}@guests.example")});
        let posted = self.post(COMMENTS, None, json!({"url": ARTICLE, "body": body, "guest": guest})).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.body
    }

    async fn settles(&self, who: &Person, comment: &Value, decision: Value) -> Value {
        let path = format!("/api/v1/moderation/comments/{}/decisions", comment["id"].as_str().expect("an id"));
        let decided = self.post(&path, Some(who), decision).await;
        assert_eq!(decided.status, 201, "{}", decided.body);
        decided.body
    }
}

fn of_check<'r>(result: &'r Value, check: &str) -> &'r Value {
    let checks = result["checks"].as_array().expect("a list");
    checks.iter().find(|it| it["check"] == check).unwrap_or_else(|| panic!("no {check} in {result}"))
}

fn by_decision(comments: u64, approved: u64, rejected: u64) -> Value {
    let undecided = comments - approved - rejected;
    json!({"comments": comments, "approved": approved, "rejected": rejected, "undecided": undecided})
}

async fn changed_rules_are_compared_with_what_was_decided(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let present = json!({"words": {"suspect": ["mackerel"]}, "undo_seconds": 30, "rate": {"per_minute": 100}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, present).await.status, 200);
    app.guest_says("Old", "Herring, long ago.").await;
    clock.advance(8 * DAY);
    let ines = app.sign_in(INES).await;
    let approve = json!({"action": "approve", "revision": 1});
    let reject = json!({"action": "reject", "reason": "spam", "revision": 1});

    let first = app.guest_says("Gus", "Fresh herring at the pier.").await;
    app.settles(&ines, &first, reject.clone()).await;
    let second = app.guest_says("Hal", "No herring for me, thank you very much.").await;
    app.settles(&ines, &second, json!({"action": "spam", "revision": 1})).await;
    clock.advance(MINUTE);
    app.settles(&ines, &second, json!({"action": "approve", "revision": 2})).await;
    let third = app.guest_says("Ida", "The herring is late this year, and nobody says why.").await;
    let undone = app.settles(&ines, &third, reject.clone()).await;
    let undo = format!("/api/v1/moderation/decisions/{}/undo", undone["decision_id"].as_str().expect("an id"));
    assert_eq!(app.post(&undo, Some(&ines), json!({})).await.status, 201);
    let held = app.guest_says("Jo", "Mackerel is better.").await;
    assert_eq!(held["status"], "pending");
    app.settles(&ines, &held, approve).await;
    app.guest_says("Kim", "Good morning to all of you.").await;

    let change = json!({"words": {"suspect": ["herring"]}});
    let result = app.simulates(&ines, change.clone(), 7).await;
    assert_eq!((&result["comments"], &result["left_out"], &result["unchanged"]), (&json!(5), &json!(0), &json!(1)));
    assert_eq!(result["newly_held"], by_decision(3, 1, 1));
    assert_eq!(result["newly_let_through"], by_decision(1, 1, 0));
    assert_eq!(result["newly_refused"], by_decision(0, 0, 0));
    let agreement = &result["agreement"];
    assert_eq!(agreement["before"]["stopped"], by_decision(1, 1, 0));
    assert_eq!(agreement["before"]["let_through"], by_decision(4, 1, 1));
    assert_eq!(agreement["before"]["percent"], 33.3, "one of the three that were decided about");
    assert_eq!(agreement["after"]["stopped"], by_decision(3, 1, 1));
    assert_eq!(agreement["after"]["let_through"], by_decision(2, 1, 0));
    assert_eq!(agreement["after"]["percent"], 66.7);
    let words = of_check(&result, "word_list");
    assert_eq!((&words["found_before"], &words["found_after"], &words["unchanged"]), (&json!(1), &json!(3), &json!(0)));
    assert_eq!((&words["newly_held"], &words["stopped_after"]), (&by_decision(3, 1, 1), &by_decision(3, 1, 1)));
    let samples = words["samples"].as_array().expect("a list");
    assert_eq!(samples.len(), 4, "{samples:?}");
    assert_eq!(samples[0]["comment_id"], first["id"]);
    assert_eq!(
        (&samples[0]["change"], &samples[0]["excerpt"], &samples[0]["decided"]),
        (&json!("newly_held"), &json!("Fresh herring at the pier."), &json!("rejected"))
    );
    assert!(samples[0]["finding"].as_str().expect("a sentence").contains("herring"), "{samples:?}");
    assert_eq!((&samples[2]["comment_id"], &samples[2]["decided"]), (&third["id"], &Value::Null), "it was undone");
    assert_eq!((&samples[3]["change"], &samples[3]["comment_id"]), (&json!("newly_let_through"), &held["id"]));

    let older = app.simulates(&ines, change, 9).await;
    assert_eq!((&older["comments"], &older["newly_held"]["comments"]), (&json!(6), &json!(4)));
    let rules = app.get("/api/v1/sites/courier/rules", Some(&ines)).await.body;
    assert_eq!(rules["words"]["suspect"], json!(["mackerel"]), "nothing is changed");
    app.is_healthy().await;
    app
}

/// Days of a site, with authors who become known, are held for their record, repeat each other and are slowed down. What was
/// held then is held again, and nothing else is.
async fn the_present_rules_do_again_what_they_did(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::FirstTime).await;
    let ines = app.moderator("courier", "Ines").await;
    let rules = json!({
        "trust": {"known_after": 2, "new": {"links_hold_over": 0}},
        "record": {"from_comments": 2, "hold_percent": 50},
        "near_duplicates": {"window_hours": 5},
        "slow_mode_seconds": 60,
    });
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let mut held = 0_u64;
    let mut posted = 0_u64;
    for round in 0..12 {
        let ines = app.sign_in(INES).await;
        for (number, name) in ["Gus", "Hal", "Ida", "Jo"].into_iter().enumerate() {
            let link = if round % 3 == 0 { " See https://pier.example for more." } else { "" };
            let text = match (number, round % 4) {
                (3, 1) => format!(
                    "In week {round} the ferry to the island leaves from the western pier on each and every Sunday."
                ),
                (2, 1) => format!(
                    "In week {round} the ferry to the island leaves from the western pier on each and every Monday."
                ),
                _ => format!("{name} counted {} boats on day {round}.{link}", number * 7 + round),
            };
            let comment = app.guest_says(name, &text).await;
            posted += 1;
            held += u64::from(comment["status"] == "pending");
            let decision = match (number, round) {
                (0, _) | (1, 0..6) | (2, 3..) => json!({"action": "approve", "revision": 1}),
                (1, _) | (2, 1) => json!({"action": "reject", "reason": "off_topic", "revision": 1}),
                _ => continue,
            };
            clock.advance(MINUTE);
            app.settles(&ines, &comment, decision).await;
        }
        clock.advance(3 * HOUR);
    }
    let ines = app.sign_in(INES).await;
    let result = app.simulates(&ines, json!({}), 30).await;
    assert_eq!((&result["comments"], &result["unchanged"]), (&json!(posted), &json!(posted)));
    assert_eq!(result["agreement"]["before"]["stopped"]["comments"], held, "{result}");
    assert_eq!(result["agreement"]["before"], result["agreement"]["after"]);
    for check in ["first_time", "links", "record", "near_duplicate"] {
        assert_ne!(of_check(&result, check)["stopped_before"]["comments"], 0, "{check} had its part: {result}");
    }

    // From the middle on: who was known by then still is.
    let late = app.simulates(&ines, json!({"first_comments": 0}), 1).await;
    let all = app.simulates(&ines, json!({"first_comments": 0}), 30).await;
    let let_through = |result: &Value| of_check(result, "first_time")["newly_let_through"]["comments"].clone();
    assert!(let_through(&late).as_u64() < let_through(&all).as_u64(), "{late} {all}");
    let slower = app.simulates(&ines, json!({"slow_mode_seconds": 4 * 3600}), 30).await;
    assert_eq!(of_check(&slower, "slow_mode")["newly_refused"]["comments"], posted - 4, "all but the first of each");
    let rate = app.simulates(&ines, json!({"rate": {"per_hour": 1}}), 30).await;
    let refused = &of_check(&rate, "rate")["newly_refused"]["comments"];
    assert_eq!(refused, 3 * 12, "they share a network, and are four in each of twelve hours");
    app
}

async fn what_cannot_be_seen_again_is_taken_over(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let form = app.get("/api/v1/sites/courier/form", None).await;
    let token = form.text("token").to_owned();
    let hasty = json!({"url": ARTICLE, "body": "Quick!", "guest": {"name": "Gus"}, "form": {"token": token}});
    assert_eq!(app.post(COMMENTS, None, hasty).await.status, 202);
    clock.advance(MINUTE);
    let ada = app.reader("Ada").await;
    let measure = json!({"site": "courier", "kind": "premoderate", "reason": "Let us see."});
    let path = format!("/api/v1/moderation/accounts/{}/sanctions", ada.account_id(&app).await);
    let imposed = app.post(&path, Some(&ines), measure).await;
    assert_eq!(imposed.status, 201);
    let watched = app.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "body": "Am I watched?"})).await;
    assert_eq!(watched.status, 202);
    let lift = format!("/api/v1/moderation/sanctions/{}", imposed.text("id"));
    assert_eq!(app.delete(&lift, &ines).await.status, 204);

    let same = app.simulates(&ines, json!({}), 1).await;
    assert_eq!((&same["unchanged"], &same["agreement"]["after"]["stopped"]["comments"]), (&json!(2), &json!(2)));
    let off = app.simulates(&ines, json!({"checks": {"form": {"action": "off"}}}), 1).await;
    assert_eq!(of_check(&off, "form")["newly_let_through"], by_decision(1, 0, 0));
    assert_eq!(of_check(&off, "sanction")["unchanged"], 1);
    app
}

async fn a_comment_is_judged_by_the_text_it_was_posted_with(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let comment = json!({"url": ARTICLE, "body": "Herring, I say."});
    let posted = app.post(COMMENTS, Some(&ada), comment).await;
    clock.advance(MINUTE);
    let path = format!("/api/v1/comments/{}", posted.text("id"));
    assert_eq!(app.patch(&path, &ada, json!({"body": "Mackerel, I mean."})).await.status, 200);
    clock.advance(MINUTE);
    let gone = app.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "body": "More herring."})).await;
    assert_eq!(app.delete(&format!("/api/v1/comments/{}", gone.text("id")), &ada).await.status, 204);
    let suspects = |word: &str| json!({"words": {"suspect": [word]}});
    let herring = app.simulates(&ines, suspects("herring"), 1).await;
    assert_eq!((&herring["comments"], &herring["left_out"]), (&json!(1), &json!(1)));
    assert_eq!(of_check(&herring, "word_list")["samples"][0]["excerpt"], "Herring, I say.");
    assert_eq!(app.simulates(&ines, suspects("mackerel"), 1).await["unchanged"], 1);
    app
}

async fn who_may_simulate_what(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let ask = |rules: Value, days: i64| json!({"site": "courier", "rules": rules, "days": days});
    assert_eq!(app.post(SIMULATIONS, None, ask(json!({}), 1)).await.status, 401);
    assert_eq!(app.post(SIMULATIONS, Some(&otto), ask(json!({}), 1)).await.status, 403);
    let wrong = app.post(SIMULATIONS, Some(&ines), ask(json!({"links": {"hold_over": 101}}), 91)).await;
    let fields: Vec<&Value> = wrong.body["errors"].as_array().expect("a list").iter().map(|it| &it["field"]).collect();
    assert_eq!((wrong.status, fields), (422, vec![&json!("days"), &json!("rules.links.hold_over")]));
    let unknown = app.post(SIMULATIONS, Some(&ines), ask(json!({"polcy": "open"}), 1)).await;
    assert_eq!((unknown.status, &unknown.body["errors"][0]["field"]), (422, &json!("rules.polcy")));

    let slot = app.service.simulations.take().expect("free");
    let busy = app.post(SIMULATIONS, Some(&ines), ask(json!({}), 1)).await;
    assert_eq!((busy.status, busy.header("retry-after").is_empty()), (503, false), "{}", busy.body);
    drop(slot);
    assert_eq!(app.simulates(&ines, json!({}), 1).await["comments"], 0);
    app
}

/// Comments of one author each, a second apart up to now.
async fn crowd(app: &TestApp, count: i64) {
    let one = app.post(COMMENTS, None, json!({"url": ARTICLE, "body": "The first.", "guest": {"name": "Gus"}})).await;
    let id: i64 = one.text("id").parse().expect("a number");
    let rows = (1..=count).map(|number| {
        let (id, body) = (id - (number << 32), format!("Boat number {number} is in the harbour."));
        assert!(Body::parse(&body).is_ok());
        format!(
            "SELECT {id}, site_id, thread_id, {id}, 0, 'guest', {}, '{body}', '', {number}, 'published', 1, FALSE, 0, 0, TRUE, \
             created_at - {number} * 1024000, 'Gus' FROM comments WHERE id = {}",
            -number,
            one.text("id")
        )
    });
    let rows: Vec<String> = rows.collect();
    for rows in rows.chunks(100) {
        app.sql(&format!(
            "INSERT INTO comments (id, site_id, thread_id, root_id, depth, author_kind, author_key, body, body_html, fingerprint, \
             status, revision, follow, score, reply_count, shown, created_at, guest_name) {}",
            rows.join(" UNION ALL ")
        ))
        .await;
    }
}

async fn every_page_is_looked_at(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    crowd(&app, 1_300).await;
    let change = json!({"site": "courier", "rules": {"length": {"max": 34}}, "days": 1});
    let answer = app.post(SIMULATIONS, Some(&ines), change).await;
    let lines = lines(&answer);
    let done: Vec<u64> = lines.iter().filter_map(|line| line["progress"]["done"].as_u64()).collect();
    assert!(done.is_sorted() && done.contains(&500) && done.contains(&1000), "{done:?}");
    assert_eq!(done.last(), Some(&1301));
    let last = &lines[lines.len() - 2]["progress"];
    assert_eq!(last, &json!({"done": 1301, "total": 1301}));
    let result = &lines[lines.len() - 1]["result"];
    assert_eq!((&result["comments"], &result["newly_refused"]["comments"]), (&json!(1301), &json!(301)), "{result}");
    let samples = of_check(result, "length")["samples"].as_array().expect("a list");
    assert_eq!(samples.len(), 5);
    assert_eq!(samples[4]["excerpt"], "Boat number 1000 is in the harbour.", "the newest comes last");

    let viewer = postil::actions::authenticate::run(&app.service, &ines.token).await.expect("signed in");
    let unchanged = RulesUpdate::default();
    let mut left = simulate::begin(&app.service, viewer, "courier", unchanged, 1).await.expect("begun");
    left.step().await.expect("a step");
    assert!(app.service.simulations.take().is_err());
    drop(left);
    assert!(app.service.simulations.take().is_ok(), "nobody waits for it any more");
    app
}
