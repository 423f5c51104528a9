"""The controls of a rule on the Index; it lives in the address as its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from charnwood import figures
from charnwood.checks import DataError
from charnwood.figures.rules import Condition, Rule
from charnwood.ui import controls

UNITS = {"decile": "Decile", "rank": "Rank"}
JOINED = {"all": "All conditions", "any": "Any condition"}
ADJACENT = {False: "Not considered", True: "Must touch another LSOA taken"}


def edit(in_use: bool) -> Rule:
    """A rule on the Index, in the address as its text; the controls follow it and change it.

    `in_use`: whether the first rule is that of a choice, or a mere beginning.
    """
    rule = controls.recall("rule", figures.rules.IN_USE, _rule_of)
    for slot, condition in enumerate([*rule.conditions, None][: figures.rules.MOST_CONDITIONS], 1):
        _choose_condition(slot, condition)
    row = st.columns([2, 2, 3, 2], vertical_alignment="bottom")
    with row[0]:
        _rule_part("joined", rule.joined, "Take an LSOA that meets", JOINED)
    with row[1]:
        _rule_number(
            "population", rule.population, "Population, at least (0 = any)", 0, figures.rules.MOST_POPULATION
        )
    with row[2]:
        _rule_part("adjacent", rule.adjacent, "Neighbouring LSOAs", ADJACENT)
    with row[3]:
        st.button(
            "Back to the rule in use" if in_use else "Begin again",
            on_click=controls.acting(st.session_state.update),
            args=({"rule": figures.rules.IN_USE},),
        )
    return controls.remember("rule", rule, figures.rules.as_text(rule))


def _choose_condition(slot: int, condition: Condition | None) -> None:
    """The controls of one condition: a measure or none, and with a measure its unit and bound."""
    columns = st.columns([4, 2, 2])
    options: dict[Any, str] = {key: m.name for key, m in figures.rules.MEASURES.items()}
    if slot > 1:
        options = {None: "Leave this condition out" if condition else "No further condition", **options}
    with columns[0]:
        _rule_part(
            f"measure {slot}",
            condition and condition.measure,
            f"Condition {slot}",
            options,
            placeholder=options.get(None),
        )
    if condition is None:
        return
    with columns[1]:
        _rule_part(f"unit {slot}", condition.unit, f"Condition {slot}: by", UNITS)
    with columns[2]:
        most = figures.rules.UNITS[condition.unit]
        _rule_number(
            f"bound {slot}", condition.bound, f"Condition {slot}: at most (1 = most deprived)", 1, most
        )


def _rule_part(name: str, value: Any, label: str, options: Mapping[Any, str], **given: Any) -> None:
    """A choice that shows and changes one part of the rule."""
    key = f"rule {name}"
    st.session_state[key] = value
    st.selectbox(
        label, list(options), key=key, format_func=lambda v: options[v], on_change=_rule_changed, **given
    )


def _rule_number(name: str, value: int, label: str, low: int, high: int) -> None:
    """A whole number that shows and changes one part of the rule."""
    key = f"rule {name}"
    st.session_state[key] = value
    st.number_input(label, low, high, step=1 if high == 10 else 100, key=key, on_change=_rule_changed)


@controls.acting
def _rule_changed() -> None:
    """Make the rule anew from its controls; a bound whose unit changed changes with it.

    A control that a hurried visitor's last run did not reach leaves its part as it was.
    """
    state, rule = st.session_state, st.session_state["rule"]
    conditions = []
    for slot, condition in enumerate([*rule.conditions, None][: figures.rules.MOST_CONDITIONS], 1):
        measure = state.get(f"rule measure {slot}", condition and condition.measure)
        if measure and condition:
            bound = min(state.get(f"rule bound {slot}", condition.bound), figures.rules.UNITS[condition.unit])
            unit = state.get(f"rule unit {slot}", condition.unit)
            conditions.append(figures.rules.in_unit(Condition(measure, condition.unit, bound), unit))
        elif measure:
            conditions.append(replace(figures.rules.IN_USE.conditions[0], measure=measure))
    joined = state.get("rule joined", rule.joined)
    people, adjacent = (
        state.get("rule population", rule.population),
        state.get("rule adjacent", rule.adjacent),
    )
    state["rule"] = Rule(tuple(conditions), joined, people, adjacent)


def _rule_of(text: str) -> Rule:
    try:
        return figures.rules.parse(text)
    except DataError as error:
        raise KeyError(text) from error
