# shellcheck shell=bash
# Messages of the set-up scripts, and version comparison. Sourced, never run. Works with bash 3.2.

# note TEXT...: one line of progress, on standard error.
note() { printf '%s\n' "$*" >&2; }

# fail MESSAGE [HELP...]: says what is wrong and how to mend it, and ends the script with status 1.
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  local help
  for help in "$@"; do
    printf '  help: %s\n' "$help" >&2
  done
  exit 1
}

# install DEBIAN FEDORA MACOS: one line of help that names the package on each kind of system.
install() {
  printf 'on Debian and Ubuntu `apt install %s`, on Fedora `dnf install %s`, on macOS `%s`' "$1" "$2" "$3"
}

# have COMMAND: is there such a command?
have() { command -v "$1" >/dev/null 2>&1; }

# at_least VERSION MINIMUM: compares the first two numbers of dotted versions.
at_least() {
  local major minor rest min_major min_minor
  IFS=. read -r major minor rest <<<"$1"
  IFS=. read -r min_major min_minor rest <<<"$2"
  minor=${minor:-0} min_minor=${min_minor:-0}
  case "$major$minor$min_major$min_minor" in *[!0-9]* | '') return 1 ;; esac
  [ "$major" -gt "$min_major" ] || { [ "$major" -eq "$min_major" ] && [ "$minor" -ge "$min_minor" ]; }
}
