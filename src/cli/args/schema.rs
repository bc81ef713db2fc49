//! What the help of `schema` says; it has no arguments.

/// What the help says after the options.
pub const MORE: &str = "\
An editor that knows TOML and JSON Schema (Taplo, Tombi, Even Better TOML)
completes and checks a file that begins with `#:schema regime.schema.json`.

Examples:
  regimecheck schema > regime.schema.json
";
