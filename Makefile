# Everything here works in a fresh clone; `make help` lists the targets.
# Settings: Z3_FROM=auto|wheel|system (scripts/fetch-z3), PYTHON=python3, CARGO_TARGET_DIR=target.

.PHONY: build help tools z3 demo test soak fuzz bench clean distclean

build: z3 ## build target/release/regimecheck, which runs from any directory
	cargo build --release --locked

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 16

tools: ## check that cargo, a C compiler and pkg-config are here
	@scripts/check-tools

z3: tools ## put Z3 into .z3/: the pinned wheel, or links to a system Z3 of the same version
	@scripts/fetch-z3

demo: build ## check both drafts of regimes/dprk-missiles and print the verdicts
	@scripts/demo

test: z3 ## run every test, with clippy, rustfmt and rustdoc where they are installed
	@scripts/test

soak: z3 ## compare 20,000 random regimes with the oracle (REGIMECHECK_SOAK=N, REGIMECHECK_SEED=SEED)
	REGIMECHECK_SOAK=$${REGIMECHECK_SOAK:-20000} cargo test --release --locked --test soak -- --nocapture

fuzz: z3 ## fuzz the reader and the round trip, a minute each (FUZZ_SECONDS=N, FUZZ_CORPUS=DIR)
	@scripts/fuzz

bench: build ## measure time, memory and solver effort on the regimes
	@scripts/bench

clean: ## remove what was built
	rm -rf $${CARGO_TARGET_DIR:-target} .z3-new.* .cvc5-new.*

distclean: clean ## remove what was built and the fetched solvers
	rm -rf .z3 .cvc5
