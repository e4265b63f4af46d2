//! The etched command line.

fn main() {}
