//! How much two texts have in common, and how to find the texts that have much in common among many.
//!
//! A text is the set of its runs of three words. Of such a set a few minimal hash values are kept in bands (MinHash
//! with locality-sensitive hashing, Broder 1997): two texts that share half their runs share a band in 68 of 100 cases,
//! at 70 % in 93, at 90 % in nearly all. Those that share one are then compared in full.

use std::collections::HashSet;

use super::text::Normalized;

/// Words that one run has.
const RUN: usize = 3;
/// Shorter texts are too much alike by chance.
const FEWEST_WORDS: usize = 6;
/// Bands a text has; each is made of two minimal values.
pub const BANDS: usize = 4;

/// The runs of words of one text.
#[derive(Debug, Clone)]
pub struct Runs(HashSet<u64>);

impl Runs {
    /// `None` for a text of fewer than six words.
    pub fn of(text: &str) -> Option<Self> {
        let normalized = Normalized::of(text);
        let parts = normalized.text().split(|c: char| !c.is_alphanumeric());
        let words: Vec<u64> = parts.filter(|word| !word.is_empty()).map(|word| hash(word.as_bytes())).collect();
        if words.len() < FEWEST_WORDS {
            return None;
        }
        let run = |words: &[u64]| words.iter().fold(0, |run: u64, word| mixed(run.rotate_left(21) ^ word));
        Some(Self(words.windows(RUN).map(run).collect()))
    }

    /// What is stored to find the text by. The same on every machine and in every release that normalises alike.
    pub fn bands(&self) -> [i64; BANDS] {
        let least = |seed: u64| self.0.iter().map(|run| mixed(run ^ mixed(seed))).min().unwrap_or_default();
        std::array::from_fn(|band| {
            let band = band as u64;
            mixed(least(2 * band).rotate_left(32) ^ least(2 * band + 1)).cast_signed()
        })
    }

    /// The share of runs in common, in percent of all that either has.
    pub fn percent_shared(&self, other: &Self) -> u32 {
        let shared = self.0.intersection(&other.0).count();
        let all = self.0.len() + other.0.len() - shared;
        u32::try_from(shared * 100 / all.max(1)).unwrap_or(100)
    }
}

/// FNV-1a, 64 bits.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
const fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "The council sold the old quay to a friend of the mayor, and nobody in this town was asked about it. \
        Whoever voted for that should say so in public, and should step down before the winter is over.";

    fn shared(a: &str, b: &str) -> u32 {
        Runs::of(a).expect("words").percent_shared(&Runs::of(b).expect("words"))
    }

    #[test]
    fn a_text_with_a_few_words_changed_is_nearly_the_same() {
        assert_eq!(shared(TEXT, TEXT), 100);
        assert_eq!(shared(TEXT, &TEXT.to_uppercase().replace(',', " --")), 100);
        let retold = TEXT.replace("winter", "summer");
        assert!((75..95).contains(&shared(TEXT, &retold)), "{}", shared(TEXT, &retold));
        assert_eq!(shared(TEXT, "What a lovely picture of the herons at low tide, thank you for it."), 0);
        assert!(Runs::of("Step down now!").is_none());
    }

    #[test]
    fn similar_texts_share_a_band() {
        let words: Vec<String> = (0..60).map(|n| format!("word{n}")).collect();
        let bands = |words: &[String]| Runs::of(&words.join(" ")).expect("words").bands();
        let original = bands(&words);
        let found = (0..60)
            .filter(|at| {
                let mut changed = words.clone();
                changed[*at] = "other".to_owned();
                bands(&changed).iter().zip(original).any(|(a, b)| *a == b)
            })
            .count();
        assert!(found >= 58, "only {found} of 60");
        let others: Vec<String> = (0..60).map(|n| format!("else{n}")).collect();
        assert!(bands(&others).iter().zip(original).all(|(a, b)| *a != b));
    }

    proptest! {
        #[test]
        fn any_text_is_wholly_like_itself(text in any::<String>()) {
            if let Some(runs) = Runs::of(&text) {
                prop_assert_eq!(runs.percent_shared(&runs), 100);
                prop_assert_eq!(runs.bands(), Runs::of(&text).expect("again").bands());
            }
        }
    }
}
