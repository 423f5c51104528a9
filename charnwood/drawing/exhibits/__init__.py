"""Results that have an address: each with its words, source, table and picture, made by one function."""

from charnwood.drawing.exhibits import (
    change,
    comparison,
    crime,
    data,
    deprivation,
    front,
    glance,
    lines,
    maps,
    parameters,
    profile,
    registry,
    rules,
    signals,
    streets,
    worked,
)
from charnwood.drawing.exhibits.parameters import NoSuchError
from charnwood.drawing.exhibits.registry import REGISTRY, Exhibit, ask, exhibit, picture, seen

__all__ = [
    "REGISTRY",
    "Exhibit",
    "NoSuchError",
    "ask",
    "change",
    "comparison",
    "crime",
    "data",
    "deprivation",
    "exhibit",
    "front",
    "glance",
    "lines",
    "maps",
    "parameters",
    "picture",
    "profile",
    "registry",
    "rules",
    "seen",
    "signals",
    "streets",
    "worked",
]
