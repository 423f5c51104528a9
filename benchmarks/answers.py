"""How long the server computes for one answer: search, profile, own area, comparison, rule.

    python benchmarks/answers.py

Each figure is the median of 25 and the longest, in milliseconds of processor time, in one process with
the data loaded; against each stands its bound.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from charnwood import ROOT, drawing, figures, words
from charnwood.official.areas import Area
from charnwood.store import dataset
from charnwood.store.dataset import Dataset

ROUNDS = 25
SEARCH, ANSWER = 20, 100  # milliseconds
TEXTS = ("ashby rd", "le11", "LE11 3TU", "shelthorp", "Quorn", "ward syston", "E01025699", "xyzzy")


def profile(data: Dataset, area: Area) -> None:
    """All that the page of one area computes."""
    rows = data.rows(area, 2019)
    words.deprivation.group_position(area, rows, 2019)
    words.crime.rate_sentences(data, area)
    figures.deprivation.drivers(data, area, 2019)
    figures.deprivation.domain_profile(data, [area], 2019, "contribution")
    figures.rates.worse_than_district(figures.rates.rates(data, area, 2019), data.place.column)
    figures.rates.people_table(data, [area], 2019)
    figures.rates.small_areas(data, area, 2019, "income")
    figures.change.change_table(figures.change.change(data, area))
    figures.likeness.similar_table(data, area, 2019)


def compare(data: Dataset, areas: Sequence[Area]) -> None:
    """All that the page of areas side by side computes."""
    figures.deprivation.standings(data, areas, 2019)
    figures.deprivation.domain_profile(data, areas, 2019)
    figures.rates.people_table(data, areas, 2019)
    rates = figures.comparison.rates(data, areas)
    words.comparison.compared(figures.comparison.pairs(data, areas), rates, data.period)
    figures.comparison.months(data, areas)
    figures.comparison.types(data, areas)


def main() -> None:
    """Print one line for each kind of answer."""
    data = dataset.load(ROOT / "data")
    own = figures.own_area.resolve(data, "own~Bell Foundry~" + ".".join(sorted(data.lsoa[2021].index)[:40]))
    rule = figures.rules.parse(
        "any.imd-decile-3.crime-rank-3000.income-decile-2.population-1400.adjacent-yes"
    )
    cases: list[tuple[str, int, Callable[[], object]]] = [
        *((f"search {text!r}", SEARCH, lambda text=text: figures.search.find(data, text)) for text in TEXTS),
        ("profile of an LSOA", ANSWER, lambda: profile(data, data.areas["E01025699"])),
        ("profile of a ward", ANSWER, lambda: profile(data, data.areas["ward-syston"])),
        ("profile of an own area of 40", ANSWER, lambda: profile(data, own)),
        ("comparison of four", ANSWER, lambda: compare(data, [*data.neighbourhoods, own])),
        ("a map's view", ANSWER, lambda: drawing.map_views.make(data, 2019, "imd", "decile")),
        ("a rule's outcome and view", ANSWER, lambda: drawing.map_views.chosen(data, 2019, rule)),
        ("40 pasted codes", ANSWER, lambda: figures.own_area.pasted(data.names, own.key, data.place.name)),
    ]
    print(f"{'answer':34} {'median ms':>9} {'longest':>8} {'bound':>6}")
    for name, bound, run in cases:
        run()  # the first fills caches that live as long as the server
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            run()
            times.append(1000 * (time.process_time() - start))
        print(f"{name:34} {statistics.median(times):9.1f} {max(times):8.1f} {bound:6}")


if __name__ == "__main__":
    main()
