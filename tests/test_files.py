"""Files that pages offer: by their tokens, made when asked for, and told about where they fail."""

import http.client
import urllib.parse

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from charnwood.checks import DataError
from charnwood.store import dataset
from charnwood.ui import figure
from charnwood.web import downloads, server


@pytest.fixture
def client():
    return TestClient(Starlette(routes=server.routes()), raise_server_exceptions=False)


def offered(make, name="areas.csv", *content):
    return f"/files/{downloads.put(downloads.Offer({'csv': name}, {'csv': make}), *content)}/{name}"


def fail(error):
    def make():
        raise error

    return make


def test_a_file_is_made_when_asked_for_and_not_before(client):
    made = []
    address = offered(lambda: made.append(1) or b"a,b\n1,2\n")
    assert made == []
    answer = client.get(address)
    assert answer.content == b"a,b\n1,2\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="areas.csv"'
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Cache-Control"] == "no-store"
    assert made == [1]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (DataError("areas: expected shapes, found none."), 500, "expected shapes, found none"),
        (OSError(28, "No space left on device"), 500, "OSError: [Errno 28] No space left on device"),
        (ValueError("a bar of no height"), 500, "fault of this dashboard. ValueError: a bar of no height"),
    ],
)
def test_a_file_that_cannot_be_made_says_why_and_is_no_download(client, monkeypatch, error, status, said):
    monkeypatch.setenv("CHARNWOOD_MODE", "")
    answer = client.get(offered(fail(error)))
    assert answer.status_code == status
    assert said in answer.text
    assert "Traceback" not in answer.text
    assert "Content-Disposition" not in answer.headers


def test_the_public_reads_no_detail_of_a_fault(client, monkeypatch):
    monkeypatch.setenv("CHARNWOOD_MODE", "public")
    answer = client.get(offered(fail(OSError(2, "No such file", "secret.csv"))))
    assert answer.status_code == 500
    assert (
        answer.text
        == "The file could not be made, because of a fault of this dashboard. Its other files may work."
    )
    assert "expected" not in client.get(offered(fail(DataError("file: expected x")))).text


@pytest.mark.parametrize("path", ["/files/0/areas.csv", "/files/%00/..%2Fapp.py"])
def test_an_unknown_token_or_name_gets_a_sentence(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    token = offered(bytes).split("/")[2]
    answer = client.get(f"/files/{token}/other.csv")
    assert (answer.status_code, answer.text) == (404, "This page is too old for its files. Load it again.")


def test_a_token_follows_from_what_tells_files_apart():
    assert offered(bytes, "a.csv", "x") == offered(bytes, "a.csv", "x")
    assert (
        len({offered(bytes, "a.csv", "x"), offered(bytes, "b.csv", "x"), offered(bytes, "a.csv", "y")}) == 3
    )
    assert offered(bytes, "a.csv", "x", "y") != offered(bytes, "a.csv", "xy")


def test_the_oldest_offers_make_room(monkeypatch):
    monkeypatch.setattr(downloads, "MOST", 3)
    tokens = [offered(bytes, "a.csv", str(n)).split("/")[2] for n in range(5)]
    assert [downloads.get(token) is not None for token in tokens] == [False, False, True, True, True]


def test_two_tables_of_one_name_are_two_offers(data, monkeypatch):

    monkeypatch.setattr(dataset, "current", lambda: data)
    monkeypatch.setattr(figure, "_noted", str)
    links = [figure._links(pd.DataFrame({"n": [n]}), "Name", "Source.", "key", None) for n in (1, 2, 1)]
    assert links[0] == links[2] != links[1]


def test_a_page_says_why_a_file_was_not_made(visit):
    """The reason stands beside the link until it is asked again, and the page stays as it is."""
    page = visit("profile?area=E01025699")
    page.route("**/files/**", lambda route: route.fulfill(status=503, body="The shapes are being renewed."))
    link = page.get_by_role("link", name="Download CSV").first
    saved = []
    page.on("download", lambda download: saved.append(download))
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_text("The shapes are being renewed.").wait_for()
    assert page.get_by_role("status").filter(has_text="being renewed").count() == 1
    assert saved == []
    page.unroute("**/files/**")
    page.route("**/files/**", lambda route: route.abort())
    link.click()
    page.get_by_text("the server cannot be reached").wait_for()
    page.unroute("**/files/**")
    with page.expect_download():
        link.click()
    assert page.get_by_role("status").filter(has_text="cannot be reached").count() == 0


def test_a_real_server_gives_a_file_only_while_it_offers_it(visit, address):
    page = visit("data")
    link = page.get_by_role("link", name="Download CSV").first.get_attribute("href")
    there = urllib.parse.urlsplit(address)
    for path, status in ((f"/{link}", 200), (f"/{link}x", 404), ("/files/ffff/x.csv", 404)):
        line = http.client.HTTPConnection(there.hostname, there.port, timeout=30)
        line.request("GET", path)
        assert line.getresponse().status == status
        line.close()
