//! Where settings come from: flags over environment variables over the settings file.

use std::collections::HashMap;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::{Config, ConfigError, RawConfig};

const PREFIX: &str = "POSTIL_";
const FILE_VARIABLE: &str = "POSTIL_CONFIG";
/// Beginnings of variables that tests use to reach a server, not to set it up.
const FOREIGN: [&str; 2] = ["POSTIL_TEST_", "POSTIL_BIN"];
const DEFAULT_FILE: &str = "postil.toml";

/// Everything that was given, lowest layer last.
pub(super) struct Layers {
    pub flags: RawConfig,
    pub variables: HashMap<String, String>,
    pub file: RawConfig,
    /// As a person would name it in a sentence.
    pub file_name: String,
}

/// The text of one setting and where it was given.
#[derive(Debug)]
pub(super) struct Value {
    pub text: String,
    /// Such as `flag --listen` or `variable POSTIL_LISTEN`; begins a sentence.
    pub source: String,
}

impl Layers {
    /// Errors: an unknown variable; a settings file that cannot be read or has unknown keys.
    pub fn read(
        flags: RawConfig,
        environment: impl IntoIterator<Item = (String, String)>,
        current_folder: &Path,
    ) -> Result<Self, ConfigError> {
        let variables = known_variables(environment)?;
        let from_variable = || variables.get(FILE_VARIABLE).map(PathBuf::from);
        let named = flags.config.clone().or_else(from_variable);
        let path = named.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
        let file_name = path.display().to_string();
        let file = match std::fs::read_to_string(current_folder.join(&path)) {
            Ok(text) => parse_file(&text, &file_name)?,
            Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => RawConfig::default(),
            Err(error) => {
                let chosen_by = if flags.config.is_some() { "flag --config" } else { "variable POSTIL_CONFIG" };
                let chosen_by = if named.is_some() { chosen_by } else { "the current folder" };
                let why = format!("settings file {file_name} ({chosen_by}) cannot be read: {error}");
                return Err(ConfigError(why));
            }
        };
        Ok(Self { flags, variables, file, file_name })
    }
}

/// The process's variables that concern Postil.
pub(super) fn process_environment() -> Result<Vec<(String, String)>, ConfigError> {
    let ours = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with(PREFIX));
    ours.map(|(name, value)| {
        let name = name.to_string_lossy().into_owned();
        match value.into_string() {
            Ok(value) => Ok((name, value)),
            Err(_) => Err(ConfigError(format!("variable {name} is not UTF-8 text"))),
        }
    })
    .collect()
}

/// The value of one setting by the highest layer that gives it.
pub(super) fn highest(
    (key, variable): (&str, &str),
    flag: Option<String>,
    from_variable: Option<&String>,
    in_file: Option<String>,
    file_name: &str,
) -> Option<Value> {
    let flag = flag.map(|text| Value { text, source: format!("flag --{}", key.replace('_', "-")) });
    let from_variable =
        || from_variable.map(|text| Value { text: text.clone(), source: format!("variable {variable}") });
    let in_file = || in_file.map(|text| Value { text, source: format!("key {key} in {file_name}") });
    flag.or_else(from_variable).or_else(in_file)
}

/// The parsed value; an error is told as "<where it was given> <sentence of `parse`>".
pub(super) fn parsed<T>(
    value: Option<Value>,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, ConfigError> {
    let Some(Value { text, source }) = value else { return Ok(None) };
    parse(&text).map(Some).map_err(|sentence| ConfigError(format!("{source} {sentence}")))
}

/// The variables that are ours and not empty.
fn known_variables(
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<HashMap<String, String>, ConfigError> {
    let mut ours: Vec<(String, String)> = environment
        .into_iter()
        .filter(|(name, value)| name.starts_with(PREFIX) && !value.is_empty())
        .filter(|(name, _)| !FOREIGN.iter().any(|beginning| name.starts_with(beginning)))
        .collect();
    ours.sort();
    let known = || Config::VARIABLES.iter().copied().chain([FILE_VARIABLE]);
    match ours.iter().find(|(name, _)| known().all(|variable| variable != name)) {
        Some((name, _)) => {
            let nearest = nearest(name, known());
            Err(ConfigError(format!(
                "variable {name} is not one Postil knows (the nearest is {nearest}); rename or unset it"
            )))
        }
        None => Ok(ours.into_iter().collect()),
    }
}

fn parse_file(text: &str, file_name: &str) -> Result<RawConfig, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let message = error.message().replace('\n', ", ");
        ConfigError(format!("settings file {file_name}, line {line}: {message}"))
    })
}

/// A setting in the file: a text, a whole number, or a list of texts, which is joined by commas.
pub(super) fn text_of_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Text;

    impl<'de> Visitor<'de> for Text {
        type Value = Option<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text in quotes, a whole number or a list of texts")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut texts: Vec<String> = Vec::new();
            while let Some(text) = list.next_element()? {
                texts.push(text);
            }
            Ok(Some(texts.join(",")))
        }
    }

    deserializer.deserialize_any(Text)
}

fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> &'a str {
    known.min_by_key(|candidate| edits(word, candidate)).unwrap_or_default()
}

/// The Levenshtein distance, in bytes.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, left) in from.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, right) in to.bytes().enumerate() {
            let substituted = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = substituted.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("listen", "listen"), 0);
        assert_eq!(edits("listn", "listen"), 1);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
    }
}
