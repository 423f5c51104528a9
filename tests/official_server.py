"""A local gov.uk, ArcGIS server and OS downloads: files with validators, layers by pages, a zip by redirect."""

import hashlib
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import shapely
from local_server import Answering, Publisher, serving

MODIFIED = "Wed, 19 Nov 2025 09:30:00 GMT"
HEADERS = "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\nPostcode,Positional_quality_indicator,Eastings,Northings\n"


def code_point(area, header=HEADERS, day="20251105", name="Data/CSV/le.csv"):
    """A Code-Point Open zip in the real layout, cut to two areas."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", header)
        archive.writestr(
            "Doc/metadata.txt",
            f"PRODUCT: OS Code-Point Open\nCOPYRIGHT DATE: {day}\n",
        )
        archive.writestr(
            "Data/CSV/ab.csv", '"AB10 1AB",10,394235,806529,"S92000003","","","","S12000033","S13002842"\n'
        )
        archive.writestr(name, area)
    return packed.getvalue()


class OfficialServer(Publisher):
    """What is served."""

    def __init__(self):
        super().__init__()
        self.files = {}  # path -> bytes
        self.layers = {}  # name -> GeoDataFrame in EPSG:27700
        self.edited = 1_700_000_000_000
        self.most = 60  # areas of a page
        self.repeats = False  # the first page again and again
        self.page = lambda page: page  # a change of each page of areas


class Handler(Answering):
    def do_GET(self):  # noqa: N802 (as http.server calls it)
        official = self.publisher
        official.asked.append(self.path)
        if official.fault(self):
            return
        path = urlsplit(self.path).path
        if path == "/downloads":
            self.answer(307, b"", Location="/files/codepo_gb.zip")
        elif path in official.files:
            self.file(official.files[path])
        elif path == "/rest/services":
            listed = [{"name": name, "type": "FeatureServer"} for name in official.layers]
            self.as_json({"currentVersion": 11.5, "services": listed})
        elif match := re.fullmatch(r"/rest/services/(\w+)/FeatureServer(/0)?", path):
            if match[1] not in official.layers:
                self.as_json({"error": {"code": 400, "message": "Invalid URL", "details": []}})
            elif match[2]:
                self.as_json({"id": 0, "name": match[1], "editingInfo": {"lastEditDate": official.edited}})
            else:
                self.as_json({"layers": [{"id": 0, "name": match[1], "geometryType": "esriGeometryPolygon"}]})
        else:
            self.answer(404, b"Not found")

    def file(self, body):
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.answer(304, b"", ETag=etag)
        else:
            self.answer(200, body, ETag=etag, Last_Modified=MODIFIED)

    def do_POST(self):  # noqa: N802 (as http.server calls it)
        official = self.publisher
        form = {
            key: values[0]
            for key, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        official.asked.append((self.path, int(form["resultOffset"])))
        if official.fault(self):
            return
        name = self.path.split("/")[3]
        assert (form["outSR"], form["f"]) == ("27700", "geojson")
        field = re.match(r"\w+", form["where"])[0]
        frame = official.layers[name].sort_values(form["orderByFields"])
        frame = frame[frame[field].isin(re.findall(r"'(\w+)'", form["where"]))]
        first = 0 if official.repeats else int(form["resultOffset"])
        end = first + min(official.most, int(form["resultRecordCount"]))
        fields = form["outFields"].split(",")
        features = [
            {
                "type": "Feature",
                "id": number,
                "geometry": shapely.geometry.mapping(row["geometry"]),
                "properties": {key: row[key] for key in fields},
            }
            for number, (_, row) in enumerate(frame.iloc[first:end].iterrows(), first + 1)
        ]
        page = {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "EPSG:27700"}},
            **({"properties": {"exceededTransferLimit": True}} if end < len(frame) else {}),
            "features": features,
        }
        self.as_json(official.page(page))


def official_server():
    """Serve on a free port of this machine; yields the `OfficialServer`, with `url` on it."""
    return serving(Handler, OfficialServer())
