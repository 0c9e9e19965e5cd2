//! Which letters with marks are letters of their own, by language.

/// Letters with marks that nobody writes to hide a word: the language has them. “Schwül” is no disguise in German.
///
/// Accents that only say how a letter is spoken (é in French, ó in Spanish) are not among them: people leave them out and put
/// them in as they like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Alphabet<'l> {
    languages: &'l [String],
    language: Option<&'l str>,
}

impl<'l> Alphabet<'l> {
    /// No letter with a mark is one of its own.
    pub const PLAIN: Self = Self { languages: &[], language: None };

    /// Of the language that a text is in, or if that is not sure, of all that are expected. ISO 639-1 codes.
    pub const fn of(language: Option<&'l str>, expected: &'l [String]) -> Self {
        Self { languages: expected, language }
    }

    /// Whether `letter`, in lower case, is one of its own.
    pub(super) fn has(self, letter: char) -> bool {
        match self.language {
            Some(language) => letters_of(language).contains(letter),
            None => self.languages.iter().any(|language| letters_of(language).contains(letter)),
        }
    }
}

fn letters_of(language: &str) -> &'static str {
    match language {
        "az" | "tr" => "çğıöşü",
        "bs" | "hr" | "sr" => "čćđšž",
        "cs" | "sk" => "áčďéěíĺľňóôŕřšťúůýž",
        "da" | "nb" | "nn" | "no" => "åæø",
        "de" => "äöü",
        "eo" => "ĉĝĥĵŝŭ",
        "es" | "gl" => "ñ",
        "et" => "äõöüšž",
        "fi" | "sv" => "äåö",
        "hu" => "áéíóöőúüű",
        "is" => "áæéíðóöúýþ",
        "lt" => "ąčęėįšųūž",
        "lv" => "āčēģīķļņšūž",
        "pl" => "ąćęłńóśźż",
        "pt" => "ãõç",
        "ro" => "ăâîșşțţ",
        "sl" => "čšž",
        "sq" => "çë",
        "vi" => "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_the_text_comes_before_those_that_are_expected() {
        let expected = ["de".to_owned(), "sv".to_owned()];
        assert!(Alphabet::of(Some("es"), &[]).has('ñ'));
        assert!(!Alphabet::of(Some("en"), &expected).has('ö'));
        assert!(Alphabet::of(None, &expected).has('å') && !Alphabet::of(None, &expected).has('ñ'));
        assert!(!Alphabet::PLAIN.has('ö'));
    }
}
