//! Where something is declared, as long as it may be.

use super::line::{Line, Tone};
use crate::handle::Location;

/// How much of a place is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// `schema/orders/order.cdt:9`
    Full,
    /// `order.cdt:9`, under a heading that names the directory.
    File,
    /// `:9`, under a heading that names the file.
    Line,
}

/// Returns the file of a place, without the JSON pointer that documents add where the line says as much.
pub(crate) fn file(location: Location<'_>) -> &str {
    let file = location.file.unwrap_or_default();
    match file.split_once('#') {
        Some((path, _)) if location.line.is_some() => path,
        _ => file,
    }
}

/// Returns the directory of a place: what precedes the last `/` of the file's path, a JSON pointer left aside.
pub(crate) fn directory(location: Location<'_>) -> &str {
    let file = location.file.and_then(|file| file.split('#').next()).unwrap_or_default();
    file.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// Returns a place.
pub(crate) fn place(location: Location<'_>, length: Length) -> Line {
    let file = match length {
        Length::Full => file(location),
        Length::File => file(location).get(directory(location).len()..).unwrap_or_default().trim_start_matches('/'),
        Length::Line => "",
    };
    let mut line = Line::of(Tone::Dim, file);
    line.push(Tone::Dim, &colon(location.line));
    line
}

/// Returns a line of the file that a heading names: `:9`, nothing where it is unknown.
pub(crate) fn colon(line: Option<u32>) -> String {
    line.map_or_else(String::new, |line| format!(":{line}"))
}

/// Returns a count with its noun: `1 route`, `3 routes`; the noun's plural is given where it is not its `s` form.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// Returns a number with its thousands set apart, as in `12,345`.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{count, thousands};

    #[test]
    fn numbers() {
        let table = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in table {
            assert_eq!(thousands(number), text);
        }
        assert_eq!(count(1, "entry", "entries"), "1 entry");
    }
}
