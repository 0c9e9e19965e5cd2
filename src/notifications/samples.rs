//! One notice of each kind and shape, for trying templates and for looking at every mail.

use crate::model::appeal::AppealOutcome;
use crate::model::decision::Reason;
use crate::model::ids::{CommentId, LinkId, SanctionId, ThreadId};
use crate::model::locale::Locale;
use crate::model::notice::{About, Listed, Notice, Undecided, WeekFigures};
use crate::model::preferences::Frequency;
use crate::model::queue::Queue;
use crate::model::report::ReportOutcome;
use crate::model::sanction::SanctionKind;
use crate::model::time::{DAY, Timestamp};

/// What somebody outside the newsroom writes, in a sample.
#[derive(Debug, Clone)]
pub struct Words {
    pub name: String,
    pub title: String,
    pub body: String,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            name: "Ida Lindqvist".to_owned(),
            title: "Who pays for the new harbour bridge?".to_owned(),
            body: "The town has paid for three studies of this bridge since 2019, and not one of them asked the people who \
                   cross it every morning. Before anybody orders steel, somebody should stand there with a clicker and count."
                .to_owned(),
        }
    }
}

impl Words {
    /// The same text everywhere.
    pub fn only(text: &str) -> Self {
        Self { name: text.to_owned(), title: text.to_owned(), body: text.to_owned() }
    }
}

/// When the samples are written: a Tuesday in March.
const NOW: i64 = 1_773_136_800_000_000;

/// Every kind, some in several shapes, with the name of its shape.
#[expect(clippy::too_many_lines, reason = "a list of what there is")]
pub fn all(words: &Words) -> Vec<(String, Notice)> {
    let name = || words.name.clone();
    let now = Timestamp::from_micros(NOW);
    let link = LinkId::from(3_560_000_000_000_000_005);
    let about = |at: i64| About {
        article_title: words.title.clone(),
        article_url: "https://news.example/2026/harbour-bridge".to_owned(),
        thread: Some(ThreadId::from(4)),
        comment: CommentId::from(3_560_000_000_000_000_000 + at),
        parent: None,
        excerpt: words.body.clone(),
    };
    let other = |name: &str| if words.name == Words::default().name { name.to_owned() } else { words.name.clone() };
    let usual = words.body == Words::default().body;
    // What one person writes after another, unless the words are to be the same everywhere.
    let says = |text: &str| if usual { text.to_owned() } else { words.body.clone() };
    let note = Some(format!(
        "{}\nDo write it again without the name.",
        says(
            "You may doubt what the mayor counts. Calling him a liar is another thing, and that sentence is why this is gone."
        )
    ));
    let saying = |at: i64, text: &str| About { excerpt: says(text), ..about(at) };
    let reply = |at: i64, who: &str| Notice::Reply {
        name: name(),
        replier: other(who),
        about: saying(
            at,
            "I did stand there, for a week last autumn: 640 bicycles a day, and nobody from the town hall ever asked.",
        ),
        own_excerpt: words.body.clone(),
    };
    let item = |at: i64, queue: Queue, author: &str, text: &str, because: &str| Undecided {
        about: saying(at, text),
        revision: 1,
        author: other(author),
        queue,
        because: vec![says(because)],
    };
    let ferry = |at: i64, text: &str| About {
        article_title: other("The ferry runs again"),
        article_url: "https://news.example/2026/ferry".to_owned(),
        ..saying(at, text)
    };
    let week = WeekFigures {
        received: 412,
        published: 371,
        rejected: 22,
        spam: 19,
        reports: 14,
        appeals: 3,
        overturned: 1,
        median_wait_minutes: Some(47),
    };
    let site = || ("news".to_owned(), "The Harbour News".to_owned());
    let sanctioned = |measure: SanctionKind, site_name: Option<String>, until: Option<Timestamp>, purge_days| {
        Notice::Sanctioned { name: name(), site_name, measure, reason: words.body.clone(), until, purge_days }
    };
    let mut notices = vec![
        ("", Notice::VerifyAddress { name: name(), link }),
        ("", Notice::Welcome { name: name() }),
        ("", Notice::ChangeAddress { name: name(), link }),
        ("", Notice::AddressChangeAsked { name: name() }),
        ("", Notice::AddressChanged { name: name() }),
        ("", Notice::AddressInUse { name: name() }),
        ("", Notice::ResetPassword { name: name(), link }),
        ("", Notice::PasswordChanged { name: name() }),
        ("", Notice::NewSignIn { name: name(), device: "Firefox, Linux".to_owned(), at: now }),
        ("unknown", Notice::NewSignIn { name: name(), device: String::new(), at: now }),
        (
            "",
            Notice::ConfirmFollow {
                name: name(),
                site_name: site().1,
                article_title: words.title.clone(),
                article_url: about(1).article_url,
                link,
            },
        ),
        ("", reply(1, "Otto Brandt")),
        ("", Notice::Mention { name: name(), author: other("Otto Brandt"), about: about(2) }),
        ("", Notice::Followed { name: name(), author: other("Otto Brandt"), about: about(3) }),
        ("", Notice::CommentPublished { name: name(), about: about(4) }),
        (
            "",
            Notice::CommentNotPublished {
                name: name(),
                about: about(5),
                reason: Reason::OffTopic,
                note: note.clone(),
                appeal_until: Some(now.plus(14 * DAY)),
            },
        ),
        (
            "",
            Notice::CommentRemoved {
                name: name(),
                about: about(6),
                reason: Reason::PersonalAttack,
                note: note.clone(),
                appeal_until: Some(now.plus(14 * DAY)),
            },
        ),
        (
            "deleted",
            Notice::CommentRemoved {
                name: name(),
                about: About { excerpt: String::new(), ..about(6) },
                reason: Reason::Other,
                note: None,
                appeal_until: None,
            },
        ),
        ("", Notice::CommentEdited { name: name(), about: about(7), note: note.clone() }),
        ("", Notice::EditAsked { name: name(), about: about(8), note: words.body.clone() }),
        (
            "overturned",
            Notice::AppealOutcome {
                name: name(),
                about: about(9),
                outcome: AppealOutcome::Overturned,
                reason: None,
                note: None,
            },
        ),
        (
            "upheld",
            Notice::AppealOutcome {
                name: name(),
                about: about(9),
                outcome: AppealOutcome::Upheld,
                reason: Some(Reason::Abuse),
                note: note.clone(),
            },
        ),
        ("ban", sanctioned(SanctionKind::Ban, Some(site().1), None, Some(7))),
        ("mute", sanctioned(SanctionKind::Mute, None, Some(now.plus(DAY)), None)),
        ("premoderate", sanctioned(SanctionKind::Premoderate, Some(site().1), Some(now.plus(30 * DAY)), Some(1))),
        (
            "",
            Notice::Warned {
                name: name(),
                site_name: Some(site().1),
                sanction: SanctionId::from(6),
                reason: words.body.clone(),
                purge_days: None,
            },
        ),
    ];
    notices.extend(ReportOutcome::ALL.iter().map(|outcome| {
        (outcome.as_str(), Notice::ReportOutcome { name: name(), about: about(10), outcome: *outcome })
    }));
    let over = [SanctionKind::Warn, SanctionKind::Premoderate, SanctionKind::Mute, SanctionKind::Ban];
    notices.extend(over.map(|measure| {
        let lifted = measure != SanctionKind::Mute;
        (measure.as_str(), Notice::SanctionEnded { name: name(), site_name: Some(site().1), measure, lifted })
    }));
    let lists = [(Queue::Reported, 2, 95), (Queue::Pending, 9, 1500), (Queue::Appealed, 1, 12)];
    let listed = |(queue, count, oldest_minutes)| Listed { queue, count, oldest_minutes };
    let waiting = |comments, lists, items| Notice::Waiting {
        name: name(),
        site_slug: site().0,
        site_name: site().1,
        frequency: Some(Frequency::AtOnce),
        comments,
        lists,
        items,
    };
    notices.extend([
        (
            "",
            waiting(
                11,
                lists.map(listed).to_vec(),
                vec![
                    item(
                        11,
                        Queue::Reported,
                        "Otto Brandt",
                        "Everybody knows whose brother-in-law pours the concrete. Ask him where he spent his summer.",
                        "Three readers have reported it: personal attack.",
                    ),
                    item(
                        12,
                        Queue::Pending,
                        "Mara Voss",
                        "My family has run the ice house for sixty years. A closed bridge for two summers would finish us.",
                        "It is the first comment by this author.",
                    ),
                    item(
                        13,
                        Queue::Appealed,
                        "Jonas Weil",
                        "The old ferry took four minutes and cost nothing. That is the whole comparison.",
                        "Its author has appealed: “This was about the article.”",
                    ),
                ],
            ),
        ),
        ("spam", waiting(1, vec![listed((Queue::Spam, 1, 0)), listed((Queue::Unreviewed, 1, 3))], Vec::new())),
        (
            "",
            Notice::TargetBreached {
                name: name(),
                site_slug: site().0,
                site_name: site().1,
                queue: Queue::Pending,
                target_minutes: 60,
                oldest_minutes: 130,
            },
        ),
        (
            "",
            Notice::Escalated {
                name: name(),
                site_slug: site().0,
                site_name: site().1,
                moderator: other("Ines Oakley"),
                revision: 2,
                about: about(14),
                note: note.clone(),
            },
        ),
        (
            "",
            Notice::WeeklyFigures {
                name: name(),
                site_slug: site().0,
                site_name: site().1,
                from: now.plus(-7 * DAY),
                to: now,
                week,
                before: WeekFigures { received: 388, median_wait_minutes: None, ..week },
            },
        ),
        (
            "",
            Notice::Digest {
                name: name(),
                frequency: Frequency::Daily,
                entries: vec![
                    reply(20, "Otto Brandt"),
                    Notice::Mention {
                        name: name(),
                        author: other("Mara Voss"),
                        about: saying(21, "@Ida Lindqvist is right about the clicker. I have one, and Saturday off."),
                    },
                    Notice::Followed {
                        name: name(),
                        author: other("Jonas Weil"),
                        about: saying(22, "Three studies, and the cheapest of them cost more than a year of the ferry."),
                    },
                    Notice::CommentPublished {
                        name: name(),
                        about: ferry(23, "Good news, and about time. Does it take bicycles again, as it did before 2019?"),
                    },
                    Notice::ReportOutcome {
                        name: name(),
                        about: About { excerpt: String::new(), ..ferry(24, "") },
                        outcome: ReportOutcome::Confirmed,
                    },
                ],
            },
        ),
        (
            "long",
            Notice::Digest {
                name: name(),
                frequency: Frequency::Weekly,
                entries: (0..60).map(|at| reply(30 + at, "Otto Brandt")).collect(),
            },
        ),
    ]);
    notices.push((
        "",
        Notice::Test {
            name: name(),
            locale: Locale::English,
            of: Box::new(Notice::CommentPublished { name: name(), about: about(99) }),
        },
    ));
    let named = |(shape, notice): (&str, Notice)| {
        let dash = if shape.is_empty() { "" } else { "-" };
        (format!("{}{dash}{shape}", notice.kind()), notice)
    };
    notices.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_a_sample_of_its_own_name() {
        let samples = all(&Words::default());
        let kinds: BTreeSet<&str> = samples.iter().map(|(_, notice)| notice.kind()).collect();
        assert_eq!(kinds, Notice::ALL_KINDS.iter().copied().collect());
        let names: BTreeSet<&String> = samples.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), samples.len());
    }
}
