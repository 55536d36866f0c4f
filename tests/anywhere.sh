#!/usr/bin/env bash
# Sets the project up in odd places, grades a few notebooks there, and runs tests that touch jail, files and pages.
#
#   tests/anywhere.sh [PLACE ...]    all places or those that are named, as many at a time as there are cores (so that
#                                    two clones are at it together); the status is 1 when one of them fails
#
# Each place is a fresh clone of the last commit in which the real `make setup` runs. The first place takes the newest
# packages from PyPI; those of its Python get the same wheels from a folder, and compile nothing ahead, to be quick.
# Run by hand in a default Docker container, as root or with `--user`, it tries the walls that can be had there.
set -euo pipefail
project=$(cd "$(dirname "$0")/.." && pwd -P)

PLACES=(odd-path odd-words user nameless stale python3.12 python3.13 python3.14)
NOTEBOOKS=(examples/binary_mlp/{s01_perfect,s05_derivative_applied_to_z,s20_stops_in_the_middle,s22_truncated}.ipynb)
TESTS=(
  tests/harness/attacks/test_reading.py
  tests/harness/attacks/test_ending.py::test_a_call_that_ends_the_process_costs_the_case
  tests/harness/engine/jail/test_jail_unavailable.py
  tests/harness/engine/jail/test_jail_fonts.py
  tests/harness/engine/jail/test_jail_walls.py
  tests/harness/engine/test_cells.py
  tests/harness/system/test_run_folder.py
  tests/harness/gradebook/test_opening.py
  tests/harness/marks/test_run.py
  tests/harness/reports/test_report_in_browser.py
)
ANY_PYTHON='import sys; sys.exit(sys.version_info < (3, 11))'
COMPARE='
import json, sys, tomllib
due = tomllib.load(open(sys.argv[1], "rb"))
for one in json.load(open(sys.argv[2], encoding="utf-8"))["submissions"]:
    if one["score"] != due[one["id"]]["total"]:
        sys.exit(f"""{one["id"]} gets {one["score"]}, not {due[one["id"]]["total"]}""")
    print(one["id"], one["score"])
'

python_of() { # NAME: the interpreter of that name on the path, or the newest of pyenv
  local found
  for found in "$(type -P "$1" || true)" $(printf '%s\n' ~/.pyenv/versions/"${1#python}"*/bin/"$1" | sort -Vr); do
    "$found" -c "$ANY_PYTHON" 2>/dev/null && echo "$found" && return
  done
  return 1
}

system_python() { # one that every user may run
  local found
  for found in /usr/local/bin/python3.1[1-4] /usr/bin/python3.1[1-4]; do
    "$found" -c "$ANY_PYTHON; import venv, ensurepip" 2>/dev/null && echo "$found" && return
  done
  return 1
}

wheels_for() { # PYTHON: make's pip takes the wheels of the first place, where they are for this Python
  [ "$(cat "$scratch/wheels/version" 2>/dev/null)" != "$("$1" -c 'import sys; print(sys.version_info[:2])')" ] ||
    echo "PIP_NO_INDEX=1 PIP_FIND_LINKS=$scratch/wheels"
}

visit() { # FOLDER PYTHON [PREFIX...]: clone, set up, grade and test, each command behind PREFIX
  local folder=$1 python=$2
  shift 2
  git clone --quiet "$project" "$folder"
  [ -z "${owner:-}" ] || chown -R "$owner" "$folder"
  cd -- "$folder"
  [ -z "${before:-}" ] || "$before"
  # shellcheck disable=SC2046 # words are wanted
  "$@" env $(wheels_for "$python") PIP_NO_COMPILE=1 make setup PYTHON="$python" VERSIONS="${versions:-newest}"
  "$@" .venv/bin/autograder grade "${NOTEBOOKS[@]}" --assignment binary_mlp --out results/few
  "$@" .venv/bin/python -c "$COMPARE" examples/expected/binary_mlp.toml results/few/results.json
  "$@" .venv/bin/pytest -q -n 0 -p no:cacheprovider "${TESTS[@]}"
}

# ---- the places ----

odd-path() { # in a folder that others cannot enter, like root's home, below a symbolic link: spaces, accents, a leading
  mkdir -m 700 "$scratch/far away" #            dash; and what is made is for its maker alone
  ln -s "far away" "$scratch/link"
  umask 077
  visit "$scratch/link/-Übung 1 à côté" "$python"
}

odd-words() { # odd variables, and a hub's for pip; another file system for what is temporary; no Chromium
  local elsewhere=/dev/shm words=(-u HOME -u CI LANG=C LC_ALL=tr_TR.UTF-8 TZ=Pacific/Apia PIP_USER=1)
  [ -w "$elsewhere" ] || elsewhere=/var/tmp
  elsewhere=$(mktemp -d "$elsewhere/anywhere.XXXXXX")
  ln -s /usr/local/bin/* /usr/bin/* "$elsewhere" 2>/dev/null || true
  rm -f "$elsewhere"/chromium* "$elsewhere"/google-chrome*
  words+=("TMPDIR=$elsewhere" "PIP_TARGET=$elsewhere/none" "PATH=$elsewhere:/bin:/sbin")
  visit "$scratch/odd-words" "$python" env "${words[@]}"
  rm -rf "$elsewhere"
}

user() { # an ordinary user, who has a home of mode 0700 and no other rights
  as_other 65534 nobody
}

nameless() { # a user that is a mere number, without a name, a group or a home, like `docker run --user 54321`
  as_other 54321 ""
}

as_other() { # NUMBER NAME
  local python home=$scratch/$1
  [ "$(id -u)" = 0 ] || skip "only root can become another user"
  python=$(system_python) || skip "there is no Python that every user may run"
  install -d -m 700 -o "$1" -g "$1" "$home"
  owner=$1:$1
  visit "$home/clone" "$python" setpriv --reuid="$1" --regid="$1" --clear-groups \
    env -u CI -u HOME ${2:+HOME="$home"} PATH=/usr/local/bin:/usr/bin:/bin
}

stale() { # an environment that was moved and whose Python is gone is in the way; the tested versions; `make clean` after
  put_a_stale_environment() {
    mkdir -p .venv/bin
    ln -s /nowhere/python3.8 .venv/bin/python
    echo "version = 3.8.1" >.venv/pyvenv.cfg
    echo /somewhere/else >.venv/.ready
  }
  before=put_a_stale_environment versions=tested
  visit "$scratch/stale" "$python"
  make clean
  [ ! -e .venv ] && [ ! -e build ] && [ -z "$(git status --porcelain --ignored | grep -v __pycache__)" ]
}

python3.12() { of_version python3.12; }
python3.13() { of_version python3.13; }
python3.14() { of_version python3.14; }

of_version() { # NAME
  local other
  other=$(python_of "$1") || skip "there is no $1 here"
  [ "$("$other" -V)" != "$("$python" -V)" ] || skip "the other places have it"
  visit "$scratch/$1" "$other"
}

# ---- one after the other, or some at a time ----

skip() { echo "left out: $*"; exit 77; }

report() { # PLACE: be in that place, say how it was
  local status=0 began=$SECONDS log=$scratch/$1.log
  set +e # in a condition, or before ||, bash would let the place go on after a command that failed
  (set -euo pipefail; "$1") >"$log" 2>&1
  status=$?
  set -e
  case $status in
    0) echo "$1: ok, $((SECONDS - began)) s; $(tail -n 1 "$log")" ;;
    77) echo "$1: $(tail -n 1 "$log")" ;;
    *)
      sed "s/^/$1| /" <(tail -n 60 "$log")
      echo "$1: FAILED with status $status"
      return 1
      ;;
  esac
}

keep_wheels() { # of the first place, for those after it
  mkdir "$scratch/wheels"
  .venv/bin/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir "$scratch/wheels" ".[dev]" hatchling editables
  .venv/bin/python -c 'import sys; print(sys.version_info[:2])' >"$scratch/wheels/version"
}

if [ "${1:-}" = --one ]; then
  scratch=$2 python=$3
  report "$4"
  exit
fi
places=("$@")
(($#)) || places=("${PLACES[@]}")
for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
  [ -z "$name" ] || ! python=$(python_of "$name") || break
done
scratch=$(mktemp -d /tmp/anywhere.XXXXXX)
chmod 755 "$scratch"
trap 'rm -rf "$scratch"' EXIT
failed=0
if ((${#places[@]} > 1)) && [ "${places[0]}" = odd-path ]; then
  bash "$0" --one "$scratch" "$python" odd-path || failed=1
  [ "$failed" = 1 ] || (cd "$scratch/link/"-* && umask 022 && keep_wheels) || true
  places=("${places[@]:1}")
fi
printf '%s\n' "${places[@]}" | xargs -r -P "$(nproc)" -I{} bash "$0" --one "$scratch" "$python" {} || failed=1
exit "$failed"
