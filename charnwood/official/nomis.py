"""Mid-year estimates as Nomis serves them: a row for each LSOA and year, whatever other columns were asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from charnwood.checks import LSOA_CODE, Column, Cut, Faults, read_csv, read_header

CODE, YEAR, VALUE = "GEOGRAPHY_CODE", "DATE", "OBS_VALUE"
REMEDY = "Ask Nomis for all ages and both sexes, each year once, as values, of all LSOAs of the lookup."


def is_nomis(path: Path) -> bool:
    """Whether a CSV has the columns of Nomis."""
    return {CODE, YEAR, VALUE} <= {name.strip().upper() for name in read_header(path)}


def codes(path: Path) -> set[str]:
    """The codes that a CSV of Nomis names."""
    return set(read_csv(path, {CODE: Column("code")}, also=read_header(path))["code"])


def read(path: Path, code: str, years: Sequence[int], codes: Collection[str] | None) -> pd.DataFrame:
    """Residents of LSOAs: the column `code` and one for each year, `mid2011` on, sorted by code.

    Raises `DataError` where an LSOA and year stand twice, as by sex or age, or one of the years lacks.
    """
    columns = {
        CODE: Column("code", pattern=LSOA_CODE),
        YEAR: Column("year", "int", 1991, 2100),
        VALUE: Column("people", "int", 1, 20_000),
    }
    rows = read_csv(path, columns, cut=Cut(CODE, codes), also=read_header(path))
    rows = rows[rows["year"].isin(years)]
    faults = Faults(path)
    for line, row in rows[rows.duplicated(["code", "year"])].iterrows():
        faults.add(f"line {line:,}", expected=f"{row['code']} in {row['year']} once", found="it again")
    for year in sorted(set(years) - set(rows["year"])):
        faults.add("rows", expected=f"residents of mid-{year}", found="none")
    faults.raise_if_any(REMEDY)
    table = rows.pivot(index="code", columns="year", values="people")
    for one in table.index[table.isna().any(axis=1)]:
        faults.add(str(one), expected=f"each of {len(years)} years", found=int(table.loc[one].notna().sum()))
    faults.raise_if_any(REMEDY)
    named = table.rename(columns=lambda year: f"mid{year}").astype("int64")
    return named.rename_axis(columns=None).rename_axis(code).reset_index()
