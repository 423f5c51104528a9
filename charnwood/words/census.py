"""Who lives here, by the Census -> short sentences, definitions and the source line."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.figures.census import BACK, FEW, NOT_ANSWERED, Share
from charnwood.official import census
from charnwood.official.areas import Area
from charnwood.official.geography import NEW_LSOAS
from charnwood.store.dataset import Dataset
from charnwood.words import areas, standing_text

SOURCE = f"Source: Office for National Statistics, Census {census.YEAR}, on {census.DAY}, on LSOAs of {NEW_LSOAS}. Open Government Licence v3.0."
DEFINITIONS = {
    "deprivation": "A household is deprived in a dimension where someone in it is out of work or long-term sick, no one "
    "has five good GCSEs or their like and no one of 16 to 18 studies, someone is in bad health or disabled, or the home is crowded, shared or without "
    "central heating. It is not the Index of Multiple Deprivation, and it is about households, not areas.",
    "ethnic_group": "The group that people chose for themselves on the form, of five broad ones.",
    "disability": "Disabled under the Equality Act: people whose day-to-day activities are limited by a condition or "
    "illness that lasts a year or more.",
    "tenure": "Whether a household owns or rents its home.",
    "home": "The kind of building that a household lives in.",
    "bedrooms": "Bedrooms against the number that a household needs by the Bedroom Standard, by the ages, sexes and "
    "relations of its people.",
    "religion": "The religion that people named; the question was voluntary.",
}
"""What each topic counts, in one place: pages, briefings and tables take it from here."""
TITLES = {
    "deprivation": "Households by how many dimensions they are deprived in",
    "ethnic_group": "Ethnic group",
    "disability": "Disability",
    "tenure": "Owning and renting",
    "home": "Type of home",
    "bedrooms": "Bedrooms",
    "religion": "Religion",
}
SMALL = (
    f"Counts under {figures.census.LEAST} are given as “{FEW}”, without a share. Where one of them could be worked out from "
    f"the total, the smallest of the other counts is withheld as well (“{BACK}”). ONS publishes the counts themselves, "
    "changed a little so that nobody can be found in them; here it is so that no reader takes a few households for a pattern."
)
MOST = 3  # groups that a sentence names


def headline(data: Dataset, area: Area) -> str:
    """Households deprived in one dimension or more, beside district and county; nothing where that is not held."""
    share = figures.census.deprived(data, area)
    if share is None:
        return ""
    if share.note:
        return f"On {census.DAY}, how many of {areas.counted_as(data, area)}'s {share.total:,} households were deprived is {_withheld(share)}."
    return (
        f"On {census.DAY}, {share.count:,.0f} of {share.total:,} households in {areas.counted_as(data, area)} ({english.share(share.share)}) were "
        f"deprived in at least one of four dimensions: work, education, health and housing{_beside(data, area, share)}."
    )


def sentences(data: Dataset, area: Area) -> list[str]:
    """One sentence a topic, of the day of the Census; none where the place has no table of it."""
    made = []
    for topic in figures.census.held(data):
        shares = {share.label: share for share in figures.census.topic_shares(data, area, topic)}
        if topic.key == "deprivation":
            made.append(headline(data, area))
        elif topic.key in ONE:
            label, told = ONE[topic.key]
            made.append(_one(data, area, shares[label], told))
        else:
            made.append(f"**{TITLES[topic.key]}**, {_largest(data, area, list(shares.values()))}.")
    return [*filter(None, [areas.counted_whole(data, area)]), *few_households(data, area), *made]


def few_households(data: Dataset, area: Area) -> list[str]:
    """That most residents of an area live in no household that is counted here; nothing elsewhere."""
    few = figures.census.few_households(data, area)
    if few is None:
        return []
    return [
        f"{few.households:,} households are counted here for {few.residents:,} residents: at {data.place.name}'s {few.usual:.1f} "
        "residents for each household, most live in none of them. Shares of households are not about most people here."
    ]


ONE = {"disability": ("Disabled", "were disabled"), "bedrooms": ("Too few", "had too few bedrooms")}
"""Topics of which a sentence tells one group: its label, and what it says."""


SHORT = {
    "disability": ("Disabled", f"Disabled people ({census.YEAR})"),
    "tenure": (
        "Rented from the council or another social landlord",
        f"Households in social housing ({census.YEAR})",
    ),
}
"""What is told in short besides deprived households: a group of a topic, and its name on a chart."""
DEPRIVED = f"Households deprived in some way ({census.YEAR})"


def in_short(data: Dataset, area: Area) -> dict[str, Share]:
    """The few shares that a briefing tells, by their name on a chart; none where the place has no Census."""
    found = {DEPRIVED: share} if (share := figures.census.deprived(data, area)) else {}
    for topic in figures.census.held(data):
        if topic.key in SHORT:
            label, name = SHORT[topic.key]
            shares = figures.census.topic_shares(data, area, topic)
            found[name] = next(share for share in shares if share.label == label)
    return found


def spoken(data: Dataset, area: Area) -> list[str]:
    """What a briefing says of the Census in one or two sentences; what is withheld is left out."""
    shown = {name: share for name, share in in_short(data, area).items() if not share.note}
    said = []
    if share := shown.pop(DEPRIVED, None):
        beside = (
            ""
            if area.name == data.place.name
            else f"; in {data.place.name} it was {english.share(share.district)}"
        )
        said.append(
            f"On {census.DAY}, {english.share(share.share)} of households were deprived in work, education, health or "
            f"housing{beside}."
        )
    told = {
        SHORT["disability"][1]: "of people were disabled",
        SHORT["tenure"][1]: "of households lived in social housing",
    }
    few = figures.census.few_households(data, area)
    if few:
        told.pop(SHORT["tenure"][1])
    rest = [f"{english.share(share.share)} {told[name]}" for name, share in shown.items() if name in told]
    if rest:
        said.append(f"{'That day ' if said else f'On {census.DAY}, '}{english.listing(rest)}.")
    if said and (whole := areas.counted_whole(data, area)):
        said.append(whole)
    if said and few:
        said.append(
            f"There are {few.households:,} households for {few.residents:,} residents: most live in none."
        )
    return said


BRIEFLY = (
    f"Census: shares are of each table's own total. A share of a count under {figures.census.LEAST}, and one from which it "
    "could be worked out, is left out."
)


def method(data: Dataset) -> str:
    """How the figures of an area are made, and why totals of two tables differ."""
    apart = figures.census.apart(data)
    differ = f", by up to {apart} in a small area here" if apart else ""
    county = f"{county}; " if (county := standing_text.county_is(data.place)) else ""
    return (
        f"Counts are sums over an area's LSOAs of {NEW_LSOAS}; a share is of its own table's total. ONS changes each table a little by "
        f"itself, so the totals of two tables differ{differ}. {county}England's figures are not in "
        f"the tables held. {SMALL}"
    )


def definitions(data: Dataset) -> str:
    """What each topic held counts, a line of Markdown each."""
    return "\n".join(
        f"- **{TITLES[t.key]}** ({t.table}): {DEFINITIONS[t.key]}" for t in figures.census.held(data)
    )


def for_people(data: Dataset, area: Area) -> pd.DataFrame:
    """The table of an area with headings for people, withheld counts in words; shares as percent to one decimal."""
    beside = [f"{name}, %" for name in (data.place.name, data.place.county) if name]
    rows = [
        (
            TITLES[topic.key],
            share.label,
            share.note or f"{share.count:,.0f}",
            f"{share.total:,} {share.unit}",
            *(round(value, 1) for value in (share.share, share.district, share.county)[: len(beside) + 1]),
        )
        for topic, share in figures.census.shown(data, area)
    ]
    return pd.DataFrame(rows, columns=["Topic", "Group", "Count", "Of", "%", *beside])


def _one(data: Dataset, area: Area, share: Share, told: str) -> str:
    """What one group of an area is, beside district and county."""
    if share.note == FEW:
        return f"Fewer than {figures.census.LEAST} of its {share.total:,} {share.unit} {told}."
    if share.note:
        return f"How many of its {share.total:,} {share.unit} {told} is {_withheld(share)}."
    return f"{share.count:,.0f} of its {share.total:,} {share.unit} ({english.share(share.share)}) {told}{_beside(data, area, share)}."


def _largest(data: Dataset, area: Area, shares: Sequence[Share]) -> str:
    """The largest groups of a topic with their shares, the first beside district and county."""
    answered = [s for s in shares if not s.note and s.label != NOT_ANSWERED]
    known = sorted(answered, key=lambda s: -s.share)[:MOST]
    told = [f"{_lower(share.label)} {english.share(share.share)}" for share in known]
    if told:
        told[0] += _beside(data, area, known[0])
    silent = [s for s in shares if s.label == NOT_ANSWERED and not s.note]
    said = f" ({english.share(silent[0].share)} gave no answer)" if silent else ""
    return (
        f"of {shares[0].total:,} {shares[0].unit}{said}: {english.listing(told, ';') or _withheld(shares[0])}"
    )


def _beside(data: Dataset, area: Area, share: Share) -> str:
    """The shares of district and county in brackets or after a comma; the district not beside itself."""
    named = [(data.place.name, share.district), (data.place.county, share.county)]
    told = [
        f"{english.share(value)} in {name}" for name, value in named if value == value and name != area.name
    ]
    return f" ({', '.join(told)})" if told else ""


def _withheld(share: Share) -> str:
    return (
        "fewer than 10"
        if share.note == FEW
        else "not shown, because a small count could be worked out from it"
    )


def _lower(label: str) -> str:
    proper = ("Asian", "Black", "White", "Christian", "Muslim", "Hindu", "Sikh", "Buddhist", "Jewish")
    return label if label.startswith(proper) else f"{label[0].lower()}{label[1:]}"
