//! The moderators' lists say what the comments say. `actions/line_up.rs` says in Rust what `belongs` and `named` do.

use super::Rule;

/// Whether an entry `e` of the comment `c` is on the right list.
macro_rules! belongs {
    () => {
        "c.site_id = e.site_id AND c.thread_id = e.thread_id AND c.author_key = e.author_key AND CASE e.queue \
         WHEN 'pending' THEN c.status = 'pending' AND c.edit_asked_at IS NULL \
         WHEN 'unreviewed' THEN c.status = 'published' AND c.reviewed_at IS NULL \
         WHEN 'spam' THEN c.status = 'spam' \
         WHEN 'reported' THEN EXISTS (SELECT 1 FROM reports r WHERE r.comment_id = c.id AND r.outcome IS NULL) \
         ELSE EXISTS (SELECT 1 FROM appeals a WHERE a.comment_id = c.id AND a.outcome IS NULL) END"
    };
}

/// The comments `c` that belong on a list `q.name` on which they are not.
macro_rules! missing {
    () => {
        "FROM comments c JOIN (SELECT c.id, \
         CASE c.status WHEN 'published' THEN 'unreviewed' ELSE c.status END AS name FROM comments c \
         WHERE (c.status = 'pending' AND c.edit_asked_at IS NULL) OR c.status = 'spam' \
         OR (c.status = 'published' AND c.reviewed_at IS NULL) \
         UNION SELECT r.comment_id AS id, 'reported' AS name FROM reports r WHERE r.outcome IS NULL \
         UNION SELECT a.comment_id AS id, 'appealed' AS name FROM appeals a WHERE a.outcome IS NULL) q ON q.id = c.id \
         WHERE NOT EXISTS (SELECT 1 FROM queue_entries e WHERE e.comment_id = c.id AND e.queue = q.name)"
    };
}

/// The entries come before their counts.
pub(super) const RULES: &[Rule] = &[
    Rule {
        what: "what is on a moderators' list belongs there",
        broken: concat!(
            "SELECT e.comment_id AS id FROM queue_entries e WHERE NOT EXISTS \
             (SELECT 1 FROM comments c WHERE c.id = e.comment_id AND ",
            belongs!(),
            ")"
        ),
        mend: Some(concat!(
            "DELETE FROM queue_entries AS e WHERE NOT EXISTS (SELECT 1 FROM comments c WHERE c.id = e.comment_id AND ",
            belongs!(),
            ")"
        )),
    },
    Rule {
        what: "what waits for a moderator is on a list",
        broken: concat!("SELECT c.id ", missing!()),
        // Its next step is due at once, and works out the priority.
        mend: Some(concat!(
            "INSERT INTO queue_entries (comment_id, queue, site_id, thread_id, author_key, language, entered_at, \
             severity, reach, age, priority, next_step_at) SELECT c.id, q.name, c.site_id, c.thread_id, \
             c.author_key, c.language, c.created_at, 10, 1, 1, 10, c.created_at ",
            missing!()
        )),
    },
    Rule {
        what: "a priority is severity times reach times age",
        broken: "SELECT comment_id AS id FROM queue_entries WHERE priority <> severity * reach * age",
        mend: Some("UPDATE queue_entries SET priority = severity * reach * age"),
    },
    Rule {
        what: "a moderators' list that is not empty is counted",
        broken: "SELECT DISTINCT e.site_id AS id FROM queue_entries e WHERE NOT EXISTS \
                 (SELECT 1 FROM queue_counts q WHERE q.site_id = e.site_id AND q.queue = e.queue)",
        mend: Some(
            "INSERT INTO queue_counts (site_id, queue, entries) SELECT DISTINCT e.site_id, e.queue, 0 \
             FROM queue_entries e WHERE NOT EXISTS \
             (SELECT 1 FROM queue_counts q WHERE q.site_id = e.site_id AND q.queue = e.queue)",
        ),
    },
    Rule {
        what: "the count of a moderators' list is the number of its entries",
        broken: "SELECT q.site_id AS id FROM queue_counts q WHERE q.entries <> \
                 (SELECT count(*) FROM queue_entries e WHERE e.site_id = q.site_id AND e.queue = q.queue)",
        mend: Some(
            "UPDATE queue_counts SET entries = (SELECT count(*) FROM queue_entries e \
             WHERE e.site_id = queue_counts.site_id AND e.queue = queue_counts.queue)",
        ),
    },
];
