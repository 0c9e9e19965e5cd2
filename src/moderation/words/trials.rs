//! What must be found, and what must not: `tests/words/disguises.txt` and `tests/words/clean.txt` say so line by line.

use super::*;

fn found<'t>(words: &[&str], text: &'t str) -> Vec<&'t str> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let matcher = WordMatcher::new(&words).expect("a matcher");
    let hits = matcher.find(&SearchText::of(text, Alphabet::PLAIN));
    hits.into_iter().map(|hit| &text[hit.span.start..hit.span.end]).collect()
}

#[test]
fn only_whole_words_are_found() {
    assert_eq!(found(&["ham", "can"], "Ham, hammer, Sham. can't can"), ["Ham", "can"]);
    assert_eq!(found(&["ham"], "ham.Next _ham_ ham: www.ham.example"), ["ham"; 4]);
    assert_eq!(found(&["東京"], "私は東京に行く"), ["東京"]);
    assert_eq!(found(&["🍕", "c++"], "so 🍕🍕 in C++!"), ["🍕", "🍕", "C++"]);
}

#[test]
fn a_phrase_is_found_over_any_white_space() {
    assert_eq!(found(&["cold  Ham"], "COLD\n\u{A0} ham"), ["COLD\n\u{A0} ham"]);
    assert_eq!(found(&["cold ham"], "cold, ham"), Vec::<&str>::new());
    assert_eq!(found(&["cold ham"], "c0ld_hamm h4m"), Vec::<&str>::new());
    assert_eq!(found(&["cold ham"], "c0ld_h@m"), ["c0ld_h@m"]);
}

#[test]
fn of_overlapping_words_the_longest_is_found() {
    assert_eq!(found(&["ham", "ham roll", "roll up"], "a ham roll up"), ["ham roll"]);
    assert_eq!(found(&["ham", "ham roll"], "ham rolls"), ["ham"]);
}

#[test]
fn an_empty_list_finds_nothing() {
    assert_eq!(found(&[], "anything"), Vec::<&str>::new());
    assert_eq!(found(&["", " "], "any thing"), Vec::<&str>::new());
}

const DISGUISES: &str = include_str!("../../../tests/words/disguises.txt");
const CLEAN: &str = include_str!("../../../tests/words/clean.txt");
/// Texts that must be left alone.
const CLEAN_TEXTS: usize = 2_000;

/// A text in which a listed word is disguised.
struct Disguise {
    word: &'static str,
    text: String,
    span: Span,
}

fn disguises() -> Vec<Disguise> {
    let lines = DISGUISES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| parse(line).unwrap_or_else(|| panic!("not word: text with ⟦disguise⟧: {line}"))).collect()
}

fn parse(line: &'static str) -> Option<Disguise> {
    let (word, text) = line.split_once(": ")?;
    let mut plain = String::new();
    for (index, part) in text.split("\\u{").enumerate() {
        if index == 0 {
            plain.push_str(part);
            continue;
        }
        let (number, rest) = part.split_once('}')?;
        plain.push(char::from_u32(u32::from_str_radix(number, 16).ok()?)?);
        plain.push_str(rest);
    }
    let start = plain.find('⟦')?;
    let end = plain.find('⟧')? - '⟦'.len_utf8();
    let text = plain.replace(['⟦', '⟧'], "");
    Some(Disguise { word, text, span: Span { start, end } })
}

fn listed(disguises: &[Disguise]) -> Vec<String> {
    let mut words: Vec<String> = disguises.iter().map(|disguise| disguise.word.to_owned()).collect();
    words.dedup();
    words
}

#[test]
fn two_hundred_disguises_are_found_where_they_stand() {
    let disguises = disguises();
    let words = listed(&disguises);
    assert_eq!((words.len(), disguises.len()), (20, 200));
    let matcher = WordMatcher::new(&words).expect("a matcher");
    let missed: Vec<String> = disguises
        .iter()
        .filter_map(|Disguise { word, text, span }| {
            let hits = matcher.find(&SearchText::of(text, Alphabet::PLAIN));
            let exact = hits.iter().any(|hit| hit.word == *word && hit.span == *span) && hits.len() == 1;
            let seen: Vec<_> = hits.iter().map(|hit| (hit.word, &text[hit.span.start..hit.span.end])).collect();
            (!exact).then(|| format!("{word} in {text}: {seen:?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{} missed:\n  {}", missed.len(), missed.join("\n  "));
}

#[test]
fn a_disguise_is_found_amid_other_text() {
    for Disguise { word, text, span } in disguises() {
        let around = if word.is_ascii() {
            format!("Well, I do not know.\n\n{text} (and so on), says he")
        } else {
            format!("Ну, не знаю.\n\n{text} (и так далее), говорит")
        };
        let matcher = WordMatcher::new(&[word.to_owned()]).expect("a matcher");
        let hits = matcher.find(&SearchText::of(&around, Alphabet::PLAIN));
        let found = hits.iter().any(|hit| around[hit.span.start..hit.span.end] == text[span.start..span.end]);
        assert!(found, "{word} in {around}: {hits:?}");
    }
}

/// The texts of the file, then sentences put together from their words.
fn clean_texts() -> Vec<String> {
    let lines: Vec<&str> = CLEAN.lines().filter(|line| !line.starts_with("# ")).collect();
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split(' ')).collect();
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    let mut texts: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    while texts.len() < CLEAN_TEXTS {
        let length = 4 + next(20);
        let sentence: Vec<&str> = (0..length).map(|_| words[next(words.len())]).collect();
        texts.push(sentence.join(" "));
    }
    texts
}

#[test]
fn two_thousand_clean_texts_are_left_alone() {
    let mut words = listed(&disguises());
    words.extend(
        [
            "bat", "rib", "taxi", "hell", "shell", "penis", "ist", "ail", "bali", "son", "fail", "iamb", "ima",
            "luigi", "foods", "sighs", "kill", "aim", "oos", "anal",
        ]
        .map(str::to_owned),
    );
    let matcher = WordMatcher::new(&words).expect("a matcher");
    let texts = clean_texts();
    assert_eq!(texts.len(), CLEAN_TEXTS);
    let hit: Vec<String> = texts
        .iter()
        .flat_map(|text| {
            let hits = matcher.find(&SearchText::of(text, Alphabet::PLAIN));
            hits.into_iter().map(|hit| format!("{} in {text}", hit.word)).collect::<Vec<_>>()
        })
        .collect();
    assert!(hit.is_empty(), "{} hits:\n  {}", hit.len(), hit.join("\n  "));
}

/// By hand, on texts that cannot be in here: `POSTIL_TEST_TEXTS` names a CSV file with the columns `text` and `label`, of
/// which those with the label 0 are clean. Of 2,000 texts none may be hit by words that do not stand in it.
#[test]
fn clean_texts_of_others_are_left_alone() {
    let Some(path) = std::env::var_os("POSTIL_TEST_TEXTS") else {
        println!("POSTIL_TEST_TEXTS names no file: skipped");
        return;
    };
    let file = std::fs::File::open(path).expect("the file");
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(flate2::read::MultiGzDecoder::new(file));
    let headers = csv.headers().expect("a header").clone();
    let column = |name: &str| headers.iter().position(|header| header == name).expect("a column");
    let (text, label) = (column("text"), column("label"));
    let rows = csv.byte_records().map(|row| row.expect("a row"));
    let clean =
        rows.filter(|row| row.get(label) == Some(b"0")).map(|row| String::from_utf8_lossy(&row[text]).into_owned());
    let words = listed(&disguises());
    let matcher = WordMatcher::new(&words).expect("a matcher");
    let without = clean.filter(|text| !words.iter().any(|word| text.to_lowercase().contains(word.as_str())));
    let mut hit = Vec::new();
    for text in without.take(CLEAN_TEXTS) {
        let hits = matcher.find(&SearchText::of(&text, Alphabet::PLAIN));
        hit.extend(hits.iter().map(|hit| format!("{} in {text}", hit.word)));
    }
    assert!(hit.is_empty(), "{} hits:\n  {}", hit.len(), hit.join("\n  "));
}

/// Texts that make the search go back and forth: none may take it more than a moment.
#[test]
fn no_text_keeps_the_search_busy() {
    let entries = ["ill", "lil", "aaa", "a*b", "*a*b*c", "abababab", "turnip", "/(a|b)+c/"].map(str::to_owned);
    let matcher = WordMatcher::new(&entries).expect("a matcher");
    for part in ["i ", "l", "a", "a ", "ab", "a*", "*a", "1", "|", "а", "&amp;", "\u{301}", "a.", "a'", "!a", "ⅰ"] {
        let text = part.repeat(20_000 / part.chars().count());
        let hits = matcher.find(&SearchText::of(&text, Alphabet::PLAIN));
        assert!(hits.iter().all(|hit| text.get(hit.span.start..hit.span.end).is_some_and(|seen| !seen.is_empty())));
    }
}

proptest::proptest! {
    #[test]
    fn a_word_between_spaces_is_always_found(word in "\\PC{1,20}", before in "\\PC*", after in "\\PC*") {
        let normal = Normalized::of(&word);
        let special = word.contains('*') || word.contains('/') || normal.text().is_empty();
        proptest::prop_assume!(!special && !word.starts_with(unicode_normalization::char::is_combining_mark));
        let text = format!("{before} {word} {after}");
        let matcher = WordMatcher::new(std::slice::from_ref(&word)).expect("a matcher");
        let hits = matcher.find(&SearchText::of(&text, Alphabet::PLAIN));
        proptest::prop_assert!(hits.iter().all(|hit| text.get(hit.span.start..hit.span.end).is_some_and(|seen| !seen.is_empty())));
        proptest::prop_assume!(Normalized::of(&text).text().contains(normal.text()));
        proptest::prop_assert!(!hits.is_empty());
    }
}
