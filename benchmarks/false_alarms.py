"""How often each test of the dashboard tells a difference where there is none, by simulation.

    python benchmarks/false_alarms.py [--write]

Counts are simulated for the months held and under the register of breaks, with and without season, drift and
over-dispersion, and given to the functions that pages use. The same figures every time; a minute and a half
on one core. With --write the tables stand in docs/false-alarms.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from charnwood import ROOT, figures
from charnwood.figures.intervals import HIGHER, LOWER
from charnwood.store import dataset
from charnwood.store.dataset import Dataset

SEED = 20_251_123
CHARTS, DISTRICTS = 150, 60  # simulated series and districts for each line of a table
MONTHLY, YEARLY = (8, 80, 1_250), (8, 20, 120)  # incidents a month of an area, a year of an LSOA
SPREAD, SWING, RISE, APART = 0.15, 0.2, 0.05, 0.5
DOC = ROOT / "docs" / "false-alarms.md"
MARKER = "<!-- printed by benchmarks/false_alarms.py -->"

Level = Callable[[np.random.Generator, np.ndarray], np.ndarray]
# What a month's level is beside its mean, by the number of months since 2000
LEVELS: Mapping[str, Level] = {
    "no difference": lambda _, months: np.ones(len(months)),
    f"months vary by {SPREAD:.0%} besides chance": lambda chance, months: chance.gamma(
        SPREAD**-2, SPREAD**2, len(months)
    ),
    f"a season of {SWING:.0%} up and down": lambda _, months: 1 + SWING * np.sin(2 * np.pi * months / 12),
    f"a rise of {RISE:.0%} a year": lambda _, months: (1 + RISE) ** (months / 12 - 25),
}


def series(data: Dataset, level: Level, mean: float, chance: np.random.Generator) -> pd.Series:
    """Counts of the months held, of a mean a month; months not held are NA, as `signals.monthly_counts` has them."""
    months = pd.PeriodIndex(data.coverage["month"], freq="M")
    since = np.asarray((months.year - 2000) * 12 + months.month)
    lengths = np.asarray(months.days_in_month) / figures.signals.MONTH
    counts = pd.Series(chance.poisson(mean * lengths * level(chance, since)), data.coverage["month"])
    whole = data.coverage.set_index("month")["status"] == figures.signals.incidents.HELD
    return counts.astype("Int64").where(whole)


def over_time(data: Dataset, name: str, mean: float, charts: int = CHARTS) -> dict[str, float]:
    """Of simulated areas, percent: charts with a mark, months beyond a limit, years told from the latest."""
    chance = np.random.default_rng(SEED)
    known = figures.breaks.applying(data)
    marked = months = beyond = years = told = 0
    for _ in range(charts):
        counts = series(data, LEVELS[name], mean, chance)
        chart = figures.signals.control(counts, known)
        out = chart.months[["above", "below"]].any(axis=1)
        marked += bool(out.any() or chart.runs)
        beyond, months = beyond + int(out.sum()), months + int(chart.months["upper"].notna().sum())
        words = figures.rise.like_periods(counts, known)["word"]
        told, years = told + int(words.isin([HIGHER, LOWER]).sum()), years + len(words)
    return {
        "charts with a mark": 100 * marked / charts,
        "months beyond a limit": 100 * beyond / months,
        "years told apart": 100 * told / years,
    }


def between(data: Dataset, name: str, mean: float, districts: int = DISTRICTS) -> dict[str, float]:
    """Of the LSOAs of simulated districts, percent: told from the rest by the ratio, outside the funnel's limits.

    Each LSOA has its own months; "areas differ" has none unlike others, and levels that differ by `APART` of their mean.
    """
    chance = np.random.default_rng(SEED)
    residents = data.lsoa[2021]["residents"].to_numpy()
    expected = mean * residents / residents.mean() / 12
    months = np.arange(12 * 25 + 1, 12 * 26 + 1)
    told = outside = far = 0
    for _ in range(districts):
        level = [LEVELS.get(name, LEVELS["no difference"])(chance, months).sum() for _ in residents]
        apart = 1 if name in LEVELS else chance.gamma(APART**-2, APART**2, len(residents))
        counts = chance.poisson(expected * level * apart)
        whole, people = int(counts.sum()), int(residents.sum())
        told += sum(
            figures.intervals.compare(int(n), r, whole - int(n), people - r).verdict in (HIGHER, LOWER)
            for n, r in zip(counts, residents, strict=True)
        )
        found = figures.funnel.limited(pd.DataFrame({"residents": residents, "count": counts}))
        standing = found.areas["standing"]
        outside += int((standing != figures.funnel.WITHIN).sum())
        far += int(standing.str.contains("99.8%").sum())
    every = districts * len(residents)
    return {
        "ratio: told from the rest": 100 * told / every,
        "funnel: outside the 95% limits": 100 * outside / every,
        "funnel: outside the 99.8% limits": 100 * far / every,
    }


AREAS = (*LEVELS, f"areas differ by {APART:.0%}")


def tables(data: Dataset) -> list[str]:
    """Both tables as lines of Markdown."""
    parts = (
        ("incidents a month", LEVELS, MONTHLY, over_time),
        ("incidents a year in an LSOA", AREAS, YEARLY, between),
    )
    lines = []
    for unit, names, means, simulate in parts:
        rows = [(name, mean, simulate(data, name, mean)) for name in names for mean in means]
        heads = ["what is simulated", unit, *(f"{head}, %" for head in rows[0][2])]
        lines += [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        for name, mean, found in rows:
            lines.append(f"| {name} | {mean:,} | {' | '.join(f'{value:.1f}' for value in found.values())} |")
        lines.append("")
    return lines


def main() -> None:
    """Print the tables; with --write put them in place of those of the document."""
    printed = "\n".join(tables(dataset.load(ROOT / "data")))
    if "--write" in sys.argv[1:]:
        text = DOC.read_text(encoding="utf-8").split(MARKER)[0]
        DOC.write_text(f"{text}{MARKER}\n\n{printed}", encoding="utf-8")
    print(printed)


if __name__ == "__main__":
    main()
