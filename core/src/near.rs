//! The known name that a misspelt name was probably meant to be.
//!
//! Compiler diagnostics and run-time errors use the same function, so both give the same suggestion.

/// Names of more characters than this are not compared: the rows of the table live on the stack.
const MAX: usize = 64;

/// A name shorter than this starts too many others for one of them to be meant.
const SHORTEST_START: usize = 3;

/// Returns the candidates that `name` was probably meant to be, the nearest first, three at most.
///
/// Near means: at most a third of the longer name's characters have to be inserted, removed, replaced or swapped with
/// their neighbour, letter case left aside; or the candidate starts with the name, as names are abbreviated, which
/// counts as one edit. Fewer edits come before more, then those with the same first letter, then what is cut off
/// least, then the earlier one. The name itself is no candidate.
///
/// ```
/// use etched_core::near::near;
///
/// assert!(near("Pst", ["User", "Post"]).iter().eq(["Post"]));
/// assert!(near("Ord", ["OrderLine", "Order", "Word"]).iter().eq(["Order", "OrderLine", "Word"]));
/// assert_eq!(near("Usr", ["Post", "User"]).only(), Some("User"));
/// ```
///
/// Cost: the product of both lengths for each candidate whose length is near; nothing is allocated.
#[must_use]
pub fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Near<'a> {
    let mut found = Near { ranked: [None; MOST] };
    for candidate in candidates {
        if let Some(rank) = rank(name, candidate) {
            found.add(rank, candidate);
        }
    }
    found
}

/// Returns the candidate nearest to `name`, or `None` when none is near enough to be meant: the first of [`near`].
///
/// ```
/// use etched_core::near::nearest;
///
/// assert_eq!(nearest("Pst", ["User", "Post"]), Some("Post"));
/// assert_eq!(nearest("Pst", ["User"]), None);
/// assert_eq!(nearest("created_ta", ["updated_at", "created_at"]), Some("created_at"));
/// assert_eq!(nearest("Ord", ["User", "Order"]), Some("Order"));
/// ```
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(name, candidates).first()
}

/// Returns whether `name` may have been meant to be one candidate.
///
/// ```
/// use etched_core::near::is_near;
///
/// assert!(is_near("resorce", "resource") && is_near("Ord", "Order"));
/// assert!(!is_near("Pst", "User"));
/// ```
#[must_use]
pub fn is_near(name: &str, candidate: &str) -> bool {
    rank(name, candidate).is_some()
}

/// Names returned at most.
const MOST: usize = 3;

/// The names that another was probably meant to be; made by [`near`].
#[derive(Clone, Copy, Debug)]
pub struct Near<'a> {
    /// Sorted by rank; the empty places come last.
    ranked: [Option<(Rank, &'a str)>; MOST],
}

impl<'a> Near<'a> {
    /// Returns the nearest.
    #[must_use]
    pub fn first(&self) -> Option<&'a str> {
        self.ranked[0].map(|(_, name)| name)
    }

    /// Returns the one name that can be meant: there is no other, and it is misspelt and not abbreviated.
    #[must_use]
    pub fn only(&self) -> Option<&'a str> {
        match self.ranked {
            [Some((rank, name)), None, _] if rank.cut == 0 => Some(name),
            _ => None,
        }
    }

    /// Returns all of them, the nearest first.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.ranked.into_iter().flatten().map(|(_, name)| name)
    }

    fn add(&mut self, rank: Rank, name: &'a str) {
        if self.iter().any(|known| known == name) {
            return;
        }
        let place = self.ranked.iter().position(|known| known.is_none_or(|(known, _)| rank < known));
        if let Some(place) = place {
            self.ranked[place..].rotate_right(1);
            self.ranked[place] = Some((rank, name));
        }
    }
}

/// How near a candidate is; less is nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    edits: usize,
    other_letter: bool,
    /// Characters of the candidate behind the name, where that is its beginning.
    cut: usize,
}

/// Returns how near a candidate is, `None` when it is not.
fn rank(name: &str, candidate: &str) -> Option<Rank> {
    let (length, other) = (name.chars().count(), candidate.chars().count());
    let most = limit(length.max(other));
    if name == candidate || length == 0 || other == 0 || length > MAX {
        return None;
    }
    let near = other <= MAX && length.abs_diff(other) <= most;
    let edits = if near { distance(name, candidate).filter(|edits| *edits <= most) } else { None };
    if edits.is_none_or(|edits| edits > 1) && other > length && length >= SHORTEST_START {
        let start = candidate.chars().take(length).map(fold);
        if name.chars().map(fold).eq(start) {
            return Some(Rank { edits: 1, other_letter: false, cut: other - length });
        }
    }
    let first = |name: &str| name.chars().next().map(fold);
    edits.map(|edits| Rank { edits, other_letter: first(name) != first(candidate), cut: 0 })
}

/// How many edits names of this length may differ by and still be taken for each other.
fn limit(length: usize) -> usize {
    match length {
        0 | 1 => 0,
        2..=5 => 1,
        _ => length / 3,
    }
}

/// Returns the number of edits between two names, letter case left aside; `None` for names of over 64 characters.
///
/// An edit inserts, removes or replaces one character, or swaps two neighbours (optimal string alignment).
///
/// ```
/// use etched_core::near::distance;
///
/// assert_eq!(distance("befor", "before"), Some(1));
/// assert_eq!(distance("ebfore", "Before"), Some(1));
/// ```
#[must_use]
pub fn distance(a: &str, b: &str) -> Option<usize> {
    let mut right = ['\0'; MAX];
    let mut width = 0;
    for (slot, c) in b.chars().enumerate() {
        *right.get_mut(slot)? = fold(c);
        width = slot + 1;
    }
    if a.chars().nth(MAX).is_some() {
        return None;
    }

    // Three rows of the table: the one before last is what a swap looks back at.
    let mut rows = [[0usize; MAX + 1]; 3];
    for (slot, cell) in rows[0].iter_mut().enumerate() {
        *cell = slot;
    }
    let mut before = '\0';
    let mut line = 0;
    for c in a.chars().map(fold) {
        let [older, previous, current] = match line % 3 {
            0 => [2, 0, 1],
            1 => [0, 1, 2],
            _ => [1, 2, 0],
        };
        rows[current][0] = line + 1;
        for column in 0..width {
            let replace = rows[previous][column] + usize::from(right[column] != c);
            let mut cost = replace.min(rows[previous][column + 1] + 1).min(rows[current][column] + 1);
            if line > 0 && column > 0 && right[column - 1] == c && right[column] == before {
                cost = cost.min(rows[older][column - 1] + 1);
            }
            rows[current][column + 1] = cost;
        }
        before = c;
        line += 1;
    }
    Some(rows[line % 3][width])
}

fn fold(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::{distance, near, nearest};

    #[test]
    fn distances() {
        let table = [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("post", "POST", 0),
            ("pst", "post", 1),
            ("psot", "post", 1),
            ("kitten", "sitting", 3),
            ("has_mny", "has_many", 1),
            ("größe", "grösse", 2),
        ];
        for (a, b, expected) in table {
            assert_eq!(distance(a, b), Some(expected), "{a} {b}");
            assert_eq!(distance(b, a), Some(expected), "{b} {a}");
        }
        let long = "x".repeat(65);
        assert_eq!(distance(&long, "x"), None);
        assert_eq!(distance("x", &long), None);
    }

    #[test]
    fn near_scales_with_length() {
        assert_eq!(nearest("Usr", ["Post", "User"]), Some("User"));
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("Categories", ["Category", "Cart"]), Some("Category"));
        assert_eq!(nearest("Pst", ["Best", "Post"]), Some("Post"));
        assert_eq!(nearest("", ["Post"]), None);
        assert_eq!(nearest(&"y".repeat(100), ["Post"]), None);
        assert_eq!(nearest("Or", ["Order"]), None);
        assert_eq!(nearest("post", ["post"]), None);
    }

    #[test]
    fn three_at_most_each_once() {
        let found = near("Post", ["Pot", "Past", "Posts", "Pots", "Pot", "Postal", "Host", "post"]);
        assert!(found.iter().eq(["post", "Pot", "Past"]), "{found:?}");
        assert_eq!(found.only(), None);
        assert_eq!(near("Ord", ["Order"]).only(), None);
        assert_eq!(near("Ordr", ["Order", "User"]).only(), Some("Order"));
    }
}
