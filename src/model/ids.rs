//! Places of entries in a [`Regime`](super::Regime): typed indices, in file order.

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

indices! {
    /// Place of an assumption among the assumptions of a regime.
    AssumptionIx
    /// Place of a signature among the signatures of a regime.
    SignatureIx
    /// Place of a holding: in a regime among its holdings; in a world the preparations follow.
    HoldingIx
    /// Place of an activity: in a regime among its activities; in a world the preparations follow.
    ActivityIx
    /// Place of a concealment among the concealments of a regime.
    ConcealmentIx
    /// Place of a measure among the measures of a regime.
    MeasureIx
    /// Place of an obligation among the obligations of a regime.
    ObligationIx
}
