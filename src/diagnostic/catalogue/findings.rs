//! Codes of findings: faults of drafting that `regimecheck findings` looks for.

use super::{Code, Example, Explanation};

/// A file whose only phase has this in force.
macro_rules! draft {
    ($in_force:literal, $entries:literal) => {
        Example::File(concat!(
            "format = 1\n\n[agreement]\nid = \"draft\"\n\n[[phase]]\nid = \"only\"\nmonths = 12\n",
            $in_force,
            "\n",
            $entries
        ))
    };
}

pub(super) const ENTRIES: &[(Code, Explanation)] = &[
    (
        Code::UnviolableObligation,
        Explanation {
            what: "nothing in the world can violate an obligation, at either end of the uncertainty",
            why: "Its verdict is infeasible: it is kept whatever the parties do, and compliance with it shows nothing. Often \
                  a selector misses the conduct that is meant, or the significant amount is out of reach.",
            example: draft!(
                "obligations = [\"test-ban\"]\n",
                "[[activity]]\nid = \"flight-test\"\nconduct = \"flight-test\"\ntotal = 2\n\n[[obligation]]\nid = \"test-ban\"\n\
                 prohibits = [{ conduct = \"flight-test\" }]\nsignificant = 3\n"
            ),
            mend: "correct the selectors, the amounts, the stocks or the phases. If the world is meant so, the obligation binds \
                   nobody in it.",
        },
    ),
    (
        Code::ImpliedObligation,
        Explanation {
            what: "an obligation that another implies: whoever violates it has violated the other by then",
            why: "It adds nothing to what is prohibited. It is said only where it is certain at both ends: the other matches \
                  every activity that counts for this one, is in force whenever this one is, and no larger an amount of it \
                  is significant; or the same for limits on one holding; or the solver shows that no plan violates this one \
                  without an event that by itself violates the other.",
            example: draft!(
                "obligations = [\"no-tests\", \"no-nodong-tests\"]\n",
                "[[activity]]\nid = \"test-nodong\"\nconduct = \"flight-test\"\n\n[[obligation]]\nid = \"no-tests\"\n\
                 prohibits = [{ conduct = \"flight-test\" }]\n\n[[obligation]]\nid = \"no-nodong-tests\"\n\
                 prohibits = [{ id = \"test-nodong\" }]\n"
            ),
            mend: "drop it, or let it ask for what the other does not: more conduct, a smaller amount, other phases. Where it \
                   only asks for a higher goal or an earlier response, say so in its `text`.",
        },
    ),
    (
        Code::RedundantMeasure,
        Explanation {
            what: "a measure that changes no verdict",
            why: "Without it every verdict stays, of every obligation and every path, at both ends. It costs money, consent and \
                  intrusion all the same. Two such measures may back each other up: then a note says what becomes of the \
                  verdicts without both.",
            example: draft!(
                "obligations = [\"test-ban\"]\nmeasures = [\"satellite\", \"pictures\"]\n",
                "[[signature]]\nid = \"plume\"\n\n[[activity]]\nid = \"flight-test\"\nconduct = \"flight-test\"\n\
                 signatures = [\"plume\"]\n\n[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\n\
                 detects = [{ signature = \"plume\", probability = 0.95 }]\n\n[[measure]]\nid = \"pictures\"\nfamily = \"other\"\n\
                 detects = [{ signature = \"plume\", probability = 0.1 }]\n\n[[obligation]]\nid = \"test-ban\"\n\
                 prohibits = [{ conduct = \"flight-test\" }]\n"
            ),
            mend: "drop it, or say in its `text` what it is for: confidence beyond the goal, or a back-up for another.",
        },
    ),
    (
        Code::ShadowedMeasure,
        Explanation {
            what: "a measure whose sightings never count, since another of the same common cause sights at least as much",
            why: "Measures of one `common_cause` count once in each trial, by the largest probability. Whatever this one can \
                  sight, another of its cause sights at least as surely, proves at least as well and knows at least as soon.",
            example: draft!(
                "obligations = [\"test-ban\"]\nmeasures = [\"satellite\", \"pictures\"]\n",
                "[[signature]]\nid = \"plume\"\n\n[[activity]]\nid = \"flight-test\"\nconduct = \"flight-test\"\n\
                 signatures = [\"plume\"]\n\n[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\n\
                 common_cause = \"weather\"\ndetects = [{ signature = \"plume\", probability = 0.6 }]\n\n[[measure]]\n\
                 id = \"pictures\"\nfamily = \"other\"\ncommon_cause = \"weather\"\n\
                 detects = [{ signature = \"plume\", probability = 0.2 }]\n\n[[obligation]]\nid = \"test-ban\"\n\
                 prohibits = [{ conduct = \"flight-test\" }]\n"
            ),
            mend: "drop it, or state another `common_cause` if it does fail for other reasons.",
        },
    ),
    (
        Code::PermittedAlibi,
        Explanation {
            what: "permitted conduct explains what a measure sights of prohibited conduct",
            why: "A sighting proves nothing if something permitted looks the same: it gives off the same signature, the row \
                  looks at it too, and it is not told apart by its site. As proof such a sighting counts by `discriminates` \
                  only. A note says which verdicts would be others if the alibi were prohibited as well.",
            example: draft!(
                "obligations = [\"test-ban\"]\nmeasures = [\"satellite\"]\n",
                "[[signature]]\nid = \"plume\"\n\n[[activity]]\nid = \"flight-test\"\nconduct = \"flight-test\"\n\
                 signatures = [\"plume\"]\n\n[[activity]]\nid = \"launch-satellite\"\nconduct = \"space-launch\"\n\
                 signatures = [\"plume\"]\n\n[[measure]]\nid = \"satellite\"\nfamily = \"national-technical-means\"\n\
                 detects = [{ signature = \"plume\", probability = 0.95 }]\n\n[[obligation]]\nid = \"test-ban\"\n\
                 prohibits = [{ conduct = \"flight-test\" }]\n"
            ),
            mend: "prohibit the permitted conduct too, confine the two to different sites, or add a row that tells them apart.",
        },
    ),
    (
        Code::LimitWithoutDiscrimination,
        Explanation {
            what: "a limit above zero, and no measure in force that tells an excess from what is permitted",
            why: "What is limited may be held. To see it proves nothing, unless tags, counts or a portal tell the 51st from \
                  the 50th. As long as the limit is in force, no row that sights the holding or what makes it discriminates, \
                  even at the favourable end: no excess is ever proved by it.",
            example: draft!(
                "obligations = [\"launcher-limit\"]\nmeasures = [\"satellite\"]\n",
                "[[signature]]\nid = \"garrison\"\n\n[[holding]]\nid = \"launcher\"\ninitial = 50\nsignatures = [\"garrison\"]\n\n\
                 [[activity]]\nid = \"deploy\"\nmakes = { launcher = 1 }\n\n[[measure]]\nid = \"satellite\"\n\
                 family = \"national-technical-means\"\ndetects = [{ signature = \"garrison\", probability = 0.9 }]\n\n\
                 [[obligation]]\nid = \"launcher-limit\"\nlimits = { holding = \"launcher\", at_most = 50 }\n"
            ),
            mend: "bring a measure into force that counts: a row with `discriminates` above 0. A ban (`at_most = 0`) needs none.",
        },
    ),
    (
        Code::UntestableReward,
        Explanation {
            what: "a reward that rests on nothing that can be tested by the month before it is given",
            why: "Either no obligation is in force by then, or no violation of those it rests on can be complete by then. \
                  Compliance so far shows nothing, and the reward is an advance in all but name.",
            example: draft!(
                "obligations = [\"no-plant\"]\nrewards = [{ id = \"fuel\", value = 500, unit = \"t\", after_months = 3, verified = [\"no-plant\"] }]\n",
                "[[holding]]\nid = \"plant\"\n\n[[activity]]\nid = \"build\"\nmakes = { plant = 1 }\n\
                 preparation = { months = 9 }\n\n[[obligation]]\nid = \"no-plant\"\nlimits = { holding = \"plant\", at_most = 0 }\n"
            ),
            mend: "give it later, let it rest on what can be tested by then, or state `verified = []` if an advance is meant.",
        },
    ),
    (
        Code::UntestableGate,
        Explanation {
            what: "a gate that rests on nothing that can be tested by the month before its phase",
            why: "The next phase is to begin only after verified performance. But the obligations of its gate are not in force \
                  before, or no violation of them can be complete by then: the gate opens by itself.",
            example: Example::File(
                "format = 1\n\n[agreement]\nid = \"draft\"\n\n[[activity]]\nid = \"flight-test\"\nconduct = \"flight-test\"\n\n\
                 [[obligation]]\nid = \"test-ban\"\nprohibits = [{ conduct = \"flight-test\" }]\n\n[[phase]]\nid = \"first\"\n\
                 months = 12\n\n[[phase]]\nid = \"second\"\nmonths = 12\nobligations = [\"test-ban\"]\ngate = [\"test-ban\"]\n",
            ),
            mend: "let it rest on obligations that an earlier phase has in force for long enough.",
        },
    ),
];
