//! Accounts: who somebody is, under which name, and what their links are for.

use std::fmt;
use std::sync::LazyLock;

use email_address::Options;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{is_combining_mark, is_public_assigned};
use unicode_segmentation::UnicodeSegmentation;

use super::decision::text_enum;
use super::site::web_url;

text_enum! {
    Role {
        Reader = "reader",
        /// Decides about comments.
        Moderator = "moderator",
        /// Also sets up sites and sanctions accounts.
        Administrator = "administrator",
    }
}

text_enum! {
    /// What an API token may do beside reading what its account may read.
    Scope {
        /// Write, edit and delete the account's comments, and vote.
        Comment = "comment",
        /// Decide about comments and sanction accounts, where the account is a moderator.
        Moderate = "moderate",
        /// Set up sites, threads and rules, where the account may.
        Administer = "administer",
    }
}

impl Scope {
    /// Reads names separated by spaces. Errors: one of them is not a name.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, String> {
        text.split_whitespace().map(Self::parse).collect()
    }
}

text_enum! {
    /// What a mailed link lets its holder do.
    LinkPurpose {
        VerifyEmail = "verify_email",
        ResetPassword = "reset_password",
        ChangeEmail = "change_email",
        /// Has replies to a guest mailed to that address.
        ConfirmFollow = "confirm_follow",
    }
}

/// An address that mail can be sent to. Its `Debug` hides it, so that it never reaches a log.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The longest forward path that SMTP takes, without its brackets (RFC 5321 4.5.3.1.3).
    const MAX_BYTES: usize = 254;

    /// The domain is kept in its ASCII form in lower case, the local part as it was written.
    ///
    /// Errors: not an address, an address literal such as `name@[192.0.2.1]`, or one with a name before it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "must be an e-mail address such as name@example.org".to_owned();
        let text: String = text.trim().nfc().collect();
        let syntax = Options::default().without_display_text().without_domain_literal();
        email_address::EmailAddress::parse_with_options(&text, syntax).map_err(|_| wrong())?;
        if text.chars().any(is_hidden) {
            return Err(wrong());
        }
        let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
        let Ok(url::Host::Domain(domain)) = url::Host::parse(domain) else {
            return Err(wrong());
        };
        let address = format!("{local}@{domain}");
        if address.len() > Self::MAX_BYTES {
            return Err(format!("must have at most {} bytes", Self::MAX_BYTES));
        }
        Ok(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is unique among accounts: in lower case throughout.
    pub fn canonical(&self) -> String {
        self.0.to_lowercase().nfc().collect()
    }

    /// The mailbox that receives what is sent there: without `+anything`, and at Gmail without dots.
    pub fn mailbox(&self) -> String {
        let canonical = self.canonical();
        let Some((local, domain)) = canonical.rsplit_once('@') else { return canonical };
        let local = local.split_once('+').map_or(local, |(name, _)| name);
        match domain {
            "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
            _ => format!("{local}@{domain}"),
        }
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

/// Names that speak for the site or for the program, and the one that stands for authors who are gone.
const RESERVED_NAMES: &[&str] = &[
    "admin",
    "administration",
    "administrator",
    "administrators",
    "admins",
    "deleted",
    "deleted account",
    "deleted user",
    "editor",
    "editor in chief",
    "editorial",
    "editorial team",
    "editors",
    "help desk",
    "mod",
    "moderation",
    "moderation team",
    "moderator",
    "moderators",
    "mods",
    "official",
    "postil",
    "postil team",
    "postmaster",
    "root",
    "security",
    "site admin",
    "staff",
    "support",
    "support team",
    "sysadmin",
    "system",
    "webmaster",
];

/// The name that stands beside somebody's comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// In user-perceived characters.
    const LENGTH: std::ops::RangeInclusive<usize> = 2..=40;
    /// One user-perceived character can be made of any number of scalar values; this bounds them all.
    const MAX_SCALARS: usize = 160;
    const MAX_MARKS_IN_A_ROW: usize = 3;

    /// Errors: too short or too long, unseen or unassigned characters, towers of accents, no letter and no digit.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let name: String = words.join(" ").nfc().collect();
        if let Some(hidden) = name.chars().find(|c| is_hidden(*c)) {
            return Err(format!("must have visible characters only, not U+{:04X}", u32::from(hidden)));
        }
        if !Self::LENGTH.contains(&name.graphemes(true).count()) || name.chars().count() > Self::MAX_SCALARS {
            return Err(format!("must have {} to {} characters", Self::LENGTH.start(), Self::LENGTH.end()));
        }
        if longest_run_of_marks(&name) > Self::MAX_MARKS_IN_A_ROW {
            return Err(format!("must not have more than {} accents on one letter", Self::MAX_MARKS_IN_A_ROW));
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err("must have a letter or a digit".to_owned());
        }
        Ok(Self(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equal for names that are easily taken for each other: whatever their case, accents, spaces and punctuation,
    /// and whatever script their letters are borrowed from.
    pub fn skeleton(&self) -> String {
        skeleton_in_lower_case(&self.0)
    }

    /// What it looks like; to be asked once where it is compared with many.
    pub fn looks(&self) -> NameLooks {
        NameLooks::of(&self.0)
    }

    /// Whether one of the two names is easily taken for the other.
    pub fn looks_like(&self, other: &str) -> bool {
        self.looks().resembles(&NameLooks::of(other))
    }

    /// Whether the name looks like one that only staff may have.
    pub fn is_reserved(&self) -> bool {
        static RESERVED: LazyLock<Vec<NameLooks>> =
            LazyLock::new(|| RESERVED_NAMES.iter().map(|name| NameLooks::of(name)).collect());
        let looks = self.looks();
        RESERVED.iter().any(|reserved| looks.resembles(reserved))
    }
}

/// Both ways in which a name is taken for another one.
#[derive(Debug, Clone)]
pub struct NameLooks {
    in_lower_case: String,
    as_seen: String,
}

impl NameLooks {
    pub fn of(name: &str) -> Self {
        Self { in_lower_case: skeleton_in_lower_case(name), as_seen: skeleton_as_seen(name) }
    }

    /// Whether one of the two names is easily taken for the other.
    pub fn resembles(&self, other: &Self) -> bool {
        self.in_lower_case == other.in_lower_case || self.as_seen == other.as_seen
    }
}

/// What a name is compared by: see [`DisplayName::skeleton`].
pub fn name_skeleton(name: &str) -> String {
    skeleton_in_lower_case(name)
}

fn skeleton_in_lower_case(name: &str) -> String {
    let lower = name.nfkc().collect::<String>().to_lowercase();
    letters_of_skeleton(&lower)
}

/// Letters such as the Cyrillic М resemble a Latin one as capitals only, so they are told before the case is dropped.
fn skeleton_as_seen(name: &str) -> String {
    let compatible: String = name.nfkc().collect();
    let seen = unicode_security::skeleton(&compatible).collect::<String>().to_lowercase();
    letters_of_skeleton(&seen)
}

/// The skeleton of Unicode Technical Standard 39 cut down to letters and digits. It already takes `0` for `O` and `1`
/// for `l`; with case gone, `i` has to go with `l` too, since `I` does.
fn letters_of_skeleton(text: &str) -> String {
    let skeleton = unicode_security::skeleton(text).collect::<String>().to_lowercase();
    let letters: String =
        skeleton.chars().filter(|c| c.is_alphanumeric()).map(|c| if c == 'i' { 'l' } else { c }).collect();
    if letters.is_empty() { skeleton } else { letters }
}

fn longest_run_of_marks(text: &str) -> usize {
    text.split(|c| !is_combining_mark(c)).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// Control, private, unassigned and default-ignorable characters, direction marks among them, and those that show as
/// blank or as a placeholder.
fn is_hidden(c: char) -> bool {
    let blank = matches!(c, '\u{2800}' | '\u{FFF9}'..='\u{FFFD}');
    c.is_control() || blank || !is_public_assigned(c) || is_default_ignorable(c)
}

/// A skeleton leaves out the default-ignorable characters and nothing else.
fn is_default_ignorable(c: char) -> bool {
    !c.is_ascii() && unicode_security::skeleton(c.encode_utf8(&mut [0; 4])).next().is_none()
}

/// What its owner calls an API token, to tell it from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenName(String);

impl TokenName {
    /// Errors: empty, more than 60 characters, or unseen characters.
    pub fn parse(text: &str) -> Result<Self, String> {
        let name = text.trim();
        if name.chars().any(is_hidden) {
            return Err("must be one line of visible characters".to_owned());
        }
        if !(1..=60).contains(&name.chars().count()) {
            return Err("must have 1 to 60 characters".to_owned());
        }
        Ok(Self(name.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The web page somebody gives as their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Website(String);

impl Website {
    const MAX_BYTES: usize = 300;

    /// Errors: not http or https, a name or password in it, or too long.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = web_url(text)?;
        if url.as_str().len() > Self::MAX_BYTES {
            return Err(format!("must have at most {} bytes", Self::MAX_BYTES));
        }
        Ok(Self(url.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn email(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect(text)
    }

    fn name(text: &str) -> DisplayName {
        DisplayName::parse(text).expect(text)
    }

    #[test]
    fn an_address_keeps_its_local_part_and_lowers_its_domain() {
        assert_eq!(email("  Ann.Lee+news@Example.ORG ").as_str(), "Ann.Lee+news@example.org");
        assert_eq!(email("Ann@Example.ORG").canonical(), "ann@example.org");
        assert_eq!(email("jose\u{301}@example.org"), email("jos\u{e9}@example.org"));
        assert_eq!(email("ann@BÜCHER.example"), email("ann@xn--bcher-kva.example"));
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        let too_long = format!("{}@{}.example", "a".repeat(60), "b.".repeat(95) + "c");
        for bad in [
            "",
            "ann",
            "ann@",
            "@example.org",
            "ann@example..org",
            "Ann <ann@example.org>",
            "ann@[192.0.2.1]",
            "ann@192.0.2.1",
            "a b@example.org",
            "\"a\tb\"@example.org",
            "a\u{200b}b@example.org",
            "a\u{3164}b@example.org",
            "ann@example.org\r\nBcc: bob@example.org",
            too_long.as_str(),
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?} was taken for an address");
        }
    }

    #[test]
    fn an_address_does_not_print() {
        assert_eq!(format!("{:?}", email("ann@example.org")), "EmailAddress(…)");
    }

    #[test]
    fn a_name_is_tidied() {
        assert_eq!(name(" \u{a0}Ann \t  Lee\u{3000}").as_str(), "Ann Lee");
        assert_eq!(name("Jose\u{301}"), name("Jos\u{e9}"));
        for good in ["Łukasz Żółć", "李雷", "นิรันดร์", "ശ്രീജ", "O’Neil-Jr.", "Nguyễn", "Ann 🦀", "x2"]
        {
            assert_eq!(name(good).as_str(), good);
        }
    }

    #[test]
    fn what_cannot_be_seen_or_told_apart_is_no_name() {
        let endless_syllable = "\u{1100}".repeat(200);
        let too_long = "a".repeat(41);
        for bad in [
            "",
            "a",
            too_long.as_str(),
            endless_syllable.as_str(),
            "--- !!",
            "🦀🦀",
            "Ann\u{0}Lee",
            "Ann\u{7f}",
            "Ann\u{200b}Lee",
            "Ann\u{200d}Lee",
            "Ann\u{ad}Lee",
            "Ann\u{202e}eeL",
            "Ann\u{2066}Lee",
            "Ann\u{e000}",
            "Ann\u{fffe}",
            "Ann\u{fffd}",
            "Ann\u{378}",
            "\u{3164}\u{3164}",
            "Ann\u{2800}",
            "Ann\u{e0041}",
            "Anx\u{300}\u{301}\u{302}\u{303}",
        ] {
            assert!(DisplayName::parse(bad).is_err(), "{bad:?} was taken for a name");
        }
        assert_eq!(
            DisplayName::parse("Ann\u{200b}Lee"),
            Err("must have visible characters only, not U+200B".to_owned())
        );
    }

    #[test]
    fn lookalikes_are_seen_through() {
        for (one, other) in [
            ("Michael", "MichaeI"),
            ("Michael", "m.i.c.h.a.e.l"),
            ("Bob Olsen", "B0b 0lsen"),
            ("Alice", "ALICE"),
            ("Alice", "\u{0410}lice"),
            ("Alice", "Ａｌｉｃｅ"),
            ("Alice", "Àl1cé"),
            ("Tom Hart", "\u{422}om \u{41d}art"),
            ("Наталья", "наталья"),
            ("Наталья", "Hаталья"),
            ("Warner", "Wamer"),
        ] {
            assert!(name(one).looks_like(other), "{one} and {other}");
            assert!(name(other).looks_like(one), "{other} and {one}");
        }
        assert!(!name("Alice").looks_like("Alicia"));
        assert!(!name("李雷").looks_like("韩梅梅"));
    }

    #[test]
    fn names_of_the_house_are_reserved() {
        for staff in ["admin", "Adm1n", "AD\u{41c}IN", "M0derator", "m o d", "STAFF.", "Sýstem", "Postil", "Deleted"] {
            assert!(name(staff).is_reserved(), "{staff} was free");
        }
        for reader in ["Ann Lee", "Modesty", "Edith", "Adam", "Stafford"] {
            assert!(!name(reader).is_reserved(), "{reader} was taken");
        }
    }

    #[test]
    fn a_website_is_an_address_on_the_web() {
        assert_eq!(Website::parse(" HTTPS://Example.org ").map(|site| site.0), Ok("https://example.org/".to_owned()));
        let too_long = format!("https://example.org/{}", "a".repeat(300));
        for bad in ["example.org", "javascript:alert(1)", "https://ann:secret@example.org/", "https://", &too_long] {
            assert!(Website::parse(bad).is_err(), "{bad} was taken for a website");
        }
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(text in "\\PC{0,45}", local in "[a-zA-Z.]{1,9}", domain in "[A-Za-zü.]{1,12}") {
            if let Ok(once) = DisplayName::parse(&text) {
                prop_assert_eq!(DisplayName::parse(once.as_str()), Ok(once));
            }
            if let Ok(once) = EmailAddress::parse(&format!("{local}@{domain}")) {
                prop_assert_eq!(EmailAddress::parse(once.as_str()), Ok(once.clone()));
                prop_assert_eq!(email(&once.canonical()).canonical(), once.canonical());
            }
        }

        #[test]
        fn a_name_looks_like_itself_in_any_case(text in "[A-Za-z0-9 ]{2,30}") {
            if let Ok(parsed) = DisplayName::parse(&text) {
                prop_assert!(parsed.looks_like(&text.to_uppercase()));
                prop_assert!(parsed.looks_like(&text.to_lowercase()));
            }
        }
    }
}
