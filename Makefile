# make grade   set up, build the assignments, grade the example classes, print their marks
# make test    set up, run the fast tests
# The rest: make test-all (slow tests too), make lint, make audit (are the graded tests right?), make bench (how fast?),
# make release (assignment/ from solutions/ and tests/), make pictures (the README's, needs Chromium), make clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3.14 python3 python; do \
  command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
  echo $$name && break; done)
ASSIGNMENTS := $(patsubst solutions/%/,%,$(wildcard solutions/*/))
CLASSES := $(foreach name,$(ASSIGNMENTS),$(if $(wildcard examples/$(name)/),$(name)))
NBGRADER := build/nbgrader/bin/nbgrader
TEST_JOBS ?= auto

.PHONY: grade test test-all lint audit bench release pictures setup clean $(addprefix grade-,$(CLASSES)) $(addprefix audit-,$(ASSIGNMENTS))

grade: $(addprefix grade-,$(CLASSES))

$(addprefix grade-,$(CLASSES)): grade-%: $(READY)
	$(BIN)/autograder grade examples/$* --assignment $* --out results/$*

test: $(READY)
	$(BIN)/pytest -n $(TEST_JOBS) --dist worksteal -m "not slow and not docker and not exhaustive"

test-all: $(READY)
	$(BIN)/pytest -n $(TEST_JOBS) --dist worksteal -m "not docker and not exhaustive"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/autograder build --out build --check

audit: $(addprefix audit-,$(ASSIGNMENTS))

$(addprefix audit-,$(ASSIGNMENTS)): audit-%: $(READY)
	$(BIN)/autograder audit $*

bench: $(READY) $(NBGRADER)
	$(BIN)/python -m benchmarks.grading --nbgrader $(NBGRADER)

# nbgrader brings JupyterLab, whose packages would slow down every import of otter: it stays apart
$(NBGRADER): pyproject.toml
	$(PYTHON) -m venv build/nbgrader
	build/nbgrader/bin/python -m pip install --quiet --disable-pip-version-check ".[bench]"
	@touch $(NBGRADER)

pictures: $(READY)
	$(BIN)/python docs/images/make_pictures.py

release: $(READY)
	$(BIN)/autograder build --out build --release

setup: $(READY)

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed; install it, then run make again." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "make: $(PYTHON) cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@command -v bwrap >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq bubblewrap >/dev/null; } || \
	  echo "make: bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap): grading needs it, and tests of the jail are skipped" >&2
	@touch $(READY)

clean:
	rm -rf $(VENV) build results dist
