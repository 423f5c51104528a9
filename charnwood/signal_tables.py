"""Signals, between and outcomes with headings for people: the tables under the charts and their CSV."""

from __future__ import annotations

import pandas as pd

from charnwood import words
from charnwood.between import Funnel
from charnwood.signals import Control


def control(found: Control) -> pd.DataFrame:
    """Each month with its count, the centre line, the limits and its mark; months not held are empty."""
    months = found.months
    table = months[["count"]].rename(columns={"count": "Count"}).reset_index(names="Month")
    table["Centre line"], table["Lower limit"] = round(found.centre, 1), round(found.lower, 1)
    table["Upper limit"] = round(found.upper, 1)
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
            "Months": table["months"].map(words.months),
            "Count": table["count"],
            "Against": table["before"],
            "Count then": table["count_before"],
            "Ratio a day": table["ratio"].round(2),
            "95% interval from": table["low"].round(2),
            "to": table["high"].round(2),
            "Finding": table["word"],
        }
    )


def ratios(table: pd.DataFrame) -> pd.DataFrame:
    """The ratios of like periods as `signal_charts.intervals` draws them."""
    spans = [f"{row['before']}: {_short(row['months'])}" for _, row in table.iterrows()]
    return pd.DataFrame(
        {
            "value": table["ratio"].to_numpy(),
            "low": table["low"].to_numpy(),
            "high": table["high"].to_numpy(),
        },
        index=spans,
    )


def season(table: pd.DataFrame) -> pd.DataFrame:
    """Each calendar month's mean, least and most, and the years that it rests on."""
    names = {"mean": "Mean", "least": "Least", "most": "Most", "years": "Years", "held": "Which years"}
    months = [words.month(f"2000-{number:02}").split()[0] for number in table.index]
    named = table.round(1).rename(columns=names)[list(names.values())].reset_index(drop=True)
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
    names = words.months(months).rsplit(" ", 1)[0]
    return names.replace(" to ", "–") if len(months) > 1 else names
