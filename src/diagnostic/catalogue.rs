//! What each code means.
