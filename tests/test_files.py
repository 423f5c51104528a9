"""Files that pages offer: made when asked for, and told about where they fail."""

import http.client
import urllib.parse

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from charnwood.briefing import addresses
from charnwood.checks import DataError
from charnwood.web import server

ADDRESS = "/table/areas.csv"


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=server.routes()), raise_server_exceptions=False) as client:
        yield client  # with one thread for all requests


@pytest.fixture
def offer(monkeypatch):
    """Let the address of these tests name a file that is made so."""
    return lambda make: monkeypatch.setattr(
        addresses, "ask", lambda *_: addresses.File("areas.csv", "csv", make)
    )


def fail(error):
    def make():
        raise error

    return make


def test_a_file_is_an_attachment_that_nobody_keeps(client, offer):
    offer(lambda: b"a,b\n1,2\n")
    answer = client.get(ADDRESS)
    assert answer.content == b"a,b\n1,2\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="areas.csv"'
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (DataError("areas: expected shapes, found none."), 500, "expected shapes, found none"),
        (OSError(28, "No space left on device"), 500, "OSError: [Errno 28] No space left on device"),
        (ValueError("a bar of no height"), 500, "fault of this dashboard. ValueError: a bar of no height"),
    ],
)
def test_a_file_that_cannot_be_made_says_why_and_is_no_download(
    client, offer, monkeypatch, error, status, said
):
    monkeypatch.setenv("CHARNWOOD_MODE", "")
    offer(fail(error))
    answer = client.get(ADDRESS)
    assert answer.status_code == status
    assert said in answer.text
    assert "Traceback" not in answer.text
    assert "Content-Disposition" not in answer.headers


def test_the_public_reads_no_detail_of_a_fault(client, offer, monkeypatch):
    monkeypatch.setenv("CHARNWOOD_MODE", "public")
    offer(fail(OSError(2, "No such file", "secret.csv")))
    answer = client.get(ADDRESS)
    assert answer.status_code == 500
    assert (
        answer.text
        == "The file could not be made, because of a fault of this dashboard. Its other files may work."
    )
    offer(fail(DataError("file: expected x")))
    assert "expected" not in client.get(ADDRESS).text


@pytest.mark.parametrize("mode", ["", "public"])
def test_without_usable_data_there_is_no_file(client, monkeypatch, tmp_path, mode):
    monkeypatch.setenv("CHARNWOOD_MODE", mode)
    monkeypatch.setenv("CHARNWOOD_DATA", str(tmp_path))
    answer = client.get("/table/crime-months.csv?area=charnwood")
    assert answer.status_code == 503
    assert answer.text.startswith("The data cannot be shown")
    assert ("expected" in answer.text) == (not mode)


def test_a_page_says_why_a_file_was_not_made(visit):
    """The reason stands beside the link until it is asked again, and the page stays as it is."""
    page = visit("profile?area=E01025699")
    page.route("**/table/**", lambda route: route.fulfill(status=503, body="The shapes are being renewed."))
    link = page.get_by_role("link", name="Download CSV").first
    saved = []
    page.on("download", lambda download: saved.append(download))
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_text("The shapes are being renewed.").wait_for()
    assert page.get_by_role("status").filter(has_text="being renewed").count() == 1
    assert saved == []
    page.unroute("**/table/**")
    page.route("**/table/**", lambda route: route.abort())
    link.click()
    page.get_by_text("the server cannot be reached").wait_for()
    page.unroute("**/table/**")
    with page.expect_download():
        link.click()
    assert page.get_by_role("status").filter(has_text="cannot be reached").count() == 0


def test_a_click_saves_the_file_under_its_own_name(visit, address):
    """The address needs neither a session nor a token, and the file is called after what it holds."""
    page = visit("crime?area=E01025699")
    page.get_by_text("Table: Incidents by month in").click()
    link = page.get_by_role("link", name="Download CSV").first
    with page.expect_download() as saved:
        link.click()
    name = saved.value.suggested_filename
    assert name == "charnwood-incidents-by-month-in-loughborough-lemyngton-hastings-a.csv"
    there = urllib.parse.urlsplit(address)
    path = f"/{link.get_attribute('href')}"
    for asked, status in (
        (path, 200),
        (path.replace("area=E01025699", "area=E01025670"), 200),
        (f"{path}x", 409),
        (path.replace("crime", "crimes"), 404),
    ):
        line = http.client.HTTPConnection(there.hostname, there.port, timeout=30)
        line.request("GET", asked)
        assert line.getresponse().status == status
        line.close()
