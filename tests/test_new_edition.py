"""An edition added by one entry, here a made-up one of 2030, is in every menu, table and sentence."""

import json
import re

import pytest
from conftest import FILE7
from other_project import copied, run

ENTRY = """
        Edition(
            2030,
            2021,
            33_755,
            (IMD, *DOMAINS, *SUPPLEMENTARY, *SUBDOMAINS),
            "mid-2022 population",
            "Nothing changed between the Indices of 2025 and 2030, which are made up.",
            2024,
            "iod2030/File_7.csv",
            f"{ASSETS}/0/File_7_IoD2030.csv",
            short=True,
        ),
"""
END = '    )\n}\n"""Editions with ranks of every domain'
SWAPPED = ("E01025699", "E01025670")  # one among the most deprived of Charnwood, one among the least
# Refreshes a copy of the project and opens its pages; prints their menus, titles and words
SHOWN = """
import json, sys
import apptest
from streamlit.testing.v1 import AppTest
from charnwood import ROOT
from charnwood.__main__ import main

without = main(["check"])
named = main(["refresh", "iod", "--from", sys.argv[1]])
code = main(["refresh", "iod", "--from", sys.argv[1], "--edition", "2030"])
found = {"codes": [without, named, code, main(["check"])]}
main(["table", "movers", "--span", "2025-2030"])
found["codes"].append(main(["briefing", "E01025699", "--edition", "2030", "--format", "html", "--out", sys.argv[2]]))
for name in sorted(path.name for path in (ROOT / "pages").glob("*.py")):
    page = AppTest.from_file(ROOT / "pages" / name, default_timeout=60)
    page.query_params["edition"] = "2030"
    page.query_params["area"] = "E01025699"
    page.run()
    found[name] = {
        "faults": [element.message for element in page.exception] + [element.value for element in page.error],
        "menus": {element.label: [list(element.options), element.value] for element in page.selectbox},
        "text": " ".join(e.value for kind in (page.markdown, page.caption, page.header) for e in kind),
    }
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def shown(raw, tmp_path_factory):
    folder = tmp_path_factory.mktemp("project") / "charnwood-2030"
    project = copied(folder, "official/deprivation.py", END, ENTRY[1:] + END)
    lines = (raw / FILE7[2025]).read_text(encoding="utf-8-sig").splitlines()
    at = {line[:9]: number for number, line in enumerate(lines) if line.startswith(SWAPPED)}
    one, other = (lines[at[code]].split(",") for code in SWAPPED)
    for code, names, figures in ((SWAPPED[0], one, other), (SWAPPED[1], other, one)):
        lines[at[code]] = ",".join([*names[:4], *figures[4:]])
    file = project / "File_7.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    briefing = project / "briefing.html"
    done = run(project, SHOWN, file, briefing)
    return json.loads(done.stdout.splitlines()[-1]), done, briefing.read_text(encoding="utf-8")


def test_one_entry_and_one_refresh_suffice(shown):
    found, done, _ = shown
    assert found.pop("codes") == [1, 1, 0, 0, 0]
    assert "imd/iod2030.csv: new, 608 rows." in done.stdout
    movers = [
        line.rsplit(",", 1)[1] for line in done.stdout.splitlines() if "decile" in line and ",E01" in line
    ]
    assert movers == [*SWAPPED[::-1]]
    assert "expected a header of one edition, found that of 2025 and 2030" in done.stderr
    assert "Say which it is with --edition" in done.stderr
    assert {name: page["faults"] for name, page in found.items()} == {name: [] for name in found}


def test_the_edition_is_in_every_menu(shown):
    found, *_ = shown
    for name in ("map.py", "deprivation.py", "profile.py", "compare.py", "chosen.py", "crime.py", "own.py"):
        assert found[name]["menus"]["Edition"] == [["2019", "2025", "2030"], 2030]
    spans, chosen = found["change.py"]["menus"]["Editions"]
    assert chosen == "2019-2030"
    assert spans[:3] == ["2019 to 2030", "2019 to 2025", "2025 to 2030"]
    assert spans[3:] == [f"2015 to {year} (IMD alone)" for year in (2019, 2025, 2030)]


def test_the_edition_is_told_of(shown):
    found, _, briefing = shown
    changed = (
        "every Crime and Living Environment indicator of 2025 is new or modified. Nothing changed between"
    )
    for name in ("change.py", "profile.py", "deprivation.py"):
        assert changed in found[name]["text"]
    assert "What changed from 2019 to 2030" in found["profile.py"]["text"]
    assert "No underlying indicators of this edition are held." in found["profile.py"]["text"]
    assert "33,755 in 2025 and 2030" in found["data.py"]["text"]
    assert "the Indices of 2025 and 2030 stand" in found["data.py"]["text"]
    assert "The LSOAs of 2025 and 2030 are those of 2021." in found["change.py"]["text"]
    assert re.search(r"It was ranked [\d,]+\w\w of 32,844 in 2019 and [\d,]+\w\w of 33,755 in 2030", briefing)
    assert "A newer edition exists" not in found["deprivation.py"]["text"]
