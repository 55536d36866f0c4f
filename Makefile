# make grade   set up, build the assignments, grade the example classes, print their marks
# make test    set up, run the fast tests
# The rest: make test-all (slow tests too), make lint, make audit (are the graded tests right?), make bench (how fast?),
# make release (assignment/ from solutions/ and tests/), make pictures (the README's, needs Chromium), make constraints
# (the tested versions of packages), make clean
# PYTHON=python3.12 chooses a Python, VERSIONS=tested the packages of constraints.txt, VENV=DIR another place for them

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3.14 python3 python; do \
  command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
  echo $$name && break; done)
# a Python that was asked for, on the command line or in the environment: an environment of another version is made anew
WANTED := $(if $(filter command environment,$(origin PYTHON)),$(PYTHON))
VERSIONS ?= newest
UNFIT := $(shell LC_ALL=C.UTF-8 bash setup.sh unfit "$(VENV)" "$(WANTED)")
ASSIGNMENTS := $(patsubst solutions/%/,%,$(wildcard solutions/*/))
CLASSES := $(foreach name,$(ASSIGNMENTS),$(if $(wildcard examples/$(name)/),$(name)))
NBGRADER := build/nbgrader/bin/nbgrader
TEST_JOBS ?= auto

.PHONY: grade test test-all lint audit bench release pictures setup unfit constraints clean $(addprefix grade-,$(CLASSES)) $(addprefix audit-,$(ASSIGNMENTS))

# hubs have pip install into their users' homes or elsewhere: in an environment it refuses to, or leaves that empty
export PIP_USER := 0
unexport PIP_TARGET PIP_PREFIX PIP_ROOT

# the example class is the project's own: it is graded even where no jail can be had, and that is said aloud
define UNSEALED

  ######################################################################################
  #  NO JAIL CAN BE HAD HERE (see above): the example class, which comes with the       #
  #  project, is graded by otter's own runner, UNSEALED. Do not grade others' work so.  #
  ######################################################################################

endef
export UNSEALED

grade: $(addprefix grade-,$(CLASSES))

$(addprefix grade-,$(CLASSES)): grade-%: $(READY)
	$(BIN)/autograder grade examples/$* --assignment $* --out results/$* || { test $$? = 3 && echo "$$UNSEALED" && \
	  $(BIN)/autograder grade examples/$* --assignment $* --out results/$* --isolation none; }

# hundreds of processes would compile the package anew where the environment keeps Python from writing what it compiled
test test-all: export PYTHONDONTWRITEBYTECODE =

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

$(READY): pyproject.toml $(UNFIT)
	@LC_ALL=C.UTF-8 bash setup.sh make "$(VENV)" "$(PYTHON)" "$(WANTED)" "$(VERSIONS)"

unfit:

# the versions that were tested are those with which the tests have just passed, on the oldest Python: all others have them
constraints: test
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "make: constraints are for Python 3.11 too: make clean constraints PYTHON=python3.11")'
	(echo "# The versions that were tested; make clean constraints PYTHON=python3.11 renews them"; \
	  $(BIN)/python -m pip list --disable-pip-version-check --format freeze --exclude-editable | \
	  grep -E '^[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*$$' | grep -v '^pip=') > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) build results dist
