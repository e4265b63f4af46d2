//! What every command understands.

use clap::{Args, ValueEnum};

/// What every command understands; [`Command`](super::Command) has an example.
#[derive(Args, Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// Output format: text or json; for `graph` also dot, mermaid or svg
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORM", alias = "message-format")]
    #[arg(help_heading = "Global options", hide_possible_values = true, hide_default_value = true)]
    pub format: Format,

    /// When to colour text: auto (on a terminal), always or never
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    #[arg(help_heading = "Global options", hide_possible_values = true, hide_default_value = true)]
    pub color: Color,
}

/// The form of an answer: `--format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[non_exhaustive]
pub enum Format {
    /// Text for people.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// Graphviz.
    Dot,
    /// Mermaid.
    Mermaid,
    /// A picture.
    Svg,
}

/// When text is coloured: `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which part of a list.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Paging {
    /// Show at most this many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Skip this many
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    offset: usize,
}

impl Paging {
    /// Returns limit and offset.
    pub(crate) fn page(self) -> (Option<usize>, usize) {
        (self.limit, self.offset)
    }
}
