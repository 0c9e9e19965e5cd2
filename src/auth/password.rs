//! Passwords: which are good enough, how they are hashed, and how a flood of sign-ins is kept from everything else.

use std::sync::LazyLock;
use std::{io, thread};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use crossbeam_channel::{Sender, bounded};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization;

/// The passwords of ten and more characters in the lists of common ones that come with Django 5.2 (BSD-3-Clause) and
/// zxcvbn 4.5 for Python (MIT), in lower case and in byte order.
static COMMON_PASSWORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// argon2id with 19 MiB, two passes and one lane: the least that OWASP's password storage guide recommends.
const CURRENT: Params = match Params::new(19_456, 2, 1, Some(Params::DEFAULT_OUTPUT_LEN)) {
    Ok(params) => params,
    Err(_) => panic!("argon2 takes these parameters"),
};

/// Stands in where there is no account, with the current parameters, so that the time taken tells nothing. Salt and
/// hash are random bytes: no password is known to match.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$ULYoZjyGrGzRnEvBkBi2Xw$oXmjAlc7reRrMp5Bnn8it5sz1zH5siCQHnwHoD7E7Ow";

/// The fewest characters of a new password.
pub const MIN_PASSWORD: usize = 10;

/// A password good enough to be set. Not printable; wiped when dropped.
#[derive(Clone)]
pub struct Password(SecretString);

impl Password {
    /// In Unicode scalar values after NFC.
    const LENGTH: std::ops::RangeInclusive<usize> = MIN_PASSWORD..=128;

    /// Errors: too short or too long, one character repeated, or among the most common passwords.
    pub fn parse(text: &str) -> Result<Self, String> {
        let password = normalized(text);
        let text = password.expose_secret();
        if !Self::LENGTH.contains(&text.chars().count()) {
            return Err(format!("must have {} to {} characters", Self::LENGTH.start(), Self::LENGTH.end()));
        }
        let mut characters = text.chars();
        let first = characters.next();
        if characters.all(|c| Some(c) == first) {
            return Err("must not be one character over and over".to_owned());
        }
        if COMMON_PASSWORDS.binary_search(&text.to_lowercase().as_str()).is_ok() {
            return Err("is one of the most common passwords; choose one that nobody guesses".to_owned());
        }
        Ok(Self(password))
    }
}

/// A password somebody signs in with. The rules for new ones are not applied, since the answer would tell of them and
/// older passwords may break them. Not printable; wiped when dropped.
#[derive(Clone)]
pub struct PasswordAttempt(SecretString);

impl PasswordAttempt {
    pub fn new(text: &str) -> Self {
        Self(normalized(text))
    }
}

/// Well above what any password of the allowed length decomposes to: a cut text never equals one.
const MAX_SCALARS: usize = 1024;

/// NFC of the text, so that a letter and its accent count and hash as they would on any keyboard.
fn normalized(text: &str) -> SecretString {
    text.chars().take(MAX_SCALARS).nfc().collect::<String>().into()
}

/// Too many passwords are waiting already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many people are signing in right now; try again in a few seconds")]
pub struct Busy;

/// The outcome of a sign-in.
pub struct Verified {
    pub matches: bool,
    /// A PHC string to store in place of the old one, which was made with other parameters than today's.
    pub rehash: Option<String>,
}

type Job = Box<dyn FnOnce() + Send>;

/// Hashes and verifies on threads of its own behind a bounded queue. The threads end when the last clone is dropped.
#[derive(Clone)]
pub struct PasswordHasher {
    jobs: Sender<Job>,
}

impl PasswordHasher {
    /// Each of the `threads` takes 19 MiB while it works; up to `queue` more passwords wait.
    ///
    /// Errors: the system starts no more threads.
    pub fn new(threads: usize, queue: usize) -> io::Result<Self> {
        let (jobs, waiting) = bounded::<Job>(queue);
        for _ in 0..threads.max(1) {
            let waiting = waiting.clone();
            thread::Builder::new().name("passwords".to_owned()).spawn(move || waiting.iter().for_each(|job| job()))?;
        }
        Ok(Self { jobs })
    }

    /// The PHC string to store.
    ///
    /// Errors: the queue is full, or there is no memory to hash with.
    pub async fn hash(&self, password: Password) -> Result<String, Busy> {
        self.run(move || hash(&password.0)).await
    }

    /// Compares with the stored PHC string, or for as long with nobody's where there is none.
    ///
    /// Errors: the queue is full, or there is no memory to hash with.
    pub async fn verify(&self, attempt: PasswordAttempt, stored: Option<String>) -> Result<Verified, Busy> {
        self.run(move || verify(&attempt.0, stored.as_deref())).await
    }

    /// Work that nobody waits for any more when its turn comes is left undone.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, Busy> + Send + 'static) -> Result<T, Busy> {
        let (answer, answered) = oneshot::channel();
        let job = move || {
            if !answer.is_closed() {
                // Fails if the caller left meanwhile; nobody misses the answer then.
                let _unsent = answer.send(work());
            }
        };
        self.jobs.try_send(Box::new(job)).map_err(|_| Busy)?;
        answered.await.map_err(|_| Busy)?
    }
}

fn argon2id() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, CURRENT)
}

fn hash(password: &SecretString) -> Result<String, Busy> {
    argon2id().hash_password(password.expose_secret().as_bytes()).map(|hash| hash.to_string()).map_err(|_| Busy)
}

fn verify(attempt: &SecretString, stored: Option<&str>) -> Result<Verified, Busy> {
    let phc = stored.unwrap_or(NOBODY);
    let equal = match argon2id().verify_password(attempt.expose_secret().as_bytes(), phc) {
        Ok(()) => true,
        Err(argon2::password_hash::Error::OutOfMemory) => return Err(Busy),
        Err(_) => false,
    };
    let matches = equal && stored.is_some();
    // Without memory for a new hash the old one stays until the next sign-in.
    let rehash = if matches && !is_current(phc) { hash(attempt).ok() } else { None };
    Ok(Verified { matches, rehash })
}

fn is_current(phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| {
        hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
            && hash.version == Some(Version::V0x13.into())
            && Params::try_from(&hash).is_ok_and(|params| params == CURRENT)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn password(text: &str) -> Password {
        Password::parse(text).expect("a good password")
    }

    fn hasher() -> PasswordHasher {
        PasswordHasher::new(1, 4).expect("a thread")
    }

    fn made_with(version: Version, params: Params, text: &str) -> String {
        let argon2 = Argon2::new(Algorithm::Argon2id, version, params);
        argon2.hash_password(text.as_bytes()).expect("a hash").to_string()
    }

    #[test]
    fn length_counts_characters_after_composition() {
        for good in ["nine and 1", "ÄÖÜäöüßéèê", "密码密码密码密码密钥", &"aé".repeat(64), &"ae\u{301}".repeat(64)]
        {
            assert!(Password::parse(good).is_ok(), "{good} was refused");
        }
        for bad in ["", "nine char", "ae\u{301}ae\u{301}ae\u{301}", &"ab".repeat(65), &"ab".repeat(100_000)] {
            let message = Password::parse(bad).err();
            assert_eq!(message.as_deref(), Some("must have 10 to 128 characters"), "{bad:.20}");
        }
    }

    #[test]
    fn guessable_passwords_are_refused() {
        for bad in ["password123", "PassWord123", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", &"é".repeat(20)] {
            assert!(Password::parse(bad).is_err(), "{bad} was taken");
        }
        assert!(Password::parse("aaaaaaaaaaab").is_ok());
    }

    #[test]
    fn the_list_of_common_passwords_can_be_searched() {
        assert!(COMMON_PASSWORDS.len() > 2000);
        assert!(COMMON_PASSWORDS.windows(2).all(|pair| pair[0] < pair[1]));
        for common in COMMON_PASSWORDS.iter() {
            assert!(Password::LENGTH.contains(&common.chars().count()), "{common}");
            assert_eq!(*common, common.to_lowercase());
        }
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        assert!(is_current(NOBODY));
    }

    #[tokio::test]
    async fn only_the_same_password_matches() {
        let hasher = hasher();
        let stored = hasher.hash(password("Crème brûlée 🍮")).await.expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        for (attempt, matches) in [
            ("Crème brûlée 🍮", true),
            ("Cre\u{300}me bru\u{302}le\u{301}e 🍮", true),
            ("Creme brulee 🍮", false),
            ("crème brûlée 🍮", false),
            ("", false),
        ] {
            let verified = hasher.verify(PasswordAttempt::new(attempt), Some(stored.clone())).await.expect("a verdict");
            assert_eq!(verified.matches, matches, "{attempt}");
            assert_eq!(verified.rehash, None);
        }
    }

    #[tokio::test]
    async fn an_attempt_is_never_cut_down_to_a_match() {
        let hasher = hasher();
        let longest = "aé".repeat(64);
        let stored = hasher.hash(password(&longest)).await.expect("a hash");
        let decomposed: String = longest.nfd().collect();
        for (attempt, matches) in [(decomposed.clone(), true), (decomposed + &"x".repeat(9_000), false)] {
            let verified =
                hasher.verify(PasswordAttempt::new(&attempt), Some(stored.clone())).await.expect("a verdict");
            assert_eq!(verified.matches, matches);
        }
    }

    #[tokio::test]
    async fn nobody_and_a_broken_hash_match_nothing() {
        for stored in [None, Some(""), Some("$argon2id$v=19$m=19456,t=2,p=1"), Some("$2b$12$abcdefghijklmnopqrstuv")] {
            let attempt = PasswordAttempt::new("Crème brûlée 🍮");
            let verified = hasher().verify(attempt, stored.map(str::to_owned)).await.expect("a verdict");
            assert!(!verified.matches, "{stored:?}");
            assert_eq!(verified.rehash, None);
        }
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_renewed_on_success_only() {
        let weak = Params::new(64, 1, 1, None).expect("parameters");
        let hasher = hasher();
        for stored in
            [made_with(Version::V0x13, weak, "Crème brûlée 🍮"), made_with(Version::V0x10, CURRENT, "Crème brûlée 🍮")]
        {
            let wrong = hasher.verify(PasswordAttempt::new("another"), Some(stored.clone())).await.expect("a verdict");
            assert!(!wrong.matches && wrong.rehash.is_none());

            let attempt = PasswordAttempt::new("Crème brûlée 🍮");
            let right = hasher.verify(attempt.clone(), Some(stored)).await.expect("a verdict");
            assert!(right.matches);
            let renewed = right.rehash.expect("a new hash");
            assert!(is_current(&renewed));
            assert!(hasher.verify(attempt, Some(renewed)).await.expect("a verdict").matches);
        }
    }

    #[tokio::test]
    async fn a_full_queue_is_busy_at_once() {
        let hasher = PasswordHasher::new(1, 1).expect("a thread");
        let (started, has_started) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let at_work: Job = Box::new(move || {
            started.send(()).expect("the test listens");
            released.recv().expect("the test releases");
        });
        hasher.jobs.send(at_work).expect("the thread runs");
        has_started.recv().expect("the thread works");
        hasher.jobs.send(Box::new(|| ())).expect("the thread runs");

        assert_eq!(hasher.hash(password("Crème brûlée 🍮")).await, Err(Busy));
        let verdict = hasher.verify(PasswordAttempt::new("Crème brûlée 🍮"), None).await;
        assert_eq!(verdict.err(), Some(Busy));

        release.send(()).expect("the thread waits");
        hasher.jobs.send(Box::new(|| ())).expect("the thread runs");
    }
}
