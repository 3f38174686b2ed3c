# The few commands of the house; `make help` lists them. Everything runs inside .venv, which `make setup` makes.

PYTHON ?= python3
BIN := .venv/bin
CODE := core papers app server resources tests tools benchmarks
LOCK_OPTIONS := --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"
SEED := $(or $(SEED),$(shell date +%s))

.PHONY: help setup run test check prove bench bench-sync bench-peers mail-demo screenshots programmes installer lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup:  ## .venv with the locked dependencies, posko and posko-server
	@PYTHON=$(PYTHON) sh tools/setup.sh

run: setup  ## one whole day at a posko, with server, broken line, slips and synchronisation
	@$(BIN)/python tools/run_day.py

test: setup  ## every test except the long proofs
	$(BIN)/python -m pytest -m "not proof"

check: setup  ## format, lint, types, layers, syntax tree, fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tools/check_syntax_tree.py
	$(BIN)/python -m pytest -m "not slow and not proof"

prove: setup  ## the long proofs and their page docs/bukti.md; repeat one run with SEED=n
	@echo "seed $(SEED) (repeat with: make prove SEED=$(SEED))"
	@$(BIN)/python -m tools.proof_page --seed $(SEED)
	@echo "seed $(SEED)"

bench: setup  ## the tables of benchmarks/README.md; BENCH_JSON=FILE writes them as JSON too
	@$(BIN)/python -m benchmarks

bench-sync: setup  ## the day over bad lines against its peers: the table of benchmarks/sync/README.md (root: namespaces)
	@$(BIN)/python -m benchmarks.sync

bench-peers: setup  ## download Anki and PouchDB into run/peers for bench-sync; nothing else ever does
	@$(BIN)/python -m benchmarks.sync.peers

mail-demo: setup  ## a training server with real Postfix and Dovecot on loopback, and a mailbox to activate (root)
	@$(BIN)/python -m tools.mail_demo

screenshots: setup  ## every picture of README and panduan, from the real program
	@$(BIN)/python -m tools.screenshots

programmes: setup  ## docs/programmes.md from the programmes' files
	@$(BIN)/python -m tools.programme_pages

installer: setup  ## the one-folder program dist/posko, then its own self-check
	@PYTHON=$(PYTHON) sh tools/setup.sh installer
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN build_installer.spec
	dist/posko/posko selfcheck

lock:  ## renew requirements*.lock from pyproject.toml (see docs/how-to/renew-the-lock.md)
	@test -x $(BIN)/uv || $(MAKE) setup
	$(BIN)/uv pip compile pyproject.toml --quiet $(LOCK_OPTIONS) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --quiet $(LOCK_OPTIONS) --group dev -o requirements-dev.lock

clean:  ## remove what was built, but neither .venv nor anybody's profile
	rm -rf build dist run .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage *.egg-info
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
