"""Frames of `figures` with headings for people: the tables under the charts and their CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from charnwood import english
from charnwood.figures import change, comparison, crime
from charnwood.figures.comparison import KINDS
from charnwood.figures.funnel import Funnel
from charnwood.figures.incident_kinds import INCIDENTS
from charnwood.figures.incident_kinds import KINDS as KINDS_OF
from charnwood.figures.signals import Control
from charnwood.figures.worked import Answer
from charnwood.figures.worked import table as tested
from charnwood.official.areas import Area
from charnwood.official.deprivation import CHOSEN, MAPPED
from charnwood.official.geography import OLD_LSOAS
from charnwood.store.dataset import Dataset

# Rows of `worked.table` for people
WORKED = {
    "area": "Where it was done",
    "comparison": "Set beside it",
    "neighbour": "Where it may have moved to",
    "control": "Set beside that",
    "local": "Difference where it was done",
    "displaced": "Difference where it may have moved to",
    "wdd": "Weighted displacement difference",
}


def pairs(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """The tests of `comparison.pairs` as a table for people."""
    tested = comparison.pairs(data, areas)
    return pd.DataFrame(
        {
            "Kind": tested["kind"].map(KINDS),
            "Rate of": tested["area"],
            "Against": tested["than"],
            "Times it": tested["ratio"].astype("Float64").round(2),
            "95% interval from": tested["low"].astype("Float64").round(2),
            "to": tested["high"].astype("Float64").round(2),
            "Finding": tested["finding"],
        }
    )


def area_rates(data: Dataset, areas: Sequence[Area]) -> pd.DataFrame:
    """The rates of `comparison.rates` as a table for people."""
    table = comparison.rates(data, areas)
    return pd.DataFrame(
        {
            "Area": table["area"],
            "Kind": table["kind"].map(KINDS),
            "Count": table["count"],
            "Residents": table["residents"],
            "Per 1,000 residents": table["rate"].round(1),
            "95% interval from": table["low"].round(1),
            "to": table["high"].round(1),
        }
    )


def groups(data: Dataset, first: int, last: int, measure: str) -> pd.DataFrame:
    """The groups of `change.groups` as a table for people."""
    return change.groups(data, first, last, measure).rename(
        columns={
            "group": "Group",
            "compared": "LSOAs compared",
            "more": "In a more deprived decile",
            "same": "In the same",
            "less": "In a less deprived one",
            "split": f"Not compared: {'split, merged or redrawn' if data.redrawn else 'parts of a split area'}",
        }
    )


def monthly_counts(months: pd.DataFrame) -> pd.DataFrame:
    """The monthly counts as a table for people; months not held are empty."""
    names = {
        "incidents": "All incidents",
        "crimes": "Crimes",
        "asb": "Anti-social behaviour",
        "low": "Incidents, 95% interval from",
        "high": "to",
    }
    table = months[list(names)].astype({"low": "Float64", "high": "Float64"}).round({"low": 1, "high": 1})
    return table.rename(columns=names).reset_index(names="Month")


def kind_counts(months: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The monthly counts of one kind (`crime.kind_months`) as a table for people; months not held are empty."""
    names = {"count": KINDS_OF[kind], "low": "95% interval from", "high": "to"}
    table = months[list(names)].round({"low": 1, "high": 1})
    return table.rename(columns=names).reset_index(names="Month")


def monthly_rates(data: Dataset, area: Area, kind: str = INCIDENTS) -> pd.DataFrame:
    """Monthly rates of an area and of the rest, with the area's count beside them."""
    months, rest = crime.kind_months(data, area, kind), crime.rest_of(data, area).name
    names = {
        "count": "Incidents" if kind == INCIDENTS else KINDS_OF[kind],
        "rate": "Per 1,000 residents",
        "rate_low": "95% interval from",
        "rate_high": "to",
        **({"rest_rate": f"{rest}, per 1,000"} if rest else {}),
    }
    rates = [name for name in names if name != "count"]
    table = months[list(names)].astype(dict.fromkeys(rates, "Float64")).round(dict.fromkeys(rates, 2))
    return table.rename(columns=names).reset_index(names="Month")


def types(data: Dataset, area: Area) -> pd.DataFrame:
    """Incidents by type in the latest twelve covered months, most first."""
    return crime.types(data, area).reset_index(names="Type")


def domain_counts(data: Dataset, area: Area, year: int) -> pd.DataFrame:
    """The Crime domain's rank and decile beside recorded crimes, for the LSOAs of an area."""
    both, inside = crime.domain_and_counts(data, area, year), area.codes(MAPPED[year].vintage)
    names = {
        "name": "LSOA",
        "rank": f"Crime domain {year}, rank (1 = most deprived)",
        "decile": "Decile",
        "domain": "Transformed rank",
        "count": "Crimes, latest 12 covered months",
        "rate": "Per 1,000 residents",
    }
    table = both.loc[list(inside), list(names)].rename(columns=names)
    return table.sort_values(names["rank"]).reset_index(names="Code")


def control(found: Control) -> pd.DataFrame:
    """Each month with its count, that in 30.4 days, the centre line and limits, its mark; months not held are empty."""
    names = {"count": "Count", "rate": "In 30.4 days", "centre": "Centre line"}
    names |= {"lower": "Lower limit", "upper": "Upper limit"}
    table = found.months[list(names)].rename(columns=names).reset_index(names="Month")
    table[list(names.values())[1:]] = table[list(names.values())[1:]].astype("Float64").round(1)
    table["Mark"] = marks(found).to_numpy()
    return table


def marks(found: Control) -> pd.Series:
    """What marks each month: beyond a limit, in a run, both, or nothing ("")."""
    months = found.months
    limit = months["above"].map({True: "above the upper limit", False: ""})
    limit[months["below"]] = "below the lower limit"
    run = months["run"].map(
        {"above": "run above the centre line", "below": "run below the centre line", "": ""}
    )
    both = (limit != "") & (run != "")
    return limit.where(run == "", run).where(~both, limit + ", " + run)


def rolling(table: pd.DataFrame) -> pd.DataFrame:
    """Sums of twelve months in a row with rates and intervals; the months without one are left out."""
    names = {
        "count": "Count in twelve months",
        "rate": "Per 1,000 residents",
        "rate_low": "95% interval from",
        "rate_high": "to",
    }
    return table.dropna(subset="count").round(2).rename(columns=names).reset_index(names="Twelve months to")


def like_periods(table: pd.DataFrame) -> pd.DataFrame:
    """The latest year's months against those of each earlier year."""
    return pd.DataFrame(
        {
            "Months": table["months"].map(english.months),
            "Count": table["count"],
            "Against": table["before"],
            "Count then": table["count_before"],
            "Ratio a day": table["ratio"].round(2),
            "95% interval from": table["low"].round(2),
            "to": table["high"].round(2),
            "Finding": table["word"],
            "Between or within": [
                english.listing(each.of.name for each in met) if met else "" for met in table["met"]
            ],
            "Without": [english.listing(types) if types else "" for types in table["without"]],
            "Count without": table["count_without"].astype("Int64"),
            "Then without": table["count_before_without"].astype("Int64"),
            "Ratio without": table["ratio_without"].astype("Float64").round(2),
            "Interval without from": table["low_without"].astype("Float64").round(2),
            "Interval without to": table["high_without"].astype("Float64").round(2),
            "Finding without": table["word_without"].fillna(""),
        }
    )


def ratios(table: pd.DataFrame) -> pd.DataFrame:
    """The ratios of like periods as `signal_charts.intervals` draws them: totals, and types counted alike where these differ."""
    rows = {}
    for _, row in table.iterrows():
        span = f"{row['before']}: {_short(row['months'])}"
        rows[span] = [row[name] for name in ("ratio", "low", "high")]
        if row["without"]:
            rows[f"{span}, alike"] = [row[f"{name}_without"] for name in ("ratio", "low", "high")]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"], dtype=float)


def worked(found: Answer) -> pd.DataFrame:
    """The counts before and after of `worked.answer`, each area's and the differences between them."""
    table = tested(found)
    bounds = table[["change_low", "change_high", "ratio", "ratio_low", "ratio_high"]].astype("Float64")
    return pd.DataFrame(
        {
            "Row": table["row"].map(WORKED),
            "Area": table["area"].fillna(""),
            "Before": table["before"],
            "After": table["after"],
            "Change": table["change"],
            "95% interval from": bounds["change_low"].round(1),
            "to": bounds["change_high"].round(1),
            "Ratio a day": bounds["ratio"].round(2),
            "Ratio's 95% interval from": bounds["ratio_low"].round(2),
            "to (ratio)": bounds["ratio_high"].round(2),
            "Finding": table["word"],
        }
    )


def months_of(counts: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Monthly counts of several areas beside each other; months not held are empty."""
    return pd.DataFrame(dict(counts)).reset_index(names="Month")


def season(table: pd.DataFrame) -> pd.DataFrame:
    """Each calendar month's mean, least and most ratio to its year's mean a day."""
    names = {"mean": "Times the year's mean a day", "least": "Least", "most": "Most", "years": "Years"}
    months = [english.month(f"2000-{number:02}").split()[0] for number in table.index]
    named = table.round(2).rename(columns=names)[list(names.values())].reset_index(drop=True)
    named.insert(0, "Month", months)
    return named


def funnel(found: Funnel) -> pd.DataFrame:
    """Each LSOA's rate, limits and standing, highest rate first."""
    names = {
        "name": "LSOA",
        "count": "Count",
        "residents": "Residents",
        "rate": "Per 1,000",
        "low_95": "95% limits from",
        "high_95": "to",
        "low_998": "99.8% limits from",
        "high_998": "to (99.8%)",
        "standing": "Standing",
        "visitors": "Many visitors",
        "lsoa21cd": "Code",
    }
    table = found.areas.reset_index().sort_values("rate", ascending=False)
    return table[list(names)].round(1).rename(columns=names)


def districts(table: pd.DataFrame, own_name: str) -> pd.DataFrame:
    """Each district's count, rate with interval, and its ratio to that of one of them."""
    names = {
        "district": "District",
        "count": "Count",
        "residents": "Residents",
        "rate": "Per 1,000",
        "rate_low": "95% interval from",
        "rate_high": "to",
        "ratio": f"Times {own_name}'s",
        "low": "Ratio's 95% interval from",
        "high": "to (ratio)",
        "word": "Finding",
    }
    return table[list(names)].round(2).rename(columns=names)


def district_rates(table: pd.DataFrame) -> pd.DataFrame:
    """The rates of districts as `signal_charts.intervals` draws them."""
    names = {"rate": "value", "rate_low": "low", "rate_high": "high"}
    return table.set_index("district")[list(names)].rename(columns=names)


def outcomes(table: pd.DataFrame) -> pd.DataFrame:
    """Each group of outcomes with its count and share."""
    names = {"outcome": "Outcome", "count": "Count", "share": "% of crimes"}
    return table.round(1).rename(columns=names)


def _short(months: list[str]) -> str:
    names = english.months(months).rsplit(" ", 1)[0]
    return names.replace(" to ", "–") if len(months) > 1 else names


def sources(data: Dataset) -> pd.DataFrame:
    """One row per official source of the manifest."""
    return pd.DataFrame(
        [
            {
                "Source": s["title"],
                "Publisher": s["publisher"],
                "Edition": s["edition"],
                "Licence": s["licence"],
                "Retrieved": s["retrieved"],
                "Address": s["url"],
            }
            for s in data.manifest["sources"]
        ]
    )


def coverage(data: Dataset) -> pd.DataFrame:
    """Rows of each month with their three parts."""
    names = {
        "month": "Month",
        "rows": "Rows in the force's file",
        "located": f"In {data.place.name}",
        "unlocated": "Without a location",
        "outside": f"Outside {data.place.name}",
        "status": "Status",
        "source": "Read from",
    }
    return data.coverage.rename(columns=names)


def revisions(data: Dataset) -> pd.DataFrame:
    """What refreshes of crime revised, the latest refresh first, with the change."""
    names = {"refreshed": "Refreshed", "month": "Month", "type": "Type", "before": "Before", "after": "Now"}
    table = data.revisions.astype({"before": "int64", "after": "int64"})
    table = table.sort_values(["refreshed", "month", "type"], ascending=[False, False, True])
    return table.rename(columns=names).assign(Change=table["after"] - table["before"])


def priority(data: Dataset) -> pd.DataFrame:
    """LSOAs of the Priority Neighbourhoods with their IMD deciles and the evidence for each."""
    names = data.lsoa[OLD_LSOAS].loc[data.priority["lsoa11cd"], "name"].to_numpy()
    imd = data.iod[CHOSEN].loc[data.priority["lsoa11cd"]]
    table = pd.DataFrame(
        {
            "Neighbourhood": data.priority["neighbourhood"],
            "LSOA": names,
            f"Code ({OLD_LSOAS})": data.priority["lsoa11cd"],
            f"IMD {CHOSEN} rank (1 = most deprived)": imd["imd_rank"].to_numpy(),
            f"IMD {CHOSEN} decile": imd["imd_decile"].to_numpy(),
        }
    )
    for column, title in (
        ("place_named_by_council", "Named by the council"),
        ("evidence", "Evidence"),
    ):
        if column in data.priority:
            table[title] = data.priority[column]
    return table
