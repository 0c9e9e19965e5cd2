//! A field of a form with its label, what it is for and what was wrong with it; `templates/field.html` shows it.

use crate::actions::Error;
use crate::model::field::{FieldError, FieldErrors};

/// What is wrong, by field.
#[derive(Debug, Clone, Default)]
pub struct Errors(pub Vec<(String, String)>);

impl From<FieldErrors> for Errors {
    fn from(errors: FieldErrors) -> Self {
        Self(errors.0.into_iter().map(|error| (error.field, error.message)).collect())
    }
}

impl From<Errors> for FieldErrors {
    fn from(errors: Errors) -> Self {
        Self(errors.0.into_iter().map(|(field, message)| FieldError { field, message }).collect())
    }
}

impl Errors {
    /// Errors: the error itself if it is about no field.
    pub fn of_fields(error: Error) -> Result<Self, Error> {
        match error {
            Error::Invalid(errors) => Ok(errors.into()),
            error => Err(error),
        }
    }

    /// All that is wrong with the field.
    pub fn of(&self, field: &str) -> String {
        let of_field = self.0.iter().filter(|(name, _)| name == field).map(|(_, message)| message.as_str());
        of_field.collect::<Vec<_>>().join("; ")
    }
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Text,
    Email,
    /// A new one.
    Password,
    Number,
    /// Several lines; how many are seen at first.
    Lines(u8),
    Switch,
    Choice(Vec<Choice>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

#[derive(Debug, Clone)]
pub struct Field {
    /// In the form; its element is called `f-` and this.
    pub name: String,
    pub label: String,
    /// May be empty, as may `error`.
    pub hint: String,
    pub input: Input,
    /// Of a switch: `yes` if it is on.
    pub value: String,
    pub error: String,
    pub required: bool,
    /// Text that is written from left to right whatever the language, such as addresses.
    pub plain: bool,
}

impl Field {
    pub fn new(name: impl Into<String>, input: Input, label: String) -> Self {
        Self {
            name: name.into(),
            label,
            hint: String::new(),
            input,
            value: String::new(),
            error: String::new(),
            required: false,
            plain: false,
        }
    }

    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// With what was entered and what is wrong with it.
    pub fn filled(mut self, value: &str, errors: &Errors) -> Self {
        self.error = errors.of(&self.name);
        value.clone_into(&mut self.value);
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// The input element's type.
    pub const fn kind(&self) -> &'static str {
        match self.input {
            Input::Email => "email",
            Input::Password => "password",
            Input::Number => "number",
            Input::Switch => "checkbox",
            Input::Text | Input::Lines(_) | Input::Choice(_) => "text",
        }
    }

    /// Ids of what describes it, separated by spaces.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.error.is_empty() {
            ids.push(format!("f-{}-error", self.name));
        }
        if !self.hint.is_empty() {
            ids.push(format!("f-{}-hint", self.name));
        }
        ids.join(" ")
    }
}
