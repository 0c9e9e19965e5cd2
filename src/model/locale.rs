//! The languages that people are addressed in.

use serde::{Deserialize, Serialize};

use super::decision::text_enum;

text_enum! {
    /// A language of mails and pages.
    #[derive(Default)]
    Locale {
        #[default]
        English = "en",
        German = "de",
        Spanish = "es",
        French = "fr",
    }
}

impl Locale {
    /// The first language of an `Accept-Language` header that there is, by its weights (RFC 9110 12.5.4); `None`: none is.
    pub fn preferred(accept_language: &str) -> Option<Self> {
        let weighed = accept_language.split(',').filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let language = parts.next()?.split('-').next()?.to_ascii_lowercase();
            let weight: f32 = match parts.find_map(|part| part.strip_prefix("q=")) {
                Some(weight) => weight.trim().parse().ok()?,
                None => 1.0,
            };
            Some((Self::parse(&language).ok()?, weight)).filter(|(_, weight)| *weight > 0.0)
        });
        // Of equal weights the first one.
        let best = weighed.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(locale, _)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_there_is_is_taken() {
        for (header, expected) in [
            ("de-AT,de;q=0.9,en;q=0.8", Some(Locale::German)),
            ("en;q=0.4, fr-CA;q=0.9", Some(Locale::French)),
            ("nl, es;q=0.5, en;q=0.5", Some(Locale::Spanish)),
            ("nl,*;q=0.1", None),
            ("de;q=0, en;q=0.1", Some(Locale::English)),
            ("", None),
            ("de;q=much", None),
        ] {
            assert_eq!(Locale::preferred(header), expected, "{header}");
        }
    }
}
