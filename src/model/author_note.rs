//! What moderators tell each other about an author.

use super::field::visible_text;

const CHARACTERS: usize = 2_000;

/// Trimmed. Errors: nothing to see in it, or more than 2000 characters.
pub fn parse(text: &str) -> Result<String, String> {
    visible_text(text, CHARACTERS)
}
