//! From what is owed to what is read: a notice becomes a subject, a plain text and an HTML document.

use super::mails;
use super::wording::{
    NAME, age, explained, greeting, host, lines, measured, moment, over, purged, reported, shortened,
};
use crate::mail::Content;
use crate::model::account::LinkPurpose;
use crate::model::appeal::AppealOutcome;
use crate::model::ids::{CommentId, LinkId, SanctionId};
use crate::model::mail::Notice;
use crate::model::queue::Queue;
use crate::model::report::ReportOutcome;

/// A rendered mail.
pub type Letter = Content;

/// Lengths in user-perceived characters.
const TITLE: usize = 70;
const EXCERPT: usize = 280;

/// What links in mails are made of.
pub struct Links<'a> {
    /// Where readers reach the service, without a slash at the end.
    pub public_url: &'a str,
    /// The text of a single-use token; called only while rendering the mail that carries it.
    pub token: &'a dyn Fn(LinkPurpose, LinkId) -> String,
}

impl Links<'_> {
    fn account(&self, purpose: LinkPurpose, link: LinkId) -> String {
        let page = match purpose {
            LinkPurpose::VerifyEmail => "verify",
            LinkPurpose::ChangeEmail => "address",
            LinkPurpose::ResetPassword => "reset",
        };
        format!("{}/account/{page}?token={}", self.public_url, (self.token)(purpose, link))
    }

    fn case(&self, comment: CommentId) -> String {
        format!("{}/api/v1/moderation/comments/{comment}", self.public_url)
    }

    fn acknowledgement(&self, sanction: SanctionId) -> String {
        format!("{}/api/v1/me/sanctions/{sanction}/acknowledge", self.public_url)
    }

    fn appeals(&self, comment: CommentId) -> String {
        format!("{}/api/v1/comments/{comment}/appeals", self.public_url)
    }

    fn queue(&self, queue: Queue, site_slug: &str) -> String {
        format!("{}/api/v1/moderation/queues/{}?site={site_slug}", self.public_url, queue.as_str())
    }
}

fn comment_link(article_url: &str, comment: CommentId) -> String {
    format!("{article_url}#comment-{comment}")
}

/// Where a measure counts: on a site, or on all that the service is for.
fn place(site_name: Option<&str>, host: &str) -> String {
    site_name.map_or_else(|| host.to_owned(), |name| shortened(name, NAME))
}

/// Errors: a template cannot be written, which no notice causes.
pub fn render(notice: &Notice, links: &Links) -> Result<Letter, askama::Error> {
    let host = host(links.public_url);
    match notice {
        Notice::VerifyAddress { name, link } => {
            let link = links.account(LinkPurpose::VerifyEmail, *link);
            mails::VerifyAddress { greeting: greeting(name), host, link }.letter()
        }
        Notice::ChangeAddress { name, link } => {
            let link = links.account(LinkPurpose::ChangeEmail, *link);
            mails::ChangeAddress { greeting: greeting(name), host, link }.letter()
        }
        Notice::AddressChangeAsked { name } => mails::AddressChangeAsked { greeting: greeting(name), host }.letter(),
        Notice::AddressInUse { name } => mails::AddressInUse { greeting: greeting(name), host }.letter(),
        Notice::ResetPassword { name, link } => {
            let link = links.account(LinkPurpose::ResetPassword, *link);
            mails::ResetPassword { greeting: greeting(name), host, link }.letter()
        }
        Notice::PasswordChanged { name } => mails::PasswordChanged { greeting: greeting(name), host }.letter(),
        Notice::CommentPublished { name, article_title, article_url, comment, excerpt } => mails::CommentPublished {
            greeting: greeting(name),
            host,
            title: shortened(article_title, TITLE),
            link: comment_link(article_url, *comment),
            excerpt: shortened(excerpt, EXCERPT),
        }
        .letter(),
        Notice::CommentNotPublished {
            name,
            article_title,
            article_url,
            comment,
            excerpt,
            reason,
            note,
            appeal_until,
        } => {
            let (why, what_now) = explained(*reason);
            let appeal =
                appeal_until.map(|until| mails::Appeal { until: moment(until), address: links.appeals(*comment) });
            mails::CommentNotPublished {
                greeting: greeting(name),
                host,
                title: shortened(article_title, TITLE),
                link: comment_link(article_url, *comment),
                excerpt: shortened(excerpt, EXCERPT),
                why,
                what_now,
                note: note.as_deref().map(lines).unwrap_or_default(),
                appeal,
            }
            .letter()
        }
        Notice::Reply { name, replier, article_title, article_url, comment, excerpt, own_excerpt } => mails::Reply {
            greeting: greeting(name),
            host,
            replier: shortened(replier, NAME),
            title: shortened(article_title, TITLE),
            link: comment_link(article_url, *comment),
            excerpt: shortened(excerpt, EXCERPT),
            own_excerpt: shortened(own_excerpt, EXCERPT),
        }
        .letter(),
        Notice::Waiting { name, site_slug, site_name, count, oldest_minutes } => mails::Waiting {
            greeting: greeting(name),
            host,
            site_name: shortened(site_name, NAME),
            link: links.queue(Queue::Pending, site_slug),
            count: *count,
            oldest: age(*oldest_minutes),
        }
        .letter(),
        Notice::TargetBreached { name, site_slug, site_name, queue, target_minutes, oldest_minutes } => {
            mails::TargetBreached {
                greeting: greeting(name),
                host,
                site_name: shortened(site_name, NAME),
                link: links.queue(*queue, site_slug),
                queue: queue.as_str(),
                target: age(*target_minutes),
                oldest: age(*oldest_minutes),
            }
            .letter()
        }
        Notice::EditAsked { name, article_title, article_url, comment, excerpt, note } => mails::EditAsked {
            greeting: greeting(name),
            host,
            title: shortened(article_title, TITLE),
            link: comment_link(article_url, *comment),
            excerpt: shortened(excerpt, EXCERPT),
            note: lines(note),
        }
        .letter(),
        Notice::Escalated { name, site_name, moderator, article_title, comment, excerpt, note } => mails::Escalated {
            greeting: greeting(name),
            host,
            site_name: shortened(site_name, NAME),
            moderator: shortened(moderator, NAME),
            title: shortened(article_title, TITLE),
            link: links.case(*comment),
            excerpt: shortened(excerpt, EXCERPT),
            note: note.as_deref().map(lines).unwrap_or_default(),
        }
        .letter(),
        Notice::Sanctioned { name, site_name, measure, reason, until, purge_days } => mails::Sanctioned {
            greeting: greeting(name),
            place: place(site_name.as_deref(), &host),
            host,
            measure: measured(*measure, *until),
            reason: lines(reason),
            purge: purge_days.map(purged),
        }
        .letter(),
        Notice::Warned { name, site_name, sanction, reason, purge_days } => mails::Warned {
            greeting: greeting(name),
            place: place(site_name.as_deref(), &host),
            host,
            address: links.acknowledgement(*sanction),
            reason: lines(reason),
            purge: purge_days.map(purged),
        }
        .letter(),
        Notice::SanctionEnded { name, site_name, measure, lifted } => mails::SanctionEnded {
            greeting: greeting(name),
            place: place(site_name.as_deref(), &host),
            host,
            measure: over(*measure),
            lifted: *lifted,
        }
        .letter(),
        Notice::ReportOutcome { name, article_title, article_url, comment, outcome } => {
            let stands = *outcome == ReportOutcome::Dismissed;
            mails::ReportOutcome {
                greeting: greeting(name),
                host,
                title: shortened(article_title, TITLE),
                link: if stands { comment_link(article_url, *comment) } else { article_url.clone() },
                outcome: reported(*outcome),
                stands,
            }
            .letter()
        }
        Notice::AppealOutcome { name, article_title, article_url, comment, excerpt, outcome, reason, note } => {
            let published = *outcome == AppealOutcome::Overturned;
            mails::AppealOutcome {
                greeting: greeting(name),
                host,
                title: shortened(article_title, TITLE),
                link: comment_link(article_url, *comment),
                excerpt: shortened(excerpt, EXCERPT),
                published,
                why: reason.filter(|_| !published).map(|reason| explained(reason).0),
                note: note.as_deref().map(lines).unwrap_or_default(),
            }
            .letter()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::decision::Reason;
    use crate::model::sanction::SanctionKind;
    use crate::model::time::Timestamp;

    const HOSTILE: &str = "Ida <b>\"&\r\nBcc: all@reader.example";

    fn rendered(notice: &Notice) -> Letter {
        let token = |purpose: LinkPurpose, link: LinkId| format!("{}-{link}", purpose.as_str());
        let links = Links { public_url: "https://comments.news.example", token: &token };
        render(notice, &links).expect("a letter")
    }

    /// One notice of each kind, `text` wherever somebody outside the newsroom supplies it, and the link it must have.
    fn samples(text: &str) -> Vec<(Notice, Option<&'static str>)> {
        let text = || text.to_owned();
        let article_url = || "https://news.example/bridge".to_owned();
        let (link, comment) = (LinkId::from(5), CommentId::from(7));
        vec![
            (
                Notice::VerifyAddress { name: text(), link },
                Some("https://comments.news.example/account/verify?token=verify_email-5"),
            ),
            (
                Notice::ChangeAddress { name: text(), link },
                Some("https://comments.news.example/account/address?token=change_email-5"),
            ),
            (Notice::AddressChangeAsked { name: text() }, None),
            (Notice::AddressInUse { name: text() }, None),
            (
                Notice::ResetPassword { name: text(), link },
                Some("https://comments.news.example/account/reset?token=reset_password-5"),
            ),
            (Notice::PasswordChanged { name: text() }, None),
            (
                Notice::CommentPublished {
                    name: text(),
                    article_title: text(),
                    article_url: article_url(),
                    comment,
                    excerpt: text(),
                },
                Some("https://news.example/bridge#comment-7"),
            ),
            (
                Notice::CommentNotPublished {
                    name: text(),
                    article_title: text(),
                    article_url: article_url(),
                    comment,
                    excerpt: text(),
                    reason: Reason::OffTopic,
                    note: Some(text()),
                    appeal_until: Some(Timestamp::from_micros(1_790_000_000_000_000)),
                },
                Some("https://news.example/bridge#comment-7"),
            ),
            (
                Notice::Reply {
                    name: text(),
                    replier: text(),
                    article_title: text(),
                    article_url: article_url(),
                    comment,
                    excerpt: text(),
                    own_excerpt: text(),
                },
                Some("https://news.example/bridge#comment-7"),
            ),
            (
                Notice::Waiting {
                    name: text(),
                    site_slug: "news".to_owned(),
                    site_name: text(),
                    count: 3,
                    oldest_minutes: 130,
                },
                Some("https://comments.news.example/api/v1/moderation/queues/pending?site=news"),
            ),
            (
                Notice::TargetBreached {
                    name: text(),
                    site_slug: "news".to_owned(),
                    site_name: text(),
                    queue: Queue::Spam,
                    target_minutes: 60,
                    oldest_minutes: 130,
                },
                Some("https://comments.news.example/api/v1/moderation/queues/spam?site=news"),
            ),
            (
                Notice::EditAsked {
                    name: text(),
                    article_title: text(),
                    article_url: article_url(),
                    comment,
                    excerpt: text(),
                    note: text(),
                },
                Some("https://news.example/bridge#comment-7"),
            ),
            (
                Notice::Escalated {
                    name: text(),
                    site_name: text(),
                    moderator: text(),
                    article_title: text(),
                    comment,
                    excerpt: text(),
                    note: Some(text()),
                },
                Some("https://comments.news.example/api/v1/moderation/comments/7"),
            ),
            (
                Notice::Sanctioned {
                    name: text(),
                    site_name: Some(text()),
                    measure: SanctionKind::Suspend,
                    reason: text(),
                    until: Some(Timestamp::from_micros(1_790_000_000_000_000)),
                    purge_days: Some(7),
                },
                None,
            ),
            (
                Notice::Warned {
                    name: text(),
                    site_name: Some(text()),
                    sanction: SanctionId::from(9),
                    reason: text(),
                    purge_days: None,
                },
                None,
            ),
            (
                Notice::SanctionEnded {
                    name: text(),
                    site_name: None,
                    measure: SanctionKind::Premoderate,
                    lifted: true,
                },
                None,
            ),
            (
                Notice::ReportOutcome {
                    name: text(),
                    article_title: text(),
                    article_url: article_url(),
                    comment,
                    outcome: ReportOutcome::Dismissed,
                },
                Some("https://news.example/bridge#comment-7"),
            ),
            (
                Notice::AppealOutcome {
                    name: text(),
                    article_title: text(),
                    article_url: article_url(),
                    comment,
                    excerpt: text(),
                    outcome: AppealOutcome::Upheld,
                    reason: Some(Reason::OffTopic),
                    note: Some(text()),
                },
                Some("https://news.example/bridge#comment-7"),
            ),
        ]
    }

    #[test]
    fn every_kind_renders_with_its_link_in_both_texts() {
        let samples = samples("Ida");
        let kinds: Vec<&str> = samples.iter().map(|(notice, _)| notice.kind()).collect();
        assert_eq!(kinds, Notice::ALL_KINDS);
        for (notice, link) in &samples {
            let letter = rendered(notice);
            assert!(letter.text.starts_with("Hello Ida,\n\n"), "{}", letter.text);
            assert!(letter.html.contains("Hello Ida,") && letter.html.trim_end().ends_with("</html>"));
            assert!(letter.text.contains("comments.news.example") && letter.html.contains("comments.news.example"));
            if let Some(link) = link {
                assert!(letter.text.contains(link), "{}", letter.text);
                assert!(letter.html.contains(&format!("href=\"{link}\"")), "{}", letter.html);
            }
            assert!(!letter.text.contains("\n\n\n") && letter.text.ends_with('\n'), "{}", letter.text);
            assert!(!letter.text.contains("--\n\n"), "{}", letter.text);
            assert!(!letter.html.contains("<img") && !letter.html.contains("<script"));
        }
    }

    #[test]
    fn every_kind_has_its_folder_and_no_other_is_there() {
        let mut folders: Vec<String> = std::fs::read_dir("src/notifications/templates")
            .expect("the templates")
            .map(|entry| entry.expect("an entry"))
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        folders.sort();
        let mut kinds = Notice::ALL_KINDS.to_vec();
        kinds.sort_unstable();
        assert_eq!(folders, kinds);
    }

    #[test]
    fn what_people_wrote_is_text_and_stays_on_its_line() {
        for (notice, _) in samples(HOSTILE) {
            let letter = rendered(&notice);
            assert!(!letter.subject.contains(['\r', '\n']), "{:?}", letter.subject);
            assert!(!letter.html.contains("<b>"), "{}", letter.html);
            assert!(letter.text.lines().all(|line| !line.starts_with("Bcc:")), "{}", letter.text);
        }
    }

    #[test]
    fn subjects_stay_short_and_say_what_happened() {
        for (notice, _) in samples(&"word ".repeat(200)) {
            let subject = rendered(&notice).subject;
            assert!(subject.chars().count() <= 150, "{subject}");
        }
        let subjects: Vec<String> = samples("The bridge").iter().map(|(notice, _)| rendered(notice).subject).collect();
        assert_eq!(subjects[6], "Published: your comment under “The bridge”");
        assert_eq!(subjects[7], "Not published: your comment under “The bridge”");
        assert_eq!(subjects[9], "3 comments are waiting on The bridge");
    }

    #[test]
    fn a_measure_says_what_it_is_until_when_and_why() {
        for &measure in SanctionKind::ALL {
            let until = Some(Timestamp::parse("2026-11-23T10:11:12Z").expect("a time"));
            let letter = rendered(&Notice::Sanctioned {
                name: "Ida".to_owned(),
                site_name: Some("The Courier".to_owned()),
                measure,
                reason: "Please see\n\nour rules.".to_owned(),
                until,
                purge_days: Some(1),
            });
            let one_line = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
            for text in [one_line, letter.html] {
                assert!(text.contains(&measured(measure, until)) && text.contains("2026-11-23 10:11 UTC"), "{text}");
                assert!(text.contains("our rules.") && text.contains("of the last day"), "{text}");
            }
        }
    }

    /// Its text on one line.
    fn unwrapped(letter: &Letter) -> String {
        letter.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_rejection_says_why_and_what_the_moderator_added() {
        for &reason in Reason::ALL {
            let (why, what_now) = explained(reason);
            for note in [None, Some("Please see\n\nour rules.".to_owned())] {
                let letter = rendered(&Notice::CommentNotPublished {
                    name: "Ida".to_owned(),
                    article_title: "The bridge".to_owned(),
                    article_url: "https://news.example/bridge".to_owned(),
                    comment: CommentId::from(7),
                    excerpt: "First!".to_owned(),
                    reason,
                    note: note.clone(),
                    appeal_until: note.as_ref().map(|_| Timestamp::parse("2026-11-23T10:11:12Z").expect("a time")),
                });
                let one_line = unwrapped(&letter);
                assert_eq!(one_line.contains("appeal once, until 2026-11-23 10:11 UTC."), note.is_some(), "{one_line}");
                assert_eq!(letter.html.contains("/api/v1/comments/7/appeals"), note.is_some());
                assert!(one_line.contains(why) && one_line.contains(what_now), "{}", letter.text);
                assert!(letter.html.contains(why) && letter.html.contains(what_now));
                assert_eq!(letter.text.contains("> our rules."), note.is_some(), "{}", letter.text);
                assert_eq!(letter.html.contains("our rules."), note.is_some());
            }
        }
    }

    #[test]
    fn a_reporter_is_told_and_sees_nothing_of_what_was_taken_down() {
        for &outcome in ReportOutcome::ALL {
            let letter = rendered(&Notice::ReportOutcome {
                name: "Ida".to_owned(),
                article_title: "The bridge".to_owned(),
                article_url: "https://news.example/bridge".to_owned(),
                comment: CommentId::from(7),
                outcome,
            });
            let told = reported(outcome);
            assert!(unwrapped(&letter).contains(told) && letter.html.contains(told), "{}", letter.text);
            let stands = outcome == ReportOutcome::Dismissed;
            assert_eq!(letter.text.contains("#comment-7"), stands, "{}", letter.text);
            assert_eq!(letter.html.contains("#comment-7"), stands);
        }
    }

    #[test]
    fn an_appeal_is_answered() {
        let answer = |outcome, reason| {
            rendered(&Notice::AppealOutcome {
                name: "Ida".to_owned(),
                article_title: "The bridge".to_owned(),
                article_url: "https://news.example/bridge".to_owned(),
                comment: CommentId::from(7),
                excerpt: "First!".to_owned(),
                outcome,
                reason,
                note: Some("We have\nthought about it.".to_owned()),
            })
        };
        let overturned = answer(AppealOutcome::Overturned, None);
        assert_eq!(overturned.subject, "Published after all: your comment under “The bridge”");
        assert!(overturned.text.contains("> thought about it.") && !overturned.text.contains("The reason"));
        let upheld = answer(AppealOutcome::Upheld, Some(Reason::Spam));
        assert_eq!(upheld.subject, "Not published after all: your comment under “The bridge”");
        assert!(upheld.text.contains("The reason: It read like advertising."), "{}", upheld.text);
    }
}
