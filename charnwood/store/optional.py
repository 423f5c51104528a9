"""Tables of a data folder that only some places have: without its file each is empty."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from charnwood.official import boundaries
from charnwood.official.place import Place

NO_LABELS = {"name": str, "lat": float, "lon": float, "population": float, "source": str}


def labels(path: Path) -> pd.DataFrame:
    """Towns and villages for labels; no row where the place has none."""
    if path.is_file():
        return pd.read_csv(path)
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in NO_LABELS.items()})


def builtup(path: Path) -> gpd.GeoDataFrame:
    """The built-up background; no row where the place has none."""
    return gpd.read_file(path) if path.is_file() else gpd.GeoDataFrame(geometry=[], crs=boundaries.WGS84)


def census(path: Path, codes: pd.Index) -> pd.DataFrame:
    """The counts of the Census; no column where the place has none."""
    return pd.read_csv(path).set_index("lsoa21cd").copy() if path.is_file() else pd.DataFrame(index=codes)


def beside(path: Path) -> pd.DataFrame:
    """Neighbours beyond the district; no row where a folder of before has none."""
    return pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["code", "other"], dtype=str)


def neighbours(path: Path, about: Place) -> dict[str, str]:
    """The districts beyond into which the postcodes reach, as place.toml names them, else the official files."""
    if about.neighbours or not path.is_file():
        return dict(about.neighbours)
    return pd.read_csv(path).set_index("ladcd")["ladnm"].to_dict()


def england(path: Path) -> pd.Series:
    """England's rates in percent by measure; none where the folder has none of the edition."""
    return pd.read_csv(path).set_index("measure")["rate"] if path.is_file() else pd.Series(dtype=float)
