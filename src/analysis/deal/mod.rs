//! The deal: what its host accepts, what is paid for what, whose interests it serves, what it leaves
//! after a walk-out, and what it asks of everybody.

pub mod assess;
pub mod burden;
pub mod damage;
pub mod draft;
pub mod interests;
pub mod payments;
pub mod residual;
pub mod study;
pub mod tasks;
pub mod tolerance;

pub use assess::{Assessment, Assigned, Breakout, Obliged, assess};
pub use draft::{Draft, Mode};
pub use interests::{CORNERS, Corner};
