"""How a briefing ends: the neighbourhoods side by side, strengths, what to remember, sources."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charnwood import english, figures, words
from charnwood.briefing.parts import TABLE, Step, of_words
from charnwood.official import census, contacts, incidents
from charnwood.official.areas import BOROUGH, PRIORITY, Area
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS
from charnwood.store.dataset import Dataset

MEET = (
    "officer",
    "strength",
    "hub",
    "library",
    "group",
    "advice",
    "councillor",
    "grant",
    "consultation",
    "food",
)
"""Kinds of contact that a meeting asks for, in the order in which they are listed; everyday help is left out."""
OF_CRIME = (
    "Recorded crime shows what people report and how the police record it. It does not show all crime.",
    "Months that we do not hold are gaps in the lines. They are not zeros.",
    "The crime part of the Index is not the same thing as the police counts.",
)
TEN_YEARS_BEFORE = LATEST_POPULATION - 10
FEW = 6  # contacts on a slide, one of a kind before a second


def side_by_side(data: Dataset, area: Area, year: int) -> list[Step]:
    """The Priority Neighbourhoods and the district in a few facts, in the briefing of one of them; else nothing."""
    if area.kind not in (PRIORITY, BOROUGH) or not data.neighbourhoods:
        return []
    table = words.glance.few(data, figures.glance.shown(data), year)
    police = words.standing_text.source_police(data.place, data.period) if data.has_crime else ""
    return [
        Step(
            "glance",
            words.findings.SIDE_BY_SIDE,
            tuple(filter(None, [words.glance.elsewhere(data)])),
            TABLE,
            table,
            f"{words.standing_text.source_iod(year)} {police}".rstrip(),
            data.reading,
            " ".join(words.glance.few_notes(data, year)),
            f"Table: {words.glance.TITLE.lower()}.",
            finding=words.findings.neighbourhoods(data, year),
        )
    ]


def strengths(data: Dataset, area: Area) -> list[Step]:
    """What is good in an area, and who works there; nothing where no contact is listed for it."""
    near = figures.nearby.contacts(data, area)
    near = near[near["kind"].isin(MEET)].assign(order=lambda rows: rows["kind"].map(MEET.index))
    near = near.sort_values("order", kind="stable").drop_duplicates(["kind", "name", "about", *contacts.WAYS])
    if near.empty:
        return []
    finding, *lines = words.findings.strengths(data, area)
    return [
        Step(
            "strengths",
            words.findings.STRENGTHS,
            tuple(lines),
            TABLE,
            _people(near),
            f"{words.standing_text.source_iod(NEWEST)} {words.findings.CONTACTS}",
            words.plain.UNTRIED,
            words.findings.NEAR,
            f"Table: places to meet, people and groups in and near {area.name}.",
            short=_shortly(near, area),
            finding=finding,
        )
    ]


def _each_kind(near: pd.DataFrame) -> pd.DataFrame:
    """A few contacts: the first of each kind, then the second."""
    turn = near.groupby("kind", sort=False).cumcount()
    kept = near.assign(turn=turn).sort_values(["turn", "order"], kind="stable").head(FEW)
    return kept.sort_values("order", kind="stable")


def _shortly(near: pd.DataFrame, area: Area) -> pd.DataFrame:
    """A few of them in three columns; what cannot be reached from afar says what it is and where.

    Of places that a whole district has in number, none stands for the others: they are counted.
    """
    kept = _each_kind(near)
    table = _people(kept)
    about, reach = table.pop("What it is"), table.columns[-1]
    table[reach] = table[reach].where(table[reach] != "", about)
    if area.kind != BOROUGH:
        return table
    count = near.groupby("kind")["metres"].count().reindex(kept["kind"]).to_numpy()
    many = count > figures.nearby.NEAREST
    table.loc[many, "Name"] = [words.findings.in_all(n, area.name) for n in count[many]]
    table.loc[many, reach] = words.findings.EACH_ITS_OWN
    return table


def _people(rows: pd.DataFrame) -> pd.DataFrame:
    """Contacts as a table for people: kind, name, what for, how to reach it."""
    told = [(contacts.KINDS[row["kind"]], words.plain.contact(row)) for row in rows.to_dict("records")]
    return pd.DataFrame(
        [(kind, one.name, one.about, ", ".join(text for text, _ in one.ways)) for kind, one in told],
        columns=["What", "Name", "What it is", "Where, or how to reach it"],
    )


def remember(area: Area, steps: Sequence[Step]) -> Step:
    """The findings to remember, by themselves."""
    findings = {step.key: f"{step.finding} {step.besides}".strip() for step in steps if step.finding}
    kept = [findings[key] for key in words.findings.REMEMBER if findings.get(key)]
    return of_words("remember", words.findings.remember(len(kept)), kept, area)


def _attributions(data: Dataset) -> str:
    """The attribution lines of all that a briefing shows, each once."""
    used = (f"lsoa{NEW_LSOAS % 100}", f"iod{NEWEST}", "police", "msoa_names", "places", "ts011")
    return " ".join(s["attribution"] for s in data.manifest["sources"] if s["key"] in used)


def sources(data: Dataset, beside: bool = False) -> Step:
    """Where the figures come from, and what they do not say; of two areas `beside` each other there are fewer."""
    held = incidents.held_months(data.coverage)
    period = f"{english.month(held[0])} to {english.month(held[-1])}, with gaps" if held else "not held"
    indices = "English Indices of Deprivation, MHCLG"
    table = pd.DataFrame(
        [
            ("Deprivation", indices, english.listing(map(str, MAPPED))),
            (
                "Residents",
                "Mid-year population estimates, ONS",
                f"mid-{LATEST_POPULATION}" if beside else f"mid-{TEN_YEARS_BEFORE}, mid-{LATEST_POPULATION}",
            ),
            *(
                [("Households and tenure", f"Census {census.YEAR}, ONS", census.DAY)]
                if figures.census.held(data) and not beside
                else []
            ),
            ("Crime", f"data.police.uk, {data.place.police}", period),
            ("Boundaries", "LSOAs, ONS and Ordnance Survey", words.standing_text.boundaries(bool(held))),
        ],
        columns=["Figures", "Source", "Edition or months"],
    )
    return Step(
        "sources",
        "Sources and cautions",
        (
            *(OF_CRIME if held else (words.age.not_held(data),)),
            "Summaries of neighbourhoods are worked out here. They are not official statistics.",
        ),
        TABLE,
        table,
        _attributions(data),
        f"{words.standing_text.CIRCULAR} {words.standing_text.CAUTION}"
        if held
        else words.standing_text.CHANGED,
        " ".join(filter(None, (data.reading, words.standing_text.CHANGED, *words.methods.RULES))),
        "Table of the sources of this briefing.",
    )
