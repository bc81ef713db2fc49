//! Reports: what the analyses establish, as text and as JSON. One file per format and subject.

pub mod card;
pub mod card_json;
mod card_looks;
pub mod certificate;
pub mod check_json;
pub mod check_text;
pub mod exactly;
pub mod names;
pub mod percent;
pub mod replay_json;
pub mod replay_text;
pub mod sentence;
pub mod style;
pub mod table;
