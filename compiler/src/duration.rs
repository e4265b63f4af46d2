//! Durations as the language writes them: `250ms`, `1.5h`.

/// What is expected where a number has a unit that is none.
pub(crate) const EXPECTED: &str =
    "a number, or a duration such as `250ms`, `2s`, `5m`, `1h` or `7d`; units are ns, us, ms, s, m, h and d";

/// The units, and how many nanoseconds each is.
const UNITS: [(&str, i128); 7] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
];

/// Returns how long a duration is; `None` where the text is none, or its nanoseconds are no whole number that can be
/// counted.
pub(crate) fn nanoseconds(text: &str) -> Option<i128> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (number, unit) = unsigned.split_at(unsigned.find(|c: char| c != '.' && !c.is_ascii_digit())?);
    let (_, unit) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = fraction.trim_end_matches('0');
    let part = match digits {
        "" if !fraction.is_empty() => 0,
        _ => {
            let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
            let scaled = fraction.parse::<i128>().ok()?.checked_mul(*unit)?;
            (scaled % scale == 0).then_some(scaled / scale)?
        }
    };
    let length = whole.parse::<i128>().ok()?.checked_mul(*unit)?.checked_add(part)?;
    Some(if unsigned.len() < text.len() { -length } else { length })
}

#[cfg(test)]
mod tests {
    use super::nanoseconds;

    #[test]
    fn a_duration_is_a_number_and_a_unit() {
        for (text, length) in [
            ("250ms", 250_000_000),
            ("2s", 2_000_000_000),
            ("5m", 300_000_000_000),
            ("-1.5h", -5_400_000_000_000),
            ("0.000s", 0),
            ("0d", 0),
            ("7d", 604_800_000_000_000),
        ] {
            assert_eq!(nanoseconds(text), Some(length), "{text}");
        }
        let long = format!("{}d", "9".repeat(40));
        for text in ["", "s", "5", "5 s", "5w", "5e3s", "1.s", ".5s", "0.1ns", "--1s", "+1s", "1..2s", &long] {
            assert_eq!(nanoseconds(text), None, "{text}");
        }
    }
}
