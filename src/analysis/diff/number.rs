//! Decimal numbers by their amount, so that `0.10` and `1e-1` are the same, however long they are.

/// A decimal number in one way of writing; `None` if it is none.
pub fn plain(word: &str) -> Option<String> {
    let word = word.replace('_', "");
    let (sign, rest) = match word.as_bytes().first()? {
        b'-' => ("-", word.get(1..)?),
        b'+' => ("", word.get(1..)?),
        _ => ("", word.as_str()),
    };
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = rest.strip_prefix(prefix) {
            return u128::from_str_radix(digits, radix).ok().and_then(|n| plain(&n.to_string()));
        }
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let dropped = digits.len() - digits.trim_end_matches('0').len();
    let shift = exponent + i64::try_from(dropped).ok()? - i64::try_from(fraction.len()).ok()?;
    Some(format!("{sign}{significant}e{shift}"))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_same_amount_is_the_same_number() {
        for same in [
            &["0.1", "0.10", "1e-1", "+0.1", "10e-2", "0.000_1e3"][..],
            &["12", "12.0", "1.2e1", "0xC"],
            &["0", "-0.0", "0e9"],
        ] {
            let all: Vec<_> = same.iter().map(|w| plain(w)).collect();
            assert!(all.iter().all(|p| p.is_some() && *p == all[0]), "{same:?}: {all:?}");
        }
        assert_ne!(plain("1"), plain("10"));
        assert_ne!(plain("-1"), plain("1"));
        assert_eq!(plain("true"), None);
        assert_eq!(plain("2001-04-18"), None);
    }
}
