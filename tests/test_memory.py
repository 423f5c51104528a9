<<<<<<< HEAD
"""After the data folder was swapped the old data leave memory, whatever was seen and saved of them."""

import gc
import os
import shutil
import weakref

from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from charnwood import ROOT
from charnwood.official.areas import PRIORITY_FILE
from charnwood.store import dataset
from charnwood.web import server

PAGES = {
    "map.py": {"area": "E01025699", "measure": "crimes"},
    "profile.py": {"area": "E01025699"},
    "crime.py": {"area": "loughborough-east"},
    "signals.py": {"area": "E01025699", "type": "burglary"},
    "streets.py": {"area": "E01025699"},
    "compare.py": {"areas": "E01025699,charnwood"},
    "deprivation.py": {"areas": "E01025699"},
    "change.py": {"area": "E01025699"},
    "chosen.py": {},
    "own.py": {"own": "own~Bell Foundry~E01025699.E01034002"},
    "briefing.py": {"area": "E01025699"},
    "your_area.py": {"area": "E01025699"},
    "data.py": {},
}
FILES = [
    "table/crime-months.csv?area=charnwood",
    "picture/signals-control.svg?area=charnwood&type=crimes",
    "table/map.geojson?measure=imd&edition=2019&show=decile",
    "picture/own-map.png?edition=2019&area=own~Bell Foundry~E01025699.E01034002",
    "table/lsoas-joined.geojson?edition=2025",
    "briefing/E01025699.html?edition=2019",
    "present?area=E01025699",
]
SWAPS = 10


def test_all_data_but_the_newest_are_gone_after_ten_swaps(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    monkeypatch.setenv("CHARNWOOD_DATA", str(folder))
    client = TestClient(Starlette(routes=server.routes()))
    held, versions, visits = [], set(), []
    for swap in range(SWAPS + 1):
        with (folder / PRIORITY_FILE).open("a") as file:
            file.write("\n")  # another version of the same list
        os.utime(folder / PRIORITY_FILE, ns=(swap + 1, swap + 1))
        held.append(weakref.ref(dataset.current()))
        versions.add(held[-1]().version)
        for number, (name, query) in enumerate(PAGES.items()):
            if number % SWAPS == swap:
                page = AppTest.from_file(ROOT / "pages" / name, default_timeout=60)
                for key, value in query.items():
                    page.query_params[key] = value
                assert not page.run().exception
                visits.append(page)  # the page stays open
        AppTest.from_string("import streamlit").run()  # Streamlit holds the names of the last script
        for number, address in enumerate(FILES):
            if number % SWAPS == swap:
                assert client.get(f"/{address}").status_code == 200, address
    gc.collect()
    assert [ref() is not None for ref in held] == [False] * SWAPS + [True]
    assert len(versions) == SWAPS + 1
=======
"""Garbage: collected between runs and never kept for ever, though most of memory is set aside."""

import gc
import inspect
import weakref
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.runtime.scriptrunner import script_runner

from charnwood import ROOT
from charnwood.web import memory


class Ring:
    """What only the collector can free."""

    def __init__(self):
        self.me = self


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


@pytest.fixture
def shown(monkeypatch):
    """The data that the server shows; set `shown.data` to change them."""
    shown = SimpleNamespace(data=Ring())
    monkeypatch.setattr(memory.dataset, "held", lambda: shown.data)
    return shown


def test_streamlit_collects_nothing_after_a_run():
    """The option is one of Streamlit's that it shows nowhere: it must still be there and be asked for."""
    assert "postScriptGC = false" in (ROOT / ".streamlit" / "config.toml").read_text()
    assert config.get_option("runner.postScriptGC") is False
    source = inspect.getsource(script_runner.ScriptRunner._on_script_finished)
    assert source.count("gc.collect") == 1
    assert source.index('config.get_option("runner.postScriptGC")') < source.index("gc.collect")


def test_what_stays_is_looked_through_once(shown):
    keeper = memory.Keeper()
    assert keeper.tidy()
    kept = [Ring() for _ in range(1000)]
    before = gc.get_freeze_count()
    assert not keeper.tidy()
    assert gc.get_freeze_count() >= before + len(kept)
    assert len(gc.get_objects()) < 1000


def test_new_garbage_goes_at_once_and_what_was_set_aside_when_its_time_has_come(shown):
    keeper = memory.Keeper(whole=3600)
    keeper.tidy()
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    assert not keeper.tidy()
    assert gone() is None
    ring = Ring()
    gone = weakref.ref(ring)
    keeper.tidy()
    del ring  # after it was set aside
    assert not keeper.tidy()
    assert gone() is not None
    keeper.whole = 0
    assert keeper.tidy()
    assert gone() is None


def test_data_that_were_replaced_go_with_all_that_was_set_aside(shown):
    keeper = memory.Keeper(whole=3600)
    keeper.tidy()
    gone = weakref.ref(shown.data)
    shown.data = Ring()
    assert keeper.tidy()
    assert gone() is None
    assert not keeper.tidy()
    shown.data = None
    assert keeper.tidy()
    assert not keeper.tidy()
>>>>>>> f145332 (Collect garbage between runs, so that a server that has shown much answers as a fresh one)
