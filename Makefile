# Every path here is relative: the folder may have spaces and Chinese characters in its name.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
UI := $(wildcard ui/*.ui)
HEADLESS := QT_QPA_PLATFORM=offscreen
PYTEST := $(HEADLESS) $(PY) -m pytest
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input --root-user-action=ignore
ARGS :=

# The first Python of a supported version; `make PYTHON=... run` decides otherwise.
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
    "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo "$$python" && break; done)

# A virtual environment knows the folder it was made in: a moved one is made again.
ifneq ($(shell cat .venv/.folder 2>/dev/null),$(shell pwd))
.PHONY: .venv/.folder
endif

.PHONY: help run test check fix bench torture clipping package lock clean setup
help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

run: setup ## set up, then open the window on the sample (no display: a picture, Excel and PDF of it)
	@$(PY) -m hengbiao --sample

test: setup ## set up, then the whole suite without a screen; ARGS="-k money" for a part of it
	@$(PYTEST) -n 2 --dist worksteal $(ARGS)

check: setup ## style, types, architecture, tests
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PYTEST) -n 2 --dist worksteal $(ARGS)

fix: setup ## put style right where a machine can
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

bench: setup ## measure speed and memory
	@$(PYTEST) -p no:randomly -s -o python_files='bench_*.py test_*.py' -o norecursedirs='.*' tests/bench $(ARGS)

torture: setup ## the long tests
	@$(PYTEST) -m torture $(ARGS)

clipping: setup ## no text leaves its cell where LibreOffice prints the Excel forms (installed where it is missing, as root)
	@command -v soffice > /dev/null || { apt-get -qq update && apt-get -qq install -y --no-install-recommends libreoffice-calc > /dev/null; }
	@$(PYTEST) -n0 tests/formats/test_clipping.py $(ARGS)

package: setup ## a folder in dist/ that runs without installing
	@$(PY) installer/build.py

lock: setup ## pin every dependency of pyproject.toml anew
	@$(PY) -m venv build/lock
	@build/lock/bin/python -m pip install -qq --disable-pip-version-check uv==0.13.9
	@build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev --upgrade \
	    --custom-compile-command "make lock" --output-file installer/requirements.lock pyproject.toml

clean: ## remove what was made
	@rm -rf .venv build dist src/hengbiao/qt/_ui .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests installer -name __pycache__ -prune -exec rm -rf {} +

setup: .venv/.libraries .venv/.project .venv/.ui

.venv/.folder:
	@test -n "$(PYTHON)" || { echo "Hengbiao needs Python 3.11, 3.12 or 3.13, here is none. On Debian, as root: apt-get install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" installer/debian_packages.py
	@"$(PYTHON)" -m venv --clear .venv
	@pwd > $@

.venv/.libraries: .venv/.folder installer/debian_packages.py installer/debian-packages.txt
	@$(PY) installer/debian_packages.py
	@touch $@

.venv/.locked: .venv/.folder installer/requirements.lock
	@echo "installing dependencies into .venv"
	@$(PIP) -r installer/requirements.lock
	@touch $@

.venv/.project: .venv/.locked pyproject.toml installer/build_hook.py
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ui: .venv/.project installer/build_hook.py $(UI) $(wildcard ui)
	@$(PY) installer/build_hook.py
	@touch $@
