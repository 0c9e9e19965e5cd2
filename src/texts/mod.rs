//! Words in the languages there are, for mails and pages. No I/O: the files under `locales` are in the binary.
//!
//! To add a message: a line in the same file of every language, with the same variables; tests compare. To add a file: a line of
//! `files!`. To add a language: a folder, a variant of [`Locale`] and a line of `resources`.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentArgs as Args;

use crate::model::locale::Locale;

macro_rules! files {
    ($language:literal) => {
        &[
            include_str!(concat!("locales/", $language, "/mail.ftl")),
            include_str!(concat!("locales/", $language, "/pages.ftl")),
            include_str!(concat!("locales/", $language, "/account.ftl")),
            include_str!(concat!("locales/", $language, "/desk.ftl")),
            include_str!(concat!("locales/", $language, "/people.ftl")),
            include_str!(concat!("locales/", $language, "/office.ftl")),
        ]
    };
}

const fn resources(locale: Locale) -> &'static [&'static str] {
    match locale {
        Locale::English => files!("en"),
        Locale::German => files!("de"),
        Locale::Spanish => files!("es"),
        Locale::French => files!("fr"),
    }
}

static BUNDLES: LazyLock<Vec<(Locale, FluentBundle<FluentResource>)>> =
    LazyLock::new(|| Locale::ALL.iter().map(|locale| (*locale, bundle(*locale))).collect());

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = locale.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Mail programs show the marks that keep directions apart as boxes.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::English => |value, _| formatted(Locale::English, value),
        Locale::German => |value, _| formatted(Locale::German, value),
        Locale::Spanish => |value, _| formatted(Locale::Spanish, value),
        Locale::French => |value, _| formatted(Locale::French, value),
    }));
    for file in resources(locale) {
        // A message that cannot be read is missing, and a test looks for all of them.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(locale = locale.as_str(), ?errors, "messages stand twice");
        }
    }
    bundle
}

/// The message in that language. `None`: there is none of that name, or a variable of it is missing.
pub fn text(locale: Locale, name: &str, args: &Args<'_>) -> Option<String> {
    let (_, bundle) = BUNDLES.iter().find(|(of, _)| *of == locale)?;
    let pattern = bundle.get_message(name)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// Whether there is such a message.
pub fn has(name: &str) -> bool {
    BUNDLES.iter().all(|(_, bundle)| bundle.has_message(name))
}

/// What Fluent itself does not do: digits in groups.
fn formatted(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => Some(digits(locale, number.into())),
        _ => None,
    }
}

/// A whole number as the language writes it, in groups of three digits (CLDR: in Spanish only from five digits on).
pub fn digits(locale: Locale, value: i64) -> String {
    let plain = value.unsigned_abs().to_string();
    let separator = match locale {
        Locale::English => ',',
        Locale::German | Locale::Spanish => '.',
        Locale::French => '\u{202f}',
    };
    let least = if locale == Locale::Spanish { 5 } else { 4 };
    let mut out = if value < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in plain.chars().enumerate() {
        if at > 0 && (plain.len() - at).is_multiple_of(3) && plain.len() >= least {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A number that is written in the way of the language, and by which a message chooses its form.
pub fn number(value: i64) -> FluentValue<'static> {
    FluentValue::from(value)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Each message with its variables.
    fn messages(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in resources(locale).iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !name.starts_with(' ')) {
                current = name.to_owned();
                messages.entry(current.clone()).or_default();
            }
            for part in line.split("{ $").skip(1) {
                let variable: String = part.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
                messages.entry(current.clone()).or_default().insert(variable);
            }
        }
        messages
    }

    #[test]
    fn every_language_has_every_message_with_the_same_variables() {
        let english = messages(Locale::English);
        assert!(english.len() > 100);
        for &locale in Locale::ALL {
            for file in resources(locale) {
                let read = FluentResource::try_new((*file).to_owned());
                assert!(read.is_ok(), "{}: {:?}", locale.as_str(), read.err().map(|(_, errors)| errors));
            }
            assert_eq!(messages(locale), english, "{}", locale.as_str());
            let (_, bundle) = BUNDLES.iter().find(|(of, _)| *of == locale).expect("a bundle");
            for name in english.keys() {
                assert!(bundle.has_message(name), "{} {name}", locale.as_str());
            }
        }
    }

    #[test]
    fn no_message_stands_twice() {
        for &locale in Locale::ALL {
            let mut seen = BTreeSet::new();
            for line in resources(locale).iter().flat_map(|file| file.lines()) {
                if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !name.starts_with([' ', '#'])) {
                    assert!(seen.insert(name), "{} {name}", locale.as_str());
                }
            }
        }
    }

    #[test]
    fn no_language_but_english_speaks_english() {
        let english = resources(Locale::English).concat();
        for locale in [Locale::German, Locale::Spanish, Locale::French] {
            let lines = resources(locale).iter().flat_map(|file| file.lines());
            let same = lines.filter(|line| line.contains(" = ") && line.len() > 40 && !line.ends_with("->"));
            let same: Vec<&str> = same.filter(|line| english.contains(line)).collect();
            assert!(same.is_empty(), "{}: {same:?}", locale.as_str());
        }
    }

    #[test]
    fn numbers_choose_the_form() {
        for (locale, count, expected) in [
            (Locale::English, 1, "one hour"),
            (Locale::English, 2, "2 hours"),
            (Locale::German, 1, "einer Stunde"),
            (Locale::German, 48, "48 Stunden"),
            (Locale::Spanish, 1, "una hora"),
            (Locale::French, 0, "0 heure"),
        ] {
            let args = Args::from_iter([("count", number(count))]);
            assert_eq!(text(locale, "age-hours", &args).as_deref(), Some(expected));
        }
        for (locale, expected) in [
            (Locale::English, "1,048 hours"),
            (Locale::German, "1.048 Stunden"),
            (Locale::Spanish, "1048 horas"),
            (Locale::French, "1\u{202f}048 heures"),
        ] {
            assert_eq!(
                text(locale, "age-hours", &Args::from_iter([("count", number(1048))])).as_deref(),
                Some(expected)
            );
        }
        assert_eq!(digits(Locale::Spanish, 10_480), "10.480");
        assert_eq!(digits(Locale::English, -999), "-999");
        assert_eq!(digits(Locale::English, -1_000_000), "-1,000,000");
        assert_eq!(text(Locale::English, "no-such-message", &Args::new()), None);
        assert_eq!(text(Locale::English, "age-hours", &Args::new()), None, "a variable is missing");
    }
}
