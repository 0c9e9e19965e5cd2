//! Writes a sample of every mail into a folder, for people who look at them and programs that check them.

use std::path::Path;

use crate::mail::{List, Mailer, Outgoing};
use crate::model::brand::Brand;
use crate::model::ids::MailId;
use crate::model::locale::Locale;
use crate::model::preferences::ZoneName;
use crate::model::time::Timestamp;
use crate::notifications::letter::{Frame, Links, Token, render};
use crate::notifications::samples::{Words, all};

const BRAND: &str = "The Harbour News";

/// `words`: what somebody outside the newsroom writes; each gives a set of samples, numbered from 0. Of each mail there is the
/// whole message, its HTML and its text; how many mails.
///
/// Errors: a sentence; a file cannot be written, or a mail not be composed.
pub fn write(
    public_url: &str,
    mailer: &Mailer,
    folder: &Path,
    locale: Locale,
    words: &[Words],
) -> Result<usize, String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let brand = Brand { footer: Some("The Harbour News Ltd.\n1 Quay Street, Harbour".to_owned()), ..Brand::default() };
    let token = |token: Token<'_>| {
        let kind = format!("{token:?}");
        kind.chars().filter(char::is_ascii_alphanumeric).take(40).collect()
    };
    let choices = format!("{public_url}/u/choices");
    let mut count = 0;
    for (number, words) in words.iter().enumerate() {
        for (name, notice) in all(words) {
            let can_be_turned_off = notice.topic().is_some() || notice.kind() == "digest";
            let frame = Frame {
                links: Links { public_url, token: &token },
                locale,
                zone: &ZoneName::default(),
                brand: &brand,
                brand_name: BRAND,
                choices_url: Some(&choices),
                can_be_turned_off,
                template: None,
            };
            let content = render(&notice, &frame).map_err(|error| format!("{name}: {error}"))?;
            let list = can_be_turned_off.then(|| List {
                name: words.title.clone(),
                label: "news".to_owned(),
                unsubscribe_url: choices.clone(),
            });
            let outgoing = Outgoing {
                id: MailId::from(i64::try_from(count).unwrap_or(0) + 1),
                to: "ida@reader.example".to_owned(),
                kind: notice.kind().to_owned(),
                created_at: Timestamp::from_micros(1_773_136_800_000_000),
                to_name: Some(words.name.clone()),
                from_name: Some(words.name.clone()),
                list,
                continues: vec!["thread-4".to_owned()],
                feedback: notice.kind().to_owned(),
                bounces_to: None,
                content,
            };
            let message = mailer.message(&outgoing).map_err(|error| format!("{name}: {error}"))?;
            let stem = if number == 0 { name } else { format!("{name}.{number}") };
            let parts: [(&str, &[u8]); 3] = [
                ("eml", &message),
                ("html", outgoing.content.html.as_bytes()),
                ("txt", outgoing.content.text.as_bytes()),
            ];
            for (ending, bytes) in parts {
                let path = folder.join(format!("{stem}.{ending}"));
                std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
            }
            count += 1;
        }
    }
    Ok(count)
}

/// A set of words for each line of a file, a JSON text, used everywhere. Errors: a sentence that names the line.
pub fn read_words(path: &Path) -> Result<Vec<Words>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let line = |(at, line): (usize, &str)| {
        let text: String = serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))?;
        Ok(Words::only(&text))
    };
    text.lines().enumerate().map(line).collect()
}
