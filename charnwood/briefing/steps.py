"""The steps of a briefing as exhibits, so that their tables and pictures have addresses too."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from charnwood.briefing import worked
from charnwood.briefing.files import briefing_of
from charnwood.briefing.parts import Briefing, Step
from charnwood.drawing import exhibits
from charnwood.drawing.exhibits import Exhibit, NoSuchError, exhibit
from charnwood.figures.worked import Question
from charnwood.official.areas import Area
from charnwood.store.dataset import Dataset

KEYS = ("where", "deprivation", "domains", "people", "crime", "change", "compared", "sources")


def _step(key: str) -> Callable[[Dataset, Area, int, Area | None], Exhibit]:
    @exhibit(f"briefing-{key}", held=0)  # the story is held, for a day
    def shown(data: Dataset, area: Area, year: int, other: Area | None = None) -> Exhibit:
        story = briefing_of(data, area, year, datetime.date.today(), other=other)
        step = next((step for step in story.steps if step.key == key), None)
        if step is None:
            raise NoSuchError(f"{key}: expected a step that the briefing of {story.name} has.")
        return _of(story, step)

    return shown


def _of(story: Briefing, step: Step) -> Exhibit:
    sourced = f"{step.source} {step.caution}"
    view = step.view
    return Exhibit(
        f"{story.name}: {step.title}",
        "\n".join(f"- {sentence}" for sentence in step.told),
        sourced if step.figure else step.source,
        step.table,
        step.figure,
        view,
        story.codes if view else (),
        caption=sourced,
        alt=step.alt if view else "",
        foot=story.stamp if view else "",
        size=(8.0, 5.4),
    )


STEPS = {key: _step(key) for key in KEYS}


def of(story: Briefing, key: str, asked: Question | None = None) -> Exhibit | None:
    """A step as an exhibit, which has addresses; nothing of a step that is none. That of Did it work? is its page's."""
    if key == worked.KEY and asked:
        return exhibits.worked.counts(story.data, *asked.choices)
    if key not in STEPS:
        return None
    if key not in story.shown:
        story.shown[key] = STEPS[key](story.data, story.area, story.year, story.other)
    return story.shown[key]
