# Doorstep from the command line. `make run` is all a new machine needs (Python 3.11+ and make).
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1
ARGS ?=
BIN := .venv/bin

KILLS ?= 200
PAIR_KILLS ?= 100
MOST_SECONDS ?= 4

EXAMPLES ?= 50
export KEEP
SEED ?= 1

.PHONY: run serve test coverage lint lock screenshots lighthouse cuts reading bench chaos chaos-sqlite chaos-postgres conformance fuzz

run: .venv/.runtime .env
	@$(BIN)/python manage.py seed --migrate
	@echo "Doorstep is at http://$(HOST):$(PORT)/  (stop with Ctrl-C)"
	@grep -qs '^SITE_URL=' .env || export SITE_URL="$${SITE_URL:-http://$(HOST:0.0.0.0=127.0.0.1):$(PORT)}"; \
	exec $(BIN)/daphne -b $(HOST) -p $(PORT) --no-server-name -v 0 realestate.asgi:application

serve: .venv/.runtime .env
	@$(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python manage.py migrate -v 0
	@$(BIN)/python manage.py collectstatic --no-input -v 0 --ignore redoc
	@exec $(BIN)/uvicorn --host $(HOST) --port $(PORT) --workers $(WORKERS) --loop uvloop --http httptools \
		--no-server-header --no-proxy-headers --no-access-log --timeout-graceful-shutdown 5 realestate.asgi:application

test: .venv/.test .env
	@$(BIN)/python -m pytest -n auto -m "not browser" $(ARGS) || [ $$? -eq 5 ]
	@$(BIN)/python -m pytest -n auto -m browser -rs $(ARGS) || [ $$? -eq 5 ]

coverage: .venv/.test .env
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term-missing:skip-covered $(ARGS)

lint: .venv/.test .env
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python manage.py check
	@$(BIN)/python manage.py makemigrations --check --dry-run

# Seeded kill -9 of our own servers in mid-answer; see docs/chaos.md. Needs PostgreSQL's and Redis's programs.
chaos: chaos-sqlite chaos-postgres
chaos-sqlite: .venv/.test .env
	@$(BIN)/python -m tests.chaos --database sqlite --kills $(KILLS) --most-seconds $(MOST_SECONDS)
chaos-postgres: .venv/.test .env
	@$(BIN)/python -m tests.chaos --database postgres --kills $(PAIR_KILLS) --most-seconds $(MOST_SECONDS)

# The official MCP conformance suite against our mount; see docs/mcp.md. Needs npm; brings its own Node 22.
conformance: .venv/.test .env tests/conformance/node_modules
	@$(BIN)/python -m tests.conformance

# schemathesis over every operation of the API as two users, with one seed.
fuzz: .venv/.test .venv/fuzz/.made .env
	@$(BIN)/python -m tests.fuzzing --examples $(EXAMPLES) --seed $(SEED)

# What streams, turns, starts, searches, markets and imports cost: each prints a table, the machine and what was
# committed last; twenty minutes. KEEP=1 replaces what is in bench/results.
bench: .venv/.test .env
	@$(BIN)/python -m bench.starting
	@$(BIN)/python -m bench.streams
	@$(BIN)/python -m bench.streams --tokens 600 --rate 120 --streams 200
	@$(BIN)/python -m bench.streams --tokens 1 --streams 200
	@$(BIN)/python -m bench.streams.cuts --streams 1000
	@$(BIN)/python -m bench.search
	@$(BIN)/python -m bench.market
	@$(BIN)/python -m bench.importing
	@$(BIN)/python -m bench.mcp_calls
	@$(BIN)/python -m bench.stuck_reader
	@$(BIN)/python -m bench.idle_streams

# The README's pictures, from a server with demo data in real Chromium.
screenshots: .venv/.test .env
	@$(BIN)/python -m tests.browser.screenshots docs/screenshots

# How quick and how accessible the pages are on a slow phone, median of three. Needs Node; npx fetches Lighthouse.
lighthouse: .venv/.test .env
	@$(BIN)/python -m bench.lighthouse

# Answers cut after each event, reset, silenced and reloaded, in real Chromium: the text must be that of an uncut one.
cuts: .venv/.test .env
	@$(BIN)/python -m bench.cuts

# How soon an answer's first words are painted after the model said them, and the longest freeze of a long answer.
reading: .venv/.test .env
	@$(BIN)/python -m bench.reading

lock:
	uv pip compile --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" pyproject.toml --group test -c requirements.txt -o requirements-test.txt
	uv pip compile --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --group fuzz -o requirements-fuzz.txt

.venv/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Doorstep needs Python 3.11 or newer: make run PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the pinned requirements ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/fuzz/.made: requirements-fuzz.txt
	@$(PYTHON) -m venv .venv/fuzz
	@.venv/fuzz/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-fuzz.txt
	@touch $@

tests/conformance/node_modules: tests/conformance/package-lock.json
	@npm ci --prefix tests/conformance --no-audit --no-fund --silent
	@touch $@

.venv/.test: requirements-test.txt .venv/.runtime
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

# Fresh secrets for this machine; everything else as .env.example says.
.env:
	@$(PYTHON) -c 'import re, secrets; text = open(".env.example").read(); \
	fill = lambda name, text: re.sub(f"(?m)^{name}=.*", f"{name}=" + secrets.token_urlsafe(48), text); \
	open(".env", "w").write(fill("JWT_SIGNING_KEY", fill("SECRET_KEY", text)))'
	@chmod 600 .env
	@echo "Wrote .env with fresh secrets."
