//! Codes of entries: keys, types, words, ids and references.

use super::{Code, Example, Explanation};

pub(super) const ENTRIES: &[(Code, Explanation)] = &[
    (
        Code::UnknownKey,
        Explanation {
            what: "a key that the format does not have",
            why: "A misspelt key that is passed over leaves its default in force, and the verdict is about another regime \
                  than the one you wrote.",
            example: Example::Entries(
                "[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\nlatency = 2\n",
            ),
            mend: "use the key that the help suggests (here `latency_months`). Remarks go into `text` or into a comment.",
        },
    ),
    (
        Code::MissingKey,
        Explanation {
            what: "a key that has to be there is not",
            why: "The checker has no default for it: any value would be a guess about your draft.",
            example: Example::Entries(
                "[[signature]]\nid = \"plume\"\n\n[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\n\
                 detects = [{ signature = \"plume\" }]\n",
            ),
            mend: "add the key. If you do not know a number better, give an interval: `{ low = 0.5, high = 0.9 }`.",
        },
    ),
    (
        Code::WrongType,
        Explanation {
            what: "a value is of the wrong type",
            why: "Nothing is converted silently: `\"0.9\"` in quotes is a string, not a number, and a single id is not a list.",
            example: Example::Entries("[[holding]]\nid = \"missile\"\ninitial = \"5\"\n"),
            mend: "write numbers, `true` and `false` without quotes, ids in quotes, and lists in brackets.",
        },
    ),
    (
        Code::UnknownWord,
        Explanation {
            what: "a word that the format does not have",
            why: "Families of measures, verdicts and `holds` take one of a few words. Another word would mean nothing.",
            example: Example::Entries("[[measure]]\nid = \"gate\"\nfamily = \"portals\"\n"),
            mend: "use one of the words that the message lists.",
        },
    ),
    (
        Code::InvalidId,
        Explanation {
            what: "an id is not written as ids are",
            why: "Ids stand in reports, on command lines and in file names. They are small letters and digits, joined by \
                  single `-` or `.`; whatever else you want to say goes into `name`.",
            example: Example::Entries("[[signature]]\nid = \"Exhaust Plume\"\n"),
            mend: "write it in small letters with hyphens, such as `exhaust-plume`, and keep the other spelling as `name`.",
        },
    ),
    (
        Code::ReservedId,
        Explanation {
            what: "an id has the reserved suffix `.preparation`",
            why: "An activity `A` with a `preparation` stands for two more entries, a holding and an activity, both called \
                  `A.preparation`. Another entry of that name could be taken for them.",
            example: Example::Entries("[[holding]]\nid = \"tunnel.preparation\"\n"),
            mend: "choose another id, or use `preparation` of the activity that you mean.",
        },
    ),
    (
        Code::DuplicateId,
        Explanation {
            what: "an id is defined twice",
            why: "A reference to it would not say which of the two is meant. Ids are unique within their kind, over all files.",
            example: Example::Entries("[[signature]]\nid = \"plume\"\n\n[[signature]]\nid = \"plume\"\n"),
            mend: "give one of them another id, or remove one. The message shows both places.",
        },
    ),
    (
        Code::UnknownReference,
        Explanation {
            what: "an id that nothing has",
            why: "Passing it over would weaken the draft or the inspected party without a word.",
            example: Example::Entries(
                "[[signature]]\nid = \"plume\"\n\n[[activity]]\nid = \"flight-test\"\nsignatures = [\"plumes\"]\n",
            ),
            mend: "check the spelling and the kind. If the entry stands in another file, `include` that file.",
        },
    ),
    (
        Code::UnknownSelectorKey,
        Explanation {
            what: "a selector has a key that no attribute has",
            why: "A missing attribute matches nothing, so a misspelt key would make a ban that bans nothing. Selectors on \
                  activities know `id`, `conduct`, `of`, `site`, `channel` and every attribute that some activity or holding \
                  has; selectors on measures know `id`, `family` and `consent`.",
            example: Example::Entries(
                "[[activity]]\nid = \"flight-test\"\nattributes = { range_km = 1300 }\n\n[[obligation]]\nid = \"test-ban\"\n\
                 prohibits = [{ range = { over = 300 } }]\n",
            ),
            mend: "use the key that the help suggests (here `range_km`), or give the activities that attribute.",
        },
    ),
    (
        Code::TwoRates,
        Explanation {
            what: "an activity states its rate in both ways",
            why: "`max_per_month` and `min_months_between` bound the same thing. Which one would count is not clear.",
            example: Example::Entries(
                "[[activity]]\nid = \"flight-test\"\nmax_per_month = 2\nmin_months_between = 3\n",
            ),
            mend: "keep one. `min_months_between = 3` means at most one event in any three months in a row.",
        },
    ),
    (
        Code::ProhibitsOrLimits,
        Explanation {
            what: "an obligation neither prohibits nor limits, or does both",
            why: "The two are counted in different ways: events for a ban, a stock at the end of a month for a limit.",
            example: Example::Entries("[[obligation]]\nid = \"test-ban\"\nsignificant = 1\n"),
            mend: "give it `prohibits` or `limits`; where an article does both, make two obligations of it.",
        },
    ),
    (
        Code::ExcludesItself,
        Explanation {
            what: "a concealment excludes itself",
            why: "`excludes` lists the concealments that cannot cover the same event; one that excludes itself could never \
                  be used at all.",
            example: Example::Entries(
                "[[signature]]\nid = \"plume\"\n\n[[concealment]]\nid = \"decoy\"\nhides = [\"plume\"]\nexcludes = [\"decoy\"]\n",
            ),
            mend: "name the others. It works both ways: one of the two need only name the other.",
        },
    ),
    (
        Code::CyclicCues,
        Explanation {
            what: "measures are cued by each other",
            why: "A measure with `cued_by` looks only where another has raised suspicion. In a cycle each would wait for the \
                  other, and none has a probability of its own.",
            example: Example::Entries(
                "[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\ncued_by = [\"inspection\"]\n\n\
                 [[measure]]\nid = \"inspection\"\nfamily = \"on-site\"\ncued_by = [\"satellite\"]\n",
            ),
            mend: "let one of them look without a cue.",
        },
    ),
];
