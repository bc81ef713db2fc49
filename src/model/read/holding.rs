//! Reads `[[holding]]`.

use super::context::{Context, Node};
use super::fields::Fields;
use super::names::Kind;
use crate::model::entries::Holding;
use crate::model::ids::SignatureIx;

pub(super) fn read<'t>(node: Node<'t>, cx: &mut Context<'t>) -> Holding {
    let mut fields = Fields::of_entry(Kind::Holding, node, cx);
    let holding = Holding {
        entry: fields.entry(),
        initial: fields.count("initial"),
        site: fields.text("site"),
        attributes: fields.attributes(),
        signatures: fields.places("signatures", Kind::Signature, SignatureIx),
    };
    fields.finish();
    holding
}
