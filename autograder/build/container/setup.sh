#!/usr/bin/env bash
# Sets up the grading environment (Gradescope, otter grade) with pip alone: a virtual environment beside the sources.
# Any base image with Python 3.11 or newer will do; Debian and Ubuntu images without it get the distribution's.
set -euo pipefail
root=/autograder

newest_python() {
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null &&
      "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  return 1
}

if ! newest_python >/dev/null && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq python3 python3-venv
fi
python=$(newest_python) || {
  echo "setup.sh: this image has no Python 3.11 or newer with venv; choose a newer base image." >&2
  exit 1
}

"$python" -m venv "$root/venv"
"$root/venv/bin/pip" install --no-cache-dir --disable-pip-version-check --quiet -r "$root/source/requirements.txt"
