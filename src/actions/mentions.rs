//! Whom a comment names with an `@` before the name: people with an account who wrote in the same thread.

use super::Result;
use super::tell::Reader;
use crate::store::comments::Comment;
use crate::store::{Conn, accounts};

/// People one comment calls at most; who writes to more is shouting.
const MOST_NAMED: usize = 5;
/// People of a thread that can be called, those who wrote last first.
const PEOPLE: i64 = 500;

/// Each once, in the order of the text.
pub(super) fn named_in(tx: &mut Conn, comment: &Comment) -> Result<Vec<Reader>> {
    if !comment.body.contains('@') {
        return Ok(Vec::new());
    }
    let people = accounts::who_wrote_in(tx, comment.site_id, comment.thread_id, PEOPLE)?;
    let names: Vec<&str> = people.iter().map(|account| account.display_name.as_str()).collect();
    let named = positions(&comment.body, &names);
    Ok(named.into_iter().map(|at| Reader::from(people[at].clone())).collect())
}

/// Which of the names stand in the text after an `@` that begins a word. Of names that begin alike the longest counts.
fn positions(text: &str, names: &[&str]) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let inside_a_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if inside_a_word {
            continue;
        }
        let rest = &text[at + 1..];
        let called = names.iter().enumerate().filter(|(_, name)| begins_with(rest, name));
        if let Some((index, _)) = called.max_by_key(|(_, name)| name.chars().count())
            && !found.contains(&index)
        {
            found.push(index);
            if found.len() == MOST_NAMED {
                break;
            }
        }
    }
    found
}

/// Whatever the case, and not in the middle of a longer word.
fn begins_with(text: &str, name: &str) -> bool {
    let mut rest = text.chars();
    for wanted in name.chars() {
        match rest.next() {
            Some(found) if found.to_lowercase().eq(wanted.to_lowercase()) => {}
            _ => return false,
        }
    }
    !name.is_empty() && !rest.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_after_an_at_sign_is_called() {
        let names = ["Ada", "Ada Miller", "Žižek", "Bob"];
        for (text, expected) in [
            ("@ada, you are right", &[0][..]),
            ("As @Ada Miller said", &[1]),
            ("@Adam is somebody else", &[]),
            ("@žižek: ja!", &[2]),
            ("mail bob@Bob.example", &[]),
            ("(@Bob) and @Ada and @bob again", &[3, 0]),
            ("@", &[]),
            ("Ada", &[]),
            ("@Bob's bridge", &[3]),
        ] {
            assert_eq!(positions(text, &names), expected, "{text}");
        }
    }

    #[test]
    fn nobody_shouts_to_a_whole_thread() {
        let names: Vec<String> = (0..20).map(|number| format!("reader{number:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let text: String = names.iter().map(|name| format!("@{name} ")).collect();
        assert_eq!(positions(&text, &names).len(), MOST_NAMED);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}", name in ".{0,8}") {
            positions(&format!("{text}@{name}{text}"), &[&name, "x"]);
        }
    }
}
