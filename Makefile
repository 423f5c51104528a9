# make run   set everything up and serve the dashboard (PORT=8501)
# make test  set everything up, a browser included, and run every test
# make quick the tests that need no browser and no slow program
# make check format, lint, types, then every test
# make audit known faults of the packages in use (asks a database on the network)
# make upgrade-check  what would break with the newest releases of the packages (asks the network)
# make robot a visitor that wanders 20,000 steps over all pages (STEPS=20000, DATA=../another for another place) and a tenth in Chromium, and what it finds wrong
# make false-alarms  how often the tests of the figures tell a difference where there is none, by simulation
# make load  how many readers one process and several can carry, fresh and aged

PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := .
# The tests start the program forty times: what is compiled once is kept, also where a machine is told otherwise
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test quick check lint robot audit browser office proxy build bench false-alarms load screenshots outputs upgrade-check

help:
	@sed -n 's/^# //p' Makefile

run: .venv/run.done
	$(BIN)/streamlit run app.py --server.port $(PORT)

# A browser that did not answer in time is asked once more; a claim that does not hold is not.
# Each worker starts a server, a browser and the data anew: no more of them than the two cores that carry them.
test: .venv/test.done browser office proxy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=25 --reruns 1 --only-rerun TimeoutError

quick: .venv/test.done
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser and not slow"

check: lint test

lint: .venv/test.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/bandit -q -r charnwood pages app.py
	$(BIN)/hadolint Containerfile

audit: .venv/test.done
	$(BIN)/python -m pip install --disable-pip-version-check -q pip-audit==2.10.1
	$(BIN)/pip-audit --requirement requirements.txt --progress-spinner off

upgrade-check:
	$(PYTHON) deploy/upgrade_check.py

# Browser tests need Chromium: Debian's is installed where it can be, else the tests say what to run.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -y -q chromium; } \
	  || { echo "The browser tests need Chromium. Install it first: sudo apt-get install chromium" >&2; exit 1; }

# LibreOffice opens the slides and the Word paper in a test, as an officer would: Impress and Writer, by Writer's own module.
office:
	@{ office="$$(command -v soffice || command -v libreoffice)" \
	  && [ -n "$$(find "$$(dirname "$$(readlink -f "$$office")")/.." -maxdepth 2 -name 'libswlo.*' -print -quit)" ]; } \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q \
	  && apt-get install -y -q --no-install-recommends libreoffice-impress libreoffice-writer; } \
	  || { echo "A test opens slides and a Word paper. Install LibreOffice first: sudo apt-get install libreoffice-impress libreoffice-writer" >&2; exit 1; }

# The test of several replicas needs nginx: installed as Chromium is.
proxy:
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -y -q nginx-light; } \
	  || { echo "The test of several replicas needs nginx. Install it first: sudo apt-get install nginx-light" >&2; exit 1; }

# The official files lie in SOURCES: make build SOURCES=../folder
build: .venv/run.done
	$(BIN)/python -m charnwood build --sources $(SOURCES)

bench: .venv/test.done browser
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/answers.py
	$(BIN)/python benchmarks/briefing.py
	$(BIN)/python benchmarks/public.py
	$(if $(SOURCES),$(BIN)/python benchmarks/build.py $(SOURCES))

false-alarms: .venv/run.done
	$(BIN)/python benchmarks/false_alarms.py --write

STEPS ?= 20000
robot: .venv/test.done browser
	PYTHONPATH=.:tests $(BIN)/python tests/robot.py --steps $(STEPS) $(if $(DATA),--data $(DATA))
	PYTHONPATH=.:tests $(BIN)/python tests/robot_browser.py --steps $$(($(STEPS) / 10))

load: .venv/test.done
	$(BIN)/python benchmarks/load.py
	$(BIN)/python benchmarks/ageing.py

screenshots: .venv/test.done browser
	$(BIN)/python docs/screenshots.py

# README shows what commands print; after a refresh of the data it shows it anew.
outputs: .venv/run.done
	$(BIN)/python docs/outputs.py

.venv/run.done: requirements.txt constraints.txt
	$(PYTHON) -m venv .venv || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -y -q python3-venv \
	  && $(PYTHON) -m venv .venv; } || { echo "Python's venv is missing: sudo apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.txt
	@touch $@

.venv/test.done: .venv/run.done requirements-test.txt
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-test.txt
	@touch $@
