//! Whether the counters agree with the rows they count, and how to make them agree.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Conn, Result};

mod queues;

/// One rule about the data and the SQL that finds and mends what breaks it. Both databases run the same text.
struct Rule {
    what: &'static str,
    /// Selects the `id` of each row that breaks the rule.
    broken: &'static str,
    /// `None` where only a person can decide what is right.
    mend: Option<&'static str>,
}

/// Reply counts come before what depends on them.
const RULES: &[Rule] = &[
    Rule {
        what: "a comment's reply_count is the number of its shown replies",
        broken: "SELECT c.id FROM comments c WHERE c.reply_count <> \
                 (SELECT count(*) FROM comments r WHERE r.parent_id = c.id AND r.shown)",
        mend: Some(
            "UPDATE comments SET reply_count = \
             (SELECT count(*) FROM comments r WHERE r.parent_id = comments.id AND r.shown)",
        ),
    },
    Rule {
        what: "a comment is shown if it is published or has shown replies",
        broken: "SELECT c.id FROM comments c WHERE c.shown <> (c.status = 'published' OR c.reply_count > 0)",
        mend: Some("UPDATE comments SET shown = (status = 'published' OR reply_count > 0)"),
    },
    Rule {
        what: "what is pinned is published, and what is left to somebody is pending",
        broken: "SELECT c.id FROM comments c WHERE (c.pinned_at IS NOT NULL AND c.status <> 'published') \
                 OR (coalesce(c.escalated_at, c.edit_asked_at) IS NOT NULL AND c.status <> 'pending')",
        mend: Some(
            "UPDATE comments SET pinned_at = CASE status WHEN 'published' THEN pinned_at END, \
             escalated_at = CASE status WHEN 'pending' THEN escalated_at END, \
             edit_asked_at = CASE status WHEN 'pending' THEN edit_asked_at END",
        ),
    },
    Rule {
        what: "a thread's comment_count is the number of its published comments",
        broken: "SELECT t.id FROM threads t WHERE t.comment_count <> \
                 (SELECT count(*) FROM comments c WHERE c.thread_id = t.id AND c.status = 'published')",
        mend: Some(
            "UPDATE threads SET comment_count = \
             (SELECT count(*) FROM comments c WHERE c.thread_id = threads.id AND c.status = 'published')",
        ),
    },
    Rule {
        what: "a comment's score is the sum of its votes",
        broken: "SELECT c.id FROM comments c WHERE c.score <> \
                 (SELECT coalesce(sum(v.value), 0) FROM votes v WHERE v.comment_id = c.id)",
        mend: Some(
            "UPDATE comments SET score = \
             (SELECT coalesce(sum(v.value), 0) FROM votes v WHERE v.comment_id = comments.id)",
        ),
    },
    Rule {
        what: "an author's record is the number of the author's comments of each status",
        broken: "SELECT a.author_key AS id FROM authors a WHERE EXISTS (SELECT 1 FROM (SELECT \
                 coalesce(sum(CASE c.status WHEN 'published' THEN 1 ELSE 0 END), 0) AS published, \
                 coalesce(sum(CASE c.status WHEN 'rejected' THEN 1 ELSE 0 END), 0) AS rejected, \
                 coalesce(sum(CASE c.status WHEN 'spam' THEN 1 ELSE 0 END), 0) AS spam \
                 FROM comments c WHERE c.site_id = a.site_id AND c.author_key = a.author_key) t \
                 WHERE t.published <> a.published OR t.rejected <> a.rejected OR t.spam <> a.spam) \
                 UNION ALL SELECT c.author_key AS id FROM comments c WHERE c.status IN ('published', 'rejected', 'spam') \
                 AND NOT EXISTS (SELECT 1 FROM authors a WHERE a.site_id = c.site_id AND a.author_key = c.author_key)",
        mend: Some(
            "UPDATE authors SET \
             published = (SELECT count(*) FROM comments c WHERE c.site_id = authors.site_id \
             AND c.author_key = authors.author_key AND c.status = 'published'), \
             rejected = (SELECT count(*) FROM comments c WHERE c.site_id = authors.site_id \
             AND c.author_key = authors.author_key AND c.status = 'rejected'), \
             spam = (SELECT count(*) FROM comments c WHERE c.site_id = authors.site_id \
             AND c.author_key = authors.author_key AND c.status = 'spam')",
        ),
    },
    Rule {
        what: "a comment's status is that of its last decision",
        broken: "SELECT c.id FROM comments c WHERE c.status <> coalesce((SELECT d.to_status FROM decisions d \
                 WHERE d.comment_id = c.id ORDER BY d.sequence DESC LIMIT 1), 'none')",
        mend: None,
    },
    Rule {
        what: "the head of a site's log stands at the number of its rows",
        broken: "SELECT h.site_id AS id FROM log_heads h WHERE h.sequence <> \
                 (SELECT count(*) FROM decisions d WHERE d.site_id = h.site_id)",
        mend: None,
    },
    Rule {
        what: "every revision of a comment belongs to a comment of the same site",
        broken: "SELECT r.comment_id AS id FROM comment_revisions r WHERE NOT EXISTS \
                 (SELECT 1 FROM comments c WHERE c.id = r.comment_id AND c.site_id = r.site_id)",
        mend: None,
    },
    Rule {
        what: "what a moderator's purges have rejected is what the log says they did",
        broken: "SELECT p.created_by AS id FROM purges p GROUP BY p.created_by HAVING sum(p.done) <> \
                 (SELECT count(*) FROM decisions d WHERE d.actor = 'purge' AND d.actor_id = p.created_by)",
        mend: None,
    },
    Rule {
        what: "a reporter's record is the number of the reporter's reports of each outcome",
        broken: "SELECT p.reporter_key AS id FROM reporters p WHERE EXISTS (SELECT 1 FROM (SELECT \
                 coalesce(sum(CASE r.outcome WHEN 'confirmed' THEN 1 ELSE 0 END), 0) AS confirmed, \
                 coalesce(sum(CASE r.outcome WHEN 'dismissed' THEN 1 ELSE 0 END), 0) AS dismissed \
                 FROM reports r WHERE r.site_id = p.site_id AND r.reporter_key = p.reporter_key) t \
                 WHERE t.confirmed <> p.confirmed OR t.dismissed <> p.dismissed) \
                 UNION ALL SELECT r.reporter_key AS id FROM reports r WHERE r.reporter_key IS NOT NULL \
                 AND r.outcome IN ('confirmed', 'dismissed') AND NOT EXISTS \
                 (SELECT 1 FROM reporters p WHERE p.site_id = r.site_id AND p.reporter_key = r.reporter_key)",
        mend: Some(
            "UPDATE reporters SET \
             confirmed = (SELECT count(*) FROM reports r WHERE r.site_id = reporters.site_id \
             AND r.reporter_key = reporters.reporter_key AND r.outcome = 'confirmed'), \
             dismissed = (SELECT count(*) FROM reports r WHERE r.site_id = reporters.site_id \
             AND r.reporter_key = reporters.reporter_key AND r.outcome = 'dismissed')",
        ),
    },
    Rule {
        what: "reports that are open are about comments that stand or wait",
        broken: "SELECT r.id FROM reports r WHERE r.outcome IS NULL AND NOT EXISTS (SELECT 1 FROM comments c \
                 WHERE c.id = r.comment_id AND c.site_id = r.site_id AND c.status IN ('published', 'pending', 'muted'))",
        mend: None,
    },
    Rule {
        what: "appeals that are open are about comments that are not published",
        broken: "SELECT a.id FROM appeals a WHERE a.outcome IS NULL AND NOT EXISTS (SELECT 1 FROM comments c \
                 WHERE c.id = a.comment_id AND c.site_id = a.site_id AND c.status IN ('rejected', 'spam', 'pending'))",
        mend: None,
    },
    Rule {
        what: "a sanction that is over does not know any more by which hashes its target was recognised",
        broken: "SELECT id FROM sanctions WHERE (lifted_at IS NOT NULL OR ended_at IS NOT NULL) \
                 AND (author_key IS NOT NULL OR network_key IS NOT NULL)",
        mend: Some(
            "UPDATE sanctions SET author_key = NULL, network_key = NULL \
             WHERE lifted_at IS NOT NULL OR ended_at IS NOT NULL",
        ),
    },
    Rule {
        what: "no comment goes on waiting after the last answer of another server",
        broken: "SELECT q.id FROM remote_checks q WHERE q.state <> 'waiting' AND q.aim IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM remote_checks o WHERE o.comment_id = q.comment_id AND o.state = 'waiting' \
                 AND o.aim IS NOT NULL)",
        mend: None,
    },
    Rule {
        what: "what was asked of another server does not know any more whose device a comment came from",
        broken: "SELECT id FROM remote_checks WHERE state <> 'waiting' \
                 AND coalesce(user_ip, user_agent, referrer) IS NOT NULL",
        mend: Some(
            "UPDATE remote_checks SET user_ip = NULL, user_agent = NULL, referrer = NULL WHERE state <> 'waiting'",
        ),
    },
];

fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(queues::RULES)
}

#[derive(QueryableByName)]
struct Broken {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// What one rule found: the ids of the rows that break it.
pub struct Examined {
    pub what: &'static str,
    pub broken: Vec<i64>,
    pub mendable: bool,
}

pub fn examine(conn: &mut Conn) -> Result<Vec<Examined>> {
    rules()
        .map(|rule| {
            let rows: Vec<Broken> = diesel::sql_query(rule.broken).load(conn)?;
            let broken = rows.into_iter().map(|row| row.id).collect();
            Ok(Examined { what: rule.what, broken, mendable: rule.mend.is_some() })
        })
        .collect()
}

/// Rebuilds every counter from the rows. Shown replies depend on each other from the leaves up, so it repeats until
/// nothing is broken any more, at most once a level of the deepest thread.
pub fn mend(tx: &mut Conn) -> Result<()> {
    const MOST_ROUNDS: usize = 1_000;
    for _ in 0..MOST_ROUNDS {
        for statement in rules().filter_map(|rule| rule.mend) {
            diesel::sql_query(statement).execute(tx)?;
        }
        if examine(tx)?.iter().all(|rule| rule.broken.is_empty() || !rule.mendable) {
            break;
        }
    }
    Ok(())
}
