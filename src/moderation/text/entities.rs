//! HTML's character references, as far as they can hide a letter or stand between two.

/// The longest that is looked back for, `&` and `;` included.
pub const MAX_CHARACTERS: usize = 12;

/// The character that `name`, what stands between `&` and `;` in lower case, refers to.
pub fn decode(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "apos" => '\'',
        "ast" => '*',
        "commat" => '@',
        "dollar" => '$',
        "excl" => '!',
        "gt" => '>',
        "hyphen" => '-',
        "lowbar" => '_',
        "lt" => '<',
        "nbsp" => '\u{A0}',
        "num" => '#',
        "period" => '.',
        "quot" => '"',
        "shy" => '\u{AD}',
        "verbar" => '|',
        "zwj" => '\u{200D}',
        "zwnj" => '\u{200C}',
        _ => return letter_with_mark(name),
    })
}

/// `eacute`, `ouml` and their like: a letter and the name of its mark.
fn letter_with_mark(name: &str) -> Option<char> {
    let (letter, mark) = name.split_at_checked(1)?;
    let mark = match mark {
        "acute" => '\u{301}',
        "caron" => '\u{30C}',
        "cedil" => '\u{327}',
        "circ" => '\u{302}',
        "grave" => '\u{300}',
        "ring" => '\u{30A}',
        "tilde" => '\u{303}',
        "uml" => '\u{308}',
        _ => return None,
    };
    unicode_normalization::char::compose(letter.chars().next()?, mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_told() {
        assert_eq!(
            [decode("#117"), decode("#x75"), decode("eacute"), decode("shy")],
            ['u', 'u', 'é', '\u{AD}'].map(Some)
        );
        for none in ["", "#", "#x", "#-1", "#xd800", "#1114112", "é", "xacute", "nosuch"] {
            assert_eq!(decode(none), None, "{none}");
        }
    }
}
