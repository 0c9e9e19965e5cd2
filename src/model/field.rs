//! Errors by field: what was wrong with which member of the input.

use std::fmt;

use super::comment::is_invisible;

/// One thing wrong with one member of the input.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The member, dotted when nested: `guest.email`.
    pub field: String,
    /// A sentence that says what is expected.
    pub message: String,
}

/// Everything wrong with one input, in the order it was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        Self(vec![FieldError { field: field.to_owned(), message: message.into() }])
    }

    /// The parsed value, or `None` with the message noted under `field`.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, String>) -> Option<T> {
        parsed.map_err(|message| self.0.push(FieldError { field: field.to_owned(), message })).ok()
    }

    /// Notes `message` under `field` unless `holds`.
    pub fn require(&mut self, field: &str, holds: bool, message: &str) {
        if !holds {
            self.0.push(FieldError { field: field.to_owned(), message: message.to_owned() });
        }
    }

    /// `Ok` when nothing was wrong.
    pub fn finish(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// Text that people are to read, trimmed. Errors: nothing to see in it, or more than `most` characters.
pub fn visible_text(text: &str, most: usize) -> Result<String, String> {
    let text = text.trim();
    if text.chars().all(is_invisible) {
        return Err("must not be empty".to_owned());
    }
    if text.chars().count() > most {
        return Err(format!("must have at most {most} characters"));
    }
    Ok(text.to_owned())
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{} {}", error.field, error.message)?;
        }
        Ok(())
    }
}
