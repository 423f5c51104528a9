"""The way to the public: nginx before real replicas, one of them killed under load; files for containers."""

import http.client
import importlib.util
import itertools
import re
import subprocess
import sys
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from browser import replica
from local_server import serving
from nginx import nginx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from charnwood import ROOT
from charnwood.official import place
from charnwood.store import build
from charnwood.web import limits
from charnwood.web.prefix import Prefix

MIME = "types { text/html html; text/javascript js; text/css css; }"


def ask(port, path="/", **headers):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Host": "localhost"} | headers)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, answer.headers, body


def front(folder, replicas):
    """nginx with the repository's configuration before some replicas; yields its port."""
    lines = [f"server {address.removeprefix('http://')} max_fails=1 fail_timeout=5s;" for address in replicas]
    files = {"mime.types": MIME, "upstream.conf": "\n".join(lines)}
    return nginx(folder, "nginx.conf", files, "/_stcore/health")


def test_a_page_opens_though_one_of_three_replicas_dies_under_load(tmp_path, visit, public):
    found, later = [], itertools.count()
    killed, enough, stop = threading.Event(), threading.Event(), threading.Event()
    with ExitStack() as held:
        replicas = [held.enter_context(replica(CHARNWOOD_MODE="public")) for _ in range(2)]
        port = held.enter_context(front(tmp_path, [*(address for address, _ in replicas), public]))

        # The cookie of the first answer leads every later request to the same replica
        status, headers, _ = ask(port)
        assert status == 200
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert re.fullmatch(r"replica=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", headers["Set-Cookie"])
        assert "Set-Cookie" not in ask(port, Cookie="replica=1")[1]
        assert ask(port, "/_stcore/metrics")[0] == 404

        def load():
            for visitor in itertools.cycle(range(12)):
                if stop.wait(0.1):  # slower than nginx lets one address ask
                    return
                found.append(ask(port, "/", Cookie=f"replica=visitor{visitor}")[0])
                if killed.is_set() and next(later) >= 240:
                    enough.set()

        page = visit("your-area?area=E01025699", base=f"http://127.0.0.1:{port}")
        readers = [threading.Thread(target=load) for _ in range(4)]
        for reader in readers:
            reader.start()
        held.callback(stop.set)
        _, process = replicas[0]
        process.kill()
        process.wait(timeout=20)
        killed.set()
        assert enough.wait(timeout=120)
        # A reader who is there goes on, and newcomers come in, whichever replica they would have had
        page.get_by_role("link", name="Crime").first.click()
        page.locator("h1", has_text="Recorded crime").wait_for(timeout=60_000)
        for _ in range(4):
            other = visit("crime?area=ward-syston", base=f"http://127.0.0.1:{port}")
            assert "Syston ward" in other.locator("[data-testid=stMain]").inner_text()
        stop.set()
        for reader in readers:
            reader.join(timeout=60)
    assert len(found) >= 240
    assert {status for status in found if status != 200} <= {502}
    assert found.count(502) <= 4  # requests that the replica had already begun to answer


class Replica(BaseHTTPRequestHandler):
    """Stands for the app: what it has at a path is in `server.site`: status, content type, `Cache-Control`."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.publisher.asked.append((self.path, self.headers.get("Accept-Encoding")))
        status, kind, kept = self.server.publisher.has.get(
            self.path.split("?")[0], (404, "text/plain", "no-store")
        )
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Cache-Control": kept,
            "Vary": "Accept-Encoding",
            "Content-Length": "4",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"body")

    def log_message(self, *_):
        pass


@pytest.fixture
def site(tmp_path):
    """nginx before a replica whose answers a test sets; `port` is nginx's."""
    site = SimpleNamespace(has={}, asked=[], ended=threading.Event())
    with serving(Replica, site), front(tmp_path, [site.url]) as site.port:
        site.asked.clear()
        yield site


KEPT = "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("before", "times"),
    [
        ((404, "text/plain", "no-store"), 2),
        ((500, "text/plain", "no-store"), 2),
        ((404, "text/html", KEPT), 2),
        ((200, "text/html; charset=utf-8", KEPT), 2),
        ((200, "text/javascript", "no-cache"), 2),
        ((200, "text/javascript", KEPT), 1),
    ],
)
def test_nginx_keeps_what_is_immutable_and_never_an_error_or_a_page(site, before, times):
    site.has["/static/js/a.1234abcd.js"] = before
    assert [ask(site.port, "/static/js/a.1234abcd.js")[0] for _ in range(2)] == [before[0]] * 2
    assert len(site.asked) == times
    if times == 2:  # what was missing is there at once in the next release
        site.has["/static/js/a.1234abcd.js"] = 200, "text/javascript", KEPT
        assert ask(site.port, "/static/js/a.1234abcd.js")[0] == 200


def test_nginx_keeps_a_file_once_for_each_way_of_packing_whatever_is_asked(site):
    site.has["/static/js/a.js"] = 200, "text/javascript", KEPT
    for number in range(30):
        for accepted in ("gzip, deflate, br, zstd", f"gzip, x{number}", f"x{number}"):
            assert ask(site.port, f"/static/js/a.js?{number}", **{"Accept-Encoding": accepted})[0] == 200
    assert [packing for _, packing in site.asked] == ["br", "gzip", None]


def test_nginx_lets_one_address_ask_for_so_many_pages_and_fewer_files_that_are_made(site):
    site.has["/"] = site.has["/present"] = 200, "text/html", "no-cache"
    pages = [ask(site.port, "/")[0] for _ in range(200)]
    assert set(pages) == {200}
    made = [ask(site.port, "/present")[0] for _ in range(60)]
    assert made[:20] == [200] * 20
    assert made.count(429) > 20


def test_a_replica_that_makes_enough_files_is_not_taken_for_dead(site):
    """503 of a presentation goes to the visitor; were it tried elsewhere, each replica in turn would be out for 5 s."""
    site.has["/present"] = 503, "text/plain", "no-store"
    site.has["/"] = 200, "text/html", "no-cache"
    assert [ask(site.port, path)[0] for path in ("/present", "/", "/present", "/")] == [503, 200, 503, 200]


def test_nothing_is_found_in_the_container_file():
    found = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), "Containerfile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (0, "")


def test_the_container_holds_what_the_app_needs_and_runs_as_nobody_special():
    text = (ROOT / "Containerfile").read_text()
    copied = set(re.findall(r"^COPY (\S+) (?:\S+)$", text, flags=re.MULTILINE))
    assert {"app.py", "charnwood", "pages", "data", ".streamlit"} <= copied
    assert all((ROOT / name).exists() for name in copied)
    assert text.index("USER 10001") < text.index('CMD ["streamlit')
    assert "CHARNWOOD_MODE=public" in text
    allowed = {line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line[0] == "!"}
    assert copied | {"requirements.txt", "constraints.txt"} == allowed
    assert (ROOT / ".containerignore").read_text() == (ROOT / ".dockerignore").read_text()


def test_compose_and_kubernetes_run_it_public_read_only_and_without_privileges():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    named = re.findall(r"^server (\w+):8501", (ROOT / "deploy/upstream.conf").read_text(), flags=re.MULTILINE)
    assert set(compose["services"]) == {"web", *named}
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["tmpfs"] == ["/tmp"]
    assert all(compose["services"][name]["environment"]["CHARNWOOD_MODE"] == "public" for name in named)
    assert all(compose["services"][name]["ulimits"]["nofile"] == limits.WANTED for name in named)
    unit = (ROOT / "deploy" / "charnwood@.service").read_text()
    assert f"LimitNOFILE={limits.WANTED}\n" in unit
    kinds = {part["kind"]: part for part in yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text())}
    pod = kinds["Deployment"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    names = {entry["name"]: entry["value"] for entry in container["env"]}
    assert names["CHARNWOOD_MODE"] == "public"
    assert names["CHARNWOOD_HOSTS"] == kinds["Ingress"]["spec"]["rules"][0]["host"]
    assert kinds["Service"]["spec"]["selector"] == kinds["Deployment"]["spec"]["selector"]["matchLabels"]
    assert container["readinessProbe"]["httpGet"]["httpHeaders"] == [{"name": "Host", "value": "localhost"}]


def test_a_county_has_a_folder_for_each_district_and_nginx_leads_to_them(tmp_path):
    spec = importlib.util.spec_from_file_location("places", ROOT / "deploy" / "county" / "places.py")
    places = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(places)
    to, work = tmp_path / "county", tmp_path / "nginx"
    work.mkdir()
    places.main(to)
    abouts = {folder.name: place.read(folder / place.PLACE_FILE) for folder in build.folders_in(to)}
    pattern = abouts["charnwood"]
    assert {about.code for about in abouts.values()} == set(pattern.counted)
    assert {about.name for about in abouts.values()} == set(pattern.counted.values())
    assert [len(about.counted) for about in abouts.values()] == [8] * 8
    for name, about in abouts.items():
        assert (about.key, about.reading == "") == (name, about is not pattern)
    files = {"mime.types": MIME, "places.conf": (to / "places.conf").read_text()}
    with nginx(work, "county/nginx.conf", files, "/", str(to)) as port:
        status, _, body = ask(port)
        assert status == 200
        assert set(re.findall(r'href="([a-z-]+)/"', body.decode())) == set(abouts)
        status, headers, _ = ask(port, "/blaby")
        assert (status, headers["Location"]) == (308, "/blaby/")
        assert ask(port, "/nowhere/")[0] == 404
        assert ask(port, "/blaby/crime")[0] == 502  # known, and nothing listens here


def test_an_address_below_a_prefix_is_answered_as_without_it():
    app = Starlette(
        routes=[Route("/{path:path}", lambda request: PlainTextResponse(request.url.path))],
        middleware=[Middleware(Prefix, prefix="/blaby")],
    )
    client = TestClient(app)
    for path, answer in (
        ("/blaby/", "/"),
        ("/blaby/area/ward-x", "/area/ward-x"),
        ("/blabyx", "/blabyx"),
        ("/a", "/a"),
    ):
        assert client.get(path).text == answer
    moved = client.get("/blaby", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/blaby/")
    assert client.get("/blaby%2e/x").status_code == 200
