# What can be done here. `make` alone lists it. The longer steps are in resources/setup_environment.py.

VENV := .venv/bin
SETUP := resources/setup_environment.py
WORKERS := -n auto
# The first Python here that is new enough; looked for only when a target needs it.
FIND_PYTHON = for name in python3.11 python3.12 python3.13 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done

.DEFAULT_GOAL := help
.PHONY: help venv venv-test python run test test-core demo bench simulate faults leak pictures lock

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-17s %s\n", $$1, $$2}'

run: venv ## open the practice workplace in its window; without a display, the same day and its sheets in out/
	@$(VENV)/python -m ui.practice_run out

venv: python ## set up only: .venv with the locked packages and .venv/bin/alfdesk
	@"$$($(FIND_PYTHON))" $(SETUP) venv

# Tests start the program again and again: what is compiled is kept, also where the machine says otherwise.
test test-core: export PYTHONDONTWRITEBYTECODE :=

# The window's tests by themselves: other tests fork, and a process that holds Qt must not.
test: venv-test ## every test (10 minutes at most)
	@$(VENV)/python -m pytest tests/ui $(WORKERS) -m "not faults_long"
	@$(VENV)/python -m pytest $(WORKERS) -m "not faults_long" --ignore tests/ui

test-core: venv-test ## the core's tests (20 seconds at most)
	@$(VENV)/python -m pytest tests/core $(WORKERS) -q -m "not slow and not faults_long"

demo: venv ## a realistic invented workplace in out/demo
	@$(VENV)/alfdesk demo out/demo
	@$(VENV)/python -m alfdesk.cli.practice out desk

bench: venv-test ## how fast, each figure beside its limit program
	@$(VENV)/python -m tests.bench

simulate: venv-test ## random acts and parcels on five laptops and on one: make simulate N=10000 SEED=1
	@$(VENV)/python -m tests.simulate $(or $(N),500) $(SEED)
	@$(VENV)/python -m tests.faults.simulate

faults: venv-test ## kill, fill and damage it while it works, in many rounds
	@$(VENV)/python -m tests.faults

leak: venv-test ## look for plain names in every file nobody asked to be saved
	@$(VENV)/python -m tests.faults.leak

pictures: venv-test ## each page and each sheet in out/ as one picture to look at
	@$(VENV)/python -m tests.pictures out

lock: python ## make the lock files again from pyproject.toml
	@"$$($(FIND_PYTHON))" $(SETUP) lock

venv-test: python
	@"$$($(FIND_PYTHON))" $(SETUP) test

# A Python new enough: there, fetched from Debian where that is allowed, or asked for.
python:
	@test -n "$$($(FIND_PYTHON))" && exit 0; \
	if ! command -v apt-get >/dev/null 2>&1; then as_root=no; \
	elif [ "$$(id -u)" = 0 ]; then as_root=; \
	elif sudo -n true 2>/dev/null; then as_root="sudo -n"; \
	else as_root=no; fi; \
	if [ "$$as_root" != no ]; then \
		echo "Fetching from Debian: python3-venv"; \
		$$as_root apt-get update -qq && $$as_root apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; \
	fi; \
	test -n "$$($(FIND_PYTHON))" || { \
		echo "Missing: Python 3.11 or newer with venv. On Debian 12, as root:" >&2; \
		echo "    apt-get install -y python3-venv" >&2; exit 1; }
