# Youlin Station: every verb sets up what it needs. `make help` tells them.
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RENDER := tests/hardware/render

.PHONY: help demo run check test bench lock texts

help: ## Tell the verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/app ## Pick tonight's orders with simulated devices; DEMO="--orders 50000" for the reference day
	@bash installers/system-libraries.sh window
	$(BIN)/python -m station demo $(DEMO)

run: $(VENV)/app ## Start the station on this PC
	@bash installers/system-libraries.sh window
	$(BIN)/python -m station run

check: $(VENV)/dev ## Style, types, import contracts, texts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python resources/texts/build.py check

test: $(VENV)/dev $(RENDER)/node_modules ## All tests; PYTEST="-k label" for some
	@bash installers/system-libraries.sh window tests
	$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST)

bench: $(VENV)/dev $(RENDER)/node_modules ## Measure; prints a table, writes build/bench.json
	@bash installers/system-libraries.sh window tests
	$(BIN)/python -m tests.bench $(BENCH)

lock: ## Lock the dependencies anew (needs uv)
	requirements/lock.sh

texts: $(VENV)/dev ## Collect the sentences of the program and compile the catalogue
	$(BIN)/python resources/texts/build.py update
	$(BIN)/python resources/texts/build.py compile

$(VENV)/python: ; @bash installers/check-python.sh $(PYTHON)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/app: $(VENV)/python requirements/app.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	@touch $@

$(VENV)/dev: $(VENV)/app requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(RENDER)/node_modules: $(RENDER)/package-lock.json
	@bash installers/system-libraries.sh render
	npm ci --silent --no-audit --no-fund --prefix $(RENDER)
	@touch $@
