//! The gate over instruction counts; everything is in `benches/gate.rs`.
