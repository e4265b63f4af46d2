//! When a share of places is a habit, and when a place without it is worth reading about.
//!
//! That what almost everybody does is a rule, and that its absence is a likely mistake, is the idea of Engler, Chen,
//! Hallem, Chou and Chelf, "Bugs as Deviant Behavior" (SOSP 2001), who rank by a z statistic against an expected
//! share of 0.9. Shares of few places mislead ("4 of 4" is weaker than "49 of 50"), so support is judged by the lower
//! bound of its score interval: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (Journal
//! of the American Statistical Association 22, 1927).

use super::options::Options;
use crate::model::Support;

/// Two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Returns the lower bound of the 95 % Wilson score interval of `support` in `applicable`, 0 for no places at all.
///
/// ```
/// use etched_compiler::patterns::wilson;
///
/// assert!((wilson(11, 12) - 0.646).abs() < 0.001);
/// assert!(wilson(4, 4) < wilson(49, 50));
/// assert_eq!(wilson(0, 0), 0.0);
/// ```
#[must_use]
pub fn wilson(support: u32, applicable: u32) -> f64 {
    if applicable == 0 {
        return 0.0;
    }
    let n = f64::from(applicable);
    let share = f64::from(support) / n;
    let square = Z * Z;
    let centre = share + square / (2.0 * n);
    let margin = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    ((centre - margin) / (1.0 + square / n)).max(0.0)
}

/// Returns `min(1, frequency / 10)`, which the confidence filter uses.
///
/// ```
/// assert_eq!(etched_compiler::patterns::confidence(3), 0.3);
/// assert_eq!(etched_compiler::patterns::confidence(12), 1.0);
/// ```
#[must_use]
pub fn confidence(frequency: u32) -> f64 {
    (f64::from(frequency) / 10.0).min(1.0)
}

/// Returns the counts with their Wilson bound.
pub(super) fn support(support: u32, applicable: u32) -> Support {
    Support { support, applicable, wilson: wilson(support, applicable) }
}

fn rate(counts: Support) -> f64 {
    if counts.applicable == 0 { 0.0 } else { f64::from(counts.support) / f64::from(counts.applicable) }
}

impl Options {
    /// Says whether so many uses make a pattern.
    #[must_use]
    pub fn is_pattern(&self, frequency: u32) -> bool {
        frequency >= self.min_frequency && confidence(frequency) >= self.min_confidence
    }

    /// Says whether a habit is so well supported that a place without it deviates.
    ///
    /// `largest_rival` is the size of the largest group of the other places that agree on something else: from
    /// `min_frequency` on they are a second habit and no slip, and nine in ten have to speak against them.
    #[must_use]
    pub(super) fn is_rule(&self, counts: Support, largest_rival: u32) -> bool {
        counts.support >= self.min_support
            && rate(counts) >= self.min_rate
            && counts.wilson >= self.min_wilson
            && (largest_rival < self.min_frequency || rate(counts) >= self.rival_rate)
    }

    /// Says the same of a loose habit, such as one that ties constructs together: many pairs are tried, so more is
    /// asked of each.
    #[must_use]
    pub(super) fn is_cross_rule(&self, counts: Support) -> bool {
        self.is_rule(counts, 0) && rate(counts) >= self.cross_rate && counts.wilson >= self.cross_wilson
    }
}
