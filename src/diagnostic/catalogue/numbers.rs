//! Codes of numbers.

use super::{Code, Example, Explanation};

pub(super) const ENTRIES: &[(Code, Explanation)] = &[
    (
        Code::NotANumber,
        Explanation {
            what: "`nan` or `inf` instead of a number",
            why: "TOML knows them, but no probability, cost or stock is like that.",
            example: Example::Entries("[[activity]]\nid = \"flight-test\"\ncost = inf\n"),
            mend: "write a number. If there is no bound, leave the key out.",
        },
    ),
    (
        Code::NumberTooLong,
        Explanation {
            what: "a number has too many digits or too large an exponent",
            why: "Numbers are kept exactly as written. A number with more than 100 digits, or with an exponent beyond 100 \
                  either way, says more than anybody can know, and reckoning with it would take very long.",
            example: Example::Entries("[[activity]]\nid = \"flight-test\"\ncost = 1e-999999999\n"),
            mend: "round it. A probability that small is 0.",
        },
    ),
    (
        Code::NumberTooLarge,
        Explanation {
            what: "a whole number is beyond what can be counted, or a number of months beyond the longest term",
            why: "Days and numbers of things are counted up to 9,223,372,036,854,775,807. What takes more than 1,200 months \
                  does not come to pass in any term.",
            example: Example::Entries("[[holding]]\nid = \"missile\"\ninitial = 10000000000000000000\n"),
            mend: "use a larger unit, such as tonnes for kilograms, or leave an upper bound out where it has no effect.",
        },
    ),
    (
        Code::NegativeNumber,
        Explanation {
            what: "a number is below zero",
            why: "Months, stocks, events, costs and intrusiveness start at zero.",
            example: Example::Entries("[[holding]]\nid = \"missile\"\ninitial = -5\n"),
            mend: "write zero or more. What an event takes from a holding goes into `uses`, without a sign.",
        },
    ),
    (
        Code::NotWhole,
        Explanation {
            what: "a fraction where only whole numbers make sense",
            why: "Events, things, months and days are counted one by one. Half an event in a month is one in two months.",
            example: Example::Entries("[[activity]]\nid = \"flight-test\"\nmax_per_month = 0.5\n"),
            mend: "use a smaller unit, or `min_months_between` for less than one event a month.",
        },
    ),
    (
        Code::NotAProbability,
        Explanation {
            what: "a probability does not lie between 0 and 1",
            why: "Probabilities and shares are written as parts of one: 0.9 for 90 %.",
            example: Example::Entries(
                "[[signature]]\nid = \"plume\"\n\n[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\n\
                 detects = [{ signature = \"plume\", probability = 1.2 }]\n",
            ),
            mend: "divide a percentage by 100.",
        },
    ),
    (
        Code::ZeroMonths,
        Explanation {
            what: "a number of months that has to be at least one is zero",
            why: "A phase of no months is never in force, and `min_months_between` counts the months of which one has an event.",
            example: Example::File(
                "format = 1\n\n[agreement]\nid = \"draft\"\n\n[[phase]]\nid = \"freeze\"\nmonths = 0\n",
            ),
            mend: "write at least 1, or remove the phase or the key.",
        },
    ),
    (
        Code::LowAboveHigh,
        Explanation {
            what: "the low end of an interval is above its high end",
            why: "No number lies between them. The verdicts at the adverse and the favourable end would be mixed up.",
            example: Example::Entries("[[holding]]\nid = \"missile\"\ninitial = { low = 150, high = 100 }\n"),
            mend: "swap the two, or write a plain number.",
        },
    ),
    (
        Code::HorizonTooLong,
        Explanation {
            what: "the phases last longer than 1,200 months together",
            why: "A hundred years is more than any assumption about an inspected party holds, and every month costs time to \
                  check. What the last phase leaves stays in force after the last month in any case.",
            example: Example::File(
                "format = 1\n\n[agreement]\nid = \"draft\"\n\n[[phase]]\nid = \"freeze\"\nmonths = 1201\n",
            ),
            mend: "shorten the phases. Check that `months` is not meant in days.",
        },
    ),
];
