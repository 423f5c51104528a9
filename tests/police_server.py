"""A local police.uk: its archive by ranges and its API, from the same rows, with faults on request."""

import csv
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import numpy as np
import shapely
from local_server import Answering, Publisher, serving

from charnwood.store.police_api import CATEGORIES

SLUGS = {name: slug for slug, name in CATEGORIES.items()}
MOST = 10_000  # incidents in one answer of the API


def archive_of(months, others=20_000):
    """A zip in the real layout: street, outcomes and stop-and-search files of several forces."""
    noise = np.random.default_rng(1).bytes(others)  # does not shrink: what travels shows in the count
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for month, content in months.items():
            for force in ("bedfordshire", "leicestershire", "wiltshire"):
                for kind in ("outcomes", "stop-and-search", "street"):
                    own = force == "leicestershire" and kind == "street"
                    archive.writestr(f"{month}/{month}-{force}-{kind}.csv", content if own else noise)
    return packed.getvalue()


def incidents_of(content, month):
    """The rows of a street file as the API tells them."""
    found = []
    for number, row in enumerate(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))), 1):
        place = row["Longitude"] and {
            "latitude": row["Latitude"],
            "longitude": row["Longitude"],
            "street": {"id": 1, "name": row["Location"]},
        }
        outcome = row["Last outcome category"]
        found.append(
            {
                "category": SLUGS[row["Crime type"]],
                "persistent_id": row["Crime ID"],
                "location_type": "Force" if place else None,
                "location_subtype": "",
                "id": number,
                "location": place or None,
                "context": "",
                "month": month,
                "outcome_status": {"category": outcome, "date": month} if outcome else None,
            }
        )
    return found


class PoliceServer(Publisher):
    """What is served."""

    def __init__(self):
        super().__init__()
        self.archive = b""
        self.etag = '"one"'
        self.months = {}
        self.most = MOST


class Handler(Answering):
    def do_GET(self):  # noqa: N802 (as http.server calls it)
        police = self.publisher
        police.asked.append((self.path, self.headers.get("Range")))
        if police.fault(self):
            return
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/latest.zip":
            self.part(police.archive)
        elif path == "/api/crimes-street-dates":
            self.as_json([{"date": month, "stop-and-search": []} for month in sorted(police.months)[::-1]])
        elif path == "/api/crimes-no-location" and query["force"] == ["leicestershire"]:
            self.as_json([row for row in police.months[query["date"][0]] if not row["location"]])
        else:
            self.answer(404, b"Not found")

    def do_POST(self):  # noqa: N802 (as http.server calls it)
        police = self.publisher
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        police.asked.append((self.path, form["date"][0]))
        if police.fault(self):
            return
        corners = [tuple(map(float, pair.split(",")[::-1])) for pair in form["poly"][0].split(":")]
        rows = [row for row in police.months[form["date"][0]] if row["location"]]
        points = [(float(r["location"]["longitude"]), float(r["location"]["latitude"])) for r in rows]
        inside = shapely.contains_xy(shapely.Polygon(corners), *np.array(points).T)
        found = [row for row, within in zip(rows, inside, strict=True) if within]
        if len(found) > police.most:
            self.answer(503, b"")
        else:
            self.as_json(found)

    def part(self, whole, **changed):
        first, last = re.fullmatch(r"bytes=(\d*)-(\d+)", self.headers["Range"]).groups()
        start = int(first) if first else max(0, len(whole) - int(last))
        end = min(int(last), len(whole) - 1) if first else len(whole) - 1
        headers = {
            "Content_Range": f"bytes {start}-{end}/{len(whole)}",
            "ETag": self.publisher.etag,
            **changed,
        }
        self.answer(206, whole[start : end + 1], **headers)


def police_server():
    """Serve on a free port of this machine; yields the `PoliceServer`, with `url` on it."""
    return serving(Handler, PoliceServer())
