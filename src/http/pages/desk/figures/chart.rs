//! Columns over days, as numbers of an SVG; `templates/desk/chart.html` draws them.

use crate::http::pages::words::Words;
use crate::model::time::{DAY, Timestamp};

/// The drawing, in units of the SVG.
pub const WIDTH: i64 = 760;
pub const HEIGHT: i64 = 230;
const LEFT: i64 = 44;
const TOP: i64 = 12;
const BOTTOM: i64 = 200;
/// Names of days that are written below the columns, at most.
const NAMED: usize = 8;

/// What is counted, with a pattern of its own: its class is `tone-` and this.
pub struct Series {
    pub tone: &'static str,
    pub label: String,
    pub total: i64,
}

pub struct Chart {
    pub id: &'static str,
    pub title: String,
    pub summary: String,
    pub series: Vec<Series>,
    pub days: Vec<Column>,
    pub ticks: Vec<Tick>,
}

pub struct Column {
    pub day: Timestamp,
    pub label: String,
    /// Written below the column.
    pub is_named: bool,
    /// Where the middle of the column is.
    pub middle: i64,
    pub parts: Vec<Part>,
    /// Of each series, in their order.
    pub counts: Vec<i64>,
}

/// A piece of a column.
pub struct Part {
    pub tone: &'static str,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

/// A line across the columns.
pub struct Tick {
    pub y: i64,
    pub value: i64,
}

/// How the series of one day stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// On each other: together they are the day.
    Stacked,
    /// Beside each other, to be compared.
    Abreast,
}

impl Chart {
    /// `counts`: of each day from the first one on, and of each series.
    pub fn new(
        w: Words,
        (id, title): (&'static str, String),
        stand: Stand,
        series: &[(&'static str, String)],
        first_day: i64,
        counts: &[Vec<i64>],
    ) -> Self {
        let height = |day: &Vec<i64>| match stand {
            Stand::Stacked => day.iter().sum::<i64>(),
            Stand::Abreast => day.iter().copied().max().unwrap_or(0),
        };
        let highest = counts.iter().map(height).max().unwrap_or(0);
        let step = step(highest);
        let top = (highest + step - 1) / step * step;
        let top = top.max(step);
        let y = |value: i64| BOTTOM - value * (BOTTOM - TOP) / top;
        let days = i64::try_from(counts.len()).unwrap_or(1).max(1);
        let every = counts.len().div_ceil(NAMED).max(1);
        let columns = counts.iter().enumerate().map(|(at, of_day)| {
            let place = i64::try_from(at).unwrap_or(0);
            let (start, end) = (LEFT + place * (WIDTH - LEFT) / days, LEFT + (place + 1) * (WIDTH - LEFT) / days);
            let gap = ((end - start) / 6).max(1);
            let (x, width) = (start + gap, (end - start - 2 * gap).max(1));
            let abreast = i64::try_from(series.len()).unwrap_or(1).max(1);
            let mut below = 0;
            let mut parts = Vec::new();
            for (place, (count, (tone, _))) in (0..).zip(of_day.iter().zip(series)) {
                let (x, width) = match stand {
                    Stand::Stacked => (x, width),
                    Stand::Abreast => (x + place * width / abreast, (width / abreast).max(1)),
                };
                let ground = if stand == Stand::Stacked { below } else { 0 };
                below += count;
                if *count > 0 {
                    let top = y(ground + count);
                    parts.push(Part { tone, x, y: top, width, height: (y(ground) - top).max(1) });
                }
            }
            let day = Timestamp::from_micros((first_day + place) * DAY);
            let is_named = at.is_multiple_of(every);
            Column { day, label: w.date(day), is_named, middle: (start + end) / 2, parts, counts: of_day.clone() }
        });
        let columns: Vec<Column> = columns.collect();
        let total = |at: usize| columns.iter().filter_map(|column| column.counts.get(at)).sum::<i64>();
        let series: Vec<Series> = series
            .iter()
            .enumerate()
            .map(|(at, (tone, label))| Series { tone, label: label.clone(), total: total(at) })
            .collect();
        let sums: Vec<String> = series.iter().map(|series| format!("{}: {}", series.label, series.total)).collect();
        let ticks = (0..=top / step).map(|at| Tick { y: y(at * step), value: at * step }).collect();
        Self { id, title, summary: sums.join("; "), series, days: columns, ticks }
    }

    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.total == 0)
    }
}

impl Column {
    /// "3 March 2026: 4 published, 1 pending".
    pub fn told(&self, series: &[Series]) -> String {
        let counts = self.counts.iter().zip(series).filter(|(count, _)| **count > 0);
        let counts: Vec<String> = counts.map(|(count, series)| format!("{} {count}", series.label)).collect();
        format!("{} · {}", self.label, counts.join(", "))
    }

    /// "03-09".
    pub fn short(&self) -> String {
        self.day.to_string().get(5..10).unwrap_or_default().to_owned()
    }
}

/// A round number, of which at most five are as high as the highest column.
fn step(highest: i64) -> i64 {
    let mut unit = 1;
    loop {
        for step in [unit, 2 * unit, 5 * unit] {
            if step * 5 >= highest {
                return step;
            }
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::locale::Locale;

    #[test]
    fn lines_are_at_round_numbers() {
        for (highest, expected) in [(0, 1), (1, 1), (5, 1), (6, 2), (11, 5), (26, 10), (480, 100), (2_501, 1_000)] {
            assert_eq!(step(highest), expected, "{highest}");
        }
    }

    #[test]
    fn columns_stand_on_the_ground_and_within_the_drawing() {
        let series = [("good", "Published".to_owned()), ("bad", "Rejected".to_owned())];
        let counts = vec![vec![3, 1], vec![0, 0], vec![90, 7]];
        let chart = |stand, counts: &[Vec<i64>]| {
            Chart::new(Words(Locale::English), ("days", String::new()), stand, &series, 20_000, counts)
        };
        let stacked = chart(Stand::Stacked, &counts);
        assert_eq!(stacked.summary, "Published: 93; Rejected: 8");
        for column in &stacked.days {
            let mut ground = BOTTOM;
            for part in &column.parts {
                assert!(part.x >= LEFT && part.x + part.width <= WIDTH && part.y >= TOP);
                assert!(part.y + part.height >= ground, "nothing hangs in the air");
                ground = part.y;
            }
        }
        assert_eq!(stacked.days[1].parts.len(), 0);
        assert_eq!(stacked.days[2].told(&stacked.series), "6 October 2024 · Published 90, Rejected 7");
        for column in &chart(Stand::Abreast, &counts).days {
            assert!(column.parts.iter().all(|part| part.y + part.height == BOTTOM), "each stands by itself");
            assert!(column.parts.windows(2).all(|pair| pair[0].x + pair[0].width <= pair[1].x));
        }
        let many = chart(Stand::Stacked, &vec![vec![1, 1]; 92]);
        assert!(many.days.iter().all(|day| day.parts.iter().all(|part| part.width >= 1)));
        assert!(many.days.iter().filter(|day| day.is_named).count() <= NAMED);
    }
}
