//! A validator for as much of JSON Schema (draft-07) as the schemas use; anything else in it fails
//! the test.

use serde_json::{Map, Value};

/// What is wrong with `value`, by places; empty if it is valid.
pub fn faults(root: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(root, root, value, "", &mut faults);
    faults
}

fn valid(root: &Value, schema: &Value, value: &Value) -> bool {
    let mut faults = Vec::new();
    check(root, schema, value, "", &mut faults);
    faults.is_empty()
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    let wrong = |faults: &mut Vec<String>, what: &str| faults.push(format!("{place}: {what}"));
    let rules = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => return wrong(faults, "nothing is permitted here"),
        Value::Object(rules) => rules,
        _ => panic!("no schema: {schema}"),
    };
    if let Some(to) = rules.get("$ref") {
        assert_eq!(rules.len(), 1, "beside $ref nothing counts");
        let target = root.pointer(to.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
        return check(root, target, value, place, faults);
    }
    for (rule, with) in rules {
        match rule.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" | "x-unit" | "x-tombi-toml-version" => {}
            "type" => {
                let types: Vec<&str> = match with {
                    Value::String(one) => vec![one],
                    many => many.as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect(),
                };
                if !types.iter().any(|t| is_a(value, t)) {
                    wrong(faults, &format!("not a {}", types.join(" or ")));
                }
            }
            "const" if value != with => wrong(faults, &format!("not {with}")),
            "enum" if !with.as_array().unwrap().contains(value) => wrong(faults, &format!("not one of {with}")),
            "minimum" if value.as_f64().is_some_and(|n| n < with.as_f64().unwrap()) => wrong(faults, "too small"),
            "maximum" if value.as_f64().is_some_and(|n| n > with.as_f64().unwrap()) => wrong(faults, "too large"),
            "pattern" if value.as_str().is_some_and(|text| !matches(with.as_str().unwrap(), text)) => {
                wrong(faults, &format!("does not match {with}"));
            }
            "const" | "enum" | "minimum" | "maximum" | "pattern" => {}
            "properties" | "additionalProperties" | "required" => {}
            "items" => {
                for (nr, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, with, item, &format!("{place}/{nr}"), faults);
                }
            }
            "allOf" => {
                for schema in with.as_array().unwrap() {
                    check(root, schema, value, place, faults);
                }
            }
            "anyOf" | "oneOf" => {
                let met = with.as_array().unwrap().iter().filter(|s| valid(root, s, value)).count();
                if met == 0 || (rule == "oneOf" && met != 1) {
                    wrong(faults, &format!("{met} of {rule} met"));
                }
            }
            "not" if valid(root, with, value) => wrong(faults, "meets what it must not"),
            "not" => {}
            other => panic!("the validator does not know {other:?}"),
        }
    }
    if let Value::Object(table) = value {
        properties(root, rules, table, place, faults);
    }
}

fn properties(
    root: &Value,
    rules: &Map<String, Value>,
    table: &Map<String, Value>,
    place: &str,
    faults: &mut Vec<String>,
) {
    let known = rules.get("properties").and_then(Value::as_object);
    for (key, value) in table {
        let schema = known.and_then(|k| k.get(key)).or(rules.get("additionalProperties"));
        if let Some(schema) = schema {
            check(root, schema, value, &format!("{place}/{key}"), faults);
        }
    }
    for key in rules.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !table.contains_key(key.as_str().unwrap()) {
            faults.push(format!("{place}: {key} is missing"));
        }
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        // In draft-07 a number without a fraction is an integer, however it is written.
        "integer" => value.as_f64().is_some_and(|n| n.fract() == 0.0),
        other => panic!("the validator does not know the type {other:?}"),
    }
}

/// The two patterns of the schema.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "^[a-z0-9]+([.-][a-z0-9]+)*$" => text
            .split(['.', '-'])
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())),
        "\\.preparation$" => text.ends_with(".preparation"),
        other => panic!("the validator does not know the pattern {other:?}"),
    }
}
