"""What docs and pages say of false alarms: the committed simulation, and a small one made anew."""

import numpy as np
import pandas as pd
import pytest
from test_docs import DOCS

from benchmarks import false_alarms
from charnwood import figures, words

NOTHING = "no difference"
MONTHS_VARY = list(false_alarms.LEVELS)[1]


def committed():
    """The percentages of docs/false-alarms.md by what is simulated: a list of lines, each a list of numbers."""
    lines = DOCS["docs/false-alarms.md"].split(false_alarms.MARKER)[1].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    found: list[dict[str, list[list[float]]]] = []
    for name, _, *cells in rows:
        if cells[0].endswith("%"):
            found.append({})
        else:
            found[-1].setdefault(name, []).append([float(cell) for cell in cells])
    return found


def most(table, name, column):
    return max(row[column] for row in table[name])


def test_what_pages_and_docs_say_is_what_was_simulated():
    time, areas = committed()
    assert list(time) == list(false_alarms.LEVELS)
    assert list(areas) == list(false_alarms.AREAS)
    assert 1 / 30 < most(time, NOTHING, 0) / 100 < 1 / 15
    assert "about one chart in 20 still has a mark" in words.standing_text.CONTROL.replace(
        "chance is at work ", ""
    )
    assert 1 / 10 < most(time, MONTHS_VARY, 0) / 100 < 1 / 6
    assert "one in eight" in words.standing_text.CONTROL
    assert max(most(time, name, 2) for name in list(time)[:3]) <= 6
    assert most(areas, NOTHING, 0) <= 5.5
    assert max(most(areas, name, 1) for name in areas) <= 6
    assert max(most(areas, name, 2) for name in areas) <= 0.5
    assert "one area in 20" in words.standing_text.funnel()
    assert "one in 200" in words.standing_text.funnel()


def test_a_small_simulation_agrees(data):
    """40 series and 8 boroughs: within three standard errors of the committed figures."""
    time, areas = committed()
    found = false_alarms.over_time(data, NOTHING, 80, charts=40)
    assert found["charts with a mark"] <= time[NOTHING][1][0] + 3 * 100 * (0.05 * 0.95 / 40) ** 0.5
    for name in (NOTHING, list(areas)[-1]):
        new = list(false_alarms.between(data, name, 20, districts=8).values())
        error = 100 * (0.05 * 0.95 / (8 * 102)) ** 0.5
        assert new[1] == pytest.approx(areas[name][1][1], abs=3 * error)
        assert new[2] <= 1


def test_simulated_months_are_those_held_at_the_mean_asked_for(data):
    chance = np.random.default_rng(1)
    counts = false_alarms.series(data, false_alarms.LEVELS[NOTHING], 1_000, chance)
    real = figures.signals.monthly_counts(data.counts, data.coverage, "incidents")
    pd.testing.assert_index_equal(counts.index, real.index, check_names=False)
    assert counts.isna().tolist() == real.isna().tolist()
    assert float(figures.signals.average_months(counts).mean()) == pytest.approx(1_000, rel=0.02)
