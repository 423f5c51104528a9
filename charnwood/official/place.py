"""Which place a dashboard is about: everything that is particular to one district, read from `place.toml`.

The file lies in the data folder, so that a folder says itself whose data it holds. `data/place.toml`
of the project explains each key.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from charnwood import clean, palette
from charnwood.checks import DISTRICT_CODE, DataError, Faults, decoded
from charnwood.english import listing, slug
from charnwood.official import census, editable
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.official.indicators import INDICATORS

PLACE_FILE = "place.toml"
POSTCODES = "postcodes"
"""The key of a file of postcodes; of a second area it is "postcodes2", and so on."""
FILES = (
    *("lsoa11", "lsoa21", "ward25", "lookup", "ward_fit", "centroids", "population21", "population11"),
    *(POSTCODES, "msoa_names", *(f"indicators{year}" for year in INDICATORS)),
)
"""Keys of the source files that every place has."""
EXTRA_FILES = ("police", "ward22", "places", "builtup", *census.FILES)
"""Keys of those that only some have: the police's, former wards, labels of towns, built-up parts, the Census."""
MONTHS = "|".join(calendar.month_name[1:])
READABLE = 4.5  # of WCAG 2, level AA: headings are written in the accent, and white on it
REMEDY = "Correct the keys named here; place.toml in the project's data folder explains each."


@dataclass(frozen=True)
class Place:
    """A district, its council, police force and comparators, and the names of its source files.

    `districts` are those that it is compared with: of its county, itself among them, or, of a city or another
    place beside them, without it; none where there is no county. `city` is one in the same files that no
    average of the county holds (code and name), or none. `statement` is who answers for the accessibility statement
    (owner, page, email, phone), and when it was prepared. Texts that a place lacks are empty.
    """

    code: str
    name: str
    kind: str
    title: str
    accent: str
    council: str
    council_page: str
    force: str
    police: str
    police_page: str
    county: str
    districts: Mapping[str, str]
    city: tuple[str, str] | None
    postcode_areas: tuple[str, ...]
    postcode_edition: str
    neighbours: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]]
    wards_since: str
    former_wards: str
    reading: str
    rule: str
    method: str
    edition: int
    statement: Mapping[str, str]
    lsoas_2001: int | None
    files: Mapping[str, str]

    @property
    def key(self) -> str:
        """The district as the key of an area, in addresses: its name in lower case with hyphens."""
        return slug(self.name)

    @property
    def column(self) -> str:
        """The district as the column of a published table."""
        return _column(self.name)

    @property
    def county_column(self) -> str:
        """The county as the column of a published table."""
        return _column(self.county)

    @property
    def counted(self) -> dict[str, str]:
        """Code and name of every district whose incidents are counted, the city first."""
        alone = {} if self.code in self.districts else {self.code: self.name}
        return dict([self.city] if self.city else []) | alone | dict(self.districts)

    @property
    def region(self) -> str:
        """All of them in words: the city and the place, where the county does not hold them, and the county."""
        alone = [] if self.code in self.districts else [self.name]
        apart = [*([self.city[1]] if self.city else []), *alone]
        named = [name for name in apart if f" {name} " not in f" {self.county} "]
        return listing([*named, *([self.county] if self.county else [])])

    @property
    def rest(self) -> str:
        """What an area of the district is compared with."""
        return f"Rest of {self.name}"

    @property
    def elsewhere(self) -> str:
        """What lies in the district and outside the areas that are named."""
        return f"Elsewhere in {self.name}"


@dataclass(frozen=True)
class Key:
    """What one key holds: `expected` in words, a full match of its text, whether it may be left out or be a list."""

    expected: str
    pattern: str
    optional: bool = False
    several: bool = False


NAME = Key("a name of 1 to 80 plain characters", clean.plain(80))
CODE = Key("the code of a district: E06 to E09 and six figures", DISTRICT_CODE)
PAGE = Key("an address that begins with https://", clean.WEB)
SAID = Key("sentences of at most 600 plain characters", clean.plain(600), optional=True)
AREA_KEY = Key("the key of an area, such as E01025699 or place-quorn", r"[\w-]{1,80}")
PATH = r"(?!/)(?!.*\.\.)[\w ./-]{1,200}"
KEYS = {
    "code": CODE,
    "name": NAME,
    "kind": Key(
        "what prose calls the district, such as borough, district, city, London borough or unitary authority",
        r"([A-Za-z-]{1,20} ){0,2}(borough|district|city|county|authority|area|islands?)",
    ),
    "title": NAME,
    "accent": Key("a colour such as #1a5276", "#[0-9a-fA-F]{6}"),
    "council.name": NAME,
    "council.page": PAGE,
    "police.key": Key(
        "the force as in the names of police.uk's files, such as thames-valley", "[a-z-]{3,40}"
    ),
    "police.name": NAME,
    "police.page": PAGE,
    "county.name": Key(NAME.expected, NAME.pattern, optional=True),
    "city.code": Key(CODE.expected, CODE.pattern, optional=True),
    "city.name": Key(NAME.expected, NAME.pattern, optional=True),
    "postcodes.area": Key(
        "a postcode area in capitals, such as PE, or a list of them", "[A-Z]{1,2}", several=True
    ),
    "postcodes.edition": NAME,
    "wards.since": Key("a month and a year, such as May 2023", rf"({MONTHS}) (19|20)\d\d", optional=True),
    "wards.former": Key(NAME.expected, NAME.pattern, optional=True),
    "neighbourhoods.reading": SAID,
    "neighbourhoods.rule": SAID,
    "neighbourhoods.method": SAID,
    "neighbourhoods.edition": Key(
        f"an edition that is held, {' or '.join(map(str, MAPPED))}", "|".join(map(str, MAPPED)), optional=True
    ),
    "accessibility.owner": Key(NAME.expected, NAME.pattern, optional=True),
    "accessibility.page": Key(PAGE.expected, PAGE.pattern, optional=True),
    "accessibility.email": Key("an e-mail address", r"[^@\s]+@[^@\s]+\.[^@\s]+", optional=True),
    "accessibility.phone": Key("a telephone number", r"0[\d ]{8,14}\d", optional=True),
    "accessibility.prepared": Key(
        "a day such as 24 November 2026", rf"([1-9]|[12]\d|3[01]) ({MONTHS}) 20\d\d", optional=True
    ),
    "local.lsoas_2001": Key("a number of LSOAs", r"[1-9]\d{0,3}", optional=True),
    **{
        f"files.{key}": Key("a path under the folder of sources", PATH, several=key == POSTCODES)
        for key in FILES
    },
    **{f"files.{key}": Key("a path under the folder of sources", PATH, optional=True) for key in EXTRA_FILES},
}
LISTS = ("county.districts", "postcodes.neighbours")
"""Tables of codes and names; each may be left out."""
ALSO = "also"
"""A table of names that people use and the key, or a list of keys, of the areas they lie in; it may be left out."""
RETIRED = ("local.campus",)
"""Keys of earlier releases: a file that still has them is read, and they say nothing any more."""
NUMBERS = ("local.lsoas_2001", "neighbourhoods.edition")
TOGETHER = (("city.code", "city.name"), ("wards.former", "files.ward22"))
"""Keys of which a place has both or neither."""


def read(path: Path) -> Place:
    """Read and check a `place.toml`; raises `DataError` that names every key missing, unknown or unfit."""
    values = settings(path)
    faults = Faults(path, editable.ALL)
    for key in values:
        if key not in (*KEYS, *RETIRED) and not key.startswith(tuple(f"{name}." for name in (*LISTS, ALSO))):
            faults.add(key, expected="only keys that are known", found=_shown(values[key]))
    for key, rule in KEYS.items():
        if key not in values:
            if not rule.optional:
                faults.add(key, expected=rule.expected, found="nothing")
        elif not _fits(values[key], rule, int if key in NUMBERS else str):
            faults.add(key, expected=rule.expected, found=_shown(values[key]))
    if _fits(values.get("accent"), KEYS["accent"], str) and (found := contrast(values["accent"])) < READABLE:
        faults.add("accent", expected=f"a contrast of {READABLE} to white or more", found=f"{found:.1f}")
    lists = {name: _listed(values, name, faults) for name in LISTS}
    also = _also(values, faults)
    _agree(values, lists["county.districts"], faults)
    faults.raise_if_any(REMEDY)
    return _place(values.get, lists, also)


def settings(path: Path) -> dict[str, Any]:
    """Every key of a `place.toml` by its full name, such as "council.page", with its value, texts clean."""
    raw = editable.bytes_of(
        path, "the settings of a place (run `build --sources DIR`, or name a folder with --data)"
    )
    text = decoded(raw, path, "Save the file as UTF-8.", "Write the settings in a text editor.")
    text = re.sub(r"\r\n?", "\n", text.replace("\u00a0", " "))
    try:
        return _flat(tomllib.loads(text))
    except RecursionError as error:
        raise DataError(
            f"{path}: expected TOML, found brackets or keys nested too deeply. {REMEDY}"
        ) from error
    except tomllib.TOMLDecodeError as error:
        straight = ' Quotes are straight ones: ".' if re.search("[“”]", text) else ""
        raise DataError(
            f"{path}: expected TOML in UTF-8, found {error}. Correct that line.{straight}"
        ) from error


def table(path: Path) -> pd.DataFrame:
    """The settings as a table of `key` and `value`, for people."""
    return pd.DataFrame(
        [(key, str(value)) for key, value in settings(path).items()], columns=["key", "value"]
    )


def contrast(colour: str, ground: str = palette.PAPER) -> float:
    """The contrast of two colours (#rrggbb), 1 to 21, as WCAG 2 defines it; to white unless given."""
    darker, lighter = sorted(map(_luminance, (colour, ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for written, value in values.items():
        key = before + clean.cell(written)
        if isinstance(value, dict):
            flat |= _flat(value, f"{key}.")
        else:
            flat[key] = clean.cell(value) if isinstance(value, str) else value
    return flat


def _fits(value: object, rule: Key, kind: type) -> bool:
    if rule.several and isinstance(value, list):
        return bool(value) and all(_fits(one, replace(rule, several=False), kind) for one in value)
    return type(value) is kind and re.fullmatch(rule.pattern, str(value)) is not None


def _several(value: object) -> list[str]:
    """What a key holds that may be a list, as one."""
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _also(values: Mapping[str, Any], faults: Faults) -> dict[str, tuple[str, ...]]:
    """The names that people use, each with the keys of its areas."""
    found = {}
    for key, value in values.items():
        if not key.startswith(f"{ALSO}."):
            continue
        name, keys = key[len(ALSO) + 1 :], value if isinstance(value, list) else [value]
        if not keys or not _fits(name, NAME, str) or not all(_fits(one, AREA_KEY, str) for one in keys):
            expected = f"{NAME.expected}, and {AREA_KEY.expected}, or a list of such keys"
            faults.add(f"{ALSO}.{name[:60]}", expected=expected, found=_shown(value))
        found[name] = tuple(dict.fromkeys(keys)) if all(isinstance(one, str) for one in keys) else ()
    return found


def _listed(values: Mapping[str, Any], name: str, faults: Faults) -> dict[str, str]:
    """The codes and names of a table of districts, in the order of the file."""
    found = {key[len(name) + 1 :]: value for key, value in values.items() if key.startswith(f"{name}.")}
    for code, value in found.items():
        if not _fits(code, CODE, str):
            faults.add(f"{name}.{code}", expected=CODE.expected, found=_shown(code))
        if not _fits(value, NAME, str):
            faults.add(f"{name}.{code}", expected=NAME.expected, found=_shown(value))
    return found


def _agree(values: Mapping[str, Any], districts: Mapping[str, str], faults: Faults) -> None:
    """Note what does not go together: the district and its county, the city, the postcodes, keys that come in pairs."""
    code, name = str(values.get("code")), str(values.get("name"))
    if "county.name" in values and (districts.get(code, name) != name or not set(districts) - {code}):
        held = ", ".join(districts) or "nothing"
        faults.add(
            "county.districts", expected=f"districts other than {name}, it as {code} = {name!r}", found=held
        )
    if districts and "county.name" not in values:
        faults.add("county.name", expected="a name of these districts", found="nothing")
    if values.get("city.code") in (code, *districts):
        faults.add("city.code", expected="none of the county's districts", found=values["city.code"])
    areas, files = (len(_several(values.get(key))) for key in ("postcodes.area", f"files.{POSTCODES}"))
    if areas != files:
        faults.add(f"files.{POSTCODES}", expected=f"a file for each of {areas} postcode areas", found=files)
    if "wards.former" in values and "wards.since" not in values:
        faults.add("wards.since", expected="when the former wards ended", found="nothing")
    county, city = (str(values.get(key, "")) for key in ("county.name", "city.name"))
    if county and clean.fold(county) in (clean.fold(name), clean.fold(city)):
        told = "a name that is neither the district's nor the city's"
        faults.add("county.name", expected=told, found=_shown(county))
    others = [str(other) for key, other in districts.items() if key != code]
    if not _fits(code, CODE, str):  # a slip in the code makes no second district of one name
        others = [other for other in others if other != name]
    named = Counter(slug(other) for other in [name, *others, *([city] if city else [])])
    for key, count in named.items():
        if count > 1 or not key:
            faults.add(
                "county.districts", expected="names that differ by letters or figures", found=_shown(key)
            )
    for pair in TOGETHER:
        alone = [key for key in pair if key in values]
        if len(alone) == 1:
            faults.add(alone[0], expected=f"{' and '.join(pair)}, or neither", found="it alone")


def _place(
    value: Callable[..., Any], lists: Mapping[str, dict[str, str]], also: dict[str, tuple[str, ...]]
) -> Place:
    return Place(
        code=value("code"),
        name=value("name"),
        kind=value("kind"),
        title=value("title"),
        accent=value("accent"),
        council=value("council.name"),
        council_page=value("council.page"),
        force=value("police.key"),
        police=value("police.name"),
        police_page=value("police.page"),
        county=value("county.name", ""),
        districts=lists["county.districts"],
        city=(value("city.code"), value("city.name")) if value("city.code") else None,
        postcode_areas=tuple(_several(value("postcodes.area"))),
        postcode_edition=value("postcodes.edition"),
        neighbours=lists["postcodes.neighbours"],
        also=also,
        wards_since=value("wards.since", ""),
        former_wards=value("wards.former", ""),
        reading=value("neighbourhoods.reading", ""),
        rule=value("neighbourhoods.rule", ""),
        method=value("neighbourhoods.method", ""),
        edition=value("neighbourhoods.edition", NEWEST),
        statement={
            "owner": value("accessibility.owner", value("council.name")),
            "page": value("accessibility.page", value("council.page")),
            **{part: value(f"accessibility.{part}", "") for part in ("email", "phone", "prepared")},
        },
        lsoas_2001=value("local.lsoas_2001"),
        files=_files(value),
    )


def _files(value: Callable[..., Any]) -> dict[str, str]:
    """The paths of the source files by their keys; of a second postcode area as "postcodes2", and so on."""
    files = {key: path for key in (*FILES, *EXTRA_FILES) if (path := value(f"files.{key}"))}
    for number, path in enumerate(_several(files[POSTCODES]), 1):
        files[f"{POSTCODES}{number if number > 1 else ''}"] = path
    return files


def _column(name: str) -> str:
    return slug(name).replace("-", "_")


def _shown(value: object) -> str:
    return repr(value)[:60]
