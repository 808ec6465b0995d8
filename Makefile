# Showroom. `make` lists what there is; the first target that needs it prepares the virtual environment by itself.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BOOTSTRAP := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$python"; break; }; done)
PYTHON := .venv/bin/python
READY := .venv/.installed
PORT ?= 8000
STATE ?= .local
BY ?= 1d
WORKERS ?= 3

.PHONY: help
help: ## list what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements-dev.txt requirements.txt
	@test -n "$(BOOTSTRAP)" || { echo "Python 3.11 or newer is needed and none was found on the PATH." >&2; exit 1; }
	@test -x $(PYTHON) || { echo "Preparing .venv (once, a minute or two) …"; "$(BOOTSTRAP)" -m venv .venv; }
	@$(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(READY)

.PHONY: build
build: $(READY) ## bundle the pages and compile the letters, where their sources changed
	@$(PYTHON) -m infra.build

.PHONY: run
run: build ## the whole house on this machine: pages, API, mailbox and a clock (PORT=8000, MAISON=file, ALLOW=origin)
	@exec $(PYTHON) -m infra.local --port $(PORT) --state $(STATE) $(if $(MAISON),--maison $(MAISON)) $(if $(ALLOW),--allow $(ALLOW))

.PHONY: advance
advance: $(READY) ## move the clock of the running house forward (BY=30m, 2h, 1d)
	@$(PYTHON) -m infra.local.advance --state $(STATE) $(BY)

.PHONY: reset
reset: ## forget what the local house remembers
	@rm -rf .local && echo "Forgotten."

.PHONY: test
test: build ## every test but the long proofs
	@$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not proof"

.PHONY: check
check: $(READY) ## lint, formatting, types
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check --quiet . && $(PYTHON) -m mypy

.PHONY: proof
proof: build ## the long proofs: many seeds, every crash point
	@$(PYTHON) -m pytest -n $(WORKERS) -m proof

.PHONY: again
again: build ## what failed last, once more and alone: a fault fails twice
	@$(PYTHON) -m pytest --last-failed --last-failed-no-failures=none -m "proof or not proof" -rA

.PHONY: peers
peers: $(READY) ## compare our calendar with others' recorded cases (SLOTS=file DST=file)
	@$(PYTHON) -m tests.peers $(if $(SLOTS),--slots $(SLOTS)) $(if $(DST),--dst $(DST))

.PHONY: bench
bench: build ## measure the engine, the round trips and the size of answers
	@$(PYTHON) -m benchmarks

.PHONY: package
package: build ## one reproducible zip and its SAM template in build/package
	@$(PYTHON) -m infra.package

.PHONY: smoke
smoke: package ## deploy the package to an emulator and book through its API Gateway
	@$(PYTHON) -m infra.smoke

.PHONY: deploy
deploy: package ## deploy the package to AWS (see docs/operating.md)
	@$(PYTHON) -m infra.deploy

.PHONY: openapi
openapi: $(READY) ## write docs/openapi.json anew from the routes
	@$(PYTHON) -m infra.openapi

.PHONY: screenshots
screenshots: build ## take the pictures of docs/screenshots anew
	@$(PYTHON) -m tests.browser.screenshots
