//! What a text is written in.

/// Letters of a text from which on its language can be told.
const FEWEST_TO_TELL: usize = 20;
/// Characters of a text that its language is told from.
const MOST_TO_TELL: usize = 240;

/// What a text is written in, as an ISO 639-1 code; `None` where that is not sure. The beginning tells.
pub fn language_of(text: &str) -> Option<&'static str> {
    let beginning = text.char_indices().nth(MOST_TO_TELL).map_or(text, |(end, _)| &text[..end]);
    let info = whatlang::detect(beginning)?;
    let sure = info.is_reliable() && beginning.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_TO_TELL;
    if !sure {
        return None;
    }
    isolang::Language::from_639_3(info.lang().code())?.to_639_1()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_that_leaves_no_doubt_has_a_language() {
        let german = "Der Hafen wird im nächsten Jahr gebaut, und niemand hat uns gefragt, ob wir ihn wollen.";
        assert_eq!(language_of(german), Some("de"));
        assert_eq!(language_of("Oh no"), None);
        assert_eq!(language_of("1 2 3 4 5 6 7 8 9"), None);
    }
}
