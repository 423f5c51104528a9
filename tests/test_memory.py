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
