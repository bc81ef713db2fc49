//! The codes of diagnostics: stable words, part of the interface.

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $severity:ident;)*) => {
        /// A kind of problem. The words never change their meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// All codes, in the order in which the catalogue presents them.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The word that stands for it in reports and on the command line.
            pub fn word(self) -> &'static str {
                match self {
                    $(Code::$name => $word,)*
                }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$name => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// A file is not there.
    MissingFile = "missing-file", Error;
    /// A file is there and cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// A revision was asked for outside a git repository.
    NotARepository = "not-a-repository", Error;
    /// A revision that the git repository does not have.
    UnknownRevision = "unknown-revision", Error;
    /// A file, or all files together, are too large.
    TooLarge = "too-large", Error;
    /// More files are included than anybody can mean.
    TooManyFiles = "too-many-files", Error;
    /// An include leaves the root.
    IncludeOutsideRoot = "include-outside-root", Error;
    /// A file is not UTF-8.
    InvalidUtf8 = "invalid-utf8", Error;
    /// A file is not TOML.
    TomlSyntax = "toml-syntax", Error;
    /// A plan file is not JSON.
    JsonSyntax = "json-syntax", Error;
    /// A file does not state its format.
    MissingFormat = "missing-format", Error;
    /// A file states a format that this program does not know.
    UnknownFormat = "unknown-format", Error;
    /// No file has an `[agreement]`.
    MissingAgreement = "missing-agreement", Error;
    /// `[agreement]` stands in two files.
    DuplicateAgreement = "duplicate-agreement", Error;
    /// There is no phase.
    NoPhase = "no-phase", Error;
    /// A key that the format does not have.
    UnknownKey = "unknown-key", Error;
    /// A key that has to be there is not.
    MissingKey = "missing-key", Error;
    /// A value of the wrong type.
    WrongType = "wrong-type", Error;
    /// A word that the format does not have.
    UnknownWord = "unknown-word", Error;
    /// An id that is not written as ids are.
    InvalidId = "invalid-id", Error;
    /// An id with the reserved suffix.
    ReservedId = "reserved-id", Error;
    /// An id defined twice.
    DuplicateId = "duplicate-id", Error;
    /// An id that nothing has.
    UnknownReference = "unknown-reference", Error;
    /// A selector's key that no attribute has.
    UnknownSelectorKey = "unknown-selector-key", Error;
    /// `nan` or `inf`.
    NotANumber = "not-a-number", Error;
    /// A number with too many digits or too large an exponent.
    NumberTooLong = "number-too-long", Error;
    /// A whole number beyond what can be counted.
    NumberTooLarge = "number-too-large", Error;
    /// A number below zero.
    NegativeNumber = "negative-number", Error;
    /// A fraction where only whole numbers make sense.
    NotWhole = "not-whole", Error;
    /// A probability above one.
    NotAProbability = "not-a-probability", Error;
    /// A number of months that has to be at least one.
    ZeroMonths = "zero-months", Error;
    /// An interval whose low end is above its high end.
    LowAboveHigh = "low-above-high", Error;
    /// Both ways to state a rate.
    TwoRates = "two-rates", Error;
    /// An obligation that neither prohibits nor limits, or does both.
    ProhibitsOrLimits = "prohibits-or-limits", Error;
    /// A concealment that excludes itself.
    ExcludesItself = "excludes-itself", Error;
    /// Measures that are cued by each other.
    CyclicCues = "cyclic-cues", Error;
    /// Phases that last too long together.
    HorizonTooLong = "horizon-too-long", Error;
    /// A phase drops what is not in force.
    DropsNotInForce = "drops-not-in-force", Warning;
    /// An obligation that no phase lists.
    UnlistedObligation = "unlisted-obligation", Warning;
    /// A selector that matches nothing.
    SelectorMatchesNothing = "selector-matches-nothing", Warning;
    /// A measure that detects nothing given off.
    MeasureDetectsNothing = "measure-detects-nothing", Warning;
    /// A signature that nothing refers to.
    UnusedSignature = "unused-signature", Warning;
    /// A holding that nothing refers to.
    UnusedHolding = "unused-holding", Warning;
    /// An assumption that nothing refers to.
    UnusedAssumption = "unused-assumption", Warning;
    /// An obligation that nothing in the world can violate.
    UnviolableObligation = "unviolable-obligation", Finding;
    /// An obligation that another implies.
    ImpliedObligation = "implied-obligation", Finding;
    /// A measure that changes no verdict.
    RedundantMeasure = "redundant-measure", Finding;
    /// A measure whose sightings never count, since another of its common cause sees as much.
    ShadowedMeasure = "shadowed-measure", Finding;
    /// Permitted conduct that explains sightings of prohibited conduct.
    PermittedAlibi = "permitted-alibi", Finding;
    /// A limit above zero that no measure in force can prove exceeded.
    LimitWithoutDiscrimination = "limit-without-discrimination", Finding;
    /// A reward that rests on nothing that can be tested by then.
    UntestableReward = "untestable-reward", Finding;
    /// A gate that rests on nothing that can be tested by then.
    UntestableGate = "untestable-gate", Finding;
}

impl Code {
    /// The code with this word.
    pub fn of_word(word: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|c| c.word() == word)
    }
}
