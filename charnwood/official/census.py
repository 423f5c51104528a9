"""Census 2021 by LSOA of 2021: the tables "who lives here", in the two layouts in which they are handed round.

One layout has a row an LSOA under the code, a total and the categories. The other is what Nomis writes: lines of
title before the head, the code under "mnemonic" (or "geography code"), totals of several categories beside them,
notes at the end; or, from its API and ONS's own downloads, a row for each LSOA and category.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from charnwood.checks import LSOA_CODE, DataError, Faults, decoded, numbered_rows, require_codes

CENSUS_FILE = "census/lsoa21.csv"
DAY = "21 March 2021"
YEAR = int(DAY[-4:])
HOUSEHOLDS, RESIDENTS = "households", "residents"
APART = 20  # ONS perturbs each table, so that totals of two differ a little: by up to 9 in an LSOA of the county held


@dataclass(frozen=True)
class Topic:
    """One table of the Census: what it counts, and its categories by their key and official name.

    `unit` is what it counts, households or residents. `said` are words that downloads put before a category's name.
    """

    key: str
    table: str
    title: str
    unit: str
    categories: Mapping[str, str]
    said: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Its columns in the table of `data/`, in the order of its categories."""
        return [f"{self.key}_{category}" for category in self.categories]


TOPICS = (
    Topic(
        "deprivation",
        "TS011",
        "Households by deprivation dimensions",
        HOUSEHOLDS,
        {
            "none": "Household is not deprived in any dimension",
            "one": "Household is deprived in one dimension",
            "two": "Household is deprived in two dimensions",
            "three": "Household is deprived in three dimensions",
            "four": "Household is deprived in four dimensions",
        },
        ("household deprivation",),
    ),
    Topic(
        "ethnic_group",
        "TS021",
        "Ethnic group",
        RESIDENTS,
        {
            "asian": "Asian, Asian British or Asian Welsh",
            "black": "Black, Black British, Black Welsh, Caribbean or African",
            "mixed": "Mixed or Multiple ethnic groups",
            "white": "White",
            "other": "Other ethnic group",
        },
        ("ethnic group",),
    ),
    Topic(
        "religion",
        "TS030",
        "Religion",
        RESIDENTS,
        {
            "none": "No religion",
            "christian": "Christian",
            "buddhist": "Buddhist",
            "hindu": "Hindu",
            "jewish": "Jewish",
            "muslim": "Muslim",
            "sikh": "Sikh",
            "other": "Other religion",
            "not_answered": "Not answered",
        },
        ("religion",),
    ),
    Topic(
        "disability",
        "TS038",
        "Disability",
        RESIDENTS,
        {
            "disabled": "Disabled under the Equality Act",
            "not_disabled": "Not disabled under the Equality Act",
        },
        ("disability", "long-term health problem or disability"),
    ),
    Topic(
        "home",
        "TS044",
        "Accommodation type",
        HOUSEHOLDS,
        {
            "detached": "Detached",
            "semi_detached": "Semi-detached",
            "terraced": "Terraced",
            "flat": "In a purpose-built block of flats or tenement",
            "shared_house": "Part of a converted or shared house, including bedsits",
            "converted": "Part of another converted building, for example, former school, church or warehouse",
            "commercial": "In a commercial building, for example, in an office building, hotel or over a shop",
            "mobile": "A caravan or other mobile or temporary structure",
        },
        ("accommodation type",),
    ),
    Topic(
        "bedrooms",
        "TS052",
        "Occupancy rating for bedrooms",
        HOUSEHOLDS,
        {
            "two_more": "+2 or more (under-occupied)",
            "one_more": "+1 (under-occupied)",
            "as_needed": "0 (ideal)",
            "one_fewer": "-1 (overcrowded)",
            "two_fewer": "-2 or less (overcrowded)",
        },
        ("occupancy rating for bedrooms", "occupancy rating of bedrooms"),
    ),
    Topic(
        "tenure",
        "TS054",
        "Tenure",
        HOUSEHOLDS,
        {
            "owned_outright": "Owned: Owns outright",
            "mortgaged": "Owned: Owns with a mortgage or loan",
            "shared_ownership": "Shared ownership: Shared ownership",
            "council": "Social rented: Rents from council or Local Authority",
            "other_social": "Social rented: Other social rented",
            "landlord": "Private rented: Private landlord or letting agency",
            "other_private": "Private rented: Other private rented",
            "rent_free": "Lives rent free",
        },
        ("tenure of household", "tenure"),
    ),
)
FILES = {topic.table.lower(): topic for topic in TOPICS}
"""Topics by the key of their source file in `place.toml`; each may be left out."""

CODES = (
    *("lsoa21_code", "mnemonic", "geography code", "geography_code", "lsoa21cd", "lsoa code"),
    "lower layer super output areas code",
)
NUMBERS = ("observation", "obs_value", "value", "count")
PASSED = ("date", "date_name", "geography", "geography_name", "lsoa21_name", "lsoa21nm", "measures_name", "%")
AREA_NAME = re.compile(r"(\d{4} )?(super output area|lower layer super output areas?)\b.*")
TOTAL = re.compile(r"total(_| ?: ?all )?(usual )?(residents|households|occupied households)?")
REMEDY = "Fetch the table again from ONS or Nomis, for all LSOAs (2021) of the county, or correct the lines named here."
SHORT = 2  # cells: a row of a table has more, a note of a publisher does not


@dataclass(frozen=True)
class Cell:
    """One count as its file has it, with the line on which it stands."""

    line: int
    text: str


def read_census(path: Path, topic: Topic, codes: Collection[str]) -> pd.DataFrame:
    """Counts of one table for the LSOAs `codes`: `lsoa21cd` and a column per category; others are left out.

    Either layout (see the module), UTF-8. Raises `DataError` where an LSOA or a category is missing or stands
    twice, a column is of no known category, a count is no whole number, or the categories miss their total.
    """
    faults = Faults(path)
    top, head, rows = _table(path, topic, faults)
    cells = _by_row if (value := _one_of(head, NUMBERS)) is None else _by_category
    found: dict[str, dict[str, Cell]] = {}
    wanted = set(codes)
    for code, category, cell in cells(topic, head, rows, top, value or 0, faults):
        if code not in wanted:
            continue
        held = found.setdefault(code, {})
        if category in held:
            told = f"{code} and {_named(topic, category)} once"
            faults.add(
                f"line {cell.line:,}", expected=told, found=f"them also on line {held[category].line:,}"
            )
        held.setdefault(category, cell)
    faults.raise_if_any(REMEDY)
    counts = [{"lsoa21cd": code} | _counts(topic, code, found.get(code), faults) for code in sorted(wanted)]
    faults.raise_if_any(REMEDY)
    return pd.DataFrame(counts, columns=["lsoa21cd", *topic.columns])


def topics(counts: pd.DataFrame) -> list[Topic]:
    """The topics whose categories a table of counts has."""
    return [topic for topic in TOPICS if set(topic.columns) <= set(counts)]


def doubts(counts: pd.DataFrame, codes: Collection[str]) -> list[str]:
    """One line for each LSOA of `codes` that counts lack, or whose totals cannot be those of one place.

    `counts`: index LSOA (2021), columns of `read_census`; no line where they have no topic.
    """
    totals: dict[str, dict[str, pd.Series]] = {HOUSEHOLDS: {}, RESIDENTS: {}}
    for topic in topics(counts):
        totals[topic.unit][topic.table] = counts[topic.columns].sum(axis=1)
    by_unit = {unit: pd.DataFrame(tables) for unit, tables in totals.items() if tables}
    if not by_unit:
        return []
    faults = Faults("census")
    require_codes(faults, counts.index, codes, "LSOAs")
    for unit, table in by_unit.items():
        least, most = table.min(axis=1), table.max(axis=1)
        for code in table.index[(least < 1) | (most - least > APART)]:
            told = f"totals of {unit} within {APART} of each other, and none without any"
            faults.add(str(code), expected=told, found=f"{least[code]:,} to {most[code]:,}")
    if len(by_unit) == len(totals):
        most = by_unit[RESIDENTS].max(axis=1)
        least = by_unit[HOUSEHOLDS].min(axis=1)
        for code in counts.index[least > most]:
            faults.add(
                str(code),
                expected=f"at most {most[code]:,} households, as many as residents",
                found=least[code],
            )
    return [f"census, {line}" for line in faults.lines]


def _table(path: Path, topic: Topic, faults: Faults) -> tuple[int, list[str], list[tuple[int, list[str]]]]:
    """The line and names of the head, and the rows under it that name an area; notes and totals are left out."""
    try:
        text = decoded(path.read_bytes(), path)
    except OSError as error:
        raise DataError(
            f"{path}: expected table {topic.table} of the Census, found {error.strerror}. Check the path."
        ) from error
    every = [(line, [cell.strip() for cell in row]) for line, row in numbered_rows(text, path)]
    tops = [at for at, (_, row) in enumerate(every) if _one_of([_plain(c) for c in row], CODES) is not None]
    if not tops:
        told = f"a head with one of the columns {', '.join(CODES[:3])}"
        faults.add("line 1", expected=told, found="; ".join(every[0][1])[:80] if every else "an empty file")
        faults.raise_if_any(REMEDY)
    top, names = every[tops[0]]
    head = [_plain(name) for name in names]
    at = _one_of(head, CODES) or 0
    rows = []
    for line, row in every[tops[0] + 1 :]:
        filled = [cell for cell in row if cell]
        if len(filled) < SHORT or _plain(row[0]).endswith("total"):
            continue
        if len(row) != len(head):
            faults.add(f"line {line:,}", expected=f"{len(head)} cells", found=len(row))
        elif not re.fullmatch(r"(lsoa2021:)?[A-Z]\d{8}", row[at]):
            faults.add(
                f"line {line:,}, column {names[at]!r}", expected=f"the form {LSOA_CODE}", found=repr(row[at])
            )
        else:
            rows.append((line, [*row[:at], row[at].removeprefix("lsoa2021:"), *row[at + 1 :]]))
    faults.raise_if_any(REMEDY)
    return top, head, rows


Cells = Iterator[tuple[str, str, Cell]]
Rows = list[tuple[int, list[str]]]


def _by_row(topic: Topic, head: list[str], rows: Rows, top: int, _: int, faults: Faults) -> Cells:
    """Code, category ("total" for the total) and cell of a table with a row an LSOA."""
    at = _one_of(head, CODES) or 0
    known: dict[str, int] = {}
    for column, name in enumerate(head):
        category = _category(topic, name)
        if category in known:
            faults.add(f"line {top:,}", expected=f"one column {name!r}", found="two of them")
        elif category:
            known[category] = column
        elif column != at and not _may_pass(topic, name):
            faults.add(f"line {top:,}", expected=f"only categories of {topic.table}", found=repr(name[:60]))
    for category in ("total", *topic.categories):
        if category not in known:
            faults.add(f"line {top:,}", expected=f"a column {_named(topic, category)!r}", found="none")
    if faults.lines:
        return
    for line, row in rows:
        for category, column in known.items():
            yield row[at], category, Cell(line, row[column])


def _by_category(topic: Topic, head: list[str], rows: Rows, top: int, value: int, faults: Faults) -> Cells:
    """The same of a table with a row for each LSOA and category."""
    at = _one_of(head, CODES) or 0
    named = [
        column
        for column in range(len(head))
        if column not in (at, value) and any(_category(topic, _plain(row[column])) for _, row in rows)
    ]
    if len(named) != 1:
        told = f"one column of categories of {topic.table}, such as {next(iter(topic.categories.values()))!r}"
        faults.add(f"line {top:,}", expected=told, found=len(named) or "none")
        return
    for line, row in rows:
        name = _plain(row[named[0]])
        if category := _category(topic, name):
            yield row[at], category, Cell(line, row[value])
        elif name != "does not apply" and not _may_pass(topic, name):
            faults.add(f"line {line:,}", expected=f"a category of {topic.table}", found=repr(name[:60]))


def _counts(topic: Topic, code: str, held: Mapping[str, Cell] | None, faults: Faults) -> dict[str, int]:
    """The counts of one LSOA by column; what is missing, no whole number or not the sum is noted."""
    if held is None:
        faults.add(f"LSOAs of {topic.table}", expected=f"a row for {code}", found="none")
        return {}
    numbers: dict[str, int] = {}
    for category in ("total", *topic.categories):
        cell = held.get(category)
        if cell is None:
            if category != "total":
                faults.add(code, expected=f"a count of {_named(topic, category)!r}", found="none")
        elif not re.fullmatch(r"\d+|\d{1,3}(,\d{3})+", cell.text):
            where = f"line {cell.line:,}, {_named(topic, category)!r}"
            faults.add(where, expected="a whole number, 0 or more", found=repr(cell.text))
        else:
            numbers[category] = int(cell.text.replace(",", ""))
    counts = {f"{topic.key}_{category}": numbers.get(category, 0) for category in topic.categories}
    whole = len(numbers) == len(held)
    if whole and "total" in numbers and sum(counts.values()) != numbers["total"]:
        where = f"line {held['total'].line:,}, {code}"
        faults.add(
            where, expected=f"categories that sum to {numbers['total']:,}", found=f"{sum(counts.values()):,}"
        )
    return counts


def _plain(name: str) -> str:
    """A heading without what differs between downloads: case, spaces, and the measure after it."""
    text = re.sub(r"\s+", " ", name.strip().lower()).replace("−", "-")
    return re.sub(r"; ?measures: ?value$", "", text)


def _category(topic: Topic, name: str) -> str:
    """The key of the category that a plain heading names, "total" for the total; empty for any other."""
    name = _bare(topic, name)
    for key, official in topic.categories.items():
        plain = official.lower()
        if name in (plain, re.sub(r" \((under-occupied|ideal|overcrowded)\)$", "", plain)):
            return key
    return "total" if TOTAL.fullmatch(name) else ""


def _may_pass(topic: Topic, name: str) -> bool:
    """Whether a heading is no category and yet belongs there: names, dates, percentages, parts and sums of categories."""
    if not name or name in PASSED or name.endswith("%") or AREA_NAME.fullmatch(name):
        return True
    name = _bare(topic, name)
    known = [official.lower() for official in topic.categories.values()]
    return any(name.startswith(f"{one}:") or one.startswith(f"{name}:") for one in known)


def _bare(topic: Topic, name: str) -> str:
    """A plain heading without the name of the table before it."""
    for said in (*topic.said, *topic.said):
        name = name.removeprefix(f"{said}: ")
    return name


def _named(topic: Topic, category: str) -> str:
    return topic.categories.get(category, f"Total: All {topic.unit}")


def _one_of(head: Collection[str], names: Collection[str]) -> int | None:
    """The first column with one of these names."""
    return next((at for at, name in enumerate(head) if name in names), None)
