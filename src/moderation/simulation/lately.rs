//! What came in lately, at each moment of a scan that goes through the past in order.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use crate::model::ids::ThreadId;
use crate::model::time::{HOUR, MINUTE, SECOND, Timestamp};
use crate::moderation::facts::{NearFacts, RecentFacts};
use crate::moderation::settings::Rules;
use crate::moderation::similarity::{BANDS, Runs};

/// As many are compared in full as the store gives a review.
const MOST_COMPARED: usize = 50;

/// A comment, as far as later ones are compared with it.
#[derive(Debug, Clone)]
pub struct Said {
    pub at: Timestamp,
    pub author_key: i64,
    /// Of a guest, whose network is held to its limits too.
    pub network_key: Option<i64>,
    pub thread: ThreadId,
    /// `None`: its text is gone.
    pub fingerprint: Option<i64>,
    /// `None`: few words, or the text is gone.
    pub runs: Option<Runs>,
}

/// A comment of somebody else that has much in common with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    at: Timestamp,
    author_key: i64,
    percent: u32,
}

/// The comments that are within reach of some check.
pub struct Lately {
    repeats_reach: i64,
    near_reach: i64,
    by_author: HashMap<i64, VecDeque<Timestamp>>,
    by_network: HashMap<i64, VecDeque<Timestamp>>,
    in_thread: HashMap<(i64, ThreadId), Timestamp>,
    /// By the fingerprint: when, whose and where.
    texts: HashMap<i64, VecDeque<(Timestamp, i64, ThreadId)>>,
    likenesses: Likenesses,
}

impl Lately {
    /// Keeps what either set of rules asks about.
    pub fn within_reach_of(one: &Rules, other: &Rules) -> Self {
        let hours = |hours: u32| i64::from(hours) * HOUR;
        Self {
            repeats_reach: hours(one.repeat_window_hours.max(other.repeat_window_hours)),
            near_reach: hours(one.near_duplicates.window_hours.max(other.near_duplicates.window_hours)),
            by_author: HashMap::new(),
            by_network: HashMap::new(),
            in_thread: HashMap::new(),
            texts: HashMap::new(),
            likenesses: Likenesses::default(),
        }
    }

    /// How far back it looks, in microseconds.
    pub fn reach(&self) -> i64 {
        self.repeats_reach.max(self.near_reach).max(HOUR)
    }

    /// What others said before that is much like it, newest first.
    pub fn near(&self, said: &Said) -> Vec<Near> {
        said.runs.as_ref().map_or_else(Vec::new, |runs| self.likenesses.like(said.author_key, runs))
    }

    /// What the rules' checks are told of the time before the comment; `near` is what [`Lately::near`] says of it.
    pub fn facts(&self, said: &Said, near: &[Near], rules: &Rules) -> RecentFacts {
        let since = |reach: i64| said.at.plus(-reach);
        let sent = |since: Timestamp| {
            let by_author = later(self.by_author.get(&said.author_key), since);
            let network = said.network_key.and_then(|network| self.by_network.get(&network));
            by_author.max(later(network, since))
        };
        let repeats_since = since(i64::from(rules.repeat_window_hours) * HOUR);
        let same_text = said.fingerprint.and_then(|fingerprint| self.texts.get(&fingerprint));
        let same_text = same_text.into_iter().flatten().filter(|(at, author_key, thread)| {
            *at >= repeats_since && (*author_key == said.author_key || *thread == said.thread)
        });
        RecentFacts {
            last_minute: sent(since(MINUTE)),
            last_hour: sent(since(HOUR)),
            same_text: count(same_text),
            last_in_thread: self.in_thread.get(&(said.author_key, said.thread)).copied(),
            near: near_facts(near, since(i64::from(rules.near_duplicates.window_hours) * HOUR), rules),
        }
    }

    /// The comment is part of the past for those that follow.
    pub fn add(&mut self, said: Said) {
        let Said { at, author_key, network_key, thread, fingerprint, runs } = said;
        self.by_author.entry(author_key).or_default().push_back(at);
        if let Some(network) = network_key {
            self.by_network.entry(network).or_default().push_back(at);
        }
        self.in_thread.insert((author_key, thread), at);
        if let Some(fingerprint) = fingerprint {
            self.texts.entry(fingerprint).or_default().push_back((at, author_key, thread));
        }
        if let Some(runs) = runs.filter(|_| self.near_reach > 0) {
            self.likenesses.add(at, author_key, runs);
        }
    }

    /// Lets go of what is out of everybody's reach at `now`; to be called now and then.
    pub fn forget(&mut self, now: Timestamp) {
        /// The longest pause that a thread's slow mode can ask for.
        const LONGEST_PAUSE: i64 = 86_400 * SECOND;
        drop_older(&mut self.by_author, now.plus(-HOUR), |at| *at);
        drop_older(&mut self.by_network, now.plus(-HOUR), |at| *at);
        drop_older(&mut self.texts, now.plus(-self.repeats_reach), |(at, ..)| *at);
        self.in_thread.retain(|_, at| *at >= now.plus(-LONGEST_PAUSE));
        self.likenesses.forget(now.plus(-self.near_reach));
    }
}

fn near_facts(near: &[Near], since: Timestamp, rules: &Rules) -> Option<NearFacts> {
    let rule = rules.near_duplicates;
    if rule.window_hours == 0 {
        return None;
    }
    let like = || near.iter().filter(|other| other.at >= since && other.percent >= rule.similar_percent);
    let percent = like().map(|other| other.percent).max()?;
    let others: HashSet<i64> = like().map(|other| other.author_key).collect();
    Some(NearFacts { others: i64::try_from(others.len()).unwrap_or(i64::MAX), percent })
}

fn count(items: impl Iterator) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}

/// How many of the ascending times are at `since` or after it.
fn later(times: Option<&VecDeque<Timestamp>>, since: Timestamp) -> i64 {
    count(times.into_iter().flat_map(|times| times.iter().rev().take_while(|at| **at >= since)))
}

fn drop_older<K: Eq + Hash, T>(lists: &mut HashMap<K, VecDeque<T>>, before: Timestamp, at: impl Fn(&T) -> Timestamp) {
    lists.retain(|_, list| {
        while list.front().is_some_and(|oldest| at(oldest) < before) {
            list.pop_front();
        }
        !list.is_empty()
    });
}

/// Texts by the bands that find those that are much alike.
#[derive(Default)]
struct Likenesses {
    /// The number of the first of `texts`; they are numbered as they come.
    first: u64,
    texts: VecDeque<Likeness>,
    /// The numbers of the texts that have a band, ascending.
    by_band: HashMap<(usize, i64), VecDeque<u64>>,
}

struct Likeness {
    at: Timestamp,
    author_key: i64,
    runs: Runs,
    bands: [i64; BANDS],
}

impl Likenesses {
    fn add(&mut self, at: Timestamp, author_key: i64, runs: Runs) {
        let bands = runs.bands();
        let number = self.first + self.texts.len() as u64;
        for band in bands.into_iter().enumerate() {
            self.by_band.entry(band).or_default().push_back(number);
        }
        self.texts.push_back(Likeness { at, author_key, runs, bands });
    }

    fn get(&self, number: u64) -> Option<&Likeness> {
        self.texts.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    fn like(&self, author_key: i64, runs: &Runs) -> Vec<Near> {
        let of_others = |number: &u64| self.get(*number).is_some_and(|text| text.author_key != author_key);
        let mut numbers: Vec<u64> = Vec::new();
        for band in runs.bands().into_iter().enumerate() {
            let sharing = self.by_band.get(&band).into_iter().flatten().rev().copied();
            numbers.extend(sharing.filter(of_others).take(MOST_COMPARED));
        }
        numbers.sort_unstable_by(|one, other| other.cmp(one));
        numbers.dedup();
        let texts = numbers.into_iter().take(MOST_COMPARED).filter_map(|number| self.get(number));
        let near = |text: &Likeness| Near {
            at: text.at,
            author_key: text.author_key,
            percent: text.runs.percent_shared(runs),
        };
        texts.map(near).collect()
    }

    fn forget(&mut self, before: Timestamp) {
        while self.texts.front().is_some_and(|oldest| oldest.at < before) {
            let Some(oldest) = self.texts.pop_front() else { return };
            self.first += 1;
            for band in oldest.bands.into_iter().enumerate() {
                if let Entry::Occupied(mut numbers) = self.by_band.entry(band) {
                    numbers.get_mut().pop_front();
                    if numbers.get().is_empty() {
                        numbers.remove();
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

    fn said(minutes: i64, author_key: i64, text: &str) -> Said {
        Said {
            at: START.plus(minutes * MINUTE),
            author_key,
            network_key: None,
            thread: ThreadId::from(1),
            fingerprint: Some(crate::moderation::text_fingerprint(text)),
            runs: Runs::of(text),
        }
    }

    fn lately(rules: &Rules) -> Lately {
        Lately::within_reach_of(rules, rules)
    }

    #[test]
    fn the_last_minute_and_hour_are_the_authors_and_of_guests_the_networks() {
        let rules = Rules::default();
        let mut past = lately(&rules);
        past.add(said(0, 1, "One."));
        past.add(said(59, 1, "Two."));
        past.add(said(60, 1, "Three."));
        past.add(Said { network_key: Some(-9), ..said(60, -2, "Four.") });
        past.add(Said { network_key: Some(-9), ..said(60, -3, "Five.") });
        let counted = |said: Said| {
            let facts = past.facts(&said, &[], &rules);
            (facts.last_minute, facts.last_hour)
        };
        assert_eq!(counted(said(60, 1, "Now.")), (2, 3));
        assert_eq!(counted(said(61, 1, "Now.")), (1, 2));
        assert_eq!(counted(Said { network_key: Some(-9), ..said(60, -2, "Now.") }), (2, 2), "of the network");
        assert_eq!(counted(said(60, 7, "Now.")), (0, 0));
    }

    #[test]
    fn the_same_text_counts_by_its_author_anywhere_and_by_anybody_in_the_thread() {
        let mut rules = Rules { repeat_window_hours: 1, ..Rules::default() };
        let mut past = lately(&rules);
        past.add(Said { thread: ThreadId::from(2), ..said(0, 1, "The tide is out.") });
        past.add(said(10, 2, "The tide is out!"));
        let repeated = |said: Said, rules: &Rules| past.facts(&said, &[], rules).same_text;
        assert_eq!(repeated(said(20, 1, "the tide is out"), &rules), 2);
        assert_eq!(repeated(said(20, 3, "the tide is out"), &rules), 1);
        assert_eq!(repeated(said(65, 1, "the tide is out"), &rules), 1, "the first one is too old");
        assert_eq!(repeated(Said { fingerprint: None, ..said(20, 1, "") }, &rules), 0);
        rules.repeat_window_hours = 0;
        assert_eq!(repeated(said(20, 1, "the tide is out"), &rules), 0);
    }

    #[test]
    fn much_alike_is_what_others_said_within_each_rules_own_window() {
        const TEXT: &str = "The council has closed the old bridge by the harbour for the whole of the summer.";
        let (mut near, mut far) = (Rules::default(), Rules::default());
        near.near_duplicates.window_hours = 1;
        far.near_duplicates.window_hours = 3;
        let mut past = Lately::within_reach_of(&near, &far);
        past.add(said(0, 1, TEXT));
        past.add(said(100, 2, TEXT));
        past.add(said(110, 3, TEXT));
        past.add(said(110, 4, "Something else that nobody else here has said in so many words."));
        let now = said(120, 3, TEXT);
        let like = past.near(&now);
        let others = |rules: &Rules| past.facts(&now, &like, rules).near.map(|near| near.others);
        assert_eq!((others(&near), others(&far)), (Some(1), Some(2)), "not one's own");
        let off = |rules: &Rules| Rules { near_duplicates: rules.near_duplicates, ..Rules::default() };
        let mut never = off(&far);
        never.near_duplicates.window_hours = 0;
        assert_eq!(others(&never), None);
        past.forget(START.plus(200 * MINUTE));
        assert_eq!(past.near(&said(200, 9, TEXT)).len(), 2);
        past.forget(START.plus(900 * MINUTE));
        assert_eq!(past.near(&said(900, 9, TEXT)), []);
        assert!(past.likenesses.by_band.is_empty() && past.texts.len() == 2 && past.by_author.is_empty());
    }

    proptest! {
        /// Against counting all that was ever said.
        #[test]
        fn forgetting_changes_nothing_that_is_asked(
            gaps in prop::collection::vec((0_i64..40, 0_i64..4, 0_usize..3), 1..60),
        ) {
            let texts = ["The ferry is late again.", "No it is not.", "Who says so?"];
            let rules = Rules { repeat_window_hours: 1, ..Rules::default() };
            let (mut kept, mut pruned) = (lately(&rules), lately(&rules));
            let mut minutes = 0;
            for (gap, author, text) in gaps {
                minutes += gap;
                let said = said(minutes, author, texts[text]);
                pruned.forget(said.at);
                let (all, some) = (kept.facts(&said, &[], &rules), pruned.facts(&said, &[], &rules));
                prop_assert_eq!(
                    (all.last_minute, all.last_hour, all.same_text),
                    (some.last_minute, some.last_hour, some.same_text)
                );
                kept.add(said.clone());
                pruned.add(said);
            }
        }
    }
}
