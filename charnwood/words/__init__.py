"""Figures -> plain-English sentences."""

from charnwood.words import (
    areas,
    briefing,
    change,
    comparison,
    crime,
    deprivation,
    maps,
    methods,
    own_area,
    residents,
    rules,
    search,
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
    "maps",
    "methods",
    "own_area",
    "residents",
    "rules",
    "search",
    "signals",
    "standing_text",
    "streets",
]
