//! Solving: formulas to answers. The only stage that names z3.

pub mod limits;
pub mod session;

pub use limits::Limits;
pub use session::{Answer, Crash, Fault, Session, Usage, limit_memory};

/// The full version of the Z3 library that is linked.
pub fn version() -> String {
    z3::full_version().to_owned()
}

/// The versions of Z3 that the tests of this program were run with.
pub const TESTED: &[(u32, u32, u32)] = &[(5, 3, 3)];

/// The oldest Z3 whose functions and numbering agree with the bindings.
pub const OLDEST: (u32, u32) = (5, 3);

/// How far a version of Z3 is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// This program was tested with it.
    Tested,
    /// It may work as well; nobody has looked.
    Untested,
    /// The bindings are not made for it, or it does not say which version it is: its answers would be
    /// wrong.
    TooOld,
}

/// How far the version is known that a text of Z3's, such as `5.3.3.0`, names.
pub fn standing(version: &str) -> Standing {
    let numbers = version.split(|c: char| !c.is_ascii_digit() && c != '.').find(|word| word.contains('.'));
    let mut numbers = numbers.unwrap_or("").split('.').map(|n| n.parse::<u32>().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    let version = (next(), next(), next());
    if (version.0, version.1) < OLDEST {
        Standing::TooOld
    } else if TESTED.contains(&version) {
        Standing::Tested
    } else {
        Standing::Untested
    }
}

/// Keeps Z3 from installing its own handler for Ctrl-C; to be called once, before the first session.
pub fn leave_interrupts_alone() {
    z3::set_global_param("ctrl_c", "false");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_apart() {
        for (text, expected) in [
            ("5.3.3.0", Standing::Tested),
            ("Z3 5.3.3 of some day", Standing::Tested),
            ("5.3.4.0", Standing::Untested),
            ("5.3.30.0", Standing::Untested),
            ("5.30.3", Standing::Untested),
            ("15.3.3", Standing::Untested),
            ("6.0.0.0", Standing::Untested),
            ("5.2.9.0", Standing::TooOld),
            ("4.8.12.0", Standing::TooOld),
            ("4.5.3.3", Standing::TooOld),
            ("", Standing::TooOld),
            ("Z3", Standing::TooOld),
            ("99999999999.0", Standing::TooOld),
        ] {
            assert_eq!(standing(text), expected, "{text}");
        }
    }
}
