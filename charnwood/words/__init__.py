"""Figures -> plain-English sentences."""

from charnwood.words import (
    areas,
    briefing,
    change,
    comparison,
    crime,
    deprivation,
    methods,
    residents,
    rules,
    signals,
    standing_text,
    streets,
)

__all__ = [
    "areas",
    "briefing",
    "change",
    "comparison",
    "crime",
    "deprivation",
    "methods",
    "residents",
    "rules",
    "signals",
    "standing_text",
    "streets",
]
