//! What is read and written reads as the same regime.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use regimecheck::model::Regime;
use regimecheck::model::write::write;
use regimecheck::source::Input;

fn read(text: &str) -> Option<Regime> {
    regimecheck::load(&Input::Text { name: "draft.toml".to_owned(), text: text.to_owned() }, None).regime
}

/// All that a regime says, without the places where it is written.
fn said(regime: &Regime) -> String {
    let text = format!("{regime:?}");
    let mut said = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("Span {") {
        said.push_str(before);
        rest = after.split_once('}').expect("a span is closed").1;
    }
    (said + rest).replace("Some()", "None")
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some(regime) = std::str::from_utf8(bytes).ok().and_then(read) else { return Corpus::Keep };
    let text = write(&regime);
    let again = read(&text).expect("what is written can be read");
    assert_eq!(said(&again), said(&regime));
    assert_eq!(write(&again), text, "it is written the same way again");
    Corpus::Keep
});
