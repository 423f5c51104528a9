"""Figures -> plain-English sentences, under the rules of the figures.

Areas are deprived, people are not; decile 10 is "least deprived". "Higher" and "lower" appear only
where an interval excludes equality. Nothing says that a crime happened at an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from charnwood import english, figures
from charnwood.english import number
from charnwood.figures.deprivation import larger, summary, weights
from charnwood.figures.likeness import FAR, NEAREST
from charnwood.official.areas import LSOA, OWN, SHARES, VILLAGE, Area
from charnwood.official.deprivation import DOMAINS, EDITION_2015, IMD, MAPPED, Measure, average_score
from charnwood.official.geography import LATEST_POPULATION, NEW_LSOAS, OLD_LSOAS
from charnwood.store.dataset import Dataset
from charnwood.words import areas

EVERY = "Deciles of every LSOA in the chosen areas."


def vintage_note(data: Dataset, area: Area, year: int) -> str:
    """What the figures of an edition stand for where an LSOA is no area of that edition; else empty.

    Of a group the sentence names each LSOA of which it holds a part.
    """
    codes = area.codes(MAPPED[year].vintage)
    if area.kind != LSOA:
        return _parts_note(data, area, year)
    merged = _merged_note(data, area)
    if codes == (area.key,):
        return merged
    named = english.listing(f"{data.iod[year].loc[code, 'name']} ({code})" for code in codes)
    if len(codes) > 1:
        made = "made of" if area.key in area.lsoa21 else "split into"
        return (
            f"{area.name} ({area.key}) was {made.replace(' ', f' in {NEW_LSOAS} ', 1)} {named}; figures of {year} are those "
            f"of {'both' if len(codes) == 2 else 'all'} {'of them' if area.key in area.lsoa21 else 'parts'}."
        )
    if merged:
        return f"{merged} Figures of {year} are those of the whole larger area."
    return (
        f"Before {NEW_LSOAS} {area.name} ({area.key}) was one part of a larger area, {named}; figures of "
        f"{year} are those of the whole larger area."
    )


def _merged_note(data: Dataset, area: Area) -> str:
    """What stands for an LSOA of 2011 that was merged into a larger one; else empty."""
    shares = data.inside(area, NEW_LSOAS)
    if area.key not in area.lsoa11 or shares.eq(1).all():
        return ""
    into = english.listing(f"{data.areas[code].name} ({code})" for code in shares.index)
    return (
        f"{area.name} ({area.key}) was merged in {NEW_LSOAS} into {into}. Its residents are a share of those of the larger area, "
        "as in ONS's estimates of mid-2019, and crimes are counted where their points lie; the Census, and visitors, are of the larger area."
    )


def _parts_note(data: Dataset, area: Area, year: int) -> str:
    vintage = MAPPED[year].vintage
    shares = data.inside(area, vintage)
    cut = shares[shares < 1]
    if cut.empty:
        return ""
    wholes = english.listing(
        f"{data.lsoa[vintage].loc[code, 'name']} ({code}), in which {english.share(100 * share)} of its residents live"
        for code, share in cut.items()
    )
    each = "that share" if len(cut) == 1 else "those shares"
    how = "split" if vintage == OLD_LSOAS else figures.change.MERGED
    return (
        f"{area.name} holds only a part of {wholes} ({how} in {NEW_LSOAS}, mid-{LATEST_POPULATION}). In figures of {year} "
        f"it counts with {each} of its people, at the deprivation of the whole, and averages are weighted by the residents "
        f"of mid-{LATEST_POPULATION}; crimes and residents are counted in the part itself."
    )


def heading(area: Area) -> str:
    """An area's name, with the code of an LSOA."""
    return f"{area.name} · {area.key}" if area.kind == LSOA else area.name


def area_lines(data: Dataset, area: Area, year: int) -> list[str]:
    """What an area is and where it stands: an LSOA of the edition as `lsoa_lines`, any other as a group."""
    if area.codes(MAPPED[year].vintage) == (area.key,):
        return lsoa_lines(data, area.key, year)
    return [
        areas.people(area, data.residents(area)),
        group_position(area, data.rows(area, year), year),
    ]


def lsoa_lines(data: Dataset, code: str, year: int) -> list[str]:
    """Where an LSOA is, what it belongs to, where it stands on the IMD of each edition held."""
    place = data.lsoa[MAPPED[year].vintage].loc[code]
    member = place["neighbourhood"]
    former = place["former_ward"]
    before = "" if pd.isna(former) else f"; before {data.place.wards_since}: {former}"
    return [
        f"{f'Priority Neighbourhood: **{member}**. ' if pd.notna(member) else ''}Place: {place['place']}. Ward: "
        f"{place['ward']}{before}. ONS name {place['official']}; "
        f"{place['residents']:,} residents in mid-{LATEST_POPULATION}.",
        area_position(data.iod[year].loc[code], year),
        _other_editions(data, code, year),
    ]


def _other_editions(data: Dataset, code: str, year: int) -> str:
    """IMD deciles of the other editions, the 2011 area's beside a part of it where it was split."""
    pairs = data.names[data.names[MAPPED[year].code] == code]
    split = data.names["lsoa11cd"].isin(pairs["lsoa11cd"]).sum() > 1
    before = [f"{data.iod2015.loc[parent, 'imd_decile']:.0f}" for parent in dict.fromkeys(pairs["lsoa11cd"])]
    parts = [f"{EDITION_2015.year} {english.plural(len(before), 'decile')} {english.listing(before)}"]
    for other, edition in MAPPED.items():
        if other != year:
            twins = [f"{data.iod[other].loc[c, 'imd_decile']}" for c in dict.fromkeys(pairs[edition.code])]
            parts.append(f"{other} {english.plural(len(twins), 'decile')} {english.listing(twins)}")
    note = (
        f" This area was {figures.change.MERGED} in {NEW_LSOAS}, and figures of more than one area stand for it."
        if not data.redrawn.isdisjoint(pairs["lsoa21cd"])
        else f" This area of {EDITION_2015.vintage} was split in two in {NEW_LSOAS}, and both figures stand for it."
        if split and MAPPED[year].vintage == EDITION_2015.vintage
        else f" Before {NEW_LSOAS} it was one part of a larger area, whose figures the earlier editions give."
        if split
        else ""
    )
    return f"In the other editions: {', '.join(parts)}; indicators and methods changed between them.{note}"


def decile(value: int) -> str:
    """ "decile 1, England's most deprived 10%": what a decile means, in the words of its end."""
    if value == 1:
        return "decile 1, England's most deprived 10%"
    if value == 10:
        return "decile 10, England's least deprived 10%"
    if value <= 5:
        return f"decile {value}, in England's most deprived {value * 10}%"
    return f"decile {value}, in England's least deprived {(11 - value) * 10}%"


def rank(value: int, areas: int) -> str:
    """ "699th of 32,844"."""
    return f"{english.ordinal(value)} of {areas:,}"


def map_deprivation(own: pd.DataFrame, measure: Measure, year: int, district: str) -> str:
    """The finding above the map of an index or a domain; `own` are the district's LSOAs."""
    first = own[f"{measure.key}_rank"].idxmin()
    return (
        f"{most_deprived(own, measure, year, district)} The most deprived is {own.loc[first, 'name']}, ranked "
        f"{rank(int(own.loc[first, f'{measure.key}_rank']), MAPPED[year].areas)}, where 1 is most deprived."
    )


def most_deprived(own: pd.DataFrame, measure: Measure, year: int, district: str) -> str:
    """How many of a district's LSOAs are among England's most deprived 20%; none is named."""
    count = int((own[f"{measure.key}_decile"] <= 2).sum())
    subject = "overall" if measure is IMD else f"for {measure.name.lower()}"
    return (
        f"{english.capital(number(count))} of {district}'s {len(own)} areas {english.is_are(count)} among England's most deprived 20% "
        f"{subject} ({year})."
    )


def area_position(row: pd.Series, year: int) -> str:
    """Where one LSOA stands on the IMD, beside England's middle."""
    areas_ = MAPPED[year].areas
    return (
        f"IMD {year}: {rank(int(row['imd_rank']), areas_)} (1 is most deprived, {(areas_ + 1) // 2:,} England's middle), "
        f"{decile(int(row['imd_decile']))}."
    )


def weighting(data: Dataset, of: Sequence[Area], year: int) -> str:
    """By whose residents the averages of areas are weighted, and England's average beside them."""
    usual = MAPPED[year].mid_year
    parted = [area.name for area in of if weights(data.rows(area, year), year) != usual]
    also = (
        f", those of {english.listing(parted)}, which {'is' if len(parted) == 1 else 'are'} made of parts, "
        f"by mid-{LATEST_POPULATION} residents"
        if parted
        else ""
    )
    return f"Averages are weighted by {usual} population{also}. {england(year)}"


def england(year: int) -> str:
    """What an average score stands beside."""
    return f"England's average IMD score is {average_score(MAPPED[year].areas):.1f} ({year})."


def group_position(area: Area, rows: pd.DataFrame, year: int) -> str:
    """Where an area stands: an LSOA by its rank, a group by counts of LSOAs, shares of people and average score.

    `rows` as from `Dataset.rows`. Shares move in steps, so where an area has few LSOAs their count stands first.
    """
    if area.kind == LSOA and len(rows) == 1:
        return f"{larger(area, rows) or area.name}. {area_position(rows.iloc[0], year)}"
    facts, edition = summary(rows), MAPPED[year]
    shares = [english.share(facts[f"share_{share}"]) for share in SHARES]
    average = (
        f"Its average score is {facts['imd_score']:.1f}; England's is {average_score(edition.areas):.1f}."
    )
    made = f"{areas.counted(rows['inside'], 'area')} of {edition.vintage}"
    if not areas.few_lsoas(area) and not facts[f"share_{SHARES[-1]}"]:
        return f"{area.name}: none of its residents live in England's most deprived 30% of areas ({made}, IMD {year}). {average}"
    if not areas.few_lsoas(area):
        return (
            f"{area.name}: {shares[0]} of residents live in England's most deprived 10% of areas, {shares[1]} in the most "
            f"deprived 20% and {shares[2]} in the most deprived 30% ({made}, IMD {year}, {weights(rows, year)} population). {average}"
        )
    most = [rows.loc[rows["imd_decile"] <= share // 10, "inside"] for share in SHARES]
    if most[-1].empty:
        return f"{area.name}: {areas.none_of(rows['inside'], made)} in England's most deprived 30% (IMD {year}). {average}"
    return (
        f"{area.name}: of its {made}, {areas.few(most[0])} {areas.are(most[0])} in England's most deprived 10%, "
        f"{areas.few(most[1])} in the most deprived 20% and {areas.few(most[2])} in the most deprived 30% (IMD {year}). "
        f"In them live {shares[0]}, {shares[1]} and {shares[2]} of its residents ({weights(rows, year)} population). {average}"
    )


def strongest_domains(contributions: pd.Series, name: str) -> str:
    """Which domains make up most of an area's IMD score."""
    order = contributions.sort_values(ascending=False)
    total = order.sum()
    names = {d.key: d.name for d in DOMAINS}
    top = english.listing((f"{names[k]} ({v:.1f})" for k, v in order.head(3).items()), ";")
    return (
        f"{name}: {top} contribute most, together {english.share(100 * order.head(3).sum() / total)} of the IMD score of "
        f"{total:.1f} points."
    )


def profile_compared(transformed: pd.Series, reference: pd.Series, name: str) -> str:
    """In how many domains an area is more deprived than a reference, by whose name it goes, and in which by the most."""
    if transformed.equals(reference):
        order = transformed.sort_values(ascending=False)
        return f"{name} is most deprived in {domain_names(order.index[:3])}, least in {domain_names(order.index[-1:])}."
    gap = (transformed - reference).sort_values(ascending=False)
    above = gap[gap > 0]
    if above.empty:
        return f"{name} is less deprived than {reference.name} as a whole in all seven domains."
    count = "all seven domains" if len(above) == len(gap) else f"{number(len(above))} of seven domains"
    most = ", most of all in" if len(above) > 3 else ":"
    return (
        f"{name} is more deprived than {reference.name} as a whole in {count}{most} "
        f"{domain_names(above.index[:3])}."
    )


def domain_deciles(rows: pd.DataFrame, area: Area, year: int) -> str:
    """In which domains an area is among England's most deprived: an LSOA's deciles, or those of a group's LSOAs.

    `rows` as from `Dataset.rows`.
    """
    if area.kind == LSOA and len(rows) == 1:
        row = rows.iloc[0]
        deciles = english.listing(f"{d.name.lower()} {row[f'{d.key}_decile']}" for d in DOMAINS)
        return f"{larger(area, rows) or area.name}: deciles of {year} (1 = most deprived): {deciles}."
    most = {d.name.lower(): rows.loc[rows[f"{d.key}_decile"] <= 2, "inside"] for d in DOMAINS}
    held = english.listing(
        f"{domain} ({areas.few(inside)})"
        for domain, inside in sorted(most.items(), key=lambda item: -len(item[1]))
        if len(inside)
    )
    made = areas.counted(rows["inside"], "LSOA")
    if held and len(rows) == 1:
        domains = english.listing((domain for domain, inside in most.items() if len(inside)), ";")
        return f"{area.name}: its {made} is among England's most deprived 20% ({year}) in {domains}."
    return (
        f"{area.name}: of its {made}, among England's most deprived 20% ({year}): {held}."
        if held
        else f"{area.name}: {areas.none_of(rows['inside'], made)} among England's most deprived 20% in any domain ({year})."
    )


def deciles_held(own: pd.DataFrame, inside: pd.Series, year: int, district: str) -> str:
    """How the district's areas spread over England's deciles, and where the neighbourhoods stand, if there are any."""
    bottom = int((own["imd_decile"] <= 3).sum())
    named = int((inside & (own["imd_decile"] <= 3)).sum())
    top = int((own["imd_decile"] >= 8).sum())
    members = "all of them" if named == bottom else f"{named} of these"
    priority = f"; {members} are in a Priority Neighbourhood" if inside.any() else ""
    return (
        f"{f'{bottom} of' if bottom else 'None of'} {district}'s {len(own)} areas {'is' if bottom < 2 else 'are'} in "
        f"England's most deprived 30% (IMD {year}){priority}. "
        f"{top} are in the least deprived 30%."
    )


def score_drivers(shares: pd.DataFrame, name: str, year: int) -> str:
    """Which LSOAs hold the largest shares of an area's weighted IMD score; `shares` by size.

    Three of them where the area has more, else the first; only such as hold more of the score than of the people.
    """
    above = shares[shares["score_share"] > shares["population_share"]]
    if above.empty:
        return (
            f"No LSOA of {name} holds a larger share of its weighted IMD score ({year}) than of its people."
        )
    top = above.head(3 if len(shares) > 3 else 1)
    listed = english.listing(
        (f"{row['name']} (decile {row['imd_decile']})" for _, row in top.iterrows()), ";"
    )
    start = (
        "largest share of its weighted IMD score ({}) comes"
        if len(top) == 1
        else ("largest shares of its weighted IMD score ({}) come")
    )
    return (
        f"The {start.format(year)} from {listed}: {'together ' if len(top) > 1 else ''}"
        f"{english.share(top['score_share'].sum())} of the score of {name}, with {english.share(top['population_share'].sum())} of "
        "its people."
    )


def contribution_compared(points: pd.Series, reference: pd.Series, name: str) -> str:
    """By how many points an area's IMD score differs from a reference's, and which domains make that up."""
    gap = points - reference
    mine, other = round(points.sum(), 1), round(reference.sum(), 1)
    if mine == other:
        return f"{name} has the same IMD score as {reference.name} as a whole ({other:.1f} points)."
    names = {d.key: d.name for d in DOMAINS}
    order = gap.sort_values(ascending=mine < other)
    same = order[order > 0] if mine > other else order[order < 0]
    listed = english.listing(
        (f"{names[str(k)]} ({v:+z.1f})".replace("-", "−") for k, v in same.head(3).items()), ";"
    )
    return (
        f"That is {abs(mine - other):.1f} points {'more' if mine > other else 'less'} than {reference.name} as a whole "
        f"({other:.1f}); most of the difference lies in {listed}."
    )


def indicators_compared(worse: int, of: int, name: str, lacking: Sequence[str], district: str) -> str:
    """On how many indicators an area stands nearer the deprived end, and which domains have none."""
    parts = []
    if not of:
        return "No underlying indicators of this edition are held."
    if name != district:
        parts.append(
            f"{'' if 'crime' in lacking else 'Leaving aside crime rates, '}{name} is nearer the more deprived end than {district} as a whole on "
            f"{number(worse)} of {of} indicators."
        )
    if lacking:
        parts.append(f"The published file of indicators has none of the domain {english.listing(lacking)}.")
    return " ".join(parts)


def most_alike(table: pd.DataFrame, area: Area, year: int) -> str:
    """The areas nearest to an area by domain profile, if any is near; `table` as from `figures.likeness.similar_table`."""
    if table.empty:
        return f"There is no area of its kind that shares no ground with {area.name}, so it is compared with none."
    names = table.groupby("Like", sort=False) if "Like" in table else [(area.name, table)]
    kind = "wards" if area.kind in (OWN, VILLAGE) else "areas of its kind"
    return " ".join(_most_alike(str(name), rows, year, kind) for name, rows in names)


def _most_alike(name: str, rows: pd.DataFrame, year: int, kind: str) -> str:
    lsoas = "LSOA" in rows
    listed = (rows["LSOA"] + " (" + rows["District"] + ")" if lsoas else rows["Area"]).tolist()
    if not lsoas and len(rows) < NEAREST:
        return f"{name} has only {number(len(rows))} {english.plural(len(rows), 'other')} of its kind to be compared with: too few to call one like it."
    near = [text for text, far in zip(listed, rows["Distance"], strict=True) if far <= FAR]
    how = f"{year}" if lsoas else f"{year}, population-weighted, among {kind} that share no ground with it"
    if not near:
        return f"No area is much like {name} ({how}): the nearest, {listed[0]}, is {rows['Distance'].iloc[0]:.0f} away."
    return f"Most like {name} ({how}): {english.listing(near, ';')}."


def domain_names(keys: Iterable[object]) -> str:
    """The names of domains by their keys, as a list with semicolons."""
    names = {d.key: d.name.lower() for d in DOMAINS}
    return english.listing((names[str(key)] for key in keys), ";")
