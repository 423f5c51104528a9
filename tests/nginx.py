"""nginx with a configuration of deploy/, its own folders and port apart, for tests and measurements."""

import http.client
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from browser import ROOT, free_port, until_answered

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@contextmanager
def nginx(work: Path, name: str, files: Mapping[str, str], ready: str, root: str = "") -> Iterator[int]:
    """Run nginx in a folder of its own; yields its port once it gives any answer at `ready`.

    `name` is a file of deploy/, `files` the further ones that it includes, `root` where pages lie if it shows files.
    """
    if not Path(NGINX).exists():
        raise RuntimeError("nginx is missing. Run `make proxy`, or `apt-get install nginx-light`.")
    port = free_port()
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8").replace("/tmp/", f"{work}/")
    assert "listen 8080;" in text
    text = (
        text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
        .replace("/srv/neighbourhoods", root)
        .replace("/srv/county", root)
    )
    for file, content in {"nginx.conf": text, **files}.items():
        (work / file).write_text(content, encoding="utf-8")
    command = [NGINX, "-p", str(work), "-c", str(work / "nginx.conf"), "-e", "stderr"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    # Else its workers, who are nobody, could not write, or read, where a test may
    who = " user root;" if os.geteuid() == 0 else ""
    process = subprocess.Popen([*command, "-g", f"daemon off;{who}"], stderr=(work / "errors").open("w"))

    def ask() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", ready, headers={"Host": "localhost"})
        line.getresponse().read()  # whatever it is: what stands behind it may have no such page
        line.close()

    try:
        until_answered(ask)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
