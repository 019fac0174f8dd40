# Two commands matter: `make run` and `make test`. Both begin with `make setup`.
# The first Python that is new enough; `make PYTHON=/path/to/python` chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run setup test bench chaos fuzz fuzz-guided check lint types contracts lock sbom tools vulnerabilities clean
.DEFAULT_GOAL := help

help: ## say what each target does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup ## start everything and print where to look
	@exec $(BIN)/yizhan run

setup: $(VENV)/learned ## install what running needs

test: setup $(VENV)/installed-dev ## install what testing needs, run the whole suite
	@exec $(BIN)/python -m pytest

bench: setup $(VENV)/installed-dev $(VENV)-bench/installed ## measure, write bench/results.md; PARTS="webhook console"
	@exec $(BIN)/python -m bench $(PARTS)

chaos: setup $(VENV)/installed-dev ## let everything break while people talk; SEED=7 MINUTES=5 PEOPLE=200
	@exec $(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(PEOPLE),--people $(PEOPLE))

fuzz: setup $(VENV)/installed-dev ## send the doors a hundred times as much nonsense as the suite does (half an hour)
	@FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-3000} exec $(BIN)/python -m pytest -n 0 -o timeout=0 tests/fuzz

fuzz-guided: setup $(VENV)/installed-dev ## fuzz one TARGET (inbound, envelope, session, sheet) led by coverage, for SECONDS
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/fuzz/requirements.txt
	@$(BIN)/python -m tests.fuzz.guided $(TARGET) -max_total_time=$(or $(SECONDS),600) -rss_limit_mb=2048

check: lint types contracts test ## everything that must hold before a commit

lint: $(VENV)/installed-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

contracts: $(VENV)/installed-dev
	$(BIN)/lint-imports

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "需要 Python 3.11 或更新的版本 (Python 3.11 or newer is needed)" >&2; exit 1; }
	@echo "1/4 making a private Python in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "2/4 installing packages (the first time takes a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r requirements.txt
	@echo "3/4 installing 驿站通 itself ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# The model is trained from its examples; a start trains it too when this was left out, only later.
$(VENV)/learned: $(VENV)/installed $(wildcard bot/intents/*.py bot/intents/*/*.txt bot/language/*.py)
	@echo "4/4 learning how people here write (some seconds) ..."
	@$(BIN)/python -c "from bot.intents.detector import load; load()"
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r requirements-dev.txt
	@touch $@

# What we are measured against never comes into our own environment.
$(VENV)-bench/installed: $(VENV)/bin/python bench/requirements.txt
	@echo "installing what we are measured against ..."
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r bench/requirements.txt
	@touch $@

# What locks, lists and audits the packages is pinned and hashed like them, and never comes into our own environment.
$(VENV)-tools/installed: $(VENV)/bin/python requirements-tools.txt
	@$(PYTHON) -m venv $(VENV)-tools
	@$(VENV)-tools/bin/python -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r requirements-tools.txt
	@touch $@

tools: $(VENV)-tools/installed

PIN := $(VENV)-tools/bin/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --generate-hashes --python-version 3.11 --no-header
lock: tools ## pin and hash every package again, from pyproject.toml; UPGRADE=yes takes new versions
	@$(PIN) pyproject.toml -o requirements.txt
	@$(PIN) --extra dev pyproject.toml -c requirements.txt -o requirements-dev.txt
	@$(PIN) bench/requirements.in -c requirements.txt -o bench/requirements.txt
	@$(PIN) requirements-tools.in -o requirements-tools.txt
	@$(PIN) tests/fuzz/requirements.in -o tests/fuzz/requirements.txt

sbom: tools ## write what is inside (CycloneDX) to build/sbom.json
	@mkdir -p build && $(VENV)-tools/bin/cyclonedx-py requirements requirements.txt -o build/sbom.json && echo build/sbom.json

vulnerabilities: tools ## ask the public database about every pinned package (needs the internet)
	@$(BIN)/python .ci/vulnerabilities.py $(VENV)-tools/bin/pip-audit

clean: ## remove the environment; data in var/ and settings in .env stay
	rm -rf $(VENV) $(VENV)-bench $(VENV)-tools .mypy_cache .pytest_cache .ruff_cache
