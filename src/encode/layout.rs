//! Layouts: the months cut into cells whose months are alike, for a whole range of completion
//! months at once.
//!
//! Months differ by what is in force in them (cuts at fixed months) and by what of their sightings
//! is known by the deadline (cuts at fixed distances from the completion month T). While T moves,
//! the order of the cuts stays the same until one passes another; between two such passages one
//! layout with cell lengths linear in T describes every T exactly.

use crate::query::{Due, Question, Reading};

/// A month before or after which months differ: fixed, or at a fixed distance from T.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// 1 if it moves with T, else 0.
    pub slope: i64,
    /// Its month, or its distance from T.
    pub offset: i64,
}

impl Mark {
    fn fixed(month: u64) -> Mark {
        Mark { slope: 0, offset: i64::try_from(month).unwrap_or(i64::MAX / 4) }
    }

    fn from_completion(distance: i64) -> Mark {
        Mark { slope: 1, offset: distance }
    }

    /// So many months before the month by which things have to be known.
    fn before_due(due: Due, months: i64) -> Mark {
        match due {
            Due::AfterCompletion(distance) => Mark::from_completion(distance.saturating_sub(months).max(i64::MIN / 4)),
            Due::By(month) => {
                let Mark { slope, offset } = Mark::fixed(month);
                Mark { slope, offset: offset.saturating_sub(months).max(i64::MIN / 4) }
            }
        }
    }

    /// Its month for a completion month.
    pub fn at(self, completed: u64) -> i64 {
        self.offset + self.slope * i64::try_from(completed).unwrap_or(i64::MAX / 4)
    }
}

/// What is known of a trial by the time that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Nothing: the deadline has passed.
    Nothing,
    /// What is known within so many months.
    Within(u64),
    /// Everything.
    All,
}

/// A run of months that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The month before its first.
    pub from: Mark,
    /// Its last month.
    pub to: Mark,
    /// The phase of its months.
    pub phase: usize,
    /// Whether the obligation is in force in it.
    pub in_force: bool,
    /// What of its sightings is known in time.
    pub known: Known,
    /// Whether it is the completion month alone.
    pub is_completion: bool,
    /// Whether it lies after the completion month: no events, but holdings are still held.
    pub is_after: bool,
}

impl Cell {
    /// Its length for a completion month.
    pub fn length(&self, completed: u64) -> u64 {
        u64::try_from(self.to.at(completed) - self.from.at(completed)).unwrap_or(0)
    }

    /// Its length as slope and constant: slope * T + constant.
    pub fn affine(&self) -> (i64, i64) {
        (self.to.slope - self.from.slope, self.to.offset - self.from.offset)
    }

    /// Whether it is one month long whatever the completion month.
    pub fn is_month(&self) -> bool {
        self.affine() == (0, 1)
    }
}

/// The cells for every completion month of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// First and last completion month.
    pub range: (u64, u64),
    /// The cells in order; those after the completion month last.
    pub cells: Vec<Cell>,
}

impl Layout {
    /// The same layout for one of its completion months.
    pub fn only(&self, completed: u64) -> Layout {
        let cells = self.cells.iter().filter(|c| c.length(completed) > 0).cloned().collect();
        Layout { range: (completed, completed), cells }
    }
}

/// What layouts depend on.
#[derive(Debug)]
struct Cuts {
    marks: Vec<Mark>,
    end: Vec<Mark>,
    after: bool,
}

/// The layouts of a question in a reading, for the completion months in its window in which the
/// obligation is in force.
pub fn layouts(question: &Question, reading: Reading) -> Vec<Layout> {
    let cuts = Cuts::of(question, reading);
    let mut layouts: Vec<(Vec<Mark>, Layout)> = Vec::new();
    for completed in candidates(question) {
        if let Some((order, layout)) = layouts.last_mut() {
            let (first, last) = layout.range;
            let alike = last + 1 == completed
                && question.phase_of(first) == question.phase_of(completed)
                && order.is_sorted_by_key(|m| m.at(completed));
            if alike {
                layout.range.1 = completed;
                continue;
            }
        }
        let order = cuts.order(completed);
        layouts.push((order, Layout { range: (completed, completed), cells: Vec::new() }));
    }
    layouts
        .into_iter()
        .map(|(order, layout)| Layout { cells: cells(question, reading, &order, layout.range), ..layout })
        .collect()
}

/// The layout for one completion month in which every month up to it is a cell of its own.
pub fn monthly(question: &Question, reading: Reading, completed: u64) -> Layout {
    let cuts = Cuts::of(question, reading);
    let mut order: Vec<Mark> = (0..completed).map(Mark::fixed).collect();
    order.extend(cuts.order(completed).into_iter().filter(|m| m.at(completed) >= completed as i64));
    // The completion month is recognised by its marks, which move with T.
    if let Some(before) = order.iter_mut().rev().find(|m| m.at(completed) == completed as i64 - 1) {
        *before = Mark::from_completion(-1);
    }
    let range = (completed, completed);
    Layout { range, cells: cells(question, reading, &order, range) }
}

/// The completion months that are possible at all.
pub fn candidates(question: &Question) -> impl Iterator<Item = u64> + '_ {
    let (first, last) = question.window;
    (first.max(1)..=last.min(question.horizon)).filter(|t| question.in_force(*t))
}

impl Cuts {
    fn of(question: &Question, reading: Reading) -> Cuts {
        let mut latencies: Vec<u64> = question
            .acts
            .iter()
            .flat_map(|a| a.variants.iter().flat_map(|v| &v.trials))
            .chain(question.keeps.iter().flat_map(|k| k.trials.iter()))
            .flat_map(|t| t.iter())
            .map(|g| g.latency)
            .collect();
        latencies.sort_unstable();
        latencies.dedup();
        let after = question.keeps.iter().any(|k| k.trials.iter().any(|t| !t.is_empty()));
        let mut marks = vec![Mark::fixed(0), Mark::from_completion(-1), Mark::from_completion(0)];
        for (place, pair) in question.phases.windows(2).enumerate() {
            if differ(question, place) {
                marks.push(Mark::fixed(pair[0].last));
            }
        }
        let mut end = vec![Mark::from_completion(0)];
        if reading.is_in_time() {
            for latency in latencies {
                let latency = i64::try_from(latency).unwrap_or(i64::MAX / 4);
                marks.push(Mark::before_due(question.due, latency));
            }
            end.push(Mark::before_due(question.due, 0));
        } else {
            end.push(Mark::fixed(question.horizon));
            end.push(Mark::before_due(question.due, 0));
        }
        Cuts { marks, end, after }
    }

    /// All marks of a completion month in order, those outside the months that count included: the
    /// order breaks when one comes in. Of marks at the same month T itself stands first, then fixed
    /// ones: while T grows, the others move away from them.
    fn order(&self, completed: u64) -> Vec<Mark> {
        let done = Mark::from_completion(0);
        let mut order = self.marks.clone();
        if self.after {
            order.extend(&self.end);
        }
        order.sort_by_key(|m| (m.at(completed), *m != done, m.slope, m.offset));
        order.dedup();
        order
    }
}

/// Whether two phases that follow each other differ in anything the question is about.
fn differ(question: &Question, place: usize) -> bool {
    let other = place + 1;
    // Of two phases in which the host chooses, it chooses in each by itself.
    let chooses = |phase: usize| question.bargains.get(phase).is_some_and(Option::is_some);
    question.phases[place].in_force != question.phases[other].in_force
        || chooses(place)
        || chooses(other)
        || question.acts.iter().any(|a| a.banned.get(place) != a.banned.get(other))
        || question.keeps.iter().any(|k| k.ceilings.get(place) != k.ceilings.get(other))
        || question.acts.iter().any(|a| a.variants.iter().any(|v| v.trials[place] != v.trials[other]))
        || question.keeps.iter().any(|k| k.trials[place] != k.trials[other])
}

/// The cells between marks in order, from month 1 to the last that counts; those that are empty for
/// the whole range are left out.
fn cells(question: &Question, reading: Reading, order: &[Mark], range: (u64, u64)) -> Vec<Cell> {
    let (first, last) = range;
    let done = Mark::from_completion(0);
    let end = |t: u64| match reading.is_in_time() {
        true => question.deadline(t).max(t as i64),
        false => i64::try_from(question.last_trial(t)).unwrap_or(i64::MAX),
    };
    let mut cells = Vec::new();
    for pair in order.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        // Lengths are linear in T and never negative: longest at an end of the range.
        let Some(t) = [last, first].into_iter().find(|t| to.at(*t) > from.at(*t)) else { continue };
        if from.at(t) < 0 || to.at(t) > end(t) {
            continue;
        }
        let is_after = from.at(t) >= t as i64;
        if is_after && !question.keeps.iter().any(|k| k.trials.iter().any(|t| !t.is_empty())) {
            continue;
        }
        let month = u64::try_from(from.at(t) + 1).unwrap_or(1);
        let remaining = question.deadline(t) - to.at(t);
        cells.push(Cell {
            from,
            to,
            phase: question.phase_of(month),
            in_force: question.in_force(month),
            known: match (reading.is_in_time(), u64::try_from(remaining)) {
                (false, _) => Known::All,
                (true, Ok(months)) => Known::Within(months),
                (true, Err(_)) => Known::Nothing,
            },
            is_completion: from == Mark::from_completion(-1) && to == done,
            is_after,
        });
    }
    cells
}
