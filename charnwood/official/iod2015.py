"""The Indices of 2015: the IMD and raw domain scores, of which ranks are held for the IMD alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from charnwood.checks import DISTRICT_CODE, LSOA_CODE, Column, Faults, read_csv, read_header
from charnwood.official.deprivation import EDITION_2015, plain, require_england

FILE7 = "LSOA code (2011)"  # the first heading of File 7 of gov.uk
OFFICIAL = {
    "lsoa11_code": FILE7,
    "lsoa11_name": "LSOA name (2011)",
    "lad13_code": "Local Authority District code (2013)",
    "lad13_name": "Local Authority District name (2013)",
    "IMD": "Index of Multiple Deprivation (IMD) Score",
    "IMD_rank": "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
    "IMD_decile": "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
    "Income": "Income Score (rate)",
    "Employment": "Employment Score (rate)",
    "Education_Skills_Training": "Education, Skills and Training Score",
    "Crime": "Crime Score",
    "Barriers_to_Housing_and_Services": "Barriers to Housing and Services Score",
    "Living_Environment": "Living Environment Score",
}
"""Headings of File 7 by the short ones."""


def read_2015(path: Path) -> pd.DataFrame:
    """Read and check the Indices of 2015: `lsoa11cd`, IMD score, rank, decile and raw domain scores.

    As File 7 of gov.uk has them, or in short columns of their own. Raises `DataError`.
    """
    columns = {
        "lsoa11_code": Column("lsoa11cd", pattern=LSOA_CODE, unique=True),
        "lsoa11_name": Column("lsoa11nm"),
        "lad13_code": Column("ladcd", pattern=DISTRICT_CODE),
        "lad13_name": Column("ladnm"),
        "IMD": Column("imd_score", "float", 0),
        "IMD_rank": Column("imd_rank", "int", 1, EDITION_2015.areas),
        "IMD_decile": Column("imd_decile", "int", 1, 10),
        "Income": Column("income_score", "float", 0, 1),
        "Employment": Column("employment_score", "float", 0, 1),
        "Education_Skills_Training": Column("education_score", "float", 0),
        "Crime": Column("crime_score", "float"),
        "Barriers_to_Housing_and_Services": Column("barriers_score", "float"),
        "Living_Environment": Column("living_environment_score", "float"),
    }
    header = read_header(path)
    if FILE7 in header:
        held = {plain(name): name for name in header}
        columns = {
            held.get(plain(official), official): columns[short] for short, official in OFFICIAL.items()
        }
    frame = read_csv(path, columns, also=header)
    faults = Faults(path)
    require_england(faults, frame, EDITION_2015)
    faults.raise_if_any("Use the published file of all England's LSOAs.")
    return frame
