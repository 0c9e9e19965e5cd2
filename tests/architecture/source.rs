//! Reading the source text: its files, its tokens without comments, literals and test code, and what it imports.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src`, its test code taken out.
pub struct SourceFile {
    /// From the package's root, as `src/store/mod.rs`.
    pub name: String,
    pub tokens: Vec<Token>,
    /// Its length without test code.
    pub lines: usize,
}

impl SourceFile {
    fn read(path: &Path) -> Self {
        let name = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned();
        let text = read(path);
        let (tokens, test_lines) = without_test_code(tokens(&text));
        Self { name, tokens, lines: text.lines().count() - test_lines }
    }

    /// `["store", "db"]` for `src/store/db.rs`; empty for `src/lib.rs`.
    pub fn module_path(&self) -> Vec<String> {
        let path = self.name.trim_start_matches("src/").trim_end_matches(".rs");
        let mut modules: Vec<String> = path.split('/').map(str::to_owned).collect();
        if matches!(modules.last().map(String::as_str), Some("mod" | "lib")) {
            modules.pop();
        }
        modules
    }

    /// The first module of its path. `src/lib.rs`, which only names the rooms, stands with `main`.
    pub fn room(&self) -> String {
        self.module_path().first().cloned().unwrap_or_else(|| "main".to_owned())
    }
}

/// All files under `src` but test modules in files of their own (`tests.rs`, `tests/`).
pub fn source_files() -> Vec<SourceFile> {
    let is_test =
        |path: &PathBuf| path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
    let mut files: Vec<SourceFile> = rust_files("src")
        .iter()
        .filter(|path| !is_test(&path.strip_prefix(root()).expect("below the root").to_path_buf()))
        .map(|path| SourceFile::read(path))
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// All Rust files below a folder of the package.
pub fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty(), "no Rust files under {folder}");
    files
}

pub struct Import {
    pub room: String,
    pub line: usize,
}

/// What a file takes from the crate's root: `crate::a`, `crate::{a, b::c}`, and `super::…` that climbs to the root; in
/// the binary, `postil::a`.
pub fn imports(tokens: &[Token], module_path: &[String]) -> Vec<Import> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let continues = index > 0 && tokens[index - 1].text == "::";
        let depth = match token.text.as_str() {
            "crate" => 0,
            "postil" if module_path == ["main"] => 0,
            "self" if !continues => module_path.len(),
            "super" if !continues => module_path.len().saturating_sub(1),
            _ => continue,
        };
        if tokens.get(index + 1).is_some_and(|next| next.text == "::") {
            heads(tokens, index + 2, depth, &mut found);
        }
    }
    found
}

/// Notes the first names of the use-tree at `at`, which stands `depth` modules below the crate's root. Returns the
/// index after that tree's head, or after its whole group.
fn heads(tokens: &[Token], at: usize, depth: usize, found: &mut Vec<Import>) -> usize {
    let Some(token) = tokens.get(at) else { return at };
    match token.text.as_str() {
        "super" => heads(tokens, at + 2, depth.saturating_sub(1), found),
        "self" if tokens.get(at + 1).is_some_and(|next| next.text == "::") => heads(tokens, at + 2, depth, found),
        "{" => group(tokens, at + 1, depth, found),
        _ => {
            if depth == 0 {
                found.push(Import { room: token.text.clone(), line: token.line });
            }
            at + 1
        }
    }
}

/// Notes the heads of every element of a group whose `{` stands before `at`; returns the index after its `}`.
fn group(tokens: &[Token], mut at: usize, depth: usize, found: &mut Vec<Import>) -> usize {
    let mut nested = 0;
    let mut element_starts = true;
    while let Some(token) = tokens.get(at) {
        if element_starts && token.text != "}" {
            at = heads(tokens, at, depth, found);
            element_starts = false;
            continue;
        }
        match token.text.as_str() {
            "{" => nested += 1,
            "}" if nested == 0 => return at + 1,
            "}" => nested -= 1,
            "," if nested == 0 => element_starts = true,
            _ => {}
        }
        at += 1;
    }
    at
}

/// A name, `::`, or one character of anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    /// From 1.
    pub line: usize,
}

/// The tokens of Rust source without comments and literals.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let start = at;
        at = end_of_lexeme(&chars, start);
        let text: String = chars[start..at].iter().collect();
        if text == "::" || is_name(&text) || (text.chars().count() == 1 && !text.trim().is_empty()) {
            tokens.push(Token { text: text.trim_start_matches("r#").to_owned(), line });
        }
        line += text.matches('\n').count();
    }
    tokens
}

fn is_name(text: &str) -> bool {
    text.trim_start_matches("r#").chars().all(is_name_char) && !text.is_empty()
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The index after the comment, literal, name or single character that starts at `at`.
fn end_of_lexeme(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let end = match rest {
        ['/', '/', ..] => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => end_of_block_comment(rest),
        [':', ':', ..] => 2,
        ['"', ..] => end_of_string(rest),
        ['b' | 'c', '"', ..] => 1 + end_of_string(&rest[1..]),
        ['r', '"' | '#', ..] => end_of_raw(rest, 1),
        ['b' | 'c', 'r', '"' | '#', ..] => end_of_raw(rest, 2),
        ['b', '\'', ..] => 1 + end_of_char(&rest[1..]),
        ['\'', ..] => end_of_char(rest),
        [c, ..] if is_name_char(*c) => end_of_name(rest),
        _ => 1,
    };
    at + end
}

fn end_of_name(rest: &[char]) -> usize {
    rest.iter().position(|c| !is_name_char(*c)).unwrap_or(rest.len())
}

fn end_of_block_comment(rest: &[char]) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (at, depth) = (at + 2, depth + 1),
            ['*', '/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn end_of_string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '"' => return at + 1,
            '\\' => at += 2,
            _ => at += 1,
        }
    }
    rest.len()
}

/// A raw string after a prefix of `prefix` letters, or a raw name such as `r#type`.
fn end_of_raw(rest: &[char], prefix: usize) -> usize {
    let hashes = rest[prefix..].iter().take_while(|c| **c == '#').count();
    let body = prefix + hashes;
    if rest.get(body) != Some(&'"') {
        return body + end_of_name(&rest[body..]);
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let found = rest[body + 1..].windows(closing.len()).position(|window| window == closing);
    found.map_or(rest.len(), |offset| body + 1 + offset + closing.len())
}

/// A character literal, or the apostrophe and name of a lifetime.
fn end_of_char(rest: &[char]) -> usize {
    match rest {
        ['\'', '\\', _, tail @ ..] => 3 + tail.iter().position(|c| *c == '\'').map_or(tail.len(), |offset| offset + 1),
        ['\'', _, '\'', ..] => 3,
        _ => 1 + end_of_name(&rest[1..]),
    }
}

/// Takes out every item under `#[cfg(test)]`; also returns how many lines those items were.
fn without_test_code(tokens: Vec<Token>) -> (Vec<Token>, usize) {
    const ATTRIBUTE: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let (mut at, mut test_lines) = (0, 0);
    while at < tokens.len() {
        let is_test = tokens[at..].len() > ATTRIBUTE.len()
            && tokens[at..].iter().zip(ATTRIBUTE).all(|(token, expected)| token.text == expected);
        if is_test {
            let end = end_of_item(&tokens, at + ATTRIBUTE.len());
            test_lines += tokens[end - 1].line - tokens[at].line + 1;
            at = end;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    (kept, test_lines)
}

/// The index after the item at `at`: after its `;`, or after the `}` of its body or group and the `;` that may follow.
fn end_of_item(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let semicolon_follows = tokens.get(index + 1).is_some_and(|next| next.text == ";");
                    return index + 1 + usize::from(semicolon_follows);
                }
            }
            ";" if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

pub fn root() -> PathBuf {
    std::env::current_dir().expect("the folder that cargo runs tests in")
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}

/// What is in a folder; nothing when there is no such folder.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect()
}

pub fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rooms_in(source: &str, module_path: &[&str]) -> Vec<String> {
        let module_path: Vec<String> = module_path.iter().map(|name| (*name).to_owned()).collect();
        let (tokens, _) = without_test_code(tokens(source));
        imports(&tokens, &module_path).into_iter().map(|import| import.room).collect()
    }

    #[test]
    fn every_way_to_import_is_seen() {
        let store_db = ["store", "db"];
        assert_eq!(rooms_in("use crate::http::error;", &store_db), ["http"]);
        assert_eq!(rooms_in("use crate::{http::{a, b}, model, self as me};", &store_db), ["http", "model", "self"]);
        assert_eq!(rooms_in("fn f() -> crate::mail::Mail { $crate::auth::x() }", &store_db), ["mail", "auth"]);
        assert_eq!(rooms_in("use super::super::{jobs, mail::Mail};", &store_db), ["jobs", "mail"]);
        assert_eq!(rooms_in("use super::{super::auth, lane};", &store_db), ["auth"]);
        assert_eq!(rooms_in("use self::super::super::auth;", &store_db), ["auth"]);
        assert_eq!(rooms_in("use super::schema;", &store_db), Vec::<String>::new());
        assert_eq!(rooms_in("use super::model::ids;", &["store"]), ["model"]);
        assert_eq!(rooms_in("use postil::cli;", &["main"]), ["cli"]);
    }

    #[test]
    fn comments_literals_and_test_code_are_not_imports() {
        for source in [
            "// crate::http",
            "/* a /* crate::http */ crate::http */",
            "const A: &str = \"crate::http \\\" crate::http\";",
            "const A: &str = r#\"\" crate::http \"#;",
            "#[cfg(test)] mod tests { fn f() { crate::http::f(); } }",
            "#[cfg(test)]\nuse crate::http::{a, b};",
            "#[cfg(test)] pub(crate) fn f(a: [u8; 2]) { crate::http::f() }",
        ] {
            assert_eq!(rooms_in(source, &["store"]), Vec::<String>::new(), "in {source}");
        }
        for source in ["fn f<'a>(q: &'a str) { let c = '\"'; crate::http::f('\\'', b'\"') }", "r#type; crate::http::a"]
        {
            assert_eq!(rooms_in(source, &["store"]), ["http"], "in {source}");
        }
    }

    #[test]
    fn lines_are_counted_through_literals_and_without_test_code() {
        let (kept, test_lines) = without_test_code(tokens("a\n\"x\ny\"\nb\n#[cfg(test)]\nmod tests {\n    c\n}\nd\n"));
        let lines: Vec<(&str, usize)> = kept.iter().map(|token| (token.text.as_str(), token.line)).collect();
        assert_eq!(lines, [("a", 1), ("b", 4), ("d", 9)]);
        assert_eq!(test_lines, 4);
    }
}
