# `make demo` and `make test` need only python3 (3.11+) and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check lint types contracts docs lock clean base dev bench

demo: base
	$(BIN)/stuurbord demo $(ARGS)

test: dev
	$(BIN)/python -m pytest -q -n auto --dist worksteal
	$(BIN)/python tests/on_postgresql.py -n auto tests/web

check: lint types contracts test

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

contracts: dev
	$(BIN)/lint-imports

base:
	@$(PYTHON) bootstrap.py base

dev:
	@$(PYTHON) bootstrap.py dev

# Benchmarks state a ratio against a peer; they are never part of the tests.
bench: dev
	$(BIN)/python -m benchmarks

# Re-lock the requirements; never with registry addresses in them.
LOCK := --generate-hashes --no-emit-index-url --no-annotate --no-header -q --python-version 3.11 --universal
lock: dev
	$(BIN)/uv pip compile $(LOCK) requirements/uv.in -o requirements/uv.txt
	$(BIN)/uv pip compile $(LOCK) pyproject.toml requirements/build.in -o requirements/base.txt
	$(BIN)/uv pip compile $(LOCK) pyproject.toml requirements/build.in --all-extras --group dev -o requirements/dev.txt

# Bring the translation catalogues up to date with the sources, and compile them.
.PHONY: messages
messages: dev
	$(BIN)/python -m catalogue

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
