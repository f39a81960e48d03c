# The door to the project: `make` lists what there is. Every target sets up what it needs first.

VENV ?= .venv
LETTER ?= samples/letters/foto-betalingsoppfordring.jpg
ARGS ?=
TESTS ?= tests

# One thread for each Tesseract: more threads on few cores make it several times slower.
export OMP_THREAD_LIMIT ?= 1
export VENV

BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help audit serve test lint format bench samples score goldens mutants lock clean

help:  ## list these commands
	@echo "Kravvakt: checks a Norwegian collection letter against the law of its day"
	@echo
	@grep -hE '^[a-z-]+:.*  ## ' $(firstword $(MAKEFILE_LIST)) | while IFS= read -r line; do \
		printf '  make %-9s %s\n' "$${line%%:*}" "$${line#*## }"; done

audit:  ## read and check a sample photo; your own: make audit LETTER=path/to/letter.jpg
	@.ci/bootstrap runtime
	@$(BIN)/kravvakt audit $(ARGS) "$(LETTER)"

serve:  ## web page, API and workers at http://127.0.0.1:8000: make serve ARGS='--port 9000'
	@.ci/bootstrap runtime
	@$(BIN)/kravvakt serve $(ARGS)

test:  ## everything that must hold: lint, types, floors, tests
	@.ci/bootstrap dev
	@status=0; $(MAKE) --no-print-directory lint || status=1; \
		$(BIN)/python -m pytest $(ARGS) $(TESTS) || status=1; exit $$status

lint:  ## style, types and the floors (which way imports go)
	@.ci/bootstrap dev
	@status=0; \
		$(BIN)/ruff check --quiet . || status=1; \
		$(BIN)/ruff format --check --quiet . || status=1; \
		$(BIN)/mypy || status=1; \
		$(BIN)/lint-imports --no-logo || status=1; exit $$status

format:  ## rewrite the code in the house's format
	@.ci/bootstrap dev
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench:  ## time against bare Tesseract and pdfplumber on the same pages
	@.ci/bootstrap dev
	@status=0; for file in tests/bench/bench_*.py; do \
		$(BIN)/python -m tests.bench.$$(basename "$$file" .py) $(ARGS) || status=1; done; exit $$status

samples:  ## make the sample letters and their truth anew
	@.ci/bootstrap dev
	@$(BIN)/python -m samples.generate $(or $(ARGS),--committed)

score:  ## make letters, read them and compare with the truth: make score ARGS='--quality text,scan'
	@.ci/bootstrap dev
	@$(BIN)/python -m samples.score $(ARGS)

goldens:  ## rewrite what the sample letters are expected to give (ARGS=--record-ocr: run Tesseract anew)
	@.ci/bootstrap dev
	@$(BIN)/python -m pytest -q tests/golden --update-goldens $(ARGS)

mutants:  ## change the law's arithmetic in a thousand places and see that a test notices each (minutes)
	@.ci/bootstrap dev
	@$(BIN)/python -m mutmut --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet mutmut==3.8.1
	@$(BIN)/python -m mutmut run $(ARGS)
	@$(BIN)/python -m mutmut results

lock:  ## resolve the dependencies anew into requirements.txt and requirements-dev.txt
	@.ci/bootstrap dev
	@command -v uv >/dev/null || $(BIN)/python -m pip install --quiet uv
	@PATH="$(BIN):$$PATH" .ci/lock

clean:  ## remove the environment and everything made
	rm -rf $(VENV) build dist *.egg-info samples/out mutants .coverage
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .grimp_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
