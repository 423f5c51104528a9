"""How long the server computes for one answer: search, profile, own area, comparison, rule.

    python benchmarks/answers.py

Each figure is the median of 25 and the longest, in milliseconds of processor time, in one process with
the data loaded; against each stands its bound.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from charnwood import ROOT, comparison, dataset, profiles, rules, search, selection, summaries, views, words
from charnwood.dataset import Dataset
from charnwood.neighbourhoods import Area

ROUNDS = 25
SEARCH, ANSWER = 20, 100  # milliseconds
TEXTS = ("ashby rd", "le11", "LE11 3TU", "shelthorp", "Quorn", "ward syston", "E01025699", "xyzzy")


def profile(data: Dataset, area: Area) -> None:
    """All that the page of one area computes."""
    rows = data.rows(area, 2019)
    words.group_position(area, rows, 2019)
    summaries.rate_sentences(data, area)
    profiles.drivers(data, area, 2019)
    summaries.domain_profile(data, [area], 2019, "contribution")
    profiles.worse_than_borough(profiles.indicator_values(data, area, 2019))
    profiles.indicator_table(data, area, 2019)
    profiles.change_table(profiles.change(data, area))
    profiles.similar_table(data, area, 2019)


def compare(data: Dataset, areas: Sequence[Area]) -> None:
    """All that the page of areas side by side computes."""
    summaries.standings(data, areas, 2019)
    summaries.domain_profile(data, areas, 2019)
    comparison.indicators(data, areas, 2019)
    rates = comparison.rates(data, areas)
    comparison.sentences(comparison.pairs(areas, rates), rates)
    comparison.months(data, areas)
    comparison.types(data, areas)


def main() -> None:
    """Print one line for each kind of answer."""
    data = dataset.load(ROOT / "data")
    own = selection.resolve(data, "own~Bell Foundry~" + ".".join(sorted(data.lsoa[2021].index)[:40]))
    rule = rules.parse("any.imd-decile-3.crime-rank-3000.income-decile-2.population-1400.adjacent-yes")
    cases: list[tuple[str, int, Callable[[], object]]] = [
        *((f"search {text!r}", SEARCH, lambda text=text: search.find(data, text)) for text in TEXTS),
        ("profile of an LSOA", ANSWER, lambda: profile(data, data.areas["E01025699"])),
        ("profile of a ward", ANSWER, lambda: profile(data, data.areas["ward-syston"])),
        ("profile of an own area of 40", ANSWER, lambda: profile(data, own)),
        ("comparison of four", ANSWER, lambda: compare(data, [*data.neighbourhoods, own])),
        ("a map's view", ANSWER, lambda: views.make(data, 2019, "imd", "decile")),
        ("a rule's outcome and view", ANSWER, lambda: views.chosen(data, 2019, rule)),
        ("40 pasted codes", ANSWER, lambda: selection.pasted(data.names, own.key)),
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
