"""Parquet files of a data folder, in which few texts stand many times."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)  # as it is written, however tables hold it in memory


def read(path: Path) -> pd.DataFrame:
    """A table as it was written; cells that have the same text share it in memory."""
    texts = [field.name for field in pq.read_schema(path) if field.type in (pa.string(), pa.large_string())]
    return pq.read_table(path, read_dictionary=texts).to_pandas().astype(dict.fromkeys(texts, "str"))


def rows(path: Path) -> int:
    """How many rows a table has, by its own account."""
    return int(pq.read_metadata(path).num_rows)


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table, its index left out; twice the same bytes."""
    texts = dict.fromkeys(table.select_dtypes("str"), TEXT)
    table.astype(texts).to_parquet(path, index=False, compression="zstd")
