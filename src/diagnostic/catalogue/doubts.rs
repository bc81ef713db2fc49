//! Codes of warnings: legal, but doubtful.

use super::{Code, Example, Explanation};

pub(super) const ENTRIES: &[(Code, Explanation)] = &[
    (
        Code::DropsNotInForce,
        Explanation {
            what: "a phase drops what is not in force",
            why: "It has no effect. Often an earlier phase was meant to bring it into force, and does not.",
            example: Example::File(
                "format = 1\n\n[agreement]\nid = \"draft\"\n\n[[measure]]\nid = \"portal\"\nfamily = \"portal\"\n\n\
                 [[phase]]\nid = \"freeze\"\nmonths = 12\ndrops_measures = [\"portal\"]\n",
            ),
            mend: "list it in an earlier phase, or do not drop it. What a phase both lists and drops is in force in it.",
        },
    ),
    (
        Code::UnlistedObligation,
        Explanation {
            what: "an obligation that no phase lists",
            why: "It is never in force: nobody is bound by it, and no verdict is given for it.",
            example: Example::Entries(
                "[[activity]]\nid = \"flight-test\"\nconduct = \"flight-test\"\n\n[[obligation]]\nid = \"test-ban\"\n\
                 prohibits = [{ conduct = \"flight-test\" }]\n",
            ),
            mend: "add it to the `obligations` of a phase. In a file that several drafts share this may be what you want.",
        },
    ),
    (
        Code::SelectorMatchesNothing,
        Explanation {
            what: "a selector matches nothing, or names what does not exist",
            why: "A ban on it bans nothing, a concealment covers nothing, a measure looks nowhere. All keys of a selector \
                  have to match, and a missing attribute matches nothing.",
            example: Example::Entries(
                "[[activity]]\nid = \"flight-test\"\nconduct = \"flight-test\"\n\n[[obligation]]\nid = \"test-ban\"\n\
                 prohibits = [{ conduct = \"test\" }]\n",
            ),
            mend: "compare it with the activities: the spelling of words, the ends of ranges, attributes that are missing.",
        },
    ),
    (
        Code::MeasureDetectsNothing,
        Explanation {
            what: "a measure detects nothing that is given off",
            why: "It can never sight anything, and costs consent and money all the same. Often a signature is missing in an \
                  activity, or `where` is too narrow.",
            example: Example::Entries(
                "[[signature]]\nid = \"plume\"\n\n[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\n\
                 detects = [{ signature = \"plume\", probability = 0.9 }]\n",
            ),
            mend: "let the activities or holdings that it is meant for give the signature off, or correct its rows.",
        },
    ),
    (
        Code::UnusedSignature,
        Explanation {
            what: "a signature that nothing refers to",
            why: "It has no effect. Often an activity should give it off and does not, which makes that activity too hard to see.",
            example: Example::Entries("[[signature]]\nid = \"plume\"\n"),
            mend: "let what gives it off list it in `signatures`, or remove it.",
        },
    ),
    (
        Code::UnusedHolding,
        Explanation {
            what: "a holding that nothing refers to",
            why: "No activity draws on it or adds to it, and no obligation limits it: it has no effect.",
            example: Example::Entries("[[holding]]\nid = \"missile\"\ninitial = 5\n"),
            mend: "name it in `uses`, `makes`, `needs`, `of` or `limits`, or remove it.",
        },
    ),
    (
        Code::UnusedAssumption,
        Explanation {
            what: "an assumption that nothing refers to",
            why: "Whether it holds changes nothing. Often an activity was meant to exist only under it.",
            example: Example::Entries("[[assumption]]\nid = \"second-plant\"\nholds = \"unknown\"\n"),
            mend: "name it in the `if` of an activity or a concealment, or remove it.",
        },
    ),
];
