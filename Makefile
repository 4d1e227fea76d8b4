# make run     the example association in a browser; HOST= PORT= TLS=off CERT= KEY= change how
# make test    the whole suite on the embedded database, a real browser included
# make bench   what the ballots cost on this machine
# make lint    style, types and who may import whom
# make messages      gather the visible strings for translation
# make requirements  pin the newest versions of requirements/*.in, with hashes

SHELL := bash
VENV ?= .venv
PYTHON_BIN := $(VENV)/bin
# One process for each core; PYTEST= adds arguments, such as PYTEST='tests/dues -x'.
WORKERS ?= auto
UV_VERSION := 0.13.9

# Given on the command line alone: some shells export HOST with the machine's own name.
given = $(if $(findstring command line,$(origin $(1))),--$(2) '$($(1))')
SERVE := $(call given,HOST,host) $(call given,PORT,port) $(call given,TLS,tls) \
         $(call given,CERT,cert) $(call given,KEY,key)

.PHONY: run test bench lint messages requirements

run:
	@bin/setup run
	@exec $(PYTHON_BIN)/python manage.py serve $(SERVE)

test:
	@bin/setup test
	$(PYTHON_BIN)/pytest -n $(WORKERS) --dist loadgroup -m 'not belenios and not verapdf' $(PYTEST)

bench:
	@bin/setup test
	$(PYTHON_BIN)/python -m tests.bench

lint:
	@bin/setup test
	$(PYTHON_BIN)/ruff check .
	$(PYTHON_BIN)/ruff format --check .
	$(PYTHON_BIN)/mypy
	$(PYTHON_BIN)/lint-imports

messages:
	@bin/setup test
	$(PYTHON_BIN)/python manage.py makemessages --locale zh_Hans --no-wrap --no-location \
	    --ignore '.venv/*' --ignore '.cache/*' --ignore 'var/*' --ignore 'tests/*'

requirements:
	@bin/setup test
	$(PYTHON_BIN)/pip install -qq uv==$(UV_VERSION) --target .cache/uv
	for list in dev app; do \
	    UV_CUSTOM_COMPILE_COMMAND='make requirements' .cache/uv/bin/uv pip compile --quiet \
	        --upgrade --universal --python-version 3.11 --generate-hashes \
	        --no-emit-index-url --no-emit-find-links \
	        $$([ $$list = app ] && echo '-c requirements/dev.txt') \
	        requirements/$$list.in -o requirements/$$list.txt; \
	done
