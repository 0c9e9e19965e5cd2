//! How a site's mails look and in which language they are, unless their reader wants another.

use serde::{Deserialize, Deserializer, Serialize};

use super::locale::Locale;

/// A colour as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(value_type = String, pattern = "^#[0-9a-fA-F]{6}$")]
pub struct Colour(String);

impl Colour {
    /// Errors: not `#` and six hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        match digits {
            Some(digits) if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                Ok(Self(text.to_ascii_lowercase()))
            }
            _ => Err("must be a colour such as #1f5fbf".to_owned()),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether white text on it can be read, rather than black: by its relative luminance (WCAG 2.2).
    pub fn wants_white_text(&self) -> bool {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&self.0[at..at + 2], 16).unwrap_or(0)) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
        (1.0 + 0.05) / (luminance + 0.05) >= (luminance + 0.05) / 0.05
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// What a site's mails bear.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// In the sender's name and at the top; `None`: the site's name.
    pub name: Option<String>,
    /// Of buttons and of the line at the top.
    pub colour: Option<Colour>,
    /// Plain text at the end of each mail, such as the publisher's name and address.
    pub footer: Option<String>,
    /// Of readers who have not chosen another.
    pub locale: Locale,
}

impl Brand {
    const MOST_FOOTER: usize = 500;
    const MOST_NAME: usize = 60;

    /// Errors: the field that is wrong, and why.
    pub fn checked(self) -> Result<Self, (&'static str, String)> {
        let trimmed = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let brand = Self { name: trimmed(self.name), footer: trimmed(self.footer), ..self };
        if let Some(name) = &brand.name
            && (name.chars().count() > Self::MOST_NAME || name.chars().any(char::is_control))
        {
            return Err(("name", format!("must be one line of at most {} characters", Self::MOST_NAME)));
        }
        if let Some(footer) = &brand.footer
            && (footer.chars().count() > Self::MOST_FOOTER || footer.chars().any(|c| c.is_control() && c != '\n'))
        {
            return Err(("footer", format!("must be lines of together at most {} characters", Self::MOST_FOOTER)));
        }
        Ok(brand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits_and_bears_a_text_that_can_be_read() {
        for (text, white) in [("#1F5FBF", true), ("#ffd200", false), ("#000000", true), ("#ffffff", false)] {
            assert_eq!(Colour::parse(text).expect(text).wants_white_text(), white, "{text}");
        }
        for text in ["red", "#fff", "#12345g", "#1234567", "#12345;", "123456"] {
            assert!(Colour::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_brand_is_plain_text_of_bounded_length() {
        let brand = |name: &str, footer: &str| Brand {
            name: Some(name.to_owned()),
            footer: Some(footer.to_owned()),
            ..Brand::default()
        };
        assert!(brand("The News", "The News Ltd.\n1 Harbour Street").checked().is_ok());
        assert_eq!(brand("  ", " ").checked().expect("blank"), Brand::default());
        assert_eq!(brand("The\r\nNews", "x").checked().expect_err("refused").0, "name");
        assert_eq!(brand("The News", &"x".repeat(501)).checked().expect_err("refused").0, "footer");
    }
}
