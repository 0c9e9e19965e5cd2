//! The text of a comment with the places in it where the checks saw something.

use std::ops::Range;

use crate::model::decision::Reason;
use crate::model::finding::{Field, Finding};
use crate::model::report::{Report, Weight};

/// A part of the source.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// What was found here; empty: nothing.
    pub findings: Vec<&'a Finding>,
}

/// The whole source in pieces. Places that overlap are one, which tells of all that was found there.
pub fn pieces<'a>(source: &'a str, findings: &'a [Finding]) -> Vec<Piece<'a>> {
    let mut places: Vec<(Range<usize>, Vec<&Finding>)> = Vec::new();
    let mut found: Vec<(Range<usize>, &Finding)> =
        findings.iter().filter_map(|it| Some((place(source, it)?, it))).collect();
    found.sort_by_key(|(range, _)| (range.start, range.end));
    for (range, finding) in found {
        match places.last_mut() {
            Some((last, of_last)) if range.start < last.end => {
                last.end = last.end.max(range.end);
                of_last.push(finding);
            }
            _ => places.push((range, vec![finding])),
        }
    }
    let mut pieces = Vec::with_capacity(places.len() * 2 + 1);
    let mut at = 0;
    let plain = |from: usize, to: usize| source.get(from..to).filter(|text| !text.is_empty());
    for (range, findings) in places {
        pieces.extend(plain(at, range.start).map(|text| Piece { text, findings: Vec::new() }));
        at = range.end;
        pieces.extend(source.get(range).map(|text| Piece { text, findings }));
    }
    pieces.extend(plain(at, source.len()).map(|text| Piece { text, findings: Vec::new() }));
    pieces
}

/// Where in the source it was seen; `None`: at no one place of it, or of a text that was another.
fn place(source: &str, finding: &Finding) -> Option<Range<usize>> {
    let span = finding.span.filter(|_| finding.field.is_none_or(|field| field == Field::Body))?;
    let range = span.start..span.end;
    (!range.is_empty() && source.get(range.clone()).is_some()).then_some(range)
}

/// Below this a check's suspicion of something hard to read is not worth a veil.
const LEAST_SCORE: u8 = 20;

/// What readers say of it together: one of them alone would veil whatever somebody dislikes.
const LEAST_WEIGHT: i32 = 150;

/// What of a comment nobody should have to meet unprepared: what the checks or the readers say of it.
pub fn hard_to_read<'a>(findings: &[Finding], reports: impl Iterator<Item = &'a Report>) -> Option<Reason> {
    let is_hard = |reason: Reason| matches!(reason, Reason::Abuse | Reason::PersonalAttack | Reason::Illegal);
    let found = findings.iter().find(|finding| finding.score >= LEAST_SCORE && is_hard(finding.reason));
    if let Some(finding) = found {
        return Some(finding.reason);
    }
    let reports: Vec<&Report> = reports.filter(|report| is_hard(report.reason)).collect();
    let weight: Weight = reports.iter().map(|report| report.weight).sum();
    reports.first().filter(|_| weight.hundredths() >= LEAST_WEIGHT).map(|report| report.reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Effect, Span};

    fn finding(check: &str, start: usize, end: usize) -> Finding {
        Finding {
            check: check.to_owned(),
            effect: Effect::Hold,
            reason: Reason::Abuse,
            score: 40,
            message: String::new(),
            field: Some(Field::Body),
            span: Some(Span { start, end }),
        }
    }

    fn shown(source: &str, findings: &[Finding]) -> Vec<(String, Vec<String>)> {
        let checks = |piece: &Piece<'_>| piece.findings.iter().map(|finding| finding.check.clone()).collect();
        pieces(source, findings).iter().map(|piece| (piece.text.to_owned(), checks(piece))).collect()
    }

    #[test]
    fn places_are_marked_and_those_that_overlap_are_one() {
        let source = "Buy nets, fine nets.";
        let found = [finding("links", 10, 19), finding("word_list", 4, 8), finding("shouting", 15, 20)];
        let expected =
            [("Buy ", vec![]), ("nets", vec!["word_list"]), (", ", vec![]), ("fine nets.", vec!["links", "shouting"])];
        let expected: Vec<(String, Vec<String>)> = expected
            .into_iter()
            .map(|(text, checks)| (text.to_owned(), checks.into_iter().map(str::to_owned).collect()))
            .collect();
        assert_eq!(shown(source, &found), expected);
    }

    #[test]
    fn what_is_not_in_the_text_marks_nothing() {
        let source = "Zürich";
        let name = Finding { field: Some(Field::Name), ..finding("word_list", 0, 1) };
        let nowhere = Finding { span: None, ..finding("rate", 0, 0) };
        for odd in [finding("word_list", 2, 4), finding("word_list", 3, 99), finding("word_list", 3, 3), name, nowhere]
        {
            assert_eq!(shown(source, &[odd]), [("Zürich".to_owned(), Vec::new())]);
        }
        assert!(pieces("", &[]).is_empty());
    }

    #[test]
    fn what_is_hard_to_read_is_what_checks_or_readers_say_so_of() {
        assert_eq!(hard_to_read(&[finding("word_list", 0, 1)], std::iter::empty()), Some(Reason::Abuse));
        let slight = Finding { score: 5, ..finding("word_list", 0, 1) };
        let spam = Finding { reason: Reason::Spam, ..finding("word_list", 0, 1) };
        assert_eq!(hard_to_read(&[slight, spam], std::iter::empty()), None);
    }
}
