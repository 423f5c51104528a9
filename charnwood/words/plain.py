"""Figures -> what the plain pages say of an area, beside the sentences of `words.residents`.

Residents read it: no word of the field, no code, one edition of the Indices throughout, the newest.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from charnwood import english, figures
from charnwood.figures.crime import Against
from charnwood.figures.incident_kinds import CRIMES, INCIDENTS, PARTS
from charnwood.figures.intervals import ALONE, HIGHER, LOWER, TOO_FEW
from charnwood.official import areas as areas_
from charnwood.official import contacts
from charnwood.official.areas import BOROUGH, FORMER_WARD, LSOA, PRIORITY, Area
from charnwood.official.breaks import Break
from charnwood.official.deprivation import CHOSEN, DOMAINS, MAPPED, NEWEST
from charnwood.official.incidents import ASB, MISSING
from charnwood.store.dataset import Dataset
from charnwood.words import age, areas, breaks, crime, plain_crime, residents, verdicts
from charnwood.words import glance as at_a_glance

METRES = 1_609.344  # in a mile
GROUPS = (
    "Put in order, England's small areas make ten equal groups; group 1 is the most deprived. Areas are placed "
    "beside each other, so one can move because it changed, because others did, or because the way of counting did."
)
SHARES = "how many of its small areas are among England's most deprived 3 in 10"
SCALE = (
    "Further left is more deprived: the left part of the bar holds the most deprived 3 in 10 of England's small areas, "
    "the right part the less deprived half."
)
HOW_TO_READ = (
    residents.MEANING,
    "“More deprived” compares an area with all others in England. It does not say that everybody there is.",
    residents.CRIME_NOTE,
    "We say “more” or “fewer” only where chance alone would hardly make such a difference. Otherwise we say that no "
    "difference can be told.",
)
TAKE_PART = "What the council's team does here, and how to take part"
LINK = "The same in plain words, to print or to send"
ALL_PAGES = "Plain pages for residents"
TITLE = "Find out about your neighbourhood"
CROW = "How far away a place is, is counted from the edge of the area, as the crow flies."
UNTRIED = "We have not tried these contacts ourselves. Each says where it was published."


@dataclass(frozen=True)
class Topic:
    """One of the seven topics: its name, what it is about, where the area stands, in words.

    `places`: where each of its small areas stands among England's, 0 the most deprived, 1 the least.
    """

    name: str
    about: str
    said: str
    places: tuple[float, ...]


@dataclass(frozen=True)
class Contact:
    """A strength or contact: its name, where it is, what it is for, ways to reach it (text and address), a note."""

    name: str
    where: str
    about: str
    ways: tuple[tuple[str, str], ...]
    note: str


def topics(data: Dataset, area: Area) -> list[Topic]:
    """The seven topics of an area; of several small areas the count that `topics_lead` speaks of."""
    return [
        Topic(
            *residents.TOPICS[domain.key],
            _topic(data, area, domain.key),
            tuple(residents.places(data, area, domain.key)),
        )
        for domain in DOMAINS
    ]


def topics_lead(data: Dataset, area: Area) -> str:
    """What the bars of the topics show, and, where they do not say it themselves, the words beside them."""
    count = len(residents.places(data, area, "imd"))
    if count == 1:
        return f"The dot is {areas.larger(data, area) or 'this area'}. {SCALE}"
    return f"Each dot is a small area. {SCALE} The words say {SHARES.replace('its', f'the {english.number(count)}')}."


def topic_counts(topic: Topic) -> tuple[str, int, int, int]:
    """A topic as a row of a table: how many small areas are in the most deprived 3 in 10, between, in the better half."""
    worse = sum(place <= residents.WORSE for place in topic.places)
    better = sum(place > residents.BETTER for place in topic.places)
    return topic.name, worse, len(topic.places) - worse - better, better


def _topic(data: Dataset, area: Area, measure: str) -> str:
    places = residents.places(data, area, measure)
    if len(places) == 1:
        return english.capital(residents.compared(data, area, measure))
    worse = int((places <= residents.WORSE).sum())
    return english.capital(english.some_of(worse, len(places), "the"))


def in_short(data: Dataset, area: Area) -> list[str]:
    """The area in four sentences: deprivation, crime, how that changed, what is good."""
    said = [
        residents.standing(data, area),
        *(_of_crime(data, area) if data.has_crime else []),
        residents.good(data, area),
        places_shortly(data, area),
    ]
    return [sentence for sentence in said if sentence]


def _of_crime(data: Dataset, area: Area) -> list[str]:
    """How much crime, and how that changed."""
    against = figures.crime.against_rest(data, area)["crimes"]
    return [
        f"{_crime_shortly(against, crime.the_rest(data, area))}{_quiet_shortly(data, area)}",
        _changed_shortly(data, area),
    ]


def _crime_shortly(against: Against, rest: str) -> str:
    if against.found.verdict == ALONE:
        return f"In 12 months the police recorded {against.rate:,.0f} crimes here for every 1,000 people."
    if against.found.verdict == TOO_FEW:
        return f"The police recorded too few crimes here to compare them with {rest}."
    mine, others = verdicts.rates(against.rate, against.rest_rate, against.found.verdict)
    rate = f"In 12 months the police recorded {mine} crimes here for every 1,000 people"
    if against.found.verdict in (HIGHER, LOWER):
        word = "more" if against.found.verdict == HIGHER else "fewer"
        return f"{rate}. That is {word} than in {rest} ({others})."
    return f"{rate}. From {rest} ({others}) no difference can be told."


def _quiet_shortly(data: Dataset, area: Area) -> str:
    """What more crime than elsewhere is without the parts that many visitors come to, where it is none."""
    left = figures.visitors.apart(data, area)
    if left is None or left.rest_rate is None:
        return ""
    mine, others = verdicts.rates(left.rate, left.rest_rate, str(left.verdict))
    word = verdicts.QUIETLY[str(left.verdict)]
    names = english.listing(data.areas[code].name for code in figures.visitors.busy(data, area))
    return f" Without {names}, where many visitors come, and without such areas elsewhere, it is {mine} beside {others}: {word}."


def _changed_shortly(data: Dataset, area: Area) -> str:
    """Which crimes, or cases of anti-social behaviour, clearly rose or fell, and where neither did, both together."""
    asked = [figures.rise.latest(data, area, kind) for kind in (CRIMES, PARTS["asb"])]
    clear = [one for one in asked if one and one.found.verdict in (HIGHER, LOWER)]
    together = figures.rise.longest_answer(data, area, INCIDENTS)
    if not clear and together and together.found.verdict in (HIGHER, LOWER):
        clear = [together]
    return " ".join(plain_crime.shortly(one) for one in clear)


def places_shortly(data: Dataset, area: Area) -> str:
    """The places to meet and libraries that lie in an area; nothing where there is none, or the area is the whole."""
    near = figures.nearby.contacts(data, area)
    inside = (near["metres"] == 0) | near["area"].isin({area.name})
    names = near.loc[near["kind"].isin(contacts.GOOD) & inside, "name"].tolist()
    if not names or area.kind == BOROUGH:
        return ""
    return f"{english.listing(names)} {'is' if len(names) == 1 else 'are'} here."


def kinds(data: Dataset, area: Area) -> str:
    """The commonest kinds of crime in the latest twelve covered months; nothing where there is none."""
    counts = figures.crime.types(data, area)["Count"].sort_values(ascending=False)
    top = counts[(counts > 0) & (counts.index != ASB)].head(3)
    if top.empty:
        return ""
    listed = english.listing(f"{str(kind).lower()} ({count:,})" for kind, count in top.items())
    return (
        f"Crimes recorded most often in these months: {listed}. Anti-social behaviour is counted separately."
    )


def changed(data: Dataset, area: Area) -> list[str]:
    """How an area moved between the Indices of the council's choice and the newest, relative to England."""
    moved = figures.change.change(data, area, CHOSEN, NEWEST)
    if len(moved) == 1:
        return [_moved_alone(moved.iloc[0]), *_numbered(moved.iloc[0])]
    return [*_moved_several(moved), *_numbered(moved.loc[moved[f"rank_{NEWEST}"].idxmin()], several=True)]


def _numbered(row: pd.Series, several: bool = False) -> list[str]:
    """The place in England's order that a small area had and has, as a group of ten can hide how far it moved."""
    if row["split"] or row["redrawn"]:
        return []
    it = f"its most deprived small area of {NEWEST}, {row['name']}," if several else "it"
    then, now = (f"{row[f'rank_{year}']:,} of {MAPPED[year].areas:,}" for year in (CHOSEN, NEWEST))
    return [
        f"In the order of England's small areas {it} was number {then} in {CHOSEN} and is number {now} in {NEWEST}; number 1 is the most deprived."
    ]


def _moved_several(moved: pd.DataFrame) -> list[str]:
    """How many of several small areas moved to another of the ten groups."""
    deciles = moved["deciles_moved"].dropna()
    if deciles.empty:
        return [f"Its borders were drawn anew, so {NEWEST} is not compared with {CHOSEN}."]
    can = " that can be compared" if len(deciles) < len(moved) else ""
    its = f"its {english.number(len(deciles))} small {english.plural(len(deciles), 'area')}{can}"
    counts = {
        "moved to a more deprived group of England's areas": int((deciles < 0).sum()),
        "moved to a less deprived group": int((deciles > 0).sum()),
        "stayed in the same group": int((deciles == 0).sum()),
    }
    told = {what: count for what, count in counts.items() if count}
    if len(told) == 1:
        all_ = {1: "its one", 2: "both of its"}.get(
            len(deciles), f"all {english.number(len(deciles))} of its"
        )
        return [
            f"From {CHOSEN} to {NEWEST}, {all_} small {english.plural(len(deciles), 'area')}{can} {next(iter(told))}."
        ]
    parts = english.listing(f"{english.number(count)} {what}" for what, count in told.items())
    return [f"From {CHOSEN} to {NEWEST}, of {its}, {parts}."]


def _moved_alone(row: pd.Series) -> str:
    if row["redrawn"]:
        return (
            f"In {NEWEST} it is in group {row[f'decile_{NEWEST}']} of 10. Its borders were drawn anew after {CHOSEN}, so the "
            "two years are not compared."
        )
    first, last = int(row[f"decile_{CHOSEN}"]), int(row[f"decile_{NEWEST}"])
    if row["split"]:
        return (
            f"In {NEWEST} it is in group {last} of 10. In {CHOSEN} it was part of a larger area, so the two years are "
            "not compared."
        )
    if first == last:
        return f"It was in group {first} of 10 in {CHOSEN}, and is in the same group in {NEWEST}."
    way = "more" if last < first else "less"
    return f"It was in group {first} of 10 in {CHOSEN}, and is in group {last}, a {way} deprived one, in {NEWEST}."


def up_to(data: Dataset, today: date | None = None) -> str:
    """Which edition all figures are of, up to which month and of whose number, said once; with a day also how old that is."""
    crime_is = age.said(data, today) if today else age.up_to(data)
    if not data.has_crime:
        return f"Deprivation: the government's figures of {NEWEST}, the newest. {crime_is}"
    return (
        f"Deprivation: the government's figures of {NEWEST}, the newest. {crime_is} “For every 1,000 people” means people who "
        f"lived there in the middle of {figures.population.mid_year(data.period)}."
    )


def gaps(data: Dataset) -> str:
    """What the grey parts of the chart of months are; nothing where every month is held."""
    months = missing(data)
    return f"Grey: months that we do not hold ({months}). They are not zero." if months else ""


def missing(data: Dataset) -> str:
    """The months between the first and the last that are not held."""
    return english.months(data.coverage.loc[data.coverage["status"] == MISSING, "month"].tolist())


def marked(one: Break) -> str:
    """What a mark on the chart of months stands for, when it was, and what follows for whoever compares months."""
    apart = (
        "Numbers from before and after it do not compare as they stand."
        if one.lasting
        else "Months in it were unlike others."
    )
    return f"{one.name} ({breaks.when(one)}). {apart}"


def contact(row: Mapping[Hashable, Any]) -> Contact:
    """One row of `figures.nearby.contacts` in words; how far a place is, as the crow flies."""
    ways = [(row["phone"], f"tel:{row['phone'].replace(' ', '')}")] if row["phone"] else []
    if row["email"]:
        ways.append((row["email"], f"mailto:{row['email']}"))
    if row["web"]:
        shown = row["web"].removeprefix("https://").removeprefix("www.").partition("/")[0]
        ways.append((shown, row["web"]))
    where = [row["postcode"]] if row["postcode"] else []
    if row["metres"] > 0 and row["area"] == "":
        where.append(far(float(row["metres"])))
    elif row["area"]:
        where.append(row["area"])
    return Contact(row["name"], ", ".join(where), row["about"], tuple(ways), _note(row))


def _note(row: Mapping[Hashable, Any]) -> str:
    return "" if not row["source"] or row["checked"] else f"Source: {row['source']}."


def to_try(rows: pd.DataFrame) -> str:
    """For officers: which contacts nobody has tried for a year; `rows` as from `contacts.untried`."""
    if rows.empty:
        return "Every contact was tried within a year."
    never, before = rows[rows["checked"] == ""], rows[rows["checked"] != ""]
    parts = [
        f"{word}: {english.listing(dict.fromkeys(held['name']))}."
        for word, held in (("Never tried", never), ("Tried more than a year ago", before))
        if not held.empty
    ]
    return f"For officers: contacts to try, and to note the day in contacts.csv. {' '.join(parts)}"


def far(metres: float) -> str:
    """How far away, in miles as people say them."""
    miles = metres / METRES
    if miles < 0.75:
        return "about half a mile away" if miles >= 0.3 else "close by"
    return f"about {miles:.0f} {english.plural(round(miles), 'mile')} away"


def namesakes(data: Dataset, area: Area) -> list[tuple[str, str]]:
    """Keys of the areas that bear the same name and are others, each as it is called to tell them apart."""

    def bare(one: Area) -> str:
        return one.name.partition(" ward")[0]

    others = [
        one
        for one in data.areas.values()
        if one.kind not in (LSOA, BOROUGH) and bare(one) == bare(area) and set(one.lsoa21) != set(area.lsoa21)
    ]
    present = [one for one in others if area.kind == FORMER_WARD or one.kind != FORMER_WARD]
    return [(one.key, f"the {one.kind} {one.name}" if one.kind == PRIORITY else one.name) for one in present]


def one_sentence(data: Dataset, area: Area) -> str:
    """A Priority Neighbourhood in a sentence: how many people, and where in the district."""
    wards = data.lsoa[2021].loc[list(area.lsoa21), "place"].str.replace(r".*\((.+)\)", r"\1", regex=True)
    towns = list(dict.fromkeys(wards.str.removeprefix("near ")))
    return (
        f"About {round(data.residents(area), -2):,} people live in it, in {english.listing(sorted(towns))}."
    )


def glance(data: Dataset, areas: list[Area]) -> pd.DataFrame:
    """Areas side by side as `words.glance.table`, and behind the shares of all topics together those of each."""
    table = at_a_glance.table(data, areas, plain=True)
    topics = {
        area.name: {residents.TOPICS[d.key][0]: _share(data, area, d.key) for d in DOMAINS} for area in areas
    }
    place = table.index.get_loc(at_a_glance.deprived(areas_.SHARES[-1])) + 1
    return pd.concat([table[:place], pd.DataFrame(topics), table[place:]])


def _share(data: Dataset, area: Area, measure: str) -> str:
    places = residents.places(data, area, measure)
    return f"{int((places <= residents.WORSE).sum()):,} of {len(places):,}"


def glance_notes(data: Dataset) -> dict[str, str | list[str]]:
    """What stands above and below the neighbourhoods side by side."""
    theirs = "The council's Priority Neighbourhoods and " if data.neighbourhoods else ""
    return {
        "lead": f"{theirs}{data.place.name} as a whole, by the same figures.",
        "lines": [
            "From “Income” to “Surroundings”: how many of the small areas are among England's most deprived 3 in 10.",
            *at_a_glance.notes(data),
            residents.CRIME_NOTE,
        ],
    }
