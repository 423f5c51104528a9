"""What a choice on the map page shows: values, colours, words, list and source of one measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from charnwood import figures, palette, words
from charnwood.cache import of_data
from charnwood.drawing import map_layer, scales
from charnwood.drawing.scales import Scale
from charnwood.figures.rules import Rule
from charnwood.official.areas import Area
from charnwood.official.deprivation import DOMAINS, EDITIONS, IMD, MAPPED
from charnwood.store.dataset import Dataset

INDICES = {m.key: m for m in (IMD, *DOMAINS)}
CRIME = words.crime.TOTALS
MEASURES = {key: m.name for key, m in INDICES.items()} | {
    "incidents": "All incidents per 1,000 residents",
    "crimes": "Crimes per 1,000 residents",
    "asb": "Anti-social behaviour per 1,000 residents",
}


def measures(data: Dataset) -> dict[str, str]:
    """The measures of a place: without those of recorded crime where none is held."""
    return {key: name for key, name in MEASURES.items() if data.has_crime or key not in CRIME}


SHOWN = {"decile": "Decile", "rank": "Rank"}


@dataclass(frozen=True)
class MapView:
    """One view: `values` and `texts` by LSOA code, their scale, and all that stands around the map."""

    vintage: int
    values: pd.Series
    texts: pd.Series
    scale: Scale
    title: str
    finding: str
    note: str
    source: str
    table: pd.DataFrame
    cells: map_layer.Hexagons | None = None


@of_data(64)  # every choice that the page offers
def make(data: Dataset, year: int, measure: str, shown: str) -> MapView:
    """The view of an edition's LSOAs by a measure; crime rates are drawn on the same LSOAs. Shared: copy to change."""
    return _rates(data, year, measure) if measure in CRIME else _index(data, year, measure, shown)


@of_data(64)
def chosen(data: Dataset, year: int, rule: Rule) -> MapView:
    """The view of what a rule takes of an edition's LSOAs, beside the Priority Neighbourhoods."""
    edition = MAPPED[year]
    outcome = figures.rules.outcome(data, year, rule).set_index(edition.code)
    facts = outcome[["class", "imd_rank", "imd_decile", "population"]].rename(
        columns={"class": "Class", "imd_rank": "Rank", "imd_decile": "Decile", "population": "Population"}
    )
    for key in figures.rules.measures(rule)[1:]:
        for unit in ("rank", "decile"):
            facts[f"{INDICES[key].name} {unit}"] = outcome[f"{key}_{unit}"]
    names = {key: "IMD" if key == IMD.key else INDICES[key].name for key in figures.rules.measures(rule)}
    texts = {code: words.maps.rule_area(row, year, names) for code, row in outcome.iterrows()}
    classes = figures.rules.classes(data)
    values = outcome["class"].map({text: number for number, text in enumerate(classes, 1)})
    order = facts.assign(value=values).sort_values(["value", "Rank"]).index
    return MapView(
        edition.vintage,
        values,
        pd.Series(texts),
        scales.class_scale(classes, palette.CLASSES if data.neighbourhoods else palette.TAKEN),
        words.maps.rule_title(year),
        words.rules.outcome(outcome, year, data.place.name),
        words.maps.rule_note(data, year),
        words.standing_text.source_iod(year),
        _listed(data, edition.vintage, facts.loc[order]),
    )


@of_data(64)
def moved(data: Dataset, first: int, last: int, measure: str) -> MapView:
    """The view of how far each LSOA moved between England's deciles, on the later edition's LSOAs."""
    edition, m = EDITIONS[last], INDICES[measure]
    table = figures.change.change(data, data.whole, first, last, measure).set_index(edition.code)
    number, labels = figures.change.classes(table), figures.change.labels(table)
    texts = {
        code: words.maps.moved_area(m, row, labels[number[code] - 1], first, last)
        for code, row in table.iterrows()
    }
    facts = pd.DataFrame(
        {
            "Moved": [labels[n - 1] for n in number],
            "Moved, % of England": table["points_moved"].round(1),
            f"Decile {first}": table[f"decile_{first}"],
            f"Decile {last}": table[f"decile_{last}"],
        }
    )
    order = facts.sort_values("Moved, % of England", na_position="last").index
    return MapView(
        edition.vintage,
        number,
        pd.Series(texts),
        scales.class_scale(labels, palette.MOVED[: len(labels)]),
        words.maps.moved_title(m, first, last),
        words.change.change_summary(table.reset_index(), data.place.name),
        f"{words.standing_text.RELATIVE} {words.change.split_note(table)}".strip(),
        " ".join(
            dict.fromkeys([words.standing_text.source_iod(first), words.standing_text.source_iod(last)])
        ),
        _listed(data, edition.vintage, facts.loc[order]),
    )


@of_data(64)
def spots(data: Dataset, area: Area, kind: str, period: Sequence[str], found: pd.DataFrame) -> MapView:
    """The view of an area's street points (`streets.hotspots`) as hexagons; the list has the points."""
    shapes = data.lsoa[2021]
    inside = shapes.index.isin(area.lsoa21)
    counts = found.groupby("lsoa21cd")["count"].sum().reindex(shapes.index, fill_value=0)
    texts = {
        code: words.maps.spots_area(count, kind, area, own)
        for (code, count), own in zip(counts.items(), inside, strict=True)
    }
    hexagons = figures.streets.hexagons(data, found)
    scale = scales.count_scale(hexagons["count"])
    cells = [
        (row["latitude"], row["longitude"], scale.colour(row["count"]), words.streets.hexagon(row, kind))
        for _, row in hexagons.iterrows()
    ]
    limits = [f"{low:,.0f} to {high:,.0f}" for low, high in zip(found["low"], found["high"], strict=True)]
    listed = pd.DataFrame(
        {
            "Rank": found["rank"],
            "Where": found["location"],
            "Count": found["count"],
            "95% interval": limits,
            "LSOA": found["lsoa21cd"].map(shapes["name"]),
            "% of all": found["share"].round(1),
        }
    )
    return MapView(
        2021,
        pd.Series(0.0, index=shapes.index).where(inside),
        pd.Series(texts),
        scale,
        words.maps.spots_title(kind),
        words.streets.hotspots(found, kind, area.name, period, shapes["name"]),
        words.maps.spots_note(area, inside.all()),
        words.standing_text.source_police(data.place, period, rates=False),
        listed,
        map_layer.Hexagons(figures.streets.corners(data), cells),
    )


def members(data: Dataset, year: int, area: Area) -> MapView:
    """The IMD's deciles with one area marked; the list has its LSOAs alone, with the decile of each domain."""
    view = make(data, year, IMD.key, "decile")
    listed = figures.deprivation.members(data, [area], year)
    return replace(view, table=listed.drop(columns="Part of", errors="ignore"))


def code_column(view: MapView) -> str:
    """The column of a view's list that holds the codes of its areas; nothing where its rows are no areas."""
    return next((name for name in view.table if name in (f"LSOA ({view.vintage})", "Code")), "")


def decile_columns(view: MapView) -> tuple[str, ...]:
    """The columns of a view's list that hold deciles of England."""
    names = {measure.name for measure in DOMAINS}
    return tuple(n for n in view.table if n in names or str(n).lower().split(" 20")[0].endswith("decile"))


def told(view: MapView, codes: Sequence[str]) -> str:
    """What a view says of the LSOAs chosen on it, in a sentence."""
    values = view.values.reindex(codes).dropna()
    scale, span, classes = view.scale, None, {}
    if scale.edges and len(values):
        low, high = values.min(), values.max()
        places = 0 if float(low).is_integer() and float(high).is_integer() else 1
        span = (f"{low:,.{places}f}", f"{high:,.{places}f}")
    elif len(values):
        counts = values.astype(int).value_counts().sort_index()
        classes = {scale.labels[number - 1]: int(count) for number, count in counts.items()}
    return words.maps.told([view.texts[code] for code in codes], classes, span, view.title)


def own(data: Dataset, year: int, area: Area | None) -> MapView:
    """The IMD's deciles for choosing an own area: which LSOAs are in it, in words and in the list."""
    view = make(data, year, IMD.key, "decile")
    inside = view.values.index.isin(area.codes(view.vintage) if area else ())
    texts = view.texts + ". " + np.where(inside, words.maps.TAKE_OUT, words.maps.ADD)
    table = view.table.set_axis(view.table.iloc[:, -1])
    table.insert(1, "Yours", np.where(table.index.isin(view.values.index[inside]), "yes", ""))
    order = table.sort_values(["Yours", "Rank"], ascending=[False, True]).reset_index(drop=True)
    return replace(view, texts=texts, table=order)


def _index(data: Dataset, year: int, measure: str, shown: str) -> MapView:
    edition, m = MAPPED[year], INDICES[measure]
    own = data.own(year)
    rank, decile = own[f"{measure}_rank"], own[f"{measure}_decile"]
    by_rank = shown == "rank"
    texts = pd.Series(
        [words.maps.index_area(m, year, d, r) for d, r in zip(decile, rank, strict=True)],
        index=own.index,
    )
    facts = pd.DataFrame({"Decile": decile, "Rank": rank})
    return MapView(
        edition.vintage,
        rank if by_rank else decile,
        texts,
        scales.rank_scale(edition.areas) if by_rank else scales.decile_scale(),
        words.maps.index_title(m, year, by_rank),
        words.deprivation.map_deprivation(own, m, year, data.place.name),
        words.maps.index_note(data, m, year),
        words.standing_text.source_iod(year),
        _listed(data, edition.vintage, facts.sort_values("Rank")),
    )


def _rates(data: Dataset, year: int, measure: str) -> MapView:
    vintage = MAPPED[year].vintage
    shapes = data.lsoa[vintage]
    period = data.period
    counts = data.counts[data.counts["month"].isin(period)]
    table = figures.crime.totals(counts, [shapes.index.name]).reindex(shapes.index, fill_value=0)
    count = table[measure]
    residents = figures.population.of_lsoas(data, period, vintage)
    rates = figures.crime.rate(count, residents)
    what = CRIME[measure]
    texts = pd.Series(
        [words.maps.rates_area(what, r, n, period) for r, n in zip(rates, count, strict=True)],
        index=shapes.index,
    )
    facts = pd.DataFrame({"Per 1,000": rates.round(1), "Count": count, "Residents": residents})
    return MapView(
        vintage,
        rates,
        texts,
        scales.rate_scale(rates),
        words.maps.rates_title(what, period),
        words.crime.map_crime(rates, count, shapes["name"], what, period, data.place.name),
        f"{words.standing_text.NEAR} {words.standing_text.CAUTION}",
        words.standing_text.source_police(data.place, period),
        _listed(data, vintage, facts.sort_values("Per 1,000", ascending=False)),
    )


def _listed(data: Dataset, vintage: int, facts: pd.DataFrame) -> pd.DataFrame:
    shapes = data.lsoa[vintage].loc[facts.index]
    held = {"Priority Neighbourhood": shapes["neighbourhood"].fillna("")} if data.neighbourhoods else {}
    named = facts.assign(**held)
    named.insert(0, "Area", shapes["name"])
    return named.reset_index(names=f"LSOA ({vintage})").pipe(_code_last)


def _code_last(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[*frame.columns[1:], frame.columns[0]]]
