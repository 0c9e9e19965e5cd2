//! Letters of one script that look like those of another.
//!
//! A word is read in one script: “pаypаl” with Cyrillic а is Latin, “дypак” with Latin y and p is Cyrillic, and neither
//! Russian nor Greek is ever turned into Latin. A word that could be either, such as “сос”, is read as the text around it.

use super::sign::Sign;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Other,
}

/// Lower-case letters that cannot be told from a Latin one; the Latin one.
const CYRILLIC_TWINS: Pairs =
    Pairs { from: "аекморстухвніјѕһԁԛԝӏүѵёїґ", to: "aekmopctyxbhijshdqwlyveir" };
/// Latin letters that a Cyrillic word can be written with and nobody sees it; they do not tell of what script a word is.
const SHARED_LETTERS: &str = "abcehikmoptxy";
/// Those that only resemble one: they never make a Cyrillic word Latin, but inside a Latin word they are read so.
const CYRILLIC_LIKENESSES: Pairs =
    Pairs { from: "бгзийпцшщьъыэєядфђљњћџѡчў", to: "breuunuwwbbbeerdohbhhuwyy" };
const GREEK_TWINS: Pairs = Pairs { from: "αβεικνορτυχγηωϳμ", to: "abeikvoptuxynwju" };
const GREEK_LIKENESSES: Pairs = Pairs { from: "ζσπδλξθφ", to: "zondaeoo" };
/// Greek capitals that look like another Latin letter than the small ones do.
const GREEK_CAPITALS: Pairs = Pairs { from: "ηνμυσγλ", to: "hnmyera" };

/// Latin letters that Unicode does not take apart: with strokes, turned over, small capitals. What each is read as.
const LATIN_VARIANTS: Pairs = Pairs {
    from: "ıȷøđðłħŧƀƈɇǥɨɉƙɍʉⱥȼɓɗɖƒɠɦɱɲŋɵƥʠɼʂƭʈʋƴƶʐʑɛəɑɡɩɐɔǝɟɥᴉɾʞɯɹʇʌʍʎᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ",
    to: "ijoddlhtbcegijkruacbddfghmnnopqrsttvyzzzeeagiacefhirkmrtvwyabcdefghijklmnopqrstuvwyz",
};

/// Signs between letters that stand one by one.
const MAX_GAP: usize = 3;

/// What each letter of `from` is read as: the letter of `to` at the same place.
struct Pairs {
    from: &'static str,
    to: &'static str,
}

impl Pairs {
    fn forth(&self, c: char) -> Option<char> {
        self.from.chars().zip(self.to.chars()).find(|(from, _)| *from == c).map(|(_, to)| to)
    }

    fn back(&self, c: char) -> Option<char> {
        self.from.chars().zip(self.to.chars()).find(|(_, to)| *to == c).map(|(from, _)| from)
    }
}

/// The letter without stroke, hook or turn that a lower-case letter of the Latin script is a form of.
pub(super) fn latin_variant(c: char) -> Option<char> {
    LATIN_VARIANTS.forth(c)
}

/// Letters on dark squares and circles and those of flags, which Unicode does not call compatible with letters.
pub(super) fn boxed_letter(c: char) -> Option<char> {
    let place = |first: char| u32::from(c).checked_sub(u32::from(first)).filter(|place| *place < 26);
    let place = ['\u{1F150}', '\u{1F170}', '\u{1F1E6}'].into_iter().find_map(place)?;
    char::from_u32(u32::from('a') + place)
}

const fn script(c: char) -> Script {
    match c {
        'a'..='z' | '\u{DF}'..='\u{2AF}' | '\u{1D00}'..='\u{1DBF}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{A640}'..='\u{A69F}' => Script::Cyrillic,
        _ => Script::Other,
    }
}

/// Whether `c` is a letter of a script that has lookalikes among the Latin letters.
pub(super) fn is_foreign(c: char) -> bool {
    !c.is_ascii() && script(c) != Script::Latin && !is_east_asian(c)
}

/// Reads every word in one script. Whether anything changed.
pub(super) fn fold(signs: &mut [Sign]) -> bool {
    let words = words(signs);
    let counts: Vec<Counts> = words.iter().map(|(start, end)| Counts::of(&signs[*start..*end])).collect();
    let mut letters = [0; 4];
    for count in &counts {
        if let Some(script) = count.decided() {
            letters[script as usize] += count.all();
        }
    }
    let main = match letters {
        [latin, cyrillic, greek, _] if latin > cyrillic && latin > greek => Some(Script::Latin),
        [latin, cyrillic, greek, _] if cyrillic > latin && cyrillic > greek => Some(Script::Cyrillic),
        _ => None,
    };
    let mut changed = false;
    for ((start, end), count) in words.into_iter().zip(counts) {
        let script = count.decided().or(main).unwrap_or_else(|| count.majority());
        for sign in signs[start..end].iter_mut().filter(|sign| sign.is_letter()) {
            if let Some(letter) = read_as(script, sign) {
                sign.becomes(letter);
                changed = true;
            }
        }
    }
    changed
}

/// What a letter is read as in a word of `script`; `None`: it stays what it is.
fn read_as(into: Script, sign: &Sign) -> Option<char> {
    match (into, script(sign.base)) {
        (Script::Latin, Script::Cyrillic) => {
            CYRILLIC_TWINS.forth(sign.base).or_else(|| CYRILLIC_LIKENESSES.forth(sign.base))
        }
        (Script::Latin, Script::Greek) => {
            let capital = GREEK_CAPITALS.forth(sign.base).filter(|_| sign.capital);
            capital.or_else(|| GREEK_TWINS.forth(sign.base)).or_else(|| GREEK_LIKENESSES.forth(sign.base))
        }
        (Script::Latin, Script::Other) if !is_east_asian(sign.base) => by_skeleton(sign.base),
        (Script::Cyrillic, Script::Latin) => {
            CYRILLIC_TWINS.back(sign.base).filter(|_| SHARED_LETTERS.contains(sign.base))
        }
        (Script::Greek, Script::Latin) => GREEK_TWINS.back(sign.base),
        _ => None,
    }
}

/// Whether `c` is of a script none of whose characters is taken for a letter of an alphabet.
const fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// By the confusables of Unicode Technical Standard 39, for the scripts that have no table here.
fn by_skeleton(c: char) -> Option<char> {
    let mut skeleton = unicode_security::skeleton(c.encode_utf8(&mut [0; 4])).collect::<String>();
    skeleton.make_ascii_lowercase();
    let mut letters = skeleton.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ 'a'..='z'), None) => Some(letter),
        _ => None,
    }
}

/// Where words begin and end. Letters that stand one by one (`b a d`) are one word.
fn words(signs: &[Sign]) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut last_was_single) = (0, false);
    for run in signs.chunk_by(|a, b| a.joins() == b.joins()) {
        let start = at;
        at += run.len();
        if !run[0].joins() {
            last_was_single &= run.len() <= MAX_GAP;
            continue;
        }
        match words.last_mut().filter(|_| last_was_single && run.len() == 1) {
            Some(word) => word.1 = at,
            None => words.push((start, at)),
        }
        last_was_single = run.len() == 1;
    }
    words
}

/// The letters of one word: those that only one script has, and those that two scripts share in looks.
#[derive(Default)]
struct Counts {
    latin: usize,
    latin_only: usize,
    cyrillic: usize,
    greek: usize,
    other: usize,
    foreign_only: usize,
}

impl Counts {
    fn of(word: &[Sign]) -> Self {
        let mut counts = Self::default();
        let letters = || word.iter().filter(|sign| sign.is_letter()).map(|sign| sign.base);
        let any_latin = letters().any(|letter| script(letter) == Script::Latin);
        for letter in letters() {
            let shared = match script(letter) {
                Script::Latin => {
                    counts.latin += 1;
                    counts.latin_only += usize::from(!SHARED_LETTERS.contains(letter));
                    continue;
                }
                Script::Cyrillic => {
                    counts.cyrillic += 1;
                    CYRILLIC_TWINS.forth(letter).is_some()
                }
                Script::Greek => {
                    counts.greek += 1;
                    GREEK_TWINS.forth(letter).is_some()
                }
                Script::Other => {
                    counts.other += 1;
                    any_latin && by_skeleton(letter).is_some()
                }
            };
            counts.foreign_only += usize::from(!shared);
        }
        counts
    }

    fn all(&self) -> usize {
        self.latin + self.cyrillic + self.greek + self.other
    }

    fn foreign(&self) -> usize {
        self.all() - self.latin
    }

    /// The script that the word must be of; `None` if its letters could all be of one as well as of another.
    fn decided(&self) -> Option<Script> {
        match (self.latin_only, self.foreign_only) {
            (0, 0) => None,
            (latin, foreign) if latin > foreign => Some(Script::Latin),
            (latin, foreign) if latin < foreign => Some(self.foreign_script()),
            _ => Some(self.majority()),
        }
    }

    fn foreign_script(&self) -> Script {
        if self.other > self.cyrillic.max(self.greek) {
            Script::Other
        } else if self.greek > self.cyrillic {
            Script::Greek
        } else {
            Script::Cyrillic
        }
    }

    fn majority(&self) -> Script {
        if self.latin >= self.foreign() { Script::Latin } else { self.foreign_script() }
    }
}
