//! The known name that a misspelt name was probably meant to be.
//!
//! Compiler diagnostics and run-time errors use the same function, so both give the same suggestion.

/// Names of more characters than this are not compared: the rows of the table live on the stack.
const MAX: usize = 64;

/// Returns the candidate nearest to `name`, or `None` when none is near enough to be meant.
///
/// Near means: at most a third of the longer name's characters have to be inserted, removed, replaced or swapped with
/// their neighbour, letter case left aside. Of equally near candidates the one with the same first letter wins, then
/// the earlier one.
///
/// ```
/// use etched_core::near::nearest;
///
/// assert_eq!(nearest("Pst", ["User", "Post"]), Some("Post"));
/// assert_eq!(nearest("Pst", ["User"]), None);
/// assert_eq!(nearest("created_ta", ["updated_at", "created_at"]), Some("created_at"));
/// ```
///
/// Cost: the product of both lengths for each candidate whose length is near; nothing is allocated.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > MAX {
        return None;
    }
    let first = name.chars().next().map(fold);
    let mut best: Option<((usize, bool), &str)> = None;
    for candidate in candidates {
        let other = candidate.chars().count();
        let limit = limit(length.max(other));
        if other == 0 || other > MAX || length.abs_diff(other) > limit {
            continue;
        }
        let Some(distance) = distance(name, candidate) else { continue };
        if distance > limit {
            continue;
        }
        let rank = (distance, candidate.chars().next().map(fold) != first);
        if best.is_none_or(|(known, _)| rank < known) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
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
    use super::{distance, nearest};

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
    }
}
