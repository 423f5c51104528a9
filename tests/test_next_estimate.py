"""Next year's estimate of residents, by one constant and one file: no sentence goes on naming the old year."""

import csv
import json
import re
from dataclasses import dataclass

import pytest
from conftest import POPULATION21
from other_project import copied, run

from charnwood.official.geography import LATEST_POPULATION

NEXT = LATEST_POPULATION + 1
CONSTANT = f"LATEST_POPULATION = {LATEST_POPULATION}"
# An edition of the Indices goes on being weighted by the people that it was published with
WEIGHTS = re.compile(
    rf"mid-{LATEST_POPULATION} population|Population \\(mid-{LATEST_POPULATION}\\)|"
    rf"Populations are those of mid-{LATEST_POPULATION}|by that of 2025 \(mid-{LATEST_POPULATION}|"
    rf"\(mid-2015 and mid-{LATEST_POPULATION}\)"
)
# Refreshes a copy of the project and opens its pages; prints all that they show
SHOWN = """
import json, sys
import apptest
from streamlit.testing.v1 import AppTest
from charnwood import ROOT
from charnwood.__main__ import main
from charnwood.store import dataset

codes = [main(["refresh", "population", "--from", sys.argv[1]]), main(["check"])]
codes.append(main(["briefing", "E01025699", "--format", "html", "--out", sys.argv[2]]))
data = dataset.load(ROOT / "data")
found = {"codes": codes, "weights": int(data.own(2025)["population"].sum()), "people": data.residents(data.whole)}
for path in sorted((ROOT / "pages").glob("*.py")):
    page = AppTest.from_file(path, default_timeout=60)
    page.query_params["area"] = page.query_params["areas"] = "loughborough-east"
    page.run()
    texts = [element.message for element in page.exception]
    def walk(block):
        for kid in (getattr(block, "children", None) or {}).values():
            walk(kid)
        proto = getattr(block, "proto", None)
        texts.extend(str(getattr(proto, part)) for part in ("body", "label", "spec", "json_args") if hasattr(proto, part))
    walk(page.main)
    found[path.name] = texts
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Shown:
    """What the pages of a project with the next estimate say, by page; the people of an edition's weights, and of now."""

    texts: dict[str, str]
    weights: int
    people: int


@pytest.fixture(scope="module")
def shown(raw, tmp_path_factory):
    folder = tmp_path_factory.mktemp("project") / "charnwood-next"
    project = copied(folder, "official/geography.py", CONSTANT, f"LATEST_POPULATION = {NEXT}")
    with (raw / POPULATION21).open(encoding="utf-8-sig") as given, (project / "next.csv").open("w") as file:
        head, *rows = csv.reader(given)
        csv.writer(file).writerows(
            [[*head, f"Mid-{NEXT}: Population"], *([*row, int(row[-1]) + 1_000] for row in rows)]
        )
    briefing = project / "briefing.html"
    done = run(project, SHOWN, "next.csv", briefing)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found.pop("codes") == [0, 0, 0]
    counted = {name: found.pop(name) for name in ("weights", "people")}
    texts = {name: "\n".join(texts) for name, texts in found.items()}
    return Shown(texts | {"briefing": briefing.read_text("utf-8")}, **counted)


def test_an_edition_goes_on_being_weighted_by_its_own_people(shown, data):
    assert shown.weights == data.own(2025)["population"].sum() == data.residents(data.whole)
    assert shown.people == shown.weights + 1_000 * len(data.whole.lsoa21)


def test_no_sentence_names_the_old_year(shown):
    for name, text in shown.texts.items():
        left = WEIGHTS.sub("", text)
        assert re.findall(rf".{{0,60}}(?:mid|middle of|Mid)[- ]{LATEST_POPULATION}\b", left) == [], name


def test_the_new_year_and_its_people_are_shown(shown):
    for name in ("map.py", "profile.py", "crime.py", "compare.py", "data.py", "briefing.py", "briefing"):
        assert f"mid-{NEXT}" in shown.texts[name], name
    assert f"in the middle of {NEXT}" in shown.texts["your_area.py"]
    assert f"mid-2011 to mid-{NEXT}" in shown.texts["data.py"]
    assert f"mid-{NEXT - 10} and mid-{NEXT}" in shown.texts["briefing"]
