"""The folders of a county: a place.toml for each of eight districts, a start page, and where each listens for nginx.

    python deploy/county/places.py ../county

`data/place.toml` of the project is the pattern. Then `python -m charnwood build --sources DIR --each ../county`
fills the folders; docs/deploy.md says how they are served. For another county change DISTRICTS and the pattern.
"""

from __future__ import annotations

import html
import json
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATTERN = ROOT / "data" / "place.toml"
# Code, name, kind, council, its page, accent: 4.5 to white or more
DISTRICTS = (
    ("E07000129", "Blaby", "district", "Blaby District Council", "https://www.blaby.gov.uk/", "#7a3b12"),
    ("E07000130", "Charnwood", "borough", "", "", ""),
    ("E07000131", "Harborough", "district", "Harborough District Council", "https://www.harborough.gov.uk/", "#14553c"),
    (
        *("E07000132", "Hinckley and Bosworth", "borough", "Hinckley and Bosworth Borough Council"),
        *("https://www.hinckley-bosworth.gov.uk/", "#5a2a6e"),
    ),
    ("E06000016", "Leicester", "city", "Leicester City Council", "https://www.leicester.gov.uk/", "#8a1f4b"),
    ("E07000133", "Melton", "borough", "Melton Borough Council", "https://www.melton.gov.uk/", "#3d5a14"),
    (
        *("E07000134", "North West Leicestershire", "district", "North West Leicestershire District Council"),
        *("https://www.nwleics.gov.uk/", "#5b2c6f"),
    ),
    (
        *("E07000135", "Oadby and Wigston", "borough", "Oadby and Wigston Borough Council"),
        *("https://www.oadby-wigston.gov.uk/", "#1b4f8a"),
    ),
)  # fmt: skip
OWN = (
    "also",
    "neighbourhoods",
    "local",
    "wards",
)  # tables that say something of the pattern's district alone
FIRST_PORT = 8601  # of the districts' processes, one after the other
OWN_FILES = ("ward22", "places", "builtup")
PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Neighbourhood dashboards of {county}</title>
<style>
body {{ margin: 0 auto; max-width: 44rem; padding: 1rem; font: 1.1rem/1.5 system-ui, sans-serif; }}
li a {{ display: inline-block; padding: .4rem 0; }}
</style>
</head>
<body>
<main>
<h1>Neighbourhood dashboards of {county}</h1>
<p>Where deprivation and recorded crime sit, by small area, for each council. Choose a district:</p>
<ul>
{links}
</ul>
</main>
</body>
</html>
"""


def key(name: str) -> str:
    """The folder and address of a district."""
    return name.lower().replace(" ", "-")


def settings(pattern: dict, code: str, name: str, kind: str, council: str, page: str, accent: str) -> dict:
    """The settings of a district after the pattern's."""
    held = {one: value for one, value in pattern.items() if one not in OWN}
    held |= {
        "code": code,
        "name": name,
        "kind": kind,
        "title": f"{name} neighbourhood dashboard",
        "accent": accent,
    }
    held["council"] = {"name": council, "page": page}
    held["files"] = {one: path for one, path in pattern["files"].items() if one not in OWN_FILES}
    if code == pattern["city"]["code"]:
        del held["city"]
    return held


def toml(values: dict, table: str = "") -> str:
    """Settings as TOML: plain keys, then the tables below them."""
    plain = [
        f"{key_} = {json.dumps(value, ensure_ascii=False)}"
        for key_, value in values.items()
        if not isinstance(value, dict)
    ]
    head = [f"\n[{table}]"] if table and plain else []
    below = [
        toml(value, f"{table}.{key_}" if table else key_)
        for key_, value in values.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*head, *plain, *below])


def main(folder: Path) -> None:
    """Write the folders and the start page; settings that are there already stay."""
    pattern = tomllib.loads(PATTERN.read_text(encoding="utf-8"))
    for code, name, *rest in DISTRICTS:
        path = folder / key(name) / "place.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            own = code == pattern["code"]
            text = (
                PATTERN.read_text(encoding="utf-8")
                if own
                else toml(settings(pattern, code, name, *rest)) + "\n"
            )
            path.write_text(text, encoding="utf-8")
    links = "\n".join(f'<li><a href="{key(name)}/">{html.escape(name)}</a></li>' for _, name, *_ in DISTRICTS)
    county = f"{pattern['city']['name']} and {pattern['county']['name']}"
    (folder / "ports").mkdir(exist_ok=True)
    for port, (_, name, *_) in enumerate(DISTRICTS, FIRST_PORT):
        (folder / "ports" / f"{key(name)}.env").write_text(f"PORT={port}\n", encoding="utf-8")
    listening = [f"{key(name)} 127.0.0.1:{port};" for port, (_, name, *_) in enumerate(DISTRICTS, FIRST_PORT)]
    (folder / "places.conf").write_text("\n".join(['default "";', *listening, ""]), encoding="utf-8")
    (folder / "index.html").write_text(PAGE.format(county=html.escape(county), links=links), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
