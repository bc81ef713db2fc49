//! Choices made by bytes: a byte of 0 chooses the plainest, so that proptest shrinks a regime by
//! shrinking its bytes.

/// The bytes of one entry.
pub const BYTES: usize = 48;

/// Dice that have been thrown.
pub struct Dice<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Dice<'a> {
    pub fn new(bytes: &'a [u8]) -> Dice<'a> {
        Dice { bytes: bytes.iter() }
    }

    fn next(&mut self) -> usize {
        self.bytes.next().map_or(0, |b| usize::from(*b))
    }

    /// One of these, the first being the plainest; none if there are none.
    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        let place = self.next() * choices.len() / 256;
        choices.get(place).cloned()
    }

    /// One of these, the first being the plainest.
    pub fn pick<T: Clone, const N: usize>(&mut self, choices: [T; N]) -> T {
        choices[self.next() * N / 256].clone()
    }

    /// True in so many of 256 cases.
    pub fn in_256(&mut self, cases: usize) -> bool {
        self.next() >= 256 - cases
    }

    /// Some of these, in their order, each with a chance of so many in 256.
    pub fn some_of<T: Clone>(&mut self, choices: &[T], cases: usize) -> Vec<T> {
        choices.iter().filter(|_| self.in_256(cases)).cloned().collect()
    }
}
