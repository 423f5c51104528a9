"""Rules on the Index: which LSOAs a rule takes, beside the Priority Neighbourhoods in use.

A rule is one to three conditions, each an upper bound on a decile or rank of the IMD or a domain
(1 = most deprived), joined by all or any; then a least population, and whether an LSOA must touch
another that the rule takes. Its text, for addresses and the command line, needs no quoting there:

    all.imd-decile-5.crime-rank-3000.population-0.adjacent-no

`all` or `any`; the conditions as measure, unit and bound; population and adjacency may be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pandas as pd

from charnwood.checks import DataError
from charnwood.official import boundaries
from charnwood.official.deprivation import CHOSEN, DOMAINS, IMD, MAPPED, decile_of
from charnwood.store.dataset import Dataset

MEASURES = {m.key: m for m in (IMD, *DOMAINS)}
UNITS = {"decile": 10, "rank": max(edition.areas for edition in MAPPED.values())}
"""What a condition can bound, with the highest bound of each."""
JOINS = ("all", "any")
MOST_CONDITIONS = 3
MOST_POPULATION = 9_999
IN_TAKEN, IN_LEFT = "Inside, taken", "Inside, not taken"
OUT_TAKEN, OUT_LEFT = "Outside, taken", "Outside, not taken"
CLASSES = (IN_TAKEN, IN_LEFT, OUT_TAKEN, OUT_LEFT)
"""What a rule makes of an LSOA, by whether it lies in a Priority Neighbourhood."""
ALONE = ("Taken", "Not taken")
"""The same where there are no Priority Neighbourhoods."""
# Class by whether an LSOA is inside and whether it is taken; with and without Priority Neighbourhoods
WITH = {(True, True): IN_TAKEN, (True, False): IN_LEFT, (False, True): OUT_TAKEN, (False, False): OUT_LEFT}
WITHOUT = {(False, True): ALONE[0], (False, False): ALONE[1]}
PROPOSED = "Proposed: "
_CONDITION = rf"({'|'.join(MEASURES)})-({'|'.join(UNITS)})-([0-9]{{1,5}})"
_RULE = re.compile(
    rf"({'|'.join(JOINS)})((?:\.{_CONDITION}){{1,{MOST_CONDITIONS}}})"
    r"(?:\.population-(?P<population>[0-9]{1,5}))?(?:\.adjacent-(?P<adjacent>yes|no))?"
)


@dataclass(frozen=True)
class Condition:
    """An upper bound, inclusive, on a measure's decile (1 to 10) or rank (1 to 33,755).

    1 = most deprived, so a lower bound is stricter. Raises `DataError` for anything else.
    """

    measure: str
    unit: str
    bound: int

    def __post_init__(self) -> None:
        if self.measure not in MEASURES or self.unit not in UNITS:
            raise _unknown(f"{self.measure}-{self.unit}")
        if not 1 <= self.bound <= UNITS[self.unit]:
            raise DataError(
                f"rule: expected a {self.unit} from 1 to {UNITS[self.unit]:,}, found {self.bound:,}."
            )


@dataclass(frozen=True)
class Rule:
    """One to three conditions, `joined` by all or any, with a least `population` of an LSOA (0 = none).

    `adjacent`: an LSOA must also touch another that the rule takes. Raises `DataError` for more
    conditions or none, an unknown join, or a population outside 0 to 9,999 people.
    """

    conditions: tuple[Condition, ...]
    joined: str = "all"
    population: int = 0
    adjacent: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.conditions) <= MOST_CONDITIONS or self.joined not in JOINS:
            raise _unknown(f"{self.joined} of {len(self.conditions)} conditions")
        if not 0 <= self.population <= MOST_POPULATION:
            raise DataError(
                f"rule: expected a population from 0 to {MOST_POPULATION:,}, found {self.population:,}."
            )


IN_USE = Rule((Condition("imd", "decile", 5),))
"""The reading in use as far as it is a rule: it also needs a place that the council names."""


def parse(text: str) -> Rule:
    """The rule that a text names, in any case of letters; raises `DataError` with the form expected."""
    found = _RULE.fullmatch(text.strip().lower())
    if not found:
        raise _unknown(text)
    conditions = tuple(
        Condition(measure, unit, int(bound)) for measure, unit, bound in re.findall(_CONDITION, found[2])
    )
    return Rule(conditions, found[1], int(found["population"] or 0), found["adjacent"] == "yes")


def as_text(rule: Rule) -> str:
    """The text of a rule with all its parts; `parse` gives the same rule back."""
    conditions = (f"{c.measure}-{c.unit}-{c.bound}" for c in rule.conditions)
    adjacent = f"adjacent-{'yes' if rule.adjacent else 'no'}"
    return ".".join([rule.joined, *conditions, f"population-{rule.population}", adjacent])


def in_unit(condition: Condition, unit: str) -> Condition:
    """The same condition in the other unit: a decile as its last rank of 2019, a rank as its decile."""
    areas = MAPPED[CHOSEN].areas
    if unit == condition.unit:
        return condition
    if unit == "rank":
        return replace(condition, unit=unit, bound=condition.bound * areas // 10)
    return replace(condition, unit=unit, bound=min(10, int(decile_of(float(condition.bound), areas))))


def taken(data: Dataset, year: int, rule: Rule) -> pd.Series:
    """Whether the rule takes each LSOA of the district: bool, index LSOA code of the edition's vintage.

    Ranks and deciles are among England's LSOAs in that edition (1 = most deprived). Population: the
    edition's own (mid-2015 for that of 2019). LSOAs touch where their boundaries share an
    edge or a point (queen contiguity); those outside the district do not count.
    """
    own = data.own(year)
    held = pd.DataFrame({i: own[f"{c.measure}_{c.unit}"] <= c.bound for i, c in enumerate(rule.conditions)})
    result = held.all(axis=1) if rule.joined == "all" else held.any(axis=1)
    result &= own["population"] >= rule.population
    if rule.adjacent:
        touching = boundaries.touching(data.lsoa[MAPPED[year].vintage].loc[result.index[result]])
        result &= result.index.isin(touching)
    return result.rename("taken")


def outcome(data: Dataset, year: int, rule: Rule) -> pd.DataFrame:
    """One row per LSOA of the district: code, `name`, `place`, `neighbourhood`, figures, `taken`, `class`.

    By code. `neighbourhood` is empty outside the Priority
    Neighbourhoods. Figures: rank and decile (1 = most deprived) of the IMD and of each domain that
    the rule names, and `population` as in `taken`. `class` is one of `classes`.
    """
    edition, own = MAPPED[year], data.own(year).sort_index()
    places = data.lsoa[edition.vintage].loc[own.index, ["name", "place", "neighbourhood"]]
    figures = [f"{measure}_{unit}" for measure in measures(rule) for unit in ("rank", "decile")]
    table = pd.DataFrame(places).join(own[[*figures, "population"]])
    table["taken"] = taken(data, year, rule).loc[own.index]
    inside = table["neighbourhood"].notna()
    named = WITH if data.neighbourhoods else WITHOUT
    table["class"] = [named[key] for key in zip(inside, table["taken"], strict=True)]
    return table.rename_axis(edition.code).reset_index()


def classes(data: Dataset) -> tuple[str, ...]:
    """What a rule can make of an LSOA here: of `CLASSES`, or of `ALONE`."""
    return CLASSES if data.neighbourhoods else ALONE


def measures(rule: Rule) -> list[str]:
    """Keys of the IMD and of every domain that the rule names, each once, the IMD first."""
    return list(dict.fromkeys([IMD.key, *(c.measure for c in rule.conditions)]))


def as_priority(data: Dataset, rule: Rule) -> pd.DataFrame:
    """What the rule takes, as rows of `priority_neighbourhoods.csv`: name, `lsoa11cd`, `lsoa11nm`.

    LSOAs of 2011, by the edition of 2019. `neighbourhood` is the Priority Neighbourhood that an LSOA
    is in, else "Proposed: " and its place. No row where the rule takes no LSOA; such a file the
    dashboard would refuse.
    """
    rows = outcome(data, CHOSEN, rule)
    rows = rows[rows["taken"]]
    table = pd.DataFrame(
        {
            "neighbourhood": rows["neighbourhood"].fillna(PROPOSED + rows["place"]),
            "lsoa11cd": rows["lsoa11cd"],
            "lsoa11nm": data.lsoa[2011].loc[rows["lsoa11cd"], "official"].to_numpy(),
        }
    )
    in_use = [area.name for area in data.neighbourhoods]  # in the order of the file, proposals after them
    proposed = sorted(set(table["neighbourhood"]) - set(in_use))
    order = {name: place for place, name in enumerate([*in_use, *proposed])}
    return table.sort_values(
        "neighbourhood", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )


def _unknown(text: str) -> DataError:
    found = text if len(text) <= 60 else f"{text[:60]}…"
    return DataError(
        "rule: expected all or any, then one to three conditions such as imd-decile-5 or crime-rank-3000, then "
        "population-N and adjacent-yes or adjacent-no if wanted, joined by full stops "
        f"({as_text(IN_USE)}), found {found!r}. Measures: {', '.join(MEASURES)}."
    )
