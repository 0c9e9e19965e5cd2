//! How long the checks take for one comment, on a site with 500 listed words and 200 denied domains.
//!
//! `cargo bench` takes texts that it makes up; `POSTIL_BENCH_TEXTS=comments.csv.gz cargo bench` those of a CSV file with a
//! column `text`, or of all such files in a folder. Each text is timed by itself: what counts is the median.

#![allow(clippy::disallowed_methods, reason = "what is measured is real time")]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::read::MultiGzDecoder;
use postil::model::comment::{AuthorKind, Body, Rendered};
use postil::model::site::Policy;
use postil::model::time::Timestamp;
use postil::model::trust::{Record, Trust};
use postil::moderation::facts::{AuthorFacts, Facts, RecentFacts, ThreadFacts};
use postil::moderation::language::language_of;
use postil::moderation::settings::{CompiledRules, LinkRules, Rules, WordRules};
use postil::moderation::similarity::Runs;
use postil::moderation::{review, text_fingerprint};

const WORDS: usize = 500;
const DOMAINS: usize = 200;
/// Texts that are timed, spread over all there are.
const MOST_TEXTS: usize = 20_000;
const MADE_UP_TEXTS: usize = 5_000;
const VOCABULARY: &str = include_str!("../words/clean.txt");

fn main() {
    // Without this flag it is a test run that asks whether the benchmark works.
    let timing = std::env::args().any(|argument| argument == "--bench");
    let given = std::env::var_os("POSTIL_BENCH_TEXTS");
    let mut texts = given.as_ref().map_or_else(made_up_texts, |path| texts_of(Path::new(path)));
    let step = (texts.len() / if timing { MOST_TEXTS } else { 20 }).max(1);
    texts = texts.into_iter().step_by(step).collect();
    let bodies: Vec<Body> = texts.iter().filter_map(|text| Body::parse(text).ok()).collect();
    let rules = CompiledRules::new(rules(&bodies));
    let source = if given.is_some() { "given" } else { "made up" };
    let mean = bodies.iter().map(|body| body.source().len()).sum::<usize>() / bodies.len().max(1);
    println!("{} {source} texts of {mean} bytes on average, {WORDS} words, {DOMAINS} domains", bodies.len());

    let mut times: Vec<Times> = bodies.iter().map(|body| time_one(body, &rules)).collect();
    report("prepare", &mut times, |times| times.prepare);
    report("review", &mut times, |times| times.review);
    report("both", &mut times, |times| times.prepare + times.review);
}

struct Times {
    /// Rendering, fingerprint, runs of words, language.
    prepare: Duration,
    /// All checks.
    review: Duration,
}

fn time_one(body: &Body, rules: &CompiledRules) -> Times {
    let begun = Instant::now();
    let rendered = body.render();
    let fingerprint = text_fingerprint(&rendered.text);
    let runs = Runs::of(body.source());
    let language = language_of(&rendered.text);
    let prepare = begun.elapsed();
    black_box((fingerprint, runs));
    let facts = facts(body, &rendered, language);
    let begun = Instant::now();
    black_box(review(&facts, rules));
    Times { prepare, review: begun.elapsed() }
}

fn report(what: &str, times: &mut [Times], of: impl Fn(&Times) -> Duration) {
    times.sort_by_key(&of);
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).map(&of);
    if let (Some(median), Some(most), Some(last)) = (at(50), at(99), at(100)) {
        println!("{what:>8}: median {median:>10.1?}   99 % {most:>10.1?}   slowest {last:>10.1?}");
    }
}

fn facts<'a>(body: &'a Body, rendered: &'a Rendered, language: Option<&'a str>) -> Facts<'a> {
    Facts {
        now: Timestamp::from_micros(1_790_000_000_000_000),
        policy: Policy::FirstTime,
        body,
        rendered,
        language,
        author: AuthorFacts {
            kind: AuthorKind::Guest,
            name: "Ada Reader",
            email: Some("ada@post.example"),
            website: Some("https://ada.example/"),
            network: "203.0.113.7".parse().ok(),
            names_taken: &[],
            record: Record { published: 3, rejected: 0, spam: 0 },
            level: Trust::Known,
            sanction: None,
        },
        thread: ThreadFacts::default(),
        recent: RecentFacts::default(),
        form: None,
        is_edit: false,
    }
}

/// Words of the texts themselves, evenly chosen, so that some are found.
fn rules(bodies: &[Body]) -> Rules {
    let letters = |word: &&str| word.len() > 3 && word.chars().all(char::is_alphabetic);
    let words: BTreeSet<String> =
        bodies.iter().flat_map(|body| body.source().split(' ')).filter(letters).map(str::to_lowercase).collect();
    let step = (words.len() / WORDS).max(1);
    let mut chosen: Vec<String> = words.into_iter().step_by(step).take(WORDS).collect();
    chosen.extend((chosen.len()..WORDS).map(|number| format!("turnip{number}")));
    let suspect = chosen.split_off(WORDS / 2);
    let denied = (0..DOMAINS).map(|number| format!("shop{number}.example")).collect();
    Rules {
        words: WordRules { banned: chosen, suspect },
        links: LinkRules { denied, ..LinkRules::default() },
        languages: vec!["en".to_owned()],
        ..Rules::default()
    }
}

fn made_up_texts() -> Vec<String> {
    let words: Vec<&str> = VOCABULARY.split_whitespace().collect();
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    let mut text = || (0..5 + next(60)).map(|_| words[next(words.len())]).collect::<Vec<_>>().join(" ");
    (0..MADE_UP_TEXTS).map(|_| text()).collect()
}

fn texts_of(path: &Path) -> Vec<String> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).expect("the folder of POSTIL_BENCH_TEXTS");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        return files.iter().flat_map(|file| texts_of(file)).collect();
    }
    let file = std::fs::File::open(path).expect("the file of POSTIL_BENCH_TEXTS");
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let column = csv.headers().expect("a header").iter().position(|name| name == "text").expect("a column `text`");
    let rows = csv.byte_records().map(|row| row.expect("a row of CSV"));
    rows.filter_map(|row| row.get(column).map(|text| String::from_utf8_lossy(text).into_owned())).collect()
}
