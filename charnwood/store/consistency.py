"""Whether the tables of a data folder agree, and their parts sum to the whole: what must hold before it is swapped in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from charnwood.checks import DataError
from charnwood.official import census, deprivation
from charnwood.official.areas import FORMER_WARD, WARD, Area
from charnwood.official.deprivation import MAPPED, NEWEST
from charnwood.official.geography import LATEST_POPULATION
from charnwood.store import dataset, of_areas, parquet
from charnwood.store.dataset import Dataset


def check(directory: Path) -> list[str]:
    """One line for each fault of a data folder: files, rows, joins, sums; empty when all holds."""
    try:
        data = dataset.load(directory)
    except DataError as error:
        return str(error).splitlines()
    faults = []
    for entry in data.manifest["tables"]:
        if entry["editable"]:
            continue
        path = directory / entry["file"]
        rows = parquet.rows(path) if path.suffix == ".parquet" else len(dataset.read(path))
        if rows != entry["rows"]:
            faults.append(f"{entry['file']}: expected {entry['rows']:,} rows, found {rows:,}.")
    for year, edition in MAPPED.items():
        own = data.own(year)
        shapes = data.lsoa[edition.vintage]
        if set(own.index) != set(shapes.index):
            faults.append(f"IoD {year}: its LSOAs and the boundaries of {edition.vintage} differ.")
        if set(data.indicators[year].index) != set(data.iod[year].index):
            faults.append(f"IoD {year}: its LSOAs and those of its indicators differ.")
        total = own[[f"{d.key}_contribution" for d in deprivation.DOMAINS]].sum(axis=1)
        for code in own.index[(total - own["imd_score"]).abs() > deprivation.TOLERANCE]:
            faults.append(f"IoD {year}, {code}: contributions do not add up to the IMD score.")
    return faults + _sums(data) + _crime(data) + census.doubts(data.census, data.iod[NEWEST].index)


def _sums(data: Dataset) -> list[str]:
    """One line for each way of parting the district whose parts have other residents or incidents than the whole."""
    pairs = ["lsoa11cd", "lsoa21cd"]
    counted = data.counts.groupby(pairs)["incidents"].sum()
    incidents = counted.reindex(pd.MultiIndex.from_frame(data.names[pairs]), fill_value=0).to_numpy()
    whole = (
        int(data.population.loc[list(data.whole.lsoa21), f"mid{LATEST_POPULATION}"].sum()),
        int(data.counts["incidents"].sum()),
    )
    faults = []
    for what, parts in _partings(data).items():
        people = sum(data.residents(area) for area in parts)
        events = int(sum(incidents[of_areas.ground(data, area)].sum() for area in parts))
        for of, found, expected in (("residents", people, whole[0]), ("incidents", events, whole[1])):
            if found != expected:
                faults.append(f"{of} of {what}: expected {expected:,}, those of the whole, found {found:,}.")
    for vintage, shapes in data.lsoa.items():
        if (people := int(shapes["residents"].sum())) != whole[0]:
            faults.append(f"residents on the map of {vintage}: expected {whole[0]:,}, found {people:,}.")
    return faults


def _partings(data: Dataset) -> dict[str, list[Area]]:
    """The ways in which areas part the district, each by its name."""
    parts = {f"the LSOAs of {v}": [data.areas[str(code)] for code in data.lsoa[v].index] for v in data.lsoa}
    former = [FORMER_WARD] if data.names["former_ward"].notna().all() else []
    for kind in (WARD, *former):
        parts[f"areas of kind {kind}"] = [area for area in data.areas.values() if area.kind == kind]
    return {"the whole": [data.whole]} | {what: areas for what, areas in parts.items() if areas}


def _crime(data: Dataset) -> list[str]:
    """One line for each month whose counts of incidents differ between the tables of crime."""
    by_month = data.counts.groupby("month")["incidents"].sum()
    located = data.coverage.dropna().set_index("month")["located"]
    street = data.street.groupby("month")["incidents"].sum()
    own_district = data.district_counts[data.district_counts["ladcd"] == data.place.code]
    district = own_district.groupby("month")["incidents"].sum()
    faults = []
    for month in located.index:
        found = {int(s.get(month, 0)) for s in (by_month, located, street, district)}
        if len(found) > 1:
            faults.append(f"crime {month}: LSOAs, street points, district and coverage differ: {found}.")
    held = data.coverage.dropna()
    unequal = held["located"] + held["unlocated"] + held["outside"] != held["rows"]
    return faults + [f"coverage {m}: the parts do not sum to the rows." for m in held.loc[unequal, "month"]]
