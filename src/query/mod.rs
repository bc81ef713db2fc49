//! An obligation's question as data: what a plan is made of, what each trial can show, and what
//! counts when. Nothing here decides anything.

pub mod detection;
pub mod logarithm;
pub mod plan;
pub mod question;
pub mod reading;
pub mod relief;
pub mod scene;
pub mod trial;
pub mod unseen;

pub use plan::{Event, Plan};
pub use question::{Act, Due, Keep, Question, Target};
pub use reading::Reading;
pub use scene::Scene;
pub use trial::{Glimpse, Relief, Trial};
pub use unseen::Unseen;
