//! The macros as functions: what they write, what they refuse, and that nothing makes them panic.

mod expand;
mod fuzz;
mod generated;
