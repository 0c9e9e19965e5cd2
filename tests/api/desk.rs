//! The desk as a moderator without scripts uses it.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, PASSWORD, Person, TestApp, on_both_databases};
use crate::pages::{Browser, Page};

on_both_databases!(
    evidence_is_marked_and_decided_on,
    a_rejection_gives_a_reason_and_is_undone,
    many_are_decided_on_at_once,
    similar_ones_go_together,
    what_somebody_works_on_is_said,
    somebody_else_was_faster,
    the_desk_is_for_the_staff_of_the_site,
    hostile_text_stays_text,
    a_comment_alone_tells_all_and_takes_all,
    an_appeal_is_decided_by_somebody_else,
    a_list_is_narrowed_down_and_goes_on,
    what_is_hard_to_read_is_veiled,
    a_second_look_knows_nothing_of_the_first,
);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const PENDING: &str = "/desk/courier/queues/pending";

/// The value of the first field of that name in `html`.
pub fn field<'a>(html: &'a str, name: &str) -> &'a str {
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1);
    rest.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("no {name} in {html}"))
}

/// The part of the page that is about the comment.
fn item<'a>(page: &'a Page, id: &str) -> &'a str {
    let rest = page.html.split(&format!("id=\"item-{id}\"")).nth(1).unwrap_or_else(|| panic!("no {id}: {}", page.html));
    rest.split("</article>").next().expect("a part")
}

/// A browser in which somebody of the staff is signed in, after being led to do so from `path`.
pub async fn at_desk(app: &TestApp, name: &str, path: &str) -> Browser {
    let browser = Browser::new(app);
    let led = browser.get(path).await;
    assert_eq!(led.status, 303, "{}", led.html);
    let sign_in = led.header("location").to_owned();
    assert!(sign_in.starts_with("/account/sign-in?next=%2Fdesk%2F"), "{sign_in}");
    let page = browser.get(&sign_in).await;
    let fields = [
        ("csrf", field(&page.html, "csrf")),
        ("email", &format!("{name}@desk.example")),
        ("password", PASSWORD),
        ("next", path),
    ];
    let answer = browser.submit("/account/sign-in", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (303, path), "{}", answer.html);
    browser
}

pub async fn look(browser: &Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{}", page.html);
    page
}

pub async fn writes(app: &TestApp, who: &Person, body: &str) -> String {
    let posted = app.post(COMMENTS, Some(who), json!({"url": ARTICLE, "title": "Harbour", "body": body})).await;
    assert!([201, 202].contains(&posted.status), "{}", posted.body);
    posted.text("id").to_owned()
}

async fn case(app: &TestApp, who: &Person, id: &str) -> Value {
    let case = app.get(&format!("/api/v1/moderation/comments/{id}"), Some(who)).await;
    assert_eq!(case.status, 200, "{}", case.body);
    case.body
}

pub async fn rules(app: &TestApp, who: &Person, rules: Value) {
    let answer = app.put("/api/v1/sites/courier/rules", who, rules).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// Presses a button of the comment's forms as `page` shows them.
async fn press(browser: &Browser, page: &Page, id: &str, what: &[(&str, &str)]) -> Page {
    let form = item(page, id);
    let mut fields =
        vec![("csrf", field(form, "csrf")), ("revision", field(form, "revision")), ("back", field(form, "back"))];
    fields.extend_from_slice(what);
    browser.submit(&format!("/desk/courier/comments/{id}"), &fields).await
}

/// Where one is sent on to, looked at.
pub async fn follow(browser: &Browser, answer: &Page) -> Page {
    assert_eq!(answer.status, 303, "{}", answer.html);
    look(browser, answer.header("location").split('#').next().expect("a path")).await
}

async fn evidence_is_marked_and_decided_on(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    rules(&app, &ines, json!({"words": {"suspect": ["herring"]}, "undo_seconds": 600})).await;
    let ada = app.reader("Ada").await;
    let id = writes(&app, &ada, "Nothing but herring & mud.").await;
    let browser = at_desk(&app, "Ines", PENDING).await;
    let page = look(&browser, PENDING).await;
    assert!(page.has("Pending <span class=\"size\" data-count=\"pending\">1</span>"), "{}", page.html);
    let shown = item(&page, &id);
    let marked = shown.split("<mark title=\"").nth(1).expect("a mark").split("</mark>").next().expect("its end");
    assert!(marked.starts_with("Word list: ") && marked.contains(">herring<span"), "{marked}");
    assert!(shown.contains("Nothing but <mark") && shown.contains("</mark> &#38; mud."), "{shown}");
    assert!(shown.contains("severity ") && shown.contains("Ada") && shown.contains("Nothing published yet"), "{shown}");

    let done = press(&browser, &page, &id, &[("what", "approve")]).await;
    assert!(done.header("location").starts_with(&format!("{PENDING}?done=approve.")), "{}", done.header("location"));
    let page = follow(&browser, &done).await;
    assert!(page.has("Approved.") && page.has("Nothing waits here"), "{}", page.html);
    assert_eq!(case(&app, &ines, &id).await["status"], "published");
    app.is_healthy().await;
    app
}

async fn a_rejection_gives_a_reason_and_is_undone(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    rules(&app, &ines, json!({"undo_seconds": 600})).await;
    let ada = app.reader("Ada").await;
    let id = writes(&app, &ada, "They are to widen the harbour mouth before the winter storms come in again.").await;
    let browser = at_desk(&app, "Ines", PENDING).await;
    let page = look(&browser, PENDING).await;

    let bare = press(&browser, &page, &id, &[("what", "reject"), ("note", "Say <who>.")]).await;
    assert_eq!(bare.status, 422);
    assert!(bare.has("is needed to reject") && bare.has("Say &#60;who&#62;.</textarea>"), "{}", bare.html);
    assert!(bare.has(&format!("id=\"reject-{id}\" data-key=\"r\" open")), "{}", bare.html);
    assert_eq!(case(&app, &ines, &id).await["status"], "pending");

    let texts = app.get("/api/v1/sites/courier/canned-texts?locale=en", Some(&ines)).await;
    let text = texts.body["items"].as_array().expect("texts").iter().find(|it| it["reason"] == "off_topic");
    let text = text.expect("a text");
    let canned = text["id"].as_str().expect("an id");
    let options = item(&page, &id);
    assert!(options.contains(&format!("value=\"{canned}\"")) && options.contains("Off topic (en)"), "{options}");
    assert!(!options.contains("(de)"), "the author writes English: {options}");
    let fields = [("what", "reject"), ("canned_text", canned), ("note", "Sorry.")];
    let done = press(&browser, &page, &id, &fields).await;
    let page = follow(&browser, &done).await;
    assert!(page.has("Rejected.") && page.has("Undo"), "{}", page.html);
    let rejected = case(&app, &ines, &id).await;
    assert_eq!(rejected["status"], "rejected");
    let last = rejected["decisions"].as_array().expect("decisions").last().expect("one").clone();
    assert_eq!(last["reason"], "off_topic", "{last}");
    let note = last["note"].as_str().expect("a note");
    assert!(note.starts_with(text["body"].as_str().expect("a body")) && note.ends_with("Sorry."), "{note}");

    let fields =
        [("csrf", field(&page.html, "csrf")), ("back", PENDING), ("decisions", field(&page.html, "decisions"))];
    let undone = browser.submit("/desk/courier/undo", &fields).await;
    let page = follow(&browser, &undone).await;
    assert!(page.has("Taken back.") && item(&page, &id).contains("harbour mouth"), "{}", page.html);
    let again = browser.submit("/desk/courier/undo", &fields).await;
    let page = follow(&browser, &again).await;
    assert!(page.has("Nothing was taken back.") && page.has("One was left as it is"), "{}", page.html);
    app.is_healthy().await;
    app
}

async fn many_are_decided_on_at_once(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    rules(&app, &ines, json!({"undo_seconds": 600})).await;
    let (ada, bo) = (app.reader("Ada").await, app.reader("Bo").await);
    let first = writes(&app, &ada, "They are to widen the harbour mouth.").await;
    let second = writes(&app, &bo, "And who is to pay for all of it?").await;
    let third = writes(&app, &ada, "The ferry was late again on Sunday.").await;
    let browser = at_desk(&app, "Ines", PENDING).await;
    let page = look(&browser, PENDING).await;
    assert_eq!(page.html.matches("form=\"many\"").count(), 3);
    let all = look(&browser, &format!("{PENDING}?all=yes")).await;
    let ticked = all.html.matches("form=\"many\"").count();
    assert_eq!(all.html.matches(" checked><span class=\"vh\">Choose").count(), ticked, "{}", all.html);

    let csrf = field(&page.html, "csrf");
    let (one, two) = (format!("{first}:1"), format!("{second}:1"));
    let none = browser.submit(PENDING, &[("csrf", csrf), ("what", "approve")]).await;
    assert!(none.status == 422 && none.has("Choose at least one comment."), "{}", none.html);
    let bare = browser.submit(PENDING, &[("csrf", csrf), ("what", "reject"), ("item", &one), ("note", "Why?")]).await;
    assert!(bare.status == 422 && bare.has("is needed to reject") && bare.has("Why?</textarea>"), "{}", bare.html);
    assert!(item(&bare, &first).contains("checked") && !item(&bare, &second).contains("value=\"1\" checked"));

    // One of the two is decided on by somebody else meanwhile.
    let root = app.administrator("Root").await;
    let path = format!("/api/v1/moderation/comments/{second}/decisions");
    assert_eq!(app.post(&path, Some(&root), json!({"action": "spam", "revision": 1})).await.status, 201);
    let fields = [("csrf", csrf), ("what", "reject"), ("reason", "abuse"), ("item", &one), ("item", &two)];
    let done = browser.submit(&format!("{PENDING}?sort=oldest"), &fields).await;
    assert!(done.header("location").starts_with(&format!("{PENDING}?sort=oldest&done=reject.")), "the filters stay");
    let page = follow(&browser, &done).await;
    assert!(page.has("Rejected.") && page.has("One was left as it is"), "{}", page.html);
    assert_eq!(case(&app, &ines, &first).await["status"], "rejected");
    assert_eq!(case(&app, &ines, &second).await["status"], "spam");
    assert_eq!(case(&app, &ines, &third).await["status"], "pending");
    app.is_healthy().await;
    app
}

async fn similar_ones_go_together(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let mut ids = Vec::new();
    for name in ["Ada", "Bo", "Cy"] {
        let reader = app.reader(name).await;
        let text = format!(
            "Everybody on the quay knows that the council has sold the harbour to the ferry company for next to \
             nothing, and {name} of all people will not forget it."
        );
        ids.push(writes(&app, &reader, &text).await);
    }
    let browser = at_desk(&app, "Ines", PENDING).await;
    let page = look(&browser, PENDING).await;
    assert!(item(&page, &ids[0]).contains("2 more say nearly the same"), "{}", page.html);
    let alone = look(&browser, &format!("/desk/courier/comments/{}", ids[0])).await;
    assert!(alone.has("Nearly the same") && alone.has(&format!("/desk/courier/comments/{}", ids[1])), "{}", alone.html);
    let fields = [("what", "reject"), ("reason", "duplicate"), ("similar", "yes")];
    let done = press(&browser, &page, &ids[0], &fields).await;
    let page = follow(&browser, &done).await;
    assert!(page.has("3 rejected."), "{}", page.html);
    for id in &ids {
        assert_eq!(case(&app, &ines, id).await["status"], "rejected");
    }
    app.is_healthy().await;
    app
}

async fn what_somebody_works_on_is_said(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    app.moderator("courier", "Jan").await;
    let (ada, bo) = (app.reader("Ada").await, app.reader("Bo").await);
    let first = writes(&app, &ada, "They are to widen the harbour mouth.").await;
    let second = writes(&app, &bo, "And who is to pay for all of it?").await;
    let (hers, his) = (at_desk(&app, "Ines", PENDING).await, at_desk(&app, "Jan", PENDING).await);
    let page = look(&hers, PENDING).await;
    let page = follow(&hers, &press(&hers, &page, &first, &[("what", "claim")]).await).await;
    assert!(item(&page, &first).contains("You are on this"), "{}", page.html);

    let seen = look(&his, PENDING).await;
    assert!(item(&seen, &first).contains("Ines is on this"), "{}", seen.html);
    assert!(!item(&seen, &first).contains("I take this"), "it cannot be taken");
    let met = press(&his, &seen, &first, &[("what", "reject"), ("reason", "other"), ("note", "No.")]).await;
    assert!(met.status == 409 && met.has("Ines is on this") && met.has("you decide all the same"), "{}", met.html);
    assert!(met.has("value=\"other\" checked") && met.has("No.</textarea>"), "what he entered is still there");
    let fields = [("what", "reject"), ("reason", "other"), ("note", "No."), ("override", field(&met.html, "override"))];
    let done = press(&his, &met, &first, &fields).await;
    assert_eq!(done.status, 303, "{}", done.html);
    assert_eq!(case(&app, &ines, &first).await["status"], "rejected");

    let csrf = field(&page.html, "csrf");
    let taken = hers.submit(PENDING, &[("csrf", csrf), ("what", "take")]).await;
    assert!(taken.header("location").contains("mine=yes"), "{}", taken.header("location"));
    let mine = follow(&hers, &taken).await;
    assert!(mine.has("One comment is yours for ten minutes.") && mine.has(&format!("item-{second}")), "{}", mine.html);
    let nothing = look(&his, &format!("{PENDING}?mine=yes")).await;
    assert!(!nothing.has("item-") && nothing.has("Nothing on this list is like that."), "{}", nothing.html);
    let claim = [("what", "release"), ("id", field(item(&mine, &second), "id"))];
    let given = follow(&hers, &press(&hers, &mine, &second, &claim).await).await;
    assert!(given.has("Others can take it now."), "{}", given.html);
    let free = look(&his, PENDING).await;
    assert!(item(&free, &second).contains("I take this"), "{}", free.html);
    app.is_healthy().await;
    app
}

async fn somebody_else_was_faster(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let ada = app.reader("Ada").await;
    let id = writes(&app, &ada, "They are to widen the harbour mouth.").await;
    let browser = at_desk(&app, "Ines", PENDING).await;
    let page = look(&browser, PENDING).await;
    let path = format!("/api/v1/moderation/comments/{id}/decisions");
    let reject = json!({"action": "reject", "reason": "off_topic", "note": "Not here.", "revision": 1});
    assert_eq!(app.post(&path, Some(&jan), reject).await.status, 201);
    let late = press(&browser, &page, &id, &[("what", "approve")]).await;
    assert_eq!(late.status, 409);
    assert!(late.has("Somebody was faster") && late.has("Jan: rejected"), "{}", late.html);
    assert!(late.has("Not here.") && field(item(&late, &id), "revision") == "2", "{}", late.html);
    assert_eq!(case(&app, &ines, &id).await["status"], "rejected");
    let now = press(&browser, &late, &id, &[("what", "approve")]).await;
    assert_eq!(now.status, 303, "having seen that, she decides: {}", now.html);
    assert_eq!(case(&app, &ines, &id).await["status"], "published");
    app.is_healthy().await;
    app
}

async fn the_desk_is_for_the_staff_of_the_site(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("gazette", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    app.moderator("gazette", "Gil").await;
    let ada = app.reader("Ada").await;
    let id = writes(&app, &ada, "They are to widen the harbour mouth.").await;
    let own = format!("/desk/courier/comments/{id}");
    let paths = [PENDING, &own, "/desk/courier/second-looks"];

    let stranger = Browser::new(&app);
    for path in paths {
        let led = stranger.get(path).await;
        assert!(led.status == 303 && led.header("location").starts_with("/account/sign-in?next="), "{path}");
    }
    let reader = Browser::new(&app);
    let page = reader.get("/account/sign-in").await;
    let fields = [
        ("csrf", field(&page.html, "csrf")),
        ("email", "Ada@readers.example"),
        ("password", PASSWORD),
        ("next", PENDING),
    ];
    assert_eq!(reader.submit("/account/sign-in", &fields).await.status, 303);
    let other = at_desk(&app, "Gil", "/desk/gazette/queues/pending").await;
    for browser in [&reader, &other] {
        for path in paths {
            assert_eq!(browser.get(path).await.status, 403, "{path}");
        }
    }
    let through = other.get(&format!("/desk/gazette/comments/{id}")).await;
    assert_eq!(through.status, 403, "not by another site's address either");

    let browser = at_desk(&app, "Ines", PENDING).await;
    let page = look(&browser, PENDING).await;
    for (path, csrf) in [(own.as_str(), ""), (own.as_str(), "00"), (PENDING, ""), ("/desk/courier/undo", "")] {
        let fields = [("csrf", csrf), ("what", "approve"), ("revision", "1"), ("decisions", "1"), ("item", "1:1")];
        assert_eq!(browser.submit(path, &fields).await.status, 403, "{path}");
    }
    let foreign = look(&other, "/desk/gazette/queues/pending").await;
    let fields = [("csrf", field(&foreign.html, "csrf")), ("what", "approve"), ("revision", "1")];
    assert_eq!(other.submit(&own, &fields).await.status, 403);
    assert_eq!(case(&app, &ines, &id).await["status"], "pending");
    let away = press(&browser, &page, &id, &[("what", "claim"), ("back", "https://evil.example/")]).await;
    assert!(away.status >= 300 && !away.header("location").contains("evil"), "{}", away.header("location"));
    for nowhere in ["/desk/courier/queues/none", "/desk/courier/comments/x", "/desk/courier/comments/7"] {
        assert_eq!(browser.get(nowhere).await.status, 404, "{nowhere}");
    }
    app
}

async fn hostile_text_stays_text(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    rules(&app, &ines, json!({"words": {"suspect": ["alert"]}})).await;
    let nasty = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
    let guest = json!({"name": "<b onclick=x>Gus</b>", "email": "gus@guests.example"});
    let body = json!({"url": ARTICLE, "title": "<i>Harbour</i>", "body": nasty, "guest": guest});
    let posted = app.post(COMMENTS, None, body).await;
    assert_eq!(posted.status, 202, "{}", posted.body);
    let id = posted.text("id").to_owned();
    let browser = at_desk(&app, "Ines", PENDING).await;
    let path = format!("/desk/courier/comments/{id}");
    for page in [look(&browser, PENDING).await, look(&browser, &path).await] {
        assert!(page.has("&#60;script&#62;<mark"), "{}", page.html);
        for raw in ["<script>alert", "<img", "<b onclick", "<i>Harbour"] {
            assert!(!page.has(raw), "{raw} in {}", page.html);
        }
    }
    let page = look(&browser, &path).await;
    let noted = press(&browser, &page, &id, &[("what", "note"), ("body", nasty)]).await;
    let page = follow(&browser, &noted).await;
    assert!(page.has("The note is kept.") && !page.has("<script>alert"), "{}", page.html);
    let odd = look(&browser, &format!("{PENDING}?article=7&author=7&reason=%22%3E%3Cscript%3E&done=%3Cb%3E")).await;
    assert!(!odd.has("<script>") && !odd.has("<b>"), "{}", odd.html);
    app
}

async fn a_comment_alone_tells_all_and_takes_all(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    app.moderator("courier", "Jan").await;
    rules(&app, &ines, json!({"undo_seconds": 600})).await;
    let (ada, bo) = (app.reader("Ada").await, app.reader("Bo").await);
    let above = writes(&app, &bo, "Who is to pay for the harbour?").await;
    let reply = |body: &str| json!({"url": ARTICLE, "parent_id": above, "body": body});
    let id = app.post(COMMENTS, Some(&ada), reply("We are.")).await.text("id").to_owned();
    app.post(COMMENTS, Some(&bo), reply("Nobody is.")).await;
    let below = json!({"url": ARTICLE, "parent_id": id, "body": "Not me."});
    app.post(COMMENTS, Some(&bo), below).await;
    let report = json!({"reason": "abuse", "detail": "He means me."});
    assert_eq!(app.post(&format!("/api/v1/comments/{id}/reports"), Some(&bo), report).await.status, 201);

    let path = format!("/desk/courier/comments/{id}");
    let browser = at_desk(&app, "Ines", &path).await;
    let page = look(&browser, &path).await;
    for told in ["In reply to Bo", "Not me.", "Nobody is.", "He means me.", "The checks: Published", "Trust"] {
        assert!(page.has(told), "{told} in {}", page.html);
    }
    assert!(page.has(&format!("/desk/courier/authors/{id}")));
    let ask = press(&browser, &page, &id, &[("what", "ask_edit")]).await;
    assert!(ask.status == 422 && ask.has("is needed to ask for an edit"), "{}", ask.html);
    let ask = press(&browser, &page, &id, &[("what", "ask_edit"), ("note", "Who is we?")]).await;
    let page = follow(&browser, &ask).await;
    assert!(page.has("The author is asked to change it.") && page.has("Waits for its author"), "{}", page.html);
    let escalated = press(&browser, &page, &id, &[("what", "escalate"), ("note", "Please look.")]).await;
    let page = follow(&browser, &escalated).await;
    assert!(page.has("For the administrators"), "{}", page.html);

    let same = press(&browser, &page, &id, &[("what", "edit"), ("body", " ")]).await;
    assert!(same.status == 422 && same.has("must not be empty"), "{}", same.html);
    let edited = press(&browser, &page, &id, &[("what", "edit"), ("body", "We all are."), ("note", "Clearer.")]).await;
    let page = follow(&browser, &edited).await;
    assert!(
        page.has("The text is changed.") && page.has("We all are.") && page.has("edited by staff"),
        "{}",
        page.html
    );

    let noted = press(&browser, &page, &id, &[("what", "note"), ("body", "Means well.")]).await;
    let page = follow(&browser, &noted).await;
    assert!(page.has("Means well.") && page.has("remove_note"), "{}", page.html);
    let note = page.html.split("Means well.").nth(1).map(|rest| field(rest, "id").to_owned()).expect("a note");
    let jans = at_desk(&app, "Jan", &path).await;
    let his = look(&jans, &path).await;
    assert!(his.has("Means well.") && !his.has("remove_note"), "it is not his");
    assert_eq!(press(&jans, &his, &id, &[("what", "remove_note"), ("id", &note)]).await.status, 403);
    let gone = press(&browser, &page, &id, &[("what", "remove_note"), ("id", &note)]).await;
    let page = follow(&browser, &gone).await;
    assert!(!page.has("Means well."), "{}", page.html);

    let deleted = press(&browser, &page, &id, &[("what", "delete")]).await;
    let page = follow(&browser, &deleted).await;
    assert!(page.has("It is deleted.") && page.has("Its text is gone") && !page.has("We all are."), "{}", page.html);
    assert_eq!(case(&app, &ines, &id).await["status"], "deleted");
    app.is_healthy().await;
    app
}

async fn an_appeal_is_decided_by_somebody_else(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    app.moderator("courier", "Jan").await;
    let ada = app.reader("Ada").await;
    let id = writes(&app, &ada, "They are to widen the harbour mouth.").await;
    let decisions = format!("/api/v1/moderation/comments/{id}/decisions");
    let reject = json!({"action": "reject", "reason": "off_topic", "revision": 1});
    assert_eq!(app.post(&decisions, Some(&ines), reject).await.status, 201);
    let statement = json!({"statement": "It is what the article is about."});
    assert_eq!(app.post(&format!("/api/v1/comments/{id}/appeals"), Some(&ada), statement).await.status, 201);

    let path = format!("/desk/courier/comments/{id}");
    let hers = at_desk(&app, "Ines", &path).await;
    let page = look(&hers, &path).await;
    assert!(page.has("It is what the article is about.") && page.has("somebody else decides"), "{}", page.html);
    let barred = press(&hers, &page, &id, &[("what", "approve")]).await;
    assert!(barred.status == 403 && barred.has("somebody else decides on that"), "{}", barred.html);

    let his = at_desk(&app, "Jan", "/desk/courier/queues/appealed").await;
    let list = look(&his, "/desk/courier/queues/appealed").await;
    assert!(item(&list, &id).contains("The author appeals."), "{}", list.html);
    let page = look(&his, &path).await;
    assert!(page.has("Publish after all") && page.has("value=\"off_topic\" selected"), "{}", page.html);
    let done = press(&his, &page, &id, &[("what", "approve")]).await;
    let page = follow(&his, &done).await;
    assert!(page.has("published after all"), "{}", page.html);
    app.is_healthy().await;
    app
}

async fn a_list_is_narrowed_down_and_goes_on(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let quick = json!({"rate": {"per_minute": 1000, "per_hour": 1000}, "words": {"suspect": ["herring"]}});
    rules(&app, &ines, quick).await;
    let (ada, bo) = (app.reader("Ada").await, app.reader("Bo").await);
    for number in 0..26 {
        writes(&app, &ada, &format!("Day {number} at sea, and no land.")).await;
    }
    let fishy = writes(&app, &bo, "Nothing but herring again.").await;
    let browser = at_desk(&app, "Ines", PENDING).await;
    let path = format!("{PENDING}?sort=oldest");
    let page = look(&browser, &path).await;
    assert_eq!(page.html.matches("data-item=").count(), 25);
    let next = page.html.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("more");
    let next = next.replace("&#38;", "&");
    assert!(next.starts_with("?sort=oldest&cursor="), "{next}");
    let rest = look(&browser, &format!("{PENDING}{next}")).await;
    assert_eq!(rest.html.matches("data-item=").count(), 2);
    assert!(rest.has(&format!("item-{fishy}")) && rest.has("First page"), "{}", rest.html);

    for narrowed in [format!("author={fishy}"), "check=word_list".to_owned()] {
        let page = look(&browser, &format!("{PENDING}?{narrowed}")).await;
        assert_eq!(page.html.matches("data-item=").count(), 1, "{narrowed}");
        assert!(page.has(&format!("item-{fishy}")), "{narrowed}");
    }
    let wrong = browser.get(&format!("{PENDING}?article=nonsense")).await;
    assert!(wrong.status == 422 && wrong.has("f-article-error") && wrong.has("value=\"nonsense\""), "{}", wrong.html);
    app
}

async fn what_is_hard_to_read_is_veiled(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.moderator("courier", "Ines").await;
    app.moderator("courier", "Jan").await;
    let (ada, bo, cy) = (app.reader("Ada").await, app.reader("Bo").await, app.reader("Cy").await);
    let id = writes(&app, &ada, "You absolute walnut.").await;
    let reports = format!("/api/v1/comments/{id}/reports");
    assert_eq!(app.post(&reports, Some(&bo), json!({"reason": "abuse"})).await.status, 201);
    let path = "/desk/courier/queues/reported";
    let browser = at_desk(&app, "Ines", path).await;
    assert!(!look(&browser, path).await.has("May be hard to read"), "one reader alone veils nothing");
    assert_eq!(app.post(&reports, Some(&cy), json!({"reason": "abuse"})).await.status, 201);
    let page = look(&browser, path).await;
    assert!(item(&page, &id).contains("May be hard to read (Insulting or degrading)"), "{}", page.html);
    let wish = [("csrf", field(&page.html, "csrf")), ("back", path), ("veil", "off")];
    let page = follow(&browser, &browser.submit("/desk/courier/veil", &wish).await).await;
    assert!(!page.has("May be hard to read") && page.has("walnut"), "{}", page.html);
    let wish = [("csrf", field(&page.html, "csrf")), ("back", path), ("veil", "on")];
    let page = follow(&browser, &browser.submit("/desk/courier/veil", &wish).await).await;
    assert!(page.has("May be hard to read"), "{}", page.html);
    app
}

async fn a_second_look_knows_nothing_of_the_first(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    app.moderator("courier", "Jan").await;
    app.administrator("Root").await;
    rules(&app, &ines, json!({"second_looks_percent": 100})).await;
    let ada = app.reader("Ada").await;
    let id = writes(&app, &ada, "They are to widen the harbour mouth.").await;
    let reject = json!({"action": "reject", "reason": "off_topic", "note": "Stay with it.", "revision": 1});
    let path = format!("/api/v1/moderation/comments/{id}/decisions");
    assert_eq!(app.post(&path, Some(&ines), reject).await.status, 201);
    let looks = "/desk/courier/second-looks";
    let hers = at_desk(&app, "Ines", looks).await;
    assert!(look(&hers, looks).await.has("Nothing to look at again."), "not what she decided");
    let his = at_desk(&app, "Jan", looks).await;
    let page = look(&his, looks).await;
    assert!(page.has("harbour mouth") && !page.has("Stay with it.") && !page.has("Ines"), "{}", page.html);
    let action = page.html.split("action=\"/desk/courier/second-looks/").nth(1).and_then(|rest| rest.split('"').next());
    let action = format!("{looks}/{}", action.expect("a form"));
    let answer = [("csrf", field(&page.html, "csrf")), ("verdict", "approve"), ("reason", "abuse")];
    let page = follow(&his, &his.submit(&action, &answer).await).await;
    assert!(page.has("Your look is kept.") && !page.has("did not agree"), "{}", page.html);
    let again = his.submit(&action, &answer).await;
    assert!(again.status == 409 && again.has("already"), "{}", again.html);
    assert_eq!(case(&app, &ines, &id).await["status"], "rejected", "nothing happens to the comment");
    let roots = at_desk(&app, "Root", looks).await;
    let page = look(&roots, looks).await;
    assert!(page.has("Ines: reject (Not about the article)") && page.has("Jan: approve"), "{}", page.html);
    app
}
