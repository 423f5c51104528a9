"""The way to the public: nginx before real replicas, one of them killed under load; files for containers."""

import http.client
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import yaml
from browser import free_port, replica

from charnwood import ROOT

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
MIME = "types { text/html html; text/javascript js; text/css css; }"


def ask(port, path="/", **headers):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Host": "localhost"} | headers)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, answer.headers, body


@contextmanager
def front(folder, replicas):
    """nginx with the repository's configuration, its own folders and port apart; yields its port."""
    if not Path(NGINX).exists():
        pytest.fail("nginx is missing. Run `make proxy`, or `apt-get install nginx-light`.")
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text().replace("/tmp/", f"{folder}/")
    assert "listen 8080;" in text
    (folder / "nginx.conf").write_text(text.replace("listen 8080;", f"listen 127.0.0.1:{port};"))
    (folder / "mime.types").write_text(MIME)
    lines = [f"server {address.removeprefix('http://')} max_fails=1 fail_timeout=5s;" for address in replicas]
    (folder / "upstream.conf").write_text("\n".join(lines))
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    # Else its workers, who are nobody, could not write where a test may
    who = " user root;" if os.geteuid() == 0 else ""
    process = subprocess.Popen([*command, "-g", f"daemon off;{who}"], stderr=(folder / "errors").open("w"))
    try:
        for _ in range(200):
            try:
                ask(port, "/_stcore/health")
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_a_page_opens_though_one_of_three_replicas_dies_under_load(tmp_path, visit):
    found = []
    stop = threading.Event()
    with ExitStack() as held:
        replicas = [held.enter_context(replica(CHARNWOOD_MODE="public")) for _ in range(3)]
        port = held.enter_context(front(tmp_path, [address for address, _ in replicas]))

        # The cookie of the first answer leads every later request to the same replica
        status, headers, _ = ask(port)
        assert status == 200
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert re.fullmatch(r"replica=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", headers["Set-Cookie"])
        assert "Set-Cookie" not in ask(port, Cookie="replica=1")[1]
        assert ask(port, "/_stcore/metrics")[0] == 404

        def load():
            while not stop.is_set():
                for visitor in range(12):
                    found.append(ask(port, "/", Cookie=f"replica=visitor{visitor}")[0])

        page = visit("your-area?area=E01025699", base=f"http://127.0.0.1:{port}")
        readers = [threading.Thread(target=load) for _ in range(4)]
        for reader in readers:
            reader.start()
        held.callback(stop.set)
        for _, process in replicas[:1]:
            process.kill()
            process.wait(timeout=20)
        begun = len(found)
        while len(found) < begun + 240:
            time.sleep(0.01)
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
