"""The steps of a briefing as exhibits, so that their tables and pictures have addresses too."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from charnwood.briefing import worked
from charnwood.briefing.files import briefing_of
from charnwood.briefing.parts import Briefing, Step
from charnwood.drawing import exhibits
from charnwood.drawing.exhibits import Exhibit, exhibit
from charnwood.figures.worked import Question
from charnwood.official.areas import BOROUGH, Area
from charnwood.store.dataset import Dataset

KEYS = ("where", "deprivation", "domains", "people", "crime", "change", "compared", "sources")


def _step(key: str) -> Callable[[Dataset, Area, int], Exhibit]:
    @exhibit(f"briefing-{key}", held=0)  # the story is held, for a day
    def shown(data: Dataset, area: Area, year: int) -> Exhibit:
        story = briefing_of(data, area, year, datetime.date.today())
        return _of(story, next(step for step in story.steps if step.key == key))

    return shown


def _of(story: Briefing, step: Step) -> Exhibit:
    sourced = f"{step.source} {step.caution}"
    view = step.view
    return Exhibit(
        f"{story.area.name}: {step.title}",
        "\n".join(f"- {sentence}" for sentence in step.sentences),
        sourced if step.figure else step.source,
        step.table,
        step.figure,
        view,
        story.area.codes(view.vintage) if view and story.area.kind != BOROUGH else (),
        caption=sourced,
        alt=step.alt if view else "",
        foot=story.stamp if view else "",
        size=(8.0, 5.4),
    )


STEPS = {key: _step(key) for key in KEYS}


def shown(data: Dataset, area: Area, year: int, key: str, asked: Question | None) -> Exhibit:
    """What a step shows, with its table and picture; that of Did it work? is the exhibit of its page."""
    if key == worked.KEY and asked:
        return exhibits.worked.counts(data, *asked.choices)
    return STEPS[key](data, area, year)
