# Sourced by the scripts beside it: makes .venv and keeps it at the pinned versions.
#
#   prepare_environment runtime|dev
#
# Installs only when pyproject.toml, constraints.txt or the Python changed since the last time (a stamp in .venv tells),
# so a second start costs a checksum.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv="$root/.venv"

say() { printf '%s\n' "netzlotse: $*" >&2; }

find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$candidate"
      return 0
    fi
  done
  say "no Python 3.11 or newer found (looked for \$PYTHON, python3, python3.13, python3.12, python3.11)"
  return 1
}

wanted_stamp() {
  cat "$root/pyproject.toml" "$root/constraints.txt" | cksum
}

install_pinned() {
  local extra=$1 project="$root"
  [ "$extra" = dev ] && project="$root[dev]"
  # The build backend is installed first, at its pin, and the project is built with it: an isolated build would let it float.
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c "$root/constraints.txt" pip hatchling editables &&
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation -c "$root/constraints.txt" -e "$project"
}

prepare_environment() {
  local extra=$1 stamp python
  stamp=$(wanted_stamp)
  if [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.installed-$extra" 2>/dev/null)" = "$stamp" ]; then
    return 0
  fi
  # Two scripts started at once take turns; without flock (macOS) they are trusted not to be.
  exec 9>"$root/.venv.lock"
  if command -v flock >/dev/null 2>&1; then flock 9; fi
  if [ "$(cat "$venv/.installed-$extra" 2>/dev/null)" != "$stamp" ]; then
    if ! "$venv/bin/python" -c '' >/dev/null 2>&1; then
      python=$(find_python) || return 1
      say "making .venv with $("$python" --version)"
      rm -rf "$venv"
      "$python" -m venv "$venv" || { say "could not make $venv (on Debian: apt-get install python3-venv)"; return 1; }
    fi
    say "installing the pinned dependencies ($extra); this is done once"
    install_pinned "$extra" || { say "the installation failed; the lines above say why"; return 1; }
    # dev holds all that runtime needs
    [ "$extra" = dev ] && printf '%s' "$stamp" >"$venv/.installed-runtime"
    printf '%s' "$stamp" >"$venv/.installed-$extra"
  fi
  exec 9>&-
}

# The query editor is built once from its pinned packages; without npm, or if that fails, /graphiql shows a plain form.
prepare_query_editor() {
  local editor="$root/web/graphiql"
  [ "$editor/build/graphiql.js" -nt "$editor/package-lock.json" ] && return 0
  command -v npm >/dev/null 2>&1 || { say "no npm: /graphiql will be a plain form"; return 0; }
  say "building the query editor; this is done once"
  (cd "$editor" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run --silent build) >&2 ||
    say "the query editor could not be built: /graphiql will be a plain form"
}
