# The commands of daily work; `make` alone lists them.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run stop demo test test-fast test-long check words api fmt lock

PYTHON_HERE := .venv/bin/python
BIN := .venv/bin
# each process has a database server, an app and a browser of its own; one DATABASE_URL is one for all
SIDE_BY_SIDE := $(if $(DATABASE_URL),,--numprocesses=auto --maxprocesses=4 --dist=loadfile)
# rules about pairs of tags, which do not see that {% if %}<a>{% else %}<button>{% endif %} is one
PAIRS := H015,H020,H025,H054
# a button without a type submits too, and stands behind the form's one [type=submit]
UNTYPED := H043

# $(call ready,run) or $(call ready,test): .venv holds what requirements.lock or requirements-test.lock names
ready = @$(PYTHON_HERE) config/install.py $(1) --ready 2>/dev/null || { \
	found=$$(sh config/find_python.sh) && "$$found" config/install.py $(1); }

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## serve the app with its demo at http://127.0.0.1:8000 (HOST and PORT change that)
	$(call ready,run)
	@exec $(PYTHON_HERE) -m config.serve

stop: ## end the app and its embedded database
	@[ ! -x $(PYTHON_HERE) ] || { $(PYTHON_HERE) -m config.serve stop && $(PYTHON_HERE) -m config.postgres stop; }

demo: ## put the demo data back as they were
	$(call ready,run)
	@$(PYTHON_HERE) manage.py migrate --verbosity 0
	@$(PYTHON_HERE) manage.py seed_demo --again
	@$(PYTHON_HERE) manage.py seed_lesson --again

test: check ## run all checks and tests but the long drills (ARGS go to pytest)
	@$(PYTHON_HERE) -m pytest $(SIDE_BY_SIDE) -m "not long" $(ARGS)

test-fast: ## run the tests that need no browser and kill nothing
	$(call ready,test)
	@$(PYTHON_HERE) -m pytest $(SIDE_BY_SIDE) -m "not browser and not drill and not long" $(ARGS)

test-long: ## run the long drills
	$(call ready,test)
	@$(PYTHON_HERE) -m pytest -m long $(ARGS)

check: ## check imports, style, types, templates, migrations and production settings
	$(call ready,test)
	@echo "import contracts" && $(BIN)/lint-imports --no-logo
	@echo "style" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "types" && $(BIN)/mypy
	@echo "templates" && $(BIN)/djlint --quiet --lint templates && \
		$(BIN)/djlint --quiet --lint --profile jinja --extension jinja --ignore $(PAIRS),$(UNTYPED) templates
	@echo "migrations" && $(PYTHON_HERE) manage.py makemigrations --check --dry-run
	@echo "production settings" && $(PYTHON_HERE) -m config.postgres start && \
		env -u DEBUG ENVIRONMENT=production ALLOWED_HOSTS=rejoinder.example \
		SECRET_KEY=$$($(PYTHON_HERE) -c "import secrets; print(secrets.token_urlsafe(50))") \
		DATABASE_URL=$${DATABASE_URL:-$$($(PYTHON_HERE) -m config.postgres url)} \
		$(PYTHON_HERE) manage.py check --deploy --database default --fail-level WARNING

words: ## put the messages of the code into the catalogues of locale/, and compile them
	$(call ready,test)
	@$(PYTHON_HERE) -m config.catalogues

api: ## write the description of the API into docs/api/openapi.json
	$(call ready,run)
	@$(PYTHON_HERE) manage.py describe_api

fmt: ## format the code and mend what can be mended
	$(call ready,test)
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .

lock: ## write both lock files anew from pyproject.toml (needs uv)
	@sh config/lock.sh
