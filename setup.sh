#!/usr/bin/env bash
# What `make setup` does, each step with a line of progress: an environment, the packages in it, the jail, and a check.
#
#   setup.sh make VENV PYTHON WANTED VERSIONS    make the environment VENV with the interpreter PYTHON, or go on with the
#       one that is there unless WANTED names a Python of another version; VERSIONS are `newest` (those of
#       constraints.txt where these do not work) or `tested`
#   setup.sh unfit VENV WANTED                   print `unfit` if there is an environment that cannot be used: it was
#       moved, its Python is gone, or not of the version of WANTED
set -euo pipefail

say() { echo "make: $*"; }
fail() { say "$*" >&2; exit 1; }
version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
may_install() { command -v apt-get >/dev/null && as_root true 2>/dev/null; }
install() { as_root apt-get update -qq >>"$log" 2>&1 && as_root apt-get install -y -qq "$@" >>"$log" 2>&1; }

unfit() { # VENV WANTED
  [ ! -e "$1/.ready" ] || { [ "$(cat "$1/.ready")" = "$(pwd -P)" ] && [ -n "$(version "$1/bin/python")" ] &&
    { [ -z "$2" ] || [ "$(version "$1/bin/python")" = "$(version "$2")" ]; }; } || echo unfit
}

make_environment() {
  local made="made" package
  if [ -e "$venv" ] || [ -L "$venv" ]; then
    [ -e "$venv/pyvenv.cfg" ] || [ -z "$(ls -A "$venv" 2>/dev/null || echo file)" ] ||
      fail "$venv is in the way and no Python environment; move it, or name another place: make VENV=..."
    [ -w "$venv" ] && [ -w "$venv/bin" ] || fail "$venv belongs to $(stat -c %U "$venv") and you may not write there;" \
      "remove it, or name another place: make VENV=..."
    [ -e "$venv/.ready" ] && [ -z "$(unfit "$venv" "$wanted")" ] && { say "[2/5] environment $venv: there"; return; }
    made="made anew, the old one was of another Python, moved or not finished"
  fi
  package=python$(version "$python")-venv
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null && may_install; then
    say "      installing $package with apt-get"
    install "$package" || true
  fi
  "$python" -m venv --clear "$venv" >>"$log" 2>&1 ||
    fail "$python cannot make a virtual environment; on Debian or Ubuntu: apt install $package"
  say "[2/5] environment $venv: $made"
}

pip_install() { # [PIP'S OPTIONS]: show how far it is, keep what it prints
  PYTHONUNBUFFERED=1 "$venv/bin/python" -m pip install --disable-pip-version-check --prefer-binary --progress-bar off \
    "$@" --editable ".[dev]" 2>&1 | tee "$pip_log" | awk -v terminal="$([ -t 1 ] && echo 1)" '
      /^(Collecting|Processing) / { found++; if (terminal) printf "\r      %3d found: %-50.50s", found, $2; fflush() }
      /^Installing collected packages/ { if (terminal) printf "\r%70s\r", ""
        print "make:       " found " packages found and downloaded; installing them"; fflush() }
      END { if (terminal) printf "\r%70s\r", "" }'
}

write_path_in_ascii() { # Python 3.11 reads the path of this folder in the locale's encoding, which need not know its letters
  "$venv/bin/python" -S -c '
import pathlib, sys
for path in pathlib.Path(sys.argv[1]).glob("lib/python3*/site-packages/*scratchgrade*.pth"):
    text = path.read_text(encoding="utf-8").strip()
    if not text.isascii():
        path.write_text(f"import sys; sys.path.append({text!a})\n", encoding="ascii")' "$venv"
}

why_pip_failed() { # one sentence from what pip printed
  local what
  if grep -qi 'no space left on device' "$pip_log"; then
    echo "the disk is full (the environment takes about 1.1 GB)"
  elif grep -qE 'NewConnectionError|NameResolutionError|name resolution|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|SSLError|ConnectionRe|Network is unreachable|Max retries' "$pip_log"; then
    echo "PyPI cannot be reached; see whether there is internet, and whether HTTPS_PROXY and pip's index are right"
  elif what=$(sed -nE "s/.*No matching distribution found for ([^ ;]+).*/\1/p" "$pip_log" | head -n 1) && [ -n "$what" ]; then
    echo "PyPI has nothing for $what that fits Python $(version "$python") on $(uname -m)"
  elif what=$(sed -nE 's/.*Failed building wheel for ([^ ]+).*/\1/p' "$pip_log" | head -n 1) && [ -n "$what" ]; then
    echo "$what has no wheel for Python $(version "$python") on $(uname -m) and could not be built here"
  elif grep -q 'metadata-generation-failed\|subprocess-exited-with-error' "$pip_log"; then
    what=$(sed -nE 's/^ *Collecting ([^ ]+).*/\1/p' "$pip_log" | tail -n 1)
    echo "$what has no wheel for Python $(version "$python") on $(uname -m) and could not be built here"
  else
    what=$(grep '^ERROR' "$pip_log" | tail -n 1)
    echo "pip failed${what:+ (${what#ERROR: })}"
  fi
}

install_jail() {
  if command -v bwrap >/dev/null; then say "[4/5] jail: bubblewrap is there"; return; fi
  if may_install; then
    say "[4/5] jail: installing bubblewrap with apt-get"
    install bubblewrap && command -v bwrap >/dev/null && return
  fi
  say "[4/5] jail: bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap): a jail of Landlock is used," \
    "where the kernel has it, and tests of bubblewrap's are skipped" >&2
}

grades() { # does the environment grade a notebook that is right as right?
  local status=0 notebook out=build/setup
  notebook=$(printf '%s\n' examples/*/*.ipynb | head -n 1)
  rm -rf "$out"
  "$venv/bin/autograder" grade "$notebook" --assignment "$(basename "$(dirname "$notebook")")" --out "$out" --fresh \
    >"$check_log" 2>&1 || status=$?
  [ "$status" != 3 ] || { say "      (imported only: there is no jail here to grade in)"; return 0; }
  [ "$status" = 0 ] && "$venv/bin/python" -c '
import json, sys
one = json.load(open(sys.argv[1], encoding="utf-8"))["submissions"][0]
sys.exit(one["score"] != one["max_score"])' "$out/results.json" >>"$check_log" 2>&1
}

install_and_check() { # WHICH [PIP'S OPTIONS]: sets `reason` when it does not work
  local which=$1
  shift
  say "[3/5] packages: $which, from PyPI (one to three minutes)"
  pip_install "$@" || { reason=$(why_pip_failed); return 1; }
  write_path_in_ascii
  install_jail
  say "[5/5] check: grade a notebook"
  grades || { reason="a right notebook does not get full marks with them, see $check_log"; return 1; }
}

if [ "$1" = unfit ]; then unfit "$2" "$3"; exit; fi
venv=$2 python=$3 wanted=$4 versions=$5 reason=""
log=build/setup.log pip_log=build/setup-pip.log check_log=build/setup-check.log
[ -n "$python" ] || fail "Python 3.11 or newer is needed; install it, then run make again."
mkdir -p build 2>/dev/null && [ -w build ] || fail "you may not write into $(pwd)/build; clone the project into a folder of your own."
exec 9>build/setup.lock
! command -v flock >/dev/null || flock 9 # another make in this folder may be at it
[ "$venv/.ready" -nt pyproject.toml ] && [ -z "$(unfit "$venv" "$wanted")" ] && exit
: >"$log"
umask 022 # root's jail runs as nobody, who reads the packages, and the code that runs inside
[ "$(id -u)" != 0 ] || chmod -R go+rX autograder/engine/jailed tests/harness/engine/jail/inside

say "[1/5] Python: $("$python" -c 'import sys; print(sys.version.split()[0], sys.executable)')"
make_environment
rm -f "$venv/.ready"
if [ "$versions" = tested ] || ! install_and_check "the newest that fit"; then
  if [ -n "$reason" ]; then
    case $reason in *"cannot be reached"* | *"disk is full"*) fail "$reason." ;; esac
    say "the newest packages do not work here: $reason" >&2
  fi
  install_and_check "the versions that were tested (constraints.txt)" --constraint constraints.txt ||
    fail "the environment cannot be made: $reason. All that pip said is in $pip_log."
fi
pwd -P >"$venv/.ready"
say "ready"
