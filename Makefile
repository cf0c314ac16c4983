# Every command of the project. `make` explains them.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
SOURCES := $(wildcard requirements/*.lock) pyproject.toml

.PHONY: help demo test attack defects kills check rules shots bench large lock clean

help: ## show this help
	@echo "Online-Service-Center. Commands:"
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: $(VENV)/.demo ## the portal with a complete demo utility on an embedded database
	$(BIN)/osc demo

test: $(VENV)/.dev ## all tests: rules, rooms, pages, processes, journeys in a browser
	$(BIN)/python -m pytest

attack: $(VENV)/.dev ## the whole attack suite against a running demo; a short selection is part of `make test`
	OSC_ATTACK=full $(BIN)/python -m pytest tests/attacks

defects: $(VENV)/.dev ## small defects one at a time in a copy; the attack or kill test that must notice has to go red
	$(BIN)/python -m tools.seeded_defects

kills: $(VENV)/.dev ## the kill test at full length: 200 kills over 2000 accepted cases
	OSC_KILLS=200 OSC_CASES=2000 $(BIN)/python -m pytest tests/processes/test_kills.py -s

check: $(VENV)/.dev ## lint, types, import contracts, house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.check

rules: $(VENV)/.dev ## every rule of the rule book with its tests, or the reason why it has none
	$(BIN)/python -m tools.rules

shots: $(VENV)/.dev ## pictures of every page, both widths, light and dark, into shots/
	$(BIN)/python -m tools.shots

bench: $(VENV)/.dev ## our pages against a floor application, in one run
	$(BIN)/python -m bench

large: $(VENV)/.dev ## 100,000 contract accounts against 1,000: the overview, the team's search and the import; half an hour
	$(BIN)/python -m bench --large

lock: $(VENV)/.dev ## make the lock files anew from pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements/run.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra demo -c requirements/run.lock pyproject.toml -o requirements/demo.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra demo --extra dev -c requirements/demo.lock pyproject.toml -o requirements/dev.lock

clean: ## remove everything that was built
	rm -rf $(VENV) build shots var .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/uv:
	@sh tools/make-venv.sh "$(PYTHON)" "$(VENV)"

$(VENV)/.demo: $(VENV)/bin/uv $(SOURCES)
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements/demo.lock
	$(BIN)/uv pip install -q --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/uv $(SOURCES)
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements/dev.lock
	$(BIN)/uv pip install -q --no-deps --editable .
	@touch $@ $(VENV)/.demo
