//! Solving: formulas to answers. The only stage that names z3.

pub mod limits;
pub mod session;

pub use limits::Limits;
pub use session::{Answer, Crash, Fault, Session, Usage, limit_memory};

/// The full version of the Z3 library that is linked.
pub fn version() -> String {
    z3::full_version().to_owned()
}

/// The oldest Z3 whose answers this program was made for.
pub const OLDEST: (u32, u32) = (5, 3);

/// Whether the linked Z3 is recent enough.
pub fn is_recent_enough() -> bool {
    let numbers = z3::full_version().split(|c: char| !c.is_ascii_digit() && c != '.').find(|w| w.contains('.'));
    let mut numbers = numbers.unwrap_or("").split('.').map(|n| n.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= OLDEST
}

/// Keeps Z3 from installing its own handler for Ctrl-C; to be called once, before the first session.
pub fn leave_interrupts_alone() {
    z3::set_global_param("ctrl_c", "false");
}
