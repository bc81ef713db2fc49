//! Reports: what the analyses establish, as text and as JSON. One file per format and subject.

pub mod card;
pub mod card_json;
mod card_looks;
pub mod certificate;
pub mod check_json;
pub mod check_text;
pub mod exactly;
pub mod mutants_json;
pub mod mutants_text;
pub mod names;
pub mod percent;
pub mod replay_json;
pub mod replay_text;
pub mod sentence;
pub mod style;
pub mod table;
pub mod test_items;
pub mod test_json;
pub mod test_junit;
pub mod test_tap;
pub mod test_text;
