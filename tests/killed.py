"""A refresh killed by SIGKILL at chosen instants, and what the data folder then holds."""

import json
import subprocess
import sys

from charnwood import ROOT

# Forks a child for each of some instants (each event that Python reports of files being opened, made,
# moved or removed), kills it there by SIGKILL and says how the data folder then differs.
KILLED = """
import hashlib, json, os, shutil, signal, sys
from pathlib import Path
from charnwood.store import folder_swap
from charnwood.__main__ import main

directory, what, place, instants = Path(sys.argv[1]), sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
spare = shutil.copytree(directory, directory.with_name("spare"))

def digest():
    folder_swap.recover(directory)
    files = sorted(path for path in directory.rglob("*") if path.is_file() and path.name != "sources.json")
    return hashlib.sha256(b"".join(str(f.name).encode() + f.read_bytes() for f in files)).hexdigest()

def child(instant):
    seen = 0
    def hook(event, arguments):
        nonlocal seen
        if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.utime", "shutil.copyfile"):
            if str(directory.parent) in str(arguments[0]):
                seen += 1
                if seen == instant:
                    os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    os.close(1)
    os.close(2)
    os.open(os.devnull, os.O_RDWR)
    os.open(os.devnull, os.O_RDWR)
    main(["refresh", what, "--data", str(directory), "--from", place])
    if not instant:
        counted.write_text(str(seen))
    os._exit(0)

counted = directory.with_name("counted")
def at(instant):
    pid = os.fork()
    if not pid:
        child(instant)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])

old = digest()
assert not at(0)
new, total = digest(), int(counted.read_text())
found = []
for share in instants:
    shutil.rmtree(directory)
    shutil.copytree(spare, directory)
    killed = at(max(1, round(share * total)))
    found.append([killed, {old: "old", new: "new"}.get(digest(), "a mixture")])
print(json.dumps(found))
"""


def killed(folder, what, place, shares):
    """For each share of a refresh's steps whether it was killed there, and if the old or the new is held."""
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), what, str(place), json.dumps(shares)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(run.stdout)
