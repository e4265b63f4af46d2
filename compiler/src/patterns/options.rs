//! What counts as a pattern, and what as a deviation.

use crate::model::Application;

/// Declares the options, each with how its value is read, its default, and its key in `@application`.
macro_rules! options {
    ($($(#[$doc:meta])* $name:ident: $ty:ty, $read:ident, $default:literal, $key:literal;)*) => {
        /// Thresholds of discovery; the keys of the `@application` directive have the same names after `pattern_`.
        ///
        /// ```
        /// use etched_compiler::{model::Application, patterns::Options};
        ///
        /// let options = vec![("pattern_min_frequency".into(), "5".into())];
        /// let application = Application { options, ..Application::default() };
        /// let (options, bad) = Options::from_application(&application);
        /// assert_eq!(options, Options::default().min_frequency(5));
        /// assert!(bad.is_empty());
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct Options {
            $($(#[$doc])* pub $name: $ty,)*
        }

        impl Default for Options {
            fn default() -> Self {
                Self { $($name: $default),* }
            }
        }

        /// Every key of `@application` that discovery reads.
        pub const OPTION_KEYS: &[&str] = &[$($key),*];

        impl Options {
            $(
                #[doc = concat!("Sets [`", stringify!($name), "`](Self#structfield.", stringify!($name), ").")]
                #[must_use]
                pub const fn $name(mut self, $name: $ty) -> Self {
                    self.$name = $name;
                    self
                }
            )*

            fn set(&mut self, key: &str, value: &str) -> Result<(), &'static str> {
                match key {
                    $($key => self.$name = $read(value)?,)*
                    _ => return Err("one of the pattern options, see `OPTION_KEYS`"),
                }
                Ok(())
            }
        }
    };
}

options! {
    /// Fewest uses of a pattern; 3.
    min_frequency: u32, count, 3, "pattern_min_frequency";
    /// Lowest confidence, which is `min(1, frequency / 10)`; 0.3.
    min_confidence: f64, share, 0.3, "pattern_min_confidence";
    /// Most examples kept per pattern; 5. 0 is no limit.
    max_examples: usize, number, 5, "pattern_max_examples";
    /// Whether patterns carry a sentence of description; yes.
    descriptions: bool, switch, true, "pattern_descriptions";
    /// Whether middleware names add the commonest arguments and operation, as in
    /// `cached_handler_with_300_for_list`; no.
    verbose_names: bool, switch, false, "pattern_verbose_names";
    /// Fewest places that must follow a rule before its absence is a deviation; 4.
    min_support: u32, count, 4, "pattern_min_support";
    /// Lowest share of the applicable places that must follow it; 0.8.
    min_rate: f64, share, 0.8, "pattern_min_rate";
    /// Lowest Wilson bound of that share; 0.35.
    min_wilson: f64, share, 0.35, "pattern_min_wilson";
    /// Lowest share where at least `min_frequency` of the others agree on something else; 0.9.
    rival_rate: f64, share, 0.9, "pattern_rival_rate";
    /// Lowest share for loose rules: those that tie constructs together or that every resource has, those of fields
    /// of one type, and those of constraints whose arguments differ; 0.9.
    cross_rate: f64, share, 0.9, "pattern_cross_rate";
    /// Lowest Wilson bound for those; 0.6.
    cross_wilson: f64, share, 0.6, "pattern_cross_wilson";
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
#[non_exhaustive]
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
}

// A threshold of 0 would make a pattern of what is used nowhere.
fn count(value: &str) -> Result<u32, &'static str> {
    value.parse().ok().filter(|count| *count > 0).ok_or("a whole number of at least 1")
}

fn number(value: &str) -> Result<usize, &'static str> {
    value.parse().map_err(|_| "a whole number")
}

fn share(value: &str) -> Result<f64, &'static str> {
    value.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or("a number from 0 to 1")
}

fn switch(value: &str) -> Result<bool, &'static str> {
    value.parse().map_err(|_| "`true` or `false`")
}
