//! The procedural macros of etched.
