"""An area as its page shows it: every sentence, number and picture, from `figures`, `words` and `drawing`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from charnwood import drawing, english, figures, palette, words
from charnwood.cache import of_data
from charnwood.official import contacts
from charnwood.official.areas import BOROUGH, LSOA, PRIORITY, WARD, Area
from charnwood.official.deprivation import DOMAINS, IMD, NEWEST
from charnwood.store.dataset import Dataset

MOST_NEAR = 12  # links to other areas' pages
Kinds = list[tuple[str, list[words.plain.Contact]]]
Told = list[tuple[str, words.plain.Contact]]  # each with its kind


@of_data(16)
def told(data: Dataset, area: Area) -> dict[str, Any]:
    """All that the template `_area.html` shows of an area. Shared: copy to change."""
    near = figures.nearby.contacts(data, area)
    team = (
        near[(near["kind"] == "officer") & (near["area"] == area.name)] if area.kind == PRIORITY else near[:0]
    )
    told = [(row["kind"], words.plain.contact(row)) for row in near.drop(index=team.index).to_dict("records")]
    topics = words.plain.topics(data, area)
    return {
        "name": area.name,
        "people": words.residents.people(data, area),
        "namesakes": words.plain.namesakes(data, area),
        "untried": words.plain.UNTRIED,
        "parts_hint": "" if area.kind == LSOA else "These figures are of the whole.",
        "short": words.plain.in_short(data, area),
        "up_to": words.plain.up_to(data),
        "priority": words.residents.neighbourhood(data, area) if area.kind != BOROUGH else "",
        "team": [words.plain.contact(row) for row in team.to_dict("records")],
        "take_part": words.plain.TAKE_PART,
        "standing": words.residents.standing(data, area),
        "method": words.residents.METHOD,
        "topics_lead": words.plain.topics_lead(data, area),
        "topics": [_topic(topic) for topic in topics],
        "topic_rows": [words.plain.topic_counts(topic) for topic in topics],
        "crimes": _crimes(data, area),
        "changed": words.plain.changed(data, area) + words.plain_crime.crime_changed(data, area),
        "groups": words.plain.GROUPS,
        "good": [line for line in (words.residents.good(data, area), *_strengths(told)) if line],
        "good_places": _kinds(told, contacts.GOOD[1:]),
        "help": _kinds(told, contacts.HELP),
        "say": _kinds(told, contacts.SAY),
        "near": around(data, area),
        "how": [*words.plain.HOW_TO_READ, *([words.plain.CROW] if any(_away(near)) else [])],
        "take": {"text": words.pages.COPY, "picture": words.pages.PICTURE},
        "sources": [
            words.standing_text.source_iod(NEWEST, plain=True),
            *filter(None, [words.standing_text.source_police(data.place, data.period)]),
        ],
        **_months(data, area),
    }


def _away(near: pd.DataFrame) -> pd.Series:
    """Which contacts are told with how far away they are."""
    return (near["area"] == "") & (near["metres"] > 0)


def _strengths(told: Told) -> list[str]:
    return [f"{one.name}: {one.about}" for kind, one in told if kind == "strength"]


def _topic(topic: words.plain.Topic) -> dict[str, Any]:
    picture = drawing.public_svg.scale(topic.places, words.residents.WORSE, words.residents.BETTER)
    return {"name": topic.name, "about": topic.about, "said": topic.said, "picture": picture}


def _crimes(data: Dataset, area: Area) -> list[str]:
    return [line for line in (*words.residents.crimes(data, area), words.plain.kinds(data, area)) if line]


def _months(data: Dataset, area: Area) -> dict[str, Any]:
    """Crimes and anti-social behaviour by month: picture, what is marked on it, rows of its table."""
    table = figures.crime.by_month(figures.tally.of(data, area), data.coverage)[["crimes", "asb"]]
    if table.dropna().empty:
        return {"months": "", "gaps": "", "marks": [], "month_rows": []}
    known = figures.breaks.of_area(data, area)
    marks = figures.breaks.marks(known, list(table.index))
    picture = drawing.public_svg.months({"crimes": table["crimes"], "asb": table["asb"]}, known)
    return {
        "months": picture,
        "gaps": words.plain.gaps(data),
        "marks": [
            f"{letter}: {words.plain.marked(mark.of)}"
            for letter, mark in zip(palette.LETTERS, marks, strict=False)
        ],
        "month_rows": [
            (english.month(str(month)), *map(_shown, row))
            for month, *row in table[::-1].itertuples(name=None)
        ],
    }


def _shown(value: Any) -> str:
    return "not held" if pd.isna(value) else f"{int(value):,}"


def _kinds(told: Told, kinds: Sequence[str]) -> Kinds:
    """Contacts by kind, in the order of `kinds`; a kind without one is not there."""
    of_kind = {kind: [one for its, one in told if its == kind] for kind in kinds}
    return [(contacts.KINDS[kind], found) for kind, found in of_kind.items() if found]


def as_json(data: Dataset, area: Area) -> str:
    """The data link of an area's page: its codes, its people, its counts by month, as JSON."""
    table = figures.crime.by_month(figures.tally.of(data, area), data.coverage)[["crimes", "asb"]]
    ranks = data.rows(area, NEWEST)[[f"{measure.key}_rank" for measure in (IMD, *DOMAINS)]]
    held = {
        "key": area.key,
        "name": area.name,
        "kind": area.kind,
        "lsoa11cd": area.lsoa11,
        "lsoa21cd": area.lsoa21,
        "residents": data.residents(area),
        "ranks": {
            "edition": NEWEST,
            "1": "most deprived",
            **{str(code): row.to_dict() for code, row in ranks.iterrows()},
        },
        "months": {
            str(month): None if pd.isna(crimes) else {"crimes": int(crimes), "asb": int(asb)}
            for month, crimes, asb in table.itertuples(name=None)
        },
        "data": data.version,
        "licence": "Open Government Licence v3.0",
    }
    return json.dumps(held, ensure_ascii=False, default=int, indent=1) + "\n"


def around(data: Dataset, area: Area) -> list[tuple[str, str]]:
    """Keys and names of other areas to read about: what it is made of, or the larger ones that it is part of."""
    mine = set(area.lsoa21)
    if area.kind == BOROUGH:
        return [(one.key, one.name) for one in data.neighbourhoods]
    larger = [
        one
        for one in data.areas.values()
        if one.kind not in (LSOA, BOROUGH) and _holds(one, mine) and one != area
    ]
    shown = [one for one in larger if one.kind in (PRIORITY, WARD) or "before" not in one.name]
    parts = [data.areas[code] for code in area.lsoa21 if code != area.key]
    parts = parts if area.kind == LSOA or len(mine) > 1 else []
    ordered = [*shown, *sorted(parts, key=lambda one: one.name), data.whole]
    return [(one.key, one.name) for one in dict.fromkeys(ordered)][: MOST_NEAR + len(parts)]


def _holds(larger: Area, codes: set[str]) -> bool:
    return codes < set(larger.lsoa21)
