//! Between which bounds each rule has to be.

use std::ops::RangeInclusive;

use isolang::Language;
use url::Url;

use super::{LevelRules, Rules};
use crate::model::comment::{MAX_BODY_CHARACTERS, is_invisible};
use crate::model::field::FieldErrors;
use crate::model::queue::Queue;
use crate::moderation::phases;
use crate::moderation::words::{Entry, pattern_of};

const MAX_WORDS: usize = 2_000;
const MAX_WORD_CHARACTERS: usize = 100;
/// Of both lists together: each is looked for by itself, twice in every text.
const MAX_PATTERNS: usize = 100;
const MAX_PATTERN_CHARACTERS: usize = 300;
const MAX_DOMAINS: usize = 2_000;

/// Errors: every member that is out of its bounds.
pub(super) fn check(rules: &Rules) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let longest = u32::try_from(MAX_BODY_CHARACTERS).unwrap_or(u32::MAX);
    within(&mut errors, "first_comments", rules.first_comments, 0..=100, "comments");
    within(&mut errors, "length.min", rules.length.min, 1..=1_000, "characters");
    within(&mut errors, "length.max", rules.length.max, rules.length.min.min(longest)..=longest, "characters");
    within(&mut errors, "links.hold_over", rules.links.hold_over, 0..=100, "links");
    check_words(&mut errors, "words.banned", &rules.words.banned);
    check_words(&mut errors, "words.suspect", &rules.words.suspect);
    let patterns =
        rules.words.banned.iter().chain(&rules.words.suspect).filter(|word| pattern_of(word).is_some()).count();
    let count = format!("must have at most {MAX_PATTERNS} regular expressions in both lists; these are {patterns}");
    errors.require("words", patterns <= MAX_PATTERNS, &count);
    within(&mut errors, "rate.per_minute", rules.rate.per_minute, 1..=1_000, "comments");
    within(&mut errors, "rate.per_hour", rules.rate.per_hour, 1..=10_000, "comments");
    within(&mut errors, "repeat_window_hours", rules.repeat_window_hours, 0..=720, "hours");
    within(&mut errors, "edit_window_minutes", rules.edit_window_minutes, 0..=10_080, "minutes");
    within(&mut errors, "depth_shown", rules.depth_shown, 1..=10, "levels");
    within(&mut errors, "shouting.capitals_percent", rules.shouting.capitals_percent, 1..=100, "percent");
    within(&mut errors, "shouting.from_letters", rules.shouting.from_letters, 1..=1_000, "letters");
    check_domains(&mut errors, "links.allowed", &rules.links.allowed);
    check_domains(&mut errors, "links.denied", &rules.links.denied);
    check_domains(&mut errors, "public_email_domains", &rules.public_email_domains);
    within(&mut errors, "slow_mode_seconds", rules.slow_mode_seconds, 0..=86_400, "seconds");
    let near = rules.near_duplicates;
    within(&mut errors, "near_duplicates.window_hours", near.window_hours, 0..=720, "hours");
    within(&mut errors, "near_duplicates.similar_percent", near.similar_percent, 50..=100, "percent");
    within(&mut errors, "near_duplicates.authors", near.authors, 2..=100, "authors");
    let unknown = rules.languages.iter().find(|code| Language::from_639_1(code).is_none());
    if let Some(code) = unknown {
        let message = format!("must be ISO 639-1 codes such as en or de; “{code}” is none");
        errors.require("languages", false, &message);
    }
    within(&mut errors, "record.hold_percent", rules.record.hold_percent, 1..=100, "percent");
    within(&mut errors, "record.from_comments", rules.record.from_comments, 1..=1_000, "comments");
    check_trust(&mut errors, rules);
    within(&mut errors, "form.min_seconds", rules.form.min_seconds, 0..=60, "seconds");
    within(&mut errors, "reports.hide_at", rules.reports.hide_at, 0..=1_000, "reports of plain weight, 0 for never");
    within(&mut errors, "reports.per_hour", rules.reports.per_hour, 1..=1_000, "reports");
    within(&mut errors, "appeals.within_days", rules.appeals.within_days, 1..=365, "days");
    for (name, rule) in &rules.checks {
        let field = format!("checks.{name}");
        errors.require(&field, phases::is_check(name), &no_check(name));
        let free = rule.action.is_none() || !phases::is_of_people(name);
        errors.require(&field, free, "says what people have decided: it has no other action");
    }
    within(&mut errors, "undo_seconds", rules.undo_seconds, 0..=3_600, "seconds");
    for (queue, minutes) in &rules.targets {
        let field = format!("targets.{queue}");
        errors.take(&field, Queue::parse(queue));
        if let Some(minutes) = *minutes {
            within(&mut errors, &field, minutes, 1..=43_200, "minutes, or null");
        }
    }
    within(&mut errors, "second_looks_percent", rules.second_looks_percent, 0..=100, "percent");
    if let Some(days) = rules.close_after_days {
        within(&mut errors, "close_after_days", days, 1..=3_650, "days, or null for never");
    }
    errors.finish()
}

fn no_check(name: &str) -> String {
    format!("is not a check; the checks are {}, and “{name}” is none of them", phases::names().join(", "))
}

fn check_trust(errors: &mut FieldErrors, rules: &Rules) {
    let trust = &rules.trust;
    within(errors, "trust.known_after", trust.known_after, 1..=10_000, "comments");
    let trusted = trust.known_after.min(100_000)..=100_000;
    within(errors, "trust.trusted_after", trust.trusted_after, trusted, "comments");
    within(errors, "trust.most_rejected_percent", trust.most_rejected_percent, 0..=100, "percent");
    for (level, rules) in [("new", &trust.new), ("known", &trust.known), ("trusted", &trust.trusted)] {
        let LevelRules { hold: _, links_hold_over, per_hour, waives } = rules;
        if let Some(links) = *links_hold_over {
            within(errors, &format!("trust.{level}.links_hold_over"), links, 0..=100, "links, or null");
        }
        if let Some(comments) = *per_hour {
            within(errors, &format!("trust.{level}.per_hour"), comments, 1..=10_000, "comments, or null");
        }
        for name in waives {
            let field = format!("trust.{level}.waives");
            errors.require(&field, phases::is_check(name), &no_check(name));
            errors.require(&field, !phases::is_of_people(name), "must not waive what people have decided");
        }
    }
}

fn check_domains(errors: &mut FieldErrors, field: &str, domains: &[String]) {
    let count = format!("must have at most {MAX_DOMAINS} domains; these are {}", domains.len());
    errors.require(field, domains.len() <= MAX_DOMAINS, &count);
    let is_domain = |domain: &String| {
        let labels = || domain.split('.');
        domain.len() <= 253
            && labels().count() > 1
            && labels().all(|label| !label.is_empty())
            && Url::parse(&format!("http://{domain}/")).is_ok_and(|url| url.host_str() == Some(domain))
    };
    if let Some(wrong) = domains.iter().find(|domain| !is_domain(domain)) {
        let start: String = wrong.chars().take(40).collect();
        errors.require(field, false, &format!("must be domains such as shop.example; “{start}” is none"));
    }
}

fn within(errors: &mut FieldErrors, field: &str, value: u32, bounds: RangeInclusive<u32>, unit: &str) {
    let message = format!("must be {} to {} {unit}; {value} is not", bounds.start(), bounds.end());
    errors.require(field, bounds.contains(&value), &message);
}

fn check_words(errors: &mut FieldErrors, field: &str, words: &[String]) {
    let count = format!("must have at most {MAX_WORDS} words; these are {}", words.len());
    errors.require(field, words.len() <= MAX_WORDS, &count);
    let visible = words.iter().all(|word| !word.chars().all(is_invisible));
    errors.require(field, visible, "must have no empty words");
    let most = |word: &str| pattern_of(word).map_or(MAX_WORD_CHARACTERS, |_| MAX_PATTERN_CHARACTERS);
    if let Some(word) = words.iter().find(|word| word.chars().count() > most(word)) {
        let start: String = word.chars().take(20).collect();
        let (what, most) = if pattern_of(word).is_some() {
            ("regular expressions", MAX_PATTERN_CHARACTERS)
        } else {
            ("words", MAX_WORD_CHARACTERS)
        };
        errors.require(field, false, &format!("must have {what} of at most {most} characters; “{start}…” is longer"));
    } else if words.len() <= MAX_WORDS
        && let Some(message) = words.iter().find_map(|word| Entry::parse(word).err())
    {
        errors.require(field, false, &message);
    }
}
