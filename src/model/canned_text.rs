//! Texts that moderators use again and again.

use super::decision::Reason;
use super::field::visible_text;

const TITLE_CHARACTERS: usize = 100;
const BODY_CHARACTERS: usize = 2_000;

/// What moderators know the text by, trimmed. Errors: nothing to see in it, or more than 100 characters.
pub fn parse_title(text: &str) -> Result<String, String> {
    visible_text(text, TITLE_CHARACTERS)
}

/// What authors are told, trimmed. Errors: nothing to see in it, or more than 2000 characters.
pub fn parse_body(text: &str) -> Result<String, String> {
    visible_text(text, BODY_CHARACTERS)
}

/// The language of a text: ISO 639-1 in lower case, with an ISO 3166-1 country in upper case if it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale(String);

impl Locale {
    /// Errors: another shape than `en` or `en-GB`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (language, country) = text.split_once('-').map_or((text, None), |(language, rest)| (language, Some(rest)));
        let is_language = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_country = |country: &str| country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_language && country.is_none_or(is_country) {
            return Ok(Self(text.to_owned()));
        }
        Err("must be a language such as en, or with its country en-GB".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that each new site begins with.
pub struct Preset {
    pub locale: &'static str,
    pub title: &'static str,
    pub body: &'static str,
    pub reason: Option<Reason>,
}

const fn preset(locale: &'static str, reason: Option<Reason>, title: &'static str, body: &'static str) -> Preset {
    Preset { locale, title, body, reason }
}

pub const PRESETS: &[Preset] = &[
    preset(
        "en",
        Some(Reason::Spam),
        "Advertising",
        "This is no place to advertise. You are welcome to join in without it.",
    ),
    preset("en", Some(Reason::OffTopic), "Off topic", "Please stay with the subject of the article."),
    preset("en", Some(Reason::Abuse), "Insults", "Please say it without insults; then we will gladly publish it."),
    preset(
        "en",
        Some(Reason::PersonalAttack),
        "About a person",
        "Please answer what somebody says, and leave out who says it.",
    ),
    preset("en", Some(Reason::Illegal), "Against the law", "We cannot publish this for legal reasons."),
    preset("en", Some(Reason::Duplicate), "Said before", "You have said this before, and it stands there."),
    preset("en", Some(Reason::FalseIdentity), "Another's name", "Please write under a name that nobody else goes by."),
    preset("en", Some(Reason::Other), "House rules", "This does not fit the rules of the house."),
    preset("en", None, "Private details", "Please leave out names, addresses and other details of private people."),
    preset("en", None, "Where from", "Please say where this is from, so that others can look it up."),
    preset("de", Some(Reason::Spam), "Werbung", "Hier ist kein Platz für Werbung. Ohne sie sind Sie willkommen."),
    preset("de", Some(Reason::OffTopic), "Nicht zum Thema", "Bitte bleiben Sie beim Thema des Artikels."),
    preset("de", Some(Reason::Abuse), "Beleidigung", "Bitte ohne Beleidigungen; dann veröffentlichen wir es gern."),
    preset(
        "de",
        Some(Reason::PersonalAttack),
        "Zur Person",
        "Bitte antworten Sie auf das, was jemand sagt, und nicht darauf, wer es sagt.",
    ),
    preset(
        "de",
        Some(Reason::Illegal),
        "Gegen das Gesetz",
        "Das können wir aus rechtlichen Gründen nicht veröffentlichen.",
    ),
    preset("de", Some(Reason::Duplicate), "Schon gesagt", "Das haben Sie schon geschrieben, und dort steht es."),
    preset(
        "de",
        Some(Reason::FalseIdentity),
        "Fremder Name",
        "Bitte schreiben Sie unter einem Namen, der Ihnen gehört.",
    ),
    preset("de", Some(Reason::Other), "Hausregeln", "Das passt nicht zu den Regeln des Hauses."),
    preset("de", None, "Privates", "Bitte lassen Sie Namen, Adressen und anderes von Privatleuten weg."),
    preset("de", None, "Woher", "Bitte sagen Sie, woher das ist, damit andere es nachlesen können."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sites_begin_with_could_have_been_typed_in() {
        for text in PRESETS {
            assert!(Locale::parse(text.locale).is_ok());
            assert_eq!(parse_title(text.title).as_deref(), Ok(text.title));
            assert_eq!(parse_body(text.body).as_deref(), Ok(text.body));
        }
    }

    #[test]
    fn a_locale_is_a_language_and_maybe_a_country() {
        for good in ["en", "de-CH"] {
            assert_eq!(Locale::parse(good).map(|locale| locale.as_str().to_owned()).as_deref(), Ok(good));
        }
        for bad in ["", "e", "EN", "eng", "en_GB", "en-gb", "en-GB-x", "-GB", "en-"] {
            assert!(Locale::parse(bad).is_err(), "{bad}");
        }
    }
}
