# Faultline. `make run` sets everything up and serves, `make test` sets everything up and passes all tests.
# Each step finds out by itself whether there is anything to do.

BIN := .venv/bin

.PHONY: setup run test check bench screenshots format lock wheel web web-types environment toolbox chromium prompts clean

setup: prompts web  ## environment, private Asterisk, prompts, the browser desktop

run: setup  ## serve the hotline; Ctrl-C ends it
	@exec $(BIN)/faultline run

test: setup chromium check  ## everything: check, then unit, wire and real tests
	@$(BIN)/python -m tools.web test
	@$(BIN)/python -m tools.tests

check: toolbox  ## format, lint, types, import rules, docker/
	@$(BIN)/ruff format --check --output-format concise . || { echo "check: run 'make format'" >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tools.web check
	@$(BIN)/python -m tools.check_compose

bench: setup  ## CPU and memory of the service per call; further benches: bench/README.md
	@$(BIN)/python -m bench.calls.cpu
	@$(BIN)/python -m bench.calls.memory

screenshots: setup chromium  ## pictures of every page of the desktop: docs/screens
	@$(BIN)/python -m tools.screenshots

format:  ## put the source into its form
	@$(BIN)/ruff check --quiet --fix-only . ; $(BIN)/ruff format .
	@$(BIN)/python -m tools.web format

environment:
	@python=$$(tools/find_python) && "$$python" -m tools.environment

toolbox: environment
	@$(BIN)/python -m faultline.toolbox fetch

chromium: environment  ## the browser of the tests; only `make test` and `make screenshots` wait for it
	@$(BIN)/python -m faultline.toolbox chromium

prompts: toolbox
	@$(BIN)/faultline prompts build

UV_COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --quiet pyproject.toml

web: environment  ## the browser desktop, into build/web
	@$(BIN)/python -m tools.web build

web-types: environment  ## types of the desktop from the API's own description
	@$(BIN)/python -m tools.web types

lock: environment  ## pin the dependencies anew: for development, and the service alone for docker/
	@$(UV_COMPILE) --extra dev --output-file requirements.lock
	@$(UV_COMPILE) --constraints requirements.lock --output-file docker/requirements.lock

wheel: web  ## dist/faultline-….whl with the desktop, without the network
	@$(BIN)/python -m build --wheel --no-isolation

clean:  ## forget everything that `make setup` made; recordings and reports in data/ stay
	rm -rf .venv build dist
