#!/bin/sh
# Checks this certificate: every file is as it was written, and every script is unsatisfiable.
#
#   ./check.sh                          with z3
#   ./check.sh SOLVER [OPTION...]       with another solver, which is given each script as its last argument:
#   ./check.sh cvc5 --lang smt2 --tlimit 600000
#   ./check.sh timeout 600 z3
#
# Prints one line for each script. The status is 0 if every answer is exactly `unsat` and every file is as it was
# written, 1 if not, 2 if the solver cannot be run.
set -u
LC_ALL=C
export LC_ALL

# How many scripts there are.
expected=@SCRIPTS@

dir=$(dirname "$0")
[ "$#" -gt 0 ] || set -- z3
if ! command -v "$1" >/dev/null 2>&1; then
  printf 'error: there is no solver called %s here\n' "$1" >&2
  printf '  help: name one, for example: ./check.sh cvc5 --lang smt2\n' >&2
  exit 2
fi

# The SHA-256 digest of a file, by whatever program there is.
digest() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  else
    echo none
  fi
}

checked=0 failed=0
while read -r wanted file; do
  if ! [ -f "$dir/$file" ]; then
    printf 'MISSING    %s\n' "$file"
    failed=$((failed + 1))
    continue
  fi
  found=$(digest "$dir/$file")
  if [ "$found" = none ]; then
    printf 'warning: neither sha256sum nor shasum is here: digests are not compared\n' >&2
    digest() { echo skipped; }
  elif [ "$found" != skipped ] && [ "$found" != "$wanted" ]; then
    printf 'CHANGED    %s\n' "$file"
    failed=$((failed + 1))
  fi
  case $file in scripts/*.smt2) ;; *) continue ;; esac
  answer=$("$@" "$dir/$file" </dev/null)
  checked=$((checked + 1))
  if [ "$answer" = unsat ]; then
    printf 'unsat      %s\n' "$file"
  else
    printf 'NOT UNSAT  %s: %s\n' "$file" "$(printf '%s\n' "${answer:-no answer}" | head -n 1)"
    failed=$((failed + 1))
  fi
done <"$dir/SHA256SUMS"

if [ "$checked" -ne "$expected" ]; then
  printf 'error: %s scripts were checked, but there are %s\n' "$checked" "$expected" >&2
  failed=$((failed + 1))
fi
printf '%s of %s scripts checked, %s failures\n' "$checked" "$expected" "$failed"
[ "$failed" -eq 0 ]
