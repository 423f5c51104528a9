"""A data folder is replaced whole: at whatever instant a process is killed, the old or the new is there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import message, save

from charnwood import ROOT
from charnwood.checks import DataError
from charnwood.store import folder_swap

# Forks a child for each instant (each event that Python reports while the swap is under way), lets it
# be killed there by SIGKILL, and says what lies in the folder afterwards, before and after recovery.
KILLED = """
import json, os, shutil, signal, sys
from pathlib import Path
from charnwood.store import folder_swap

directory = Path(sys.argv[1])

def fill(folder, text):
    for name in ("a.txt", "inner/b.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

def change():
    with folder_swap.locked(directory), folder_swap.replacing(directory, lambda fresh: []) as fresh:
        fill(fresh, "new")

def found():
    if not directory.exists():
        return "nothing"
    texts = {path.relative_to(directory).as_posix(): path.read_text() for path in directory.rglob("*.txt")}
    values = set(texts.values())
    return values.pop() if len(texts) == 2 and len(values) == 1 else "a mixture"

def die_at(instant):
    seen = 0
    def hook(event, arguments):
        nonlocal seen
        seen += 1
        if seen == instant:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

def results():
    killed, number = True, 0
    while killed:
        number += 1
        for path in directory.parent.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        fill(directory, "old")
        child = os.fork()
        if not child:
            die_at(number)
            change()
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        before = found()
        folder_swap.recover(directory)
        after = found()
        change()
        left = sorted(path.name for path in directory.parent.iterdir())
        yield killed, before, after, found(), left

ways = {"exchange": [*results()]}
folder_swap._exchange = lambda one, other: False
ways["renames"] = [*results()]
print(json.dumps(ways))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What a kill at each instant left, by the way in which folders are swapped."""
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path_factory.mktemp("killed") / "data")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(run.stdout)


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_kill_at_any_instant_leaves_the_old_or_the_new(found, way):
    results = found[way]
    *killed, last = results
    assert last[:3] == [False, "new", "new"]
    assert len(killed) > 40
    assert all(kill for kill, *_ in killed)
    assert {after for _, _, after, *_ in killed} == {"old", "new"}
    assert {(again, tuple(left)) for *_, again, left in results} == {("new", (".data.lock", "data"))}
    never_gone = {before for _, before, *_ in killed} <= {"old", "new"}
    assert never_gone == (way == "exchange")


@pytest.fixture
def held(tmp_path) -> Path:
    save(tmp_path / "data/a.txt", "old")
    return tmp_path / "data"


def test_a_fault_found_before_the_swap_leaves_the_old(held):
    def change():
        with (
            folder_swap.locked(held),
            folder_swap.replacing(held, lambda fresh: ["a.txt: 3 rows missing."]) as fresh,
        ):
            save(fresh / "a.txt", "new")

    text = message(change)
    assert "a.txt: 3 rows missing." in text
    assert "stay as they are" in text
    assert (held / "a.txt").read_text() == "old"
    assert {path.name for path in held.parent.iterdir()} == {"data", ".data.lock"}


def test_two_changes_at_once_are_refused(held):
    other = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from charnwood.store import folder_swap\n"
            "with folder_swap.locked(Path(sys.argv[1])): print('in', flush=True); input()",
            str(held),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert other.stdout.readline() == "in\n"

    def change():
        with folder_swap.locked(held):
            raise AssertionError

    assert "another build or refresh at work" in message(change)
    other.communicate("\n")
    with folder_swap.locked(held):
        assert held.is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    file = save(tmp_path / "file", "x")
    with (
        pytest.raises(DataError, match=r"file/data: expected a folder that can be written to"),
        folder_swap.locked(file / "data"),
    ):
        raise AssertionError
