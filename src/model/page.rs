//! Keyset pages: a list is cut after a row, never at an offset.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The keys of the last row a page showed: the list goes on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The leading sort key; the row's id again where the id alone sorts.
    pub key: i64,
    pub id: i64,
}

impl Cursor {
    pub const fn by_id(id: i64) -> Self {
        Self { key: id, id }
    }

    /// Errors: not a cursor that this server gave out.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "must be the `next` of an earlier answer".to_owned();
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let (key, id) = bytes.split_at_checked(8).ok_or_else(wrong)?;
        let number = |part: &[u8]| part.try_into().map(i64::from_be_bytes).map_err(|_| wrong());
        Ok(Self { key: number(key)?, id: number(id)? })
    }

    pub fn encode(self) -> String {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.key.to_be_bytes());
        bytes[8..].copy_from_slice(&self.id.to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    pub after: Option<Cursor>,
    /// At least 1.
    pub limit: i64,
}

/// One page of a list and where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page from rows that were asked for with `limit + 1`: the row too many only tells that there is more.
    pub fn cut(mut rows: Vec<T>, limit: i64, cursor_of: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(cursor_of) } else { None };
        Self { items: rows, next }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_survives_the_trip(key in any::<i64>(), id in any::<i64>()) {
            let cursor = Cursor { key, id };
            prop_assert_eq!(Cursor::parse(&cursor.encode()), Ok(cursor));
        }

        #[test]
        fn no_text_panics_the_parser(text in ".*") {
            let _parsed: Result<Cursor, String> = Cursor::parse(&text);
        }
    }

    #[test]
    fn a_page_ends_where_the_list_ends() {
        let by_value = |n: &i64| Cursor::by_id(*n);
        assert_eq!(Page::cut(vec![1, 2, 3], 2, by_value), Page { items: vec![1, 2], next: Some(Cursor::by_id(2)) });
        assert_eq!(Page::cut(vec![1, 2], 2, by_value), Page { items: vec![1, 2], next: None });
    }
}
