"""Lookups, populations, postcodes and names: files refused, joins that lose nothing."""

import pytest
from conftest import CHARNWOOD, LOOKUP, POPULATION21, csv_text, message, save

from charnwood.checks import LSOA_CODE
from charnwood.official import geography
from charnwood.official.boundaries import read_boundaries

LOOKUP_HEAD = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM"
PAIR = "E01025699,Charnwood 002A,E01025699,Charnwood 002A,U,E07000130,Charnwood"
WARD_HEAD = "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM"
WARD = "E01025699,Charnwood 002A,E05015457,Loughborough East,E07000130,Charnwood"
POP_HEAD = "LSOA 2021 Code,LSOA 2021 Name,Area Sq Km," + ",".join(
    f"Mid-{year}: Population" for year in range(2011, 2023)
)
POP = "E01025699,Charnwood 002A,0.5263" + ',"1,924"' * 12
POSTCODE = '"LE11 1AA",10,453618,319675,"E92000001","E19000001","E18000004","","E07000130","E05015457"'
CENTROID = "20586,E01025699,5fa48179,453725.1402,319441.18"
MSOA_HEAD = "msoa_cd,msoa_nm,msoa11cd,msoa21cd,hcl_name,lad_cd,lad_nm"
MSOA = "E02005346,Charnwood 002,E02005346,E02005346,Loughborough - Lemyngton & Hastings,E07000130,Charnwood"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("reader", "lines"),
    [
        (geography.read_lookup, [LOOKUP_HEAD, PAIR]),
        (geography.read_ward_fit, [WARD_HEAD, WARD]),
        (geography.read_centroids, ["FID,LSOA21CD,GlobalID,x,y", CENTROID]),
        (geography.read_population21, [POP_HEAD, POP]),
        (geography.read_population11, ["lsoa,pop", "E01025699,1995"]),
        (geography.read_postcodes, [POSTCODE]),
        (geography.read_msoa_names, [MSOA_HEAD, MSOA]),
        (geography.read_places, ["name,lat,lon,population,source", "Sileby,52.73,-1.11,,map"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_file_reads_in_every_form(tmp_path, reader, lines, end, mark):
    assert len(reader(save(tmp_path / "small.csv", mark + end.join(lines) + end))) == 1


@pytest.mark.parametrize(
    ("reader", "lines", "part"),
    [
        (geography.read_lookup, [LOOKUP_HEAD, PAIR, "", PAIR], "line 4: expected each pair once, found E01025699"),
        (geography.read_lookup, [LOOKUP_HEAD, PAIR.replace(",U,", ",Q,")], "line 2, column 'CHGIND'"),
        (geography.read_lookup, [LOOKUP_HEAD.replace("21CD", "20CD"), PAIR], "expected a column 'LSOA21CD'"),
        (geography.read_lookup, [LOOKUP_HEAD, PAIR.replace("E0700", "W0600")], "column 'LAD22CD': expected codes of England"),
        (geography.read_ward_fit, [WARD_HEAD, WARD, WARD], "line 3, column 'LSOA21CD': expected each value once"),
        (geography.read_ward_fit, [WARD_HEAD, WARD.replace("E0501", "E0601")], "line 2, column 'WD24CD'"),
        (geography.read_centroids, ["FID,LSOA21CD,GlobalID,x,y", CENTROID.replace("453", "-1.2")], "column 'x'"),
        (geography.read_population21, [POP_HEAD, POP.replace('"1,924"', '"0"', 1)], "column 'Mid-2011"),
        (geography.read_population21, [POP_HEAD, POP + ",1"], "line 2: expected 15 cells, found 16"),
        (geography.read_population11, ["lsoa,pop", "E01025699,"], "line 2, column 'pop': expected a value"),
        (geography.read_postcodes, [POSTCODE, POSTCODE], "line 2, column 'postcode': expected each value once"),
        (geography.read_postcodes, [POSTCODE.replace("LE11 1AA", "LE11")], "line 1, column 'postcode'"),
        (geography.read_postcodes, [POSTCODE.replace("453618", "953618")], "expected 700,000 or less"),
        (geography.read_msoa_names, [MSOA_HEAD, MSOA, MSOA], "line 3, column 'msoa_cd'"),
        (geography.read_places, ["name,lat,lon,population,source", "Sileby,2.7,-1.1,,map"], "column 'lat'"),
    ],
)  # fmt: skip
def test_faults_are_named(tmp_path, reader, lines, part):
    path = save(tmp_path / "small.csv", "\n".join(lines) + "\n")
    text = message(reader, path)
    assert text.startswith(f"{path}: ")
    assert part in text


@pytest.mark.parametrize("content", ["<html></html>", "{}", ""])
def test_a_background_that_is_no_geojson_is_refused(tmp_path, content):
    assert "expected GeoJSON polygons" in message(
        geography.read_builtup, save(tmp_path / "b.geojson", content)
    )


def test_names_need_every_lsoa_of_charnwood(raw):
    lookup = geography.read_lookup(raw / LOOKUP)
    lookup = lookup[lookup["ladcd"] == CHARNWOOD]
    places = geography.read_places(raw / "places/place_labels_charnwood.csv")
    msoa = geography.read_msoa_names(raw / "places/msoa_names_leicestershire.csv")
    centroids = geography.read_centroids(
        raw / "lookups/LSOA21_population_weighted_centroids_leicestershire.csv"
    )
    fit = geography.read_ward_fit(raw / "lookups/LSOA21_WD24_LAD24_best_fit_leicestershire.csv")
    wards = read_boundaries(raw / "boundaries/WD_2022_BGC_charnwood.zip", "WD22CD", "WD22NM", r"E05\d{6}")
    text = message(
        geography.name_areas,
        lookup,
        msoa.drop("Charnwood 002"),
        centroids.drop("E01034006"),
        wards,
        fit[fit["lsoa21cd"] != "E01025699"],
        places,
    )
    for part in ("centroids: expected a row for E01034006", "ward best fit", "E01025699", "Charnwood 002"):
        assert part in text


def test_charnwood_in_both_vintages_by_hand(official, data):
    own = [row for row in official(LOOKUP) if row["LAD22CD"] == CHARNWOOD]
    assert len({row["LSOA11CD"] for row in own}) == 99 == len(data.lsoa[2011])
    assert len({row["LSOA21CD"] for row in own}) == 102 == len(data.lsoa[2021])
    assert sum(row["CHGIND"] == "U" for row in own) == 96
    pairs = {(row["LSOA11CD"], row["LSOA21CD"]) for row in own}
    assert pairs == set(zip(data.names["lsoa11cd"], data.names["lsoa21cd"], strict=True))


def test_names_and_wards_are_complete(data):
    for column in ("name11", "name21", "former_ward", "ward", "place"):
        assert data.names[column].notna().all()
    assert data.names["former_ward"].nunique() == 28
    assert data.lsoa[2011]["name"].is_unique
    assert data.lsoa[2021]["name"].is_unique


def test_readable_name(tmp_path):
    names = geography.read_msoa_names(save(tmp_path / "msoa.csv", f"{MSOA_HEAD}\n{MSOA}\n"))
    assert geography.readable_name("Charnwood 002A", names) == "Loughborough Lemyngton & Hastings A"


def test_residents_are_the_official_estimates_and_nest(official, data):
    mid2022 = {r["LSOA 2021 Code"]: int(r["Mid-2022: Population"]) for r in official(POPULATION21)}
    shapes = data.lsoa[2021]
    assert shapes["residents"].to_dict() == {code: mid2022[code] for code in shapes.index}
    assert data.lsoa[2011]["residents"].sum() == shapes["residents"].sum()
    for code in ("E01025679", "E01025714", "E01025717"):
        parts = data.names.loc[data.names["lsoa11cd"] == code, "lsoa21cd"]
        assert len(parts) == 2
        assert data.lsoa[2011].loc[code, "residents"] == sum(mid2022[part] for part in parts)


def test_postcodes_are_placed_where_their_points_lie(data, tmp_path):
    lsoa11, lsoa21 = (
        data.lsoa[year].reset_index()[[f"lsoa{year % 100}cd", "geometry"]] for year in (2011, 2021)
    )
    inside = lsoa21.geometry.iloc[0].representative_point()
    rows = [
        ["LE11 1AA", 10, int(inside.x), int(inside.y), *[""] * 4, CHARNWOOD, ""],
        ["LE1 1AA", 10, 459318, 304176, *[""] * 4, "E06000016", ""],
    ]
    path = save(tmp_path / "le.csv", csv_text(rows[0], rows[1:]))
    pairs = data.table("places/lookup.csv")
    read = geography.read_postcodes(path)
    placed = geography.place_postcodes(read, lsoa11, lsoa21, pairs).set_index("postcode")
    assert placed.loc["LE11 1AA", "lsoa21cd"] == lsoa21["lsoa21cd"].iloc[0]
    assert placed["lsoa11cd"].notna().tolist() == placed["lsoa21cd"].notna().tolist() == [False, True]
    before = read.assign(lsoa11cd=["E01032867", None], lsoa21cd=["E01034023", "E01034002"])
    again = geography.place_postcodes(read, lsoa11, lsoa21, pairs, before).set_index("postcode")
    assert again.loc["LE1 1AA", ["lsoa11cd", "lsoa21cd"]].tolist() == ["E01032867", "E01034023"]
    moved = geography.place_postcodes(read.assign(easting=read["easting"] + 1), lsoa11, lsoa21, pairs, before)
    assert moved["lsoa21cd"].isna().sum() == 1


def test_every_postcode_of_charnwood_has_an_lsoa(data):
    postcodes = data.table("places/postcodes.parquet")
    own = postcodes[postcodes["ladcd"] == CHARNWOOD]
    assert len(own) == 3_867
    assert own["lsoa21cd"].notna().mean() > 0.99
    assert own["lsoa21cd"].dropna().str.fullmatch(LSOA_CODE).all()


def test_places_follow_the_built_up_parts(data):
    """What lies in a town is in it, however far its label; an estate is told as a part of its town."""
    place = data.names.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["place"]
    assert place["E01025696"] == "Thorpe Acre (Loughborough)"  # Garendon B, once near Hathern
    assert (
        place["E01025725"] == "Warwick Way (Loughborough)"
    )  # Storer & Queen's Park F, once near Loughborough
    east = place[list(data.areas["loughborough-east"].lsoa21)]
    assert all("Loughborough" in where and "near" not in where for where in east)
    assert "near Loughborough" not in set(place)
    assert place["E01025688"] == "near Woodhouse"  # in no built-up part that holds a label


def test_populations_are_read_as_nomis_has_them(tmp_path):
    head = "DATE,DATE_NAME,GEOGRAPHY_CODE,GEOGRAPHY_NAME,C_AGE_NAME,MEASURES_NAME,OBS_VALUE"
    rows = [
        f"{year},{year},{code},x,All Ages,Value,{people + year}"
        for code, people in (("E01025699", 100), ("E01034002", 50), ("W01000003", 10))
        for year in (2010, *geography.YEARS)
    ]
    path = save(tmp_path / "nomis.csv", "\n".join([head, *rows, ""]))
    table = geography.read_population21(path, {"E01025699", "E01034002"})
    assert list(table) == ["lsoa21cd", *(f"mid{year}" for year in geography.YEARS)]
    assert table.set_index("lsoa21cd").loc["E01034002", "mid2022"] == 2072
    before = geography.read_population11(path, {"E01025699"})
    assert before.to_dict("records") == [{"lsoa11cd": "E01025699", "mid2019_not_rebased": 2119}]
    twice = save(tmp_path / "twice.csv", "\n".join([head, *rows, rows[3], ""]))
    assert "E01025699 in 2013 once, found it again" in message(
        geography.read_population21, twice, {"E01025699"}
    )
    short = save(tmp_path / "short.csv", "\n".join([head, rows[1], ""]))
    assert "expected residents of mid-2012, found none" in message(
        geography.read_population21, short, {"E01025699"}
    )


def test_names_of_msoas_are_read_as_the_library_publishes_them(tmp_path):
    head = "msoa21cd,msoa21nm,msoa21nmw,msoa21hclnm,msoa21hclnmw,localauthorityname"
    rows = [
        "E02005346,Charnwood 002,,Shepshed East,,Charnwood",
        "W02000001,Isle of Anglesey 001,,Amlwch,,Anglesey",
    ]
    path = save(tmp_path / "names.csv", "\n".join([head, *rows, ""]))
    names = geography.read_msoa_names(path, {"Charnwood 002"})
    assert names.to_dict() == {"Charnwood 002": "Shepshed East"}
    assert geography.readable_name("Charnwood 002B", names) == "Shepshed East B"
    assert geography.readable_name("Charnwood 099A", names) == "Charnwood 099 A"
