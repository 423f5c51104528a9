"""Refreshes killed by SIGKILL at chosen instants, and what the data folder then holds."""

import json
import os
import subprocess
import sys

from charnwood import ROOT

# For each refresh forks a child for each of some instants (each event that Python reports of files being opened, made,
# moved or removed), kills it there by SIGKILL and says how the data folder then differs. A first refresh, of a copy,
# leaves in memory what it read, so that the children do little but write.
KILLED = """
import hashlib, json, os, shutil, signal, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from pytest import MonkeyPatch
from remembered import remember
from charnwood.store import folder_swap
from charnwood.__main__ import main

def refreshed(directory, what, place):
    with open(os.devnull, "w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        return main(["refresh", what, "--data", str(directory), "--from", place])

def digest(directory):
    folder_swap.recover(directory)
    files = sorted(path for path in directory.rglob("*") if path.is_file() and path.name != "sources.json")
    return hashlib.sha256(b"".join(str(f.name).encode() + f.read_bytes() for f in files)).hexdigest()

def child(instant, counted, directory, *refresh):
    seen = 0
    def hook(event, arguments):
        nonlocal seen
        if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.utime", "shutil.copyfile"):
            if str(directory.parent) in str(arguments[0]):
                seen += 1
                if seen == instant:
                    os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    refreshed(directory, *refresh)
    if not instant:
        counted.write_text(str(seen))
    os._exit(0)

def killed_at(instant, *of):
    pid = os.fork()
    if not pid:
        child(instant, *of)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])

def results(directory, what, place, shares):
    directory = Path(directory)
    spare = shutil.copytree(directory, directory.with_name("spare"))
    first = shutil.copytree(directory, directory.with_name("first") / "data")
    assert refreshed(first, what, place) == 0
    of = directory.with_name("counted"), directory, what, place
    old = digest(directory)
    assert not killed_at(0, *of)
    new, total = digest(directory), int(of[0].read_text())
    assert new == digest(first)
    for share in shares:
        shutil.rmtree(directory)
        shutil.copytree(spare, directory)
        killed = killed_at(max(1, round(share * total)), *of)
        yield killed, {old: "old", new: "new"}.get(digest(directory), "a mixture")

remember(MonkeyPatch())
print(json.dumps([[*results(*refresh)] for refresh in json.loads(sys.argv[1])]))
"""


def killed(*refreshes):
    """For each refresh (its folder, of what, from where, at which shares of its steps) and share whether it was killed there, and if the old or the new is held."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    run = subprocess.run(
        [sys.executable, "-c", KILLED, json.dumps(refreshes, default=str)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
    )
    return json.loads(run.stdout)
