# shellcheck shell=bash
# Fetches one pinned Python wheel and unpacks it. Sourced, never run; needs say.sh. Works with bash 3.2.
# A wheel is a zip file; only the native library or program in it is wanted, so nothing is installed into any Python.

PYTHON=${PYTHON:-python3}

# need_pip: ends with a message unless there is a Python with pip.
need_pip() {
  have "$PYTHON" || fail "\`$PYTHON\` was not found; it fetches the pinned solver" \
    "$(install 'python3 python3-pip' 'python3 python3-pip' 'brew install python')"
  "$PYTHON" -m pip --version >/dev/null 2>&1 || fail "\`$PYTHON\` has no pip; it fetches the pinned solver" \
    "$(install python3-pip python3-pip "$PYTHON -m ensurepip --user")" \
    "or set PYTHON to a Python that has pip: \`make PYTHON=/path/to/python3\`"
}

# fetch_wheel PINS DIR: downloads the one wheel that the requirements file PINS names, checks it against the
# SHA-256 digests there, and unpacks it into DIR, which must exist.
fetch_wheel() {
  local pins=$1 dir=$2 name log status=0
  name=$(sed -n 's/^\([a-z0-9-]*==[0-9.]*\).*/\1/p' "$pins")
  log=$dir/pip.log
  mkdir "$dir/download"
  # A user's demand for virtual environments is about installing; this only downloads.
  PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 "$PYTHON" -m pip download --quiet --retries 2 \
    --no-deps --only-binary=:all: --require-hashes --requirement "$pins" --dest "$dir/download" \
    >"$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    note "what pip said of $name:"
    tail -n 12 "$log" | sed 's/^/  | /' >&2
    explain_pip "$name" "$log" "$pins"
  fi
  set -- "$dir"/download/*.whl
  "$PYTHON" -m zipfile -e "$1" "$dir" || fail "the wheel of $name cannot be unpacked" "is the disk full?"
  rm -rf "$dir/download" "$log"
}

# explain_pip NAME LOG PINS: turns pip's complaint into one message, and ends the script.
explain_pip() {
  if grep -q 'DO NOT MATCH THE HASHES' "$2"; then
    fail "the download of $1 does not have the SHA-256 digest that $3 pins; it was thrown away" \
      "a proxy or mirror may have changed or cut the file: try again, or from another network" \
      "do not edit the digest: a file that differs is not the file this project was tested with"
  elif grep -qiE 'Retrying \(|connection (broken|refused|reset|aborted)|unreachable|timed out|is being ignored' "$2"; then
    fail "$1 could not be downloaded: the Python package index was not reached" \
      "check the network, the proxy settings and pip's configuration (\`$PYTHON -m pip config list\`)" \
      "without a network: put the wheel into a folder and set PIP_NO_INDEX=1 PIP_FIND_LINKS=/that/folder"
  elif grep -q 'No matching distribution found' "$2"; then
    fail "pip found no wheel of $1 for this system ($(uname -s) $(uname -m), $("$PYTHON" --version 2>&1))" \
      "wheels exist for Linux with glibc 2.27 (x86_64) or 2.38 (aarch64) and newer, and for macOS 13 and newer" \
      "elsewhere install Z3 5.3 or newer so that \`pkg-config --modversion z3\` finds it, and run make again" \
      "if there should be one: check the index pip uses (\`$PYTHON -m pip config list\`, PIP_NO_INDEX, PIP_FIND_LINKS)"
  fi
  fail "pip could not download $1" "the lines above are pip's own"
}
