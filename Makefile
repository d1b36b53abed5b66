# The commands of the project. `make run` is the whole of it: environment, sample, warehouse, answer.
PYTHON  ?= python3
SOURCES ?= seeds/sample
WAREHOUSE ?= detente.duckdb
BIN     := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install run server test lint format docs clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.installed ## Make the environment (.venv) from the lock file

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Detente needs Python 3.11 to 3.13, not " + sys.version.split()[0] + "; set PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages into .venv (about two minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: install ## Read SOURCES (the sample by default) into detente.duckdb and show what was found
	@$(BIN)/detente run $(SOURCES) --warehouse $(WAREHOUSE)

server: install ## Start Prefect's server and UI, the deployments of prefect.yaml and a worker on this machine
	@$(BIN)/detente server

test: install ## Run the whole test suite
	$(BIN)/python -m pytest

lint: install ## Check style, types and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 warehouse

format: install ## Put style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix warehouse

docs: install ## Write anew what the documents take from the program, with answers from the sample
	@rm -rf .detente/docs && DETENTE_WORK_DIR=.detente/docs $(BIN)/detente run seeds/sample --warehouse .detente/docs/sample.duckdb --json > /dev/null
	@$(BIN)/python -m flows.write_docs .detente/docs/sample.duckdb

clean: ## Remove the environment and what runs left behind (not the warehouse)
	rm -rf .venv .detente .pytest_cache .mypy_cache .ruff_cache .hypothesis
