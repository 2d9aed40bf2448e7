# make demo   runs the main job on the bundled sample site
# make test   passes the tests
# Both set up all they need in .venv; nothing but Python 3.11 or newer has to be there.

PYTHON ?= python3
BIN := .venv/bin
PACKAGE := $(BIN)/.installed
DEMO_DATA ?= demo-data

.PHONY: demo test browser lint format eval bench soak lock clean help
help:
	@sed -n 's/^# //p' Makefile

# Exact versions with hashes: what is installed today is what was tested. pip alone reads the file.
$(PACKAGE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "MinuteMiner needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python could not make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(PACKAGE)
	$(BIN)/minuteminer demo --data $(DEMO_DATA)

test: $(PACKAGE) browser
	$(BIN)/python -m pytest

# The pages are tested in a Chromium: the machine's, else one that root may install, else Playwright's own for this
# user. Without any, the tests of the pages say that they were not run, and the others run.
browser: $(PACKAGE)
	@for name in "$$MINUTEMINER_CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
	  command -v "$$name" >/dev/null 2>&1 && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing Chromium for the tests of the pages"; \
	  apt-get update -qq >/dev/null && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 && exit 0; \
	fi; \
	$(BIN)/python -m playwright install chromium >/dev/null 2>&1 \
	  || echo "No Chromium could be installed; the tests of the pages will say that they were not run."

lint: $(PACKAGE)
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy

eval: $(PACKAGE)
	$(BIN)/minuteminer evaluate corpus/gold/dev.jsonl corpus/gold/test.jsonl corpus/gold/seed_dev.jsonl corpus/gold/topics_dev.jsonl corpus/gold/topics_test.jsonl corpus/gold/topics_plain_dev.jsonl corpus/gold/fresh_dev.jsonl corpus/gold/fresh2_dev.jsonl corpus/gold/fresh2_people.jsonl corpus/gold/topics2_dev.jsonl corpus/gold/fresh_test.jsonl corpus/gold/fresh2_test.jsonl --baseline corpus/gold/baseline.json

# What benchmarks compare with is installed only here.
$(BIN)/.bench: $(PACKAGE) requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

bench: $(BIN)/.bench
	$(BIN)/python -m benchmarks

# Ten thousand pages from a stand-in with faults in a twentieth of its answers; some minutes.
soak: $(PACKAGE)
	$(BIN)/python -m benchmarks._soak

# New locked versions (needs uv); read the difference before you commit it.
lock:
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --all-extras --group dev --group bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.lock -o requirements-bench.lock

clean:
	rm -rf .venv $(DEMO_DATA) .pytest_cache .mypy_cache .ruff_cache
