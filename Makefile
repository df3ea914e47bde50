# Everything a person or a CI machine does with Candor. `make help` lists it.
# Needs python3 >= 3.11 (with pip and venv), make and git; nothing else for `demo` and `test`.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SCENE ?=
PY := .venv/bin/python
RUNTIME := .venv/runtime.stamp
DEV := .venv/dev.stamp
PIP := $(PY) -m pip --disable-pip-version-check --no-input -q
LOCALES := $(wildcard config/locale/*/LC_MESSAGES/django.po)
export PYTHONDONTWRITEBYTECODE ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo run worker test test-all check bench messages clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/bin/python:
	@command -v git >/dev/null || { echo "git is missing. Install it, then run make again."; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old; Candor needs 3.11 or newer. Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv, then run make again."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

$(RUNTIME): requirements.txt | .venv/bin/python
	@echo "Installing what Candor needs (once; about a minute) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing the test tools (once) ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(RUNTIME) ## a complete example on http://127.0.0.1:8000, with its own mailbox
	@exec $(PY) manage.py demo --host $(HOST) --port $(PORT)

run: $(RUNTIME) ## web and worker under the supervisor, with the settings of the environment
	@$(PY) manage.py migrate --noinput -v 0
	@$(PY) manage.py bootstrap
	@$(PY) manage.py collectstatic --noinput -v 0
	@exec $(PY) manage.py supervise --host $(HOST) --port $(PORT)

worker: $(RUNTIME) ## one more worker (beside `run`, on this or another machine)
	@exec $(PY) manage.py supervise --only worker

test: $(DEV) ## all that can be tested on SQLite, without any server
	@tests/run quick

test-all: $(DEV) ## also crash, browser, Redis and PostgreSQL tests, where those are found
	@tests/run all

check: $(DEV) ## format, lint, import contracts, migrations, catalogues, pins
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py check --fail-level WARNING
	@if command -v msgfmt >/dev/null; then for po in $(LOCALES); do \
		msgfmt --check-format -o /dev/null $$po || exit 1; \
		left=$$(msgattrib --untranslated $$po | grep -c '^msgid' || true); \
		[ "$$left" -le 1 ] || { echo "$$po: sentences without a translation; run make messages"; msgattrib --untranslated $$po | tail -20; exit 1; }; \
	done; else echo "gettext is not installed: the catalogues were not checked here"; fi
	@$(PY) -m pytest tests/architecture --ignore=tests/architecture/test_doors.py -n auto -p no:cacheprovider  # `make test` knocks at every door

bench: $(DEV) ## measure; SCENE=http|snapshot|intake|fanout|import|api|wording|waves|lists|search picks one, QUICK=1 is short
	@$(PY) -m tests.bench $(if $(SCENE),--scene $(SCENE)) $(if $(QUICK),--quick)

messages: ## gather sentences from code and templates, compile the catalogues
	$(PY) manage.py makemessages -l fr -l ja --no-location --no-obsolete --no-wrap -i .venv -i var
	@for l in fr ja; do f=config/locale/$$l/LC_MESSAGES/django.po; msgcat --sort-output --no-wrap $$f -o $$f; msgfmt --check-format $$f -o $${f%.po}.mo; done
	@for l in fr ja; do msgattrib --untranslated --no-wrap config/locale/$$l/LC_MESSAGES/django.po | grep -A1 ^msgid | head -60; done

clean: ## remove the virtual environment, the demo's data and every cache
	rm -rf .venv var .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
