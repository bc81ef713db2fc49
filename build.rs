//! Tells the linker where the finished programs look for Z3 when they start: in `.z3/lib`, which
//! `scripts/fetch-z3` makes. Stops the build where the Z3 found is too old.

use std::env;
use std::path::{Path, PathBuf};

/// The oldest Z3 whose functions and numbering agree with the bindings.
const MINIMUM: (u32, u32) = (5, 3);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=.z3/stamp");
    check_version();

    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let library = root.join(".z3/lib");
    // A build without `.z3` uses the Z3 that the system's own loader finds.
    if library.is_dir() {
        for place in places(&root, &library) {
            println!("cargo::rustc-link-arg=-Wl,-rpath,{place}");
        }
    }
}

/// Stops the build if z3-sys found a Z3 that is too old. Such a Z3 may link, and then answer wrongly.
fn check_version() {
    let number = |part: &str| env::var(format!("DEP_Z3_VERSION_{part}")).ok().and_then(|text| text.parse::<u32>().ok());
    if let (Some(major), Some(minor)) = (number("MAJOR"), number("MINOR"))
        && (major, minor) < MINIMUM
    {
        println!(
            "cargo::error=the Z3 found here is {major}.{minor} or of unknown version, but {}.{} or newer is needed: \
             run `make z3`, which puts one into `.z3`, and build again",
            MINIMUM.0, MINIMUM.1
        );
    }
}

/// Where the loader looks, in order: relative to the program, if it is built inside the checkout
/// (programs lie in the profile's folder, tests and examples one deeper), and the checkout itself.
fn places(root: &Path, library: &Path) -> Vec<String> {
    let origin = match env::var("CARGO_CFG_TARGET_VENDOR").as_deref() {
        Ok("apple") => "@loader_path",
        _ => "$ORIGIN",
    };
    let mut places = Vec::new();
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    // OUT_DIR is PROFILE/build/PACKAGE/out.
    let profile = out.ancestors().nth(3);
    if let Some(inside) = profile.and_then(|profile| profile.strip_prefix(root).ok()) {
        let up = "../".repeat(inside.components().count());
        places.push(format!("{origin}/{up}.z3/lib"));
        places.push(format!("{origin}/../{up}.z3/lib"));
    }
    places.push(library.display().to_string());
    places
}
