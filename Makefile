# The two commands: `make run` opens the window, `make test` runs the tests.
# Each sets up what it is missing, in .venv beside this file.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run test check format package bench screenshots translations clean

help:
	@echo "make run | test | check | format | package | bench | screenshots | translations | clean"

run: $(VENV)/.run
	$(BIN)/rectoscan

# All of them in parallel; named ones in one process, where a debugger can be used.
test: $(VENV)/.dev
	$(BIN)/python -m pytest $(or $(TESTS),-n auto --maxprocesses 4 --dist worksteal)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# No torch in this environment: PyInstaller takes along what it finds.
package: $(VENV)-package/.done
	$(VENV)-package/bin/pyinstaller --noconfirm --log-level WARN build.spec

bench: $(VENV)/.run
	$(BIN)/python -m app.bench

# docs/: the real window on the bundled clip; build/screenshots: every state, theme and language.
screenshots: $(VENV)/.run
	$(BIN)/python -m app.bench.screenshots docs
	$(BIN)/python -m app.screenshots build/screenshots

# After a change of a visible text: fill what is marked unfinished, then run it once more.
translations: $(VENV)/.run
	$(BIN)/pyside6-lupdate -silent -no-obsolete -locations none $$(find app -name '*.py' | sort) \
		-ts resources/translations/rectoscan_zh_CN.ts
	$(BIN)/pyside6-lupdate -silent -no-obsolete -locations none -pluralonly \
		$$(find app -name '*.py' | sort) -ts resources/translations/rectoscan_en.ts
	$(BIN)/pyside6-lrelease -silent resources/translations/*.ts

clean:
	rm -rf build dist $(VENV) $(VENV)-package

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -c constraints.txt -e .
	@touch $@

# torch by itself and first: once it is there, nothing below looks for another build of it.
$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) torch==2.13.0
	$(PIP) -c constraints.txt -e '.[dev,torch]'
	@touch $@ $(VENV)/.run

$(VENV)-package/.done: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)-package
	$(VENV)-package/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[package]'
	@touch $@
