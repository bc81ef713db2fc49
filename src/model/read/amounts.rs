//! Amounts of holdings per event: `{ HOLDING = N }`.

use super::context::{key_span, node};
use super::fields::Fields;
use super::names::Kind;
use super::numbers::{interval, whole, wrong_type};
use super::values::refer;
use crate::diagnostic::excerpt;
use crate::model::entries::Amounts;
use crate::model::ids::HoldingIx;

/// The amounts that a key states.
pub(super) fn amounts(fields: &mut Fields<'_, '_>, key: &'static str) -> Amounts {
    let Some(value) = fields.get(key) else {
        return Amounts::new();
    };
    let Some(table) = value.table() else {
        wrong_type(key, "a table of holdings, such as `{ missile = 1 }`", value, fields.cx);
        return Amounts::new();
    };
    let mut found = Amounts::new();
    for (id, amount) in table.iter() {
        let id_span = key_span(value.span.file, id);
        let amount = node(value.span.file, amount);
        // A dotted id without quotes is a table to TOML; `interval` then names the mistake.
        let nested = amount.table().is_some_and(|t| {
            t.keys().any(|k| fields.cx.names.has(Kind::Holding, &format!("{}.{}", id.get_ref(), k.get_ref())))
        });
        let holding = if nested { None } else { refer(id.get_ref(), id_span, Kind::Holding, fields.cx) };
        let name = if nested { id.get_ref().to_string() } else { format!("{key}.{}", excerpt(id.get_ref())) };
        let amount = interval(&name, amount, fields.cx, |key, node, cx| whole(key, node, 0, u64::MAX, cx));
        if let (Some(holding), Some(amount)) = (holding, amount) {
            found.push((HoldingIx(holding), amount));
        }
    }
    found
}
