"""Deprivation and crime of a district's neighbourhoods: load, join, explain and show."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: the parent of this package, of `pages/` and of `data/`."""
