"""Rules on the Index -> plain-English sentences."""

from __future__ import annotations

import pandas as pd

from charnwood import english, figures
from charnwood.english import number
from charnwood.figures.rules import Rule
from charnwood.official.deprivation import DOMAINS, IMD


def asked(given: Rule) -> str:
    """What a rule asks of an LSOA; bounds are written from 1, the most deprived."""
    names = {IMD.key: "IMD"} | {d.key: d.name for d in DOMAINS}
    joint = " and " if given.joined == "all" else " or "
    text = "The rule takes an LSOA with " + joint.join(
        f"{names[c.measure]} {c.unit} 1{f' to {c.bound:,}' if c.bound > 1 else ''}" for c in given.conditions
    )
    also = [f"have a population of {given.population:,} or more"] if given.population else []
    also += ["touch another LSOA that the rule takes"] if given.adjacent else []
    return f"{text}. It must also {english.listing(also)}." if also else f"{text}."


def outcome(outcome: pd.DataFrame, year: int, district: str) -> str:
    """How many LSOAs a rule takes, keeps and would drop of the Priority Neighbourhoods, if any, and would add."""
    if outcome["neighbourhood"].isna().all():
        return (
            f"By the Index of {year} the rule takes {number(int(outcome['taken'].sum()))} of {district}'s "
            f"{len(outcome)} LSOAs."
        )
    counts = outcome["class"].value_counts().reindex(figures.rules.CLASSES, fill_value=0)
    kept, dropped, added = (
        int(counts[c]) for c in (figures.rules.IN_TAKEN, figures.rules.IN_LEFT, figures.rules.OUT_TAKEN)
    )
    members = kept + dropped
    held = f"all {members}" if not dropped else f"{number(kept)} of the {members}"
    return (
        f"By the Index of {year} the rule takes {number(kept + added)} of {district}'s {len(outcome)} LSOAs: {held} LSOAs "
        f"of the Priority Neighbourhoods, so it would drop {number(dropped)} and add {number(added)} outside them."
    )
