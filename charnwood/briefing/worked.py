"""The step of a briefing that tells whether something worked, for those who ask for it."""

from __future__ import annotations

from charnwood import drawing, english, figures, words
from charnwood.briefing.parts import BARS, TABLE, Step
from charnwood.figures.worked import Question
from charnwood.official import incidents
from charnwood.store.dataset import Dataset

KEY = "worked"
WORDED = ["Row", "Area", "Before", "After", "Change", "95% interval from", "to", "Finding"]  # ratios are said


def step(data: Dataset, question: Question) -> Step:
    """Counts before and after it began, beside the areas that were chosen; a table alone where no month compares."""
    found = figures.worked.answer(data, question)
    table = figures.headings.worked(found)[WORDED]
    frame = figures.worked.bars(found)
    counted = bool(found.after) and bool(frame.to_numpy().any())
    what = words.crime.several(question.kind)
    held = sorted(found.before + found.after) or incidents.held_months(data.coverage)
    return Step(
        KEY,
        words.worked.TITLE,
        tuple(words.worked.shortly(found)),
        BARS if counted else TABLE,
        table,
        words.standing_text.source_police(data.place, held, rates=False),
        " ".join([words.worked.NOT_WHY, *words.worked.unlike(found)]),
        " ".join([*words.worked.parts(found), *words.worked.months(data, found), words.worked.METHOD]),
        f"Bars: {what} in {english.listing(frame.index)} before and after {english.month(question.start)}.",
        frame=frame if counted else None,
        figure=drawing.charts.grouped_bars(frame, words.worked.AXIS) if counted else None,
        axis=words.worked.AXIS,
        short=table[["Area", "Before", "After", "Finding"]],
    )
