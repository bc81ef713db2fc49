//! The valid name nearest to one that is not valid.

/// How much work may go into suggestions, so that a file of nothing but mistakes is read fast.
pub(crate) struct Budget {
    comparisons: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { comparisons: 200_000 }
    }
}

/// Names longer than this get no suggestion.
const LONGEST: usize = 64;

impl Budget {
    /// The candidate nearest to `name`, if one is near enough to be meant, else one that begins with
    /// it; the first of equals.
    pub fn nearest<'a>(&mut self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let length = name.chars().count();
        if length == 0 || length > LONGEST {
            return None;
        }
        let farthest = (length / 3).clamp(1, 4);
        let mut best: Option<(usize, &'a str)> = None;
        let mut longer: Option<&'a str> = None;
        for candidate in candidates {
            if self.comparisons == 0 {
                break;
            }
            if longer.is_none() && length > 2 && candidate.len() <= 4 * LONGEST && candidate.starts_with(name) {
                longer = Some(candidate);
            }
            if candidate.len() > 4 * LONGEST || candidate.chars().count().abs_diff(length) > farthest {
                continue;
            }
            self.comparisons -= 1;
            let distance = strsim::osa_distance(name, candidate);
            if distance <= farthest && distance < length && best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate).or(longer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested() {
        let names = ["signature", "holding", "activity"];
        let mut budget = Budget::default();
        assert_eq!(budget.nearest("holdign", names), Some("holding"));
        assert_eq!(budget.nearest("activities", names), Some("activity"));
        assert_eq!(budget.nearest("plume", names), None);
        assert_eq!(budget.nearest("latency", ["latency_months"]), Some("latency_months"));
        assert_eq!(budget.nearest("", names), None);
        assert_eq!(budget.nearest(&"x".repeat(1000), names), None);
        let mut spent = Budget { comparisons: 0 };
        assert_eq!(spent.nearest("holdign", names), None);
    }
}
