//! What counts as a pattern, and what as a deviation.

use crate::model::Application;

/// Thresholds of discovery; the keys of the `@application` directive have the same names after `pattern_`.
///
/// ```
/// use etched_compiler::{model::Application, patterns::Options};
///
/// let options = vec![("pattern_min_frequency".into(), "5".into())];
/// let application = Application { options, ..Application::default() };
/// let (options, bad) = Options::from_application(&application);
/// assert_eq!((options.min_frequency, options.min_confidence), (5, 0.3));
/// assert!(bad.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Fewest uses of a pattern; 3.
    pub min_frequency: u32,
    /// Lowest confidence, which is `min(1, frequency / 10)`; 0.3.
    pub min_confidence: f64,
    /// Most examples kept per pattern; 5. 0 is no limit.
    pub max_examples: usize,
    /// Whether patterns carry a sentence of description; yes.
    pub descriptions: bool,
    /// Whether middleware names add the commonest arguments and operation, as in
    /// `cached_handler_with_300_for_list`; no.
    pub verbose_names: bool,
    /// Fewest places that must keep a habit before its absence is a deviation; 4.
    pub min_support: u32,
    /// Lowest share of the applicable places that must keep it; 0.8.
    pub min_rate: f64,
    /// Lowest Wilson bound of that share; 0.35.
    pub min_wilson: f64,
    /// Lowest share where at least `min_frequency` of the others agree on something else; 0.9.
    pub rival_rate: f64,
    /// Lowest share for loose habits: those that tie constructs together or that every resource has, those of fields
    /// of one type, and those of constraints whose arguments differ; 0.9.
    pub cross_rate: f64,
    /// Lowest Wilson bound for those; 0.6.
    pub cross_wilson: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_frequency: 3,
            min_confidence: 0.3,
            max_examples: 5,
            descriptions: true,
            verbose_names: false,
            min_support: 4,
            min_rate: 0.8,
            min_wilson: 0.35,
            rival_rate: 0.9,
            cross_rate: 0.9,
            cross_wilson: 0.6,
        }
    }
}

/// A pattern option that could not be used; discovery went on with its default.
///
/// ```
/// use etched_compiler::model::Application;
/// use etched_compiler::patterns::Options;
///
/// let application = Application { options: [("pattern_min_support".into(), "few".into())].into(), ..Application::default() };
/// let (options, bad) = Options::from_application(&application);
/// assert_eq!((options, bad[0].key.as_str()), (Options::default(), "pattern_min_support"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadOption {
    /// Key as written, such as `pattern_min_frequency`.
    pub key: String,
    /// Value as written.
    pub value: String,
    /// What would have been right.
    pub expected: &'static str,
    /// File of the directive.
    pub file_path: String,
    /// Line of the directive.
    pub line: u32,
}

/// Every key of `@application` that discovery reads.
pub const OPTION_KEYS: &[&str] = &[
    "pattern_min_frequency",
    "pattern_min_confidence",
    "pattern_max_examples",
    "pattern_descriptions",
    "pattern_verbose_names",
    "pattern_min_support",
    "pattern_min_rate",
    "pattern_min_wilson",
    "pattern_rival_rate",
    "pattern_cross_rate",
    "pattern_cross_wilson",
];

impl Options {
    /// Reads the `pattern_*` options of an application; what cannot be read keeps its default and is returned beside.
    ///
    /// Keys that do not start with `pattern_` are somebody else's. Numbers may carry quotes: a document has texts only.
    #[must_use]
    pub fn from_application(application: &Application) -> (Self, Vec<BadOption>) {
        let mut options = Self::default();
        let mut bad = Vec::new();
        for (key, value) in &application.options {
            if key.starts_with("pattern_")
                && let Err(expected) = options.set(key, value.trim().trim_matches('"'))
            {
                bad.push(BadOption {
                    key: key.to_string(),
                    value: value.to_string(),
                    expected,
                    file_path: application.file_path.to_string(),
                    line: application.line,
                });
            }
        }
        (options, bad)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), &'static str> {
        match key {
            "pattern_min_frequency" => self.min_frequency = count(value)?,
            "pattern_min_confidence" => self.min_confidence = share(value)?,
            "pattern_max_examples" => self.max_examples = value.parse().map_err(|_| "a whole number")?,
            "pattern_descriptions" => self.descriptions = switch(value)?,
            "pattern_verbose_names" => self.verbose_names = switch(value)?,
            "pattern_min_support" => self.min_support = count(value)?,
            "pattern_min_rate" => self.min_rate = share(value)?,
            "pattern_min_wilson" => self.min_wilson = share(value)?,
            "pattern_rival_rate" => self.rival_rate = share(value)?,
            "pattern_cross_rate" => self.cross_rate = share(value)?,
            "pattern_cross_wilson" => self.cross_wilson = share(value)?,
            _ => return Err("one of the pattern options, see `OPTION_KEYS`"),
        }
        Ok(())
    }
}

// A threshold of 0 would make a pattern of what is used nowhere.
fn count(value: &str) -> Result<u32, &'static str> {
    value.parse().ok().filter(|count| *count > 0).ok_or("a whole number of at least 1")
}

fn share(value: &str) -> Result<f64, &'static str> {
    value.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or("a number from 0 to 1")
}

fn switch(value: &str) -> Result<bool, &'static str> {
    value.parse().map_err(|_| "`true` or `false`")
}
