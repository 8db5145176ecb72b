# Every task of the project. `make` alone lists them.

PYTHON_IN_VENV := .venv/bin/python
RUN_READY := .venv/.ready-run
DEV_READY := .venv/.ready-dev
LOCK_READY := .venv/.ready-lock

.DEFAULT_GOAL := help
.PHONY: help setup run test check fmt bench train understanding transcripts pictures schema lock clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(DEV_READY) ## make .venv with everything a developer needs

# MENTING_CONFIG (config) and MENTING_DB (sqlite:///data/menting.db) have their defaults in the program,
# so that every other command beside it finds the same centre, and so that .env may set them.
run: $(RUN_READY) ## start the service with the sandbox page (PORT, HOST, MENTING_CONFIG, MENTING_DB)
	@MENTING_SANDBOX="$${MENTING_SANDBOX:-1}" \
	exec $(PYTHON_IN_VENV) -m bot serve --host "$${HOST:-127.0.0.1}" --port "$${PORT:-8080}"

test: $(DEV_READY) ## run all tests (ARGS="tests/domain -k holiday" for some of them)
	@scripts/chromium
	@exec $(PYTHON_IN_VENV) -m pytest -q -n auto --maxprocesses 8 --dist worksteal $(ARGS)

check: $(DEV_READY) ## formatting, lint, types, floors of the house, the shipped configuration
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON_IN_VENV) -m bot check

fmt: $(DEV_READY) ## format the code and mend what can be mended
	.venv/bin/ruff check --fix-only
	.venv/bin/ruff format

bench: $(DEV_READY) ## measure speed and memory against a bare echo
	@exec $(PYTHON_IN_VENV) -m bench $(ARGS)

train: $(DEV_READY) ## learn from training/train: the weights in bot/understanding/weights
	@exec $(PYTHON_IN_VENV) -m training $(ARGS)

understanding: $(DEV_READY) ## measure how well residents are understood: the tables of docs/understanding.md
	@exec $(PYTHON_IN_VENV) -m bench.understanding $(ARGS)

transcripts: $(DEV_READY) ## write the answers of the conversations anew; read the diff before you commit it
	@exec $(PYTHON_IN_VENV) -m pytest tests/conversations --rewrite-transcripts -q $(ARGS)

pictures: $(DEV_READY) ## take the pictures of the README anew
	@scripts/chromium
	@exec $(PYTHON_IN_VENV) -m tests.browser.pictures

schema: $(RUN_READY) ## write the JSON Schemas that editors use for config/
	@exec $(PYTHON_IN_VENV) -m bot.config.schema

COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(ARGS)

lock: $(LOCK_READY) ## write requirements/ anew from pyproject.toml (ARGS=--upgrade for newer versions)
	$(COMPILE) pyproject.toml --extra pictures -o requirements/run.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements/run.txt -o requirements/dev.txt
	$(COMPILE) --group lock -o requirements/lock.txt
	$(COMPILE) --group build -o requirements/build.txt

clean: ## remove .venv, caches and builds (data/ stays)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY): requirements/run.txt requirements/build.txt
	@scripts/setup run
	@touch $@

# The developer's set holds the run-time set with the same versions.
$(DEV_READY): requirements/dev.txt requirements/run.txt requirements/build.txt
	@scripts/setup dev
	@touch $(RUN_READY) $@

$(LOCK_READY): requirements/lock.txt
	@scripts/setup lock
	@touch $@
