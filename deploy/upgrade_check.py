"""What would break with the newest releases: `make upgrade-check`.

A copy of the project in a folder of its own gets an environment with the newest release of each package that
the requirements pin; a pin whose line says why stays. There it runs the contract tests, lint and the quick
tests, and prints which versions differ and what failed. The project and its .venv stay as they are.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(r"^([A-Za-z][\w.-]*)==([\w.]+)$", re.MULTILINE)
CHECKS = {
    "contract tests": (
        ".venv/bin/python",
        "-m",
        "pytest",
        "-q",
        "--tb=line",
        "tests/test_contracts.py",
        "tests/test_contracts_drawing.py",
        "tests/test_insides.py",
    ),
    "lint": ("make", "lint"),
    "quick tests": ("make", "quick"),
}
LINES = 40  # of what a check that failed printed last


def main() -> int:
    """Check, and say what was found; 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", nargs="*", metavar="PACKAGE", help="let only these take their newest release"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="upgrade-check-") as folder:
        copy = copied(Path(folder))
        pinned = loosened(copy, asked.only)
        if (fault := install(copy)) is not None:
            print(f"The newest releases do not go together:\n{fault}")
            return 1
        newest = versions(copy)
        moved = {name: at for name, at in pinned.items() if newest.get(plain(name), at) != at}
        print("Packages with a newer release:" if moved else "Every package has its newest release already.")
        for name, at in moved.items():
            print(f"  {name} {at} -> {newest[plain(name)]}")
        failed = [name for name, command in CHECKS.items() if not passes(name, command, copy)]
    print(f"Failed: {', '.join(failed)}. See docs/upgrading.md." if failed else "All passed.")
    return bool(failed)


def copied(folder: Path) -> Path:
    """The project's files as they are, without what Git ignores, and the official files beside them."""
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    copy = folder / ROOT.name
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    beside = ROOT.parent / "shared"
    if beside.is_dir():
        (folder / "shared").symlink_to(beside)
    return copy


def loosened(copy: Path, only: list[str] | None) -> dict[str, str]:
    """Take the pins out of the copy's requirements; returns version by package of those taken out."""
    pinned: dict[str, str] = {}

    def loose(found: re.Match[str]) -> str:
        name, version = found.groups()
        if only is not None and plain(name) not in map(plain, only):
            return found[0]
        pinned[name] = version
        return name

    for file in REQUIREMENTS:
        text = (copy / file).read_text(encoding="utf-8").replace("-c constraints.txt\n", "")
        (copy / file).write_text(PIN.sub(loose, text), encoding="utf-8")
    return pinned


def install(copy: Path) -> str | None:
    """Make the copy's environment; returns what pip said where that failed."""
    subprocess.run((sys.executable, "-m", "venv", ".venv"), cwd=copy, check=True)
    pip = (".venv/bin/python", "-m", "pip", "install", "--disable-pip-version-check", "-q")
    done = subprocess.run(
        (*pip, "-r", REQUIREMENTS[1]), cwd=copy, capture_output=True, text=True, check=False
    )
    for mark in ("run.done", "test.done"):  # else make would install anew
        (copy / ".venv" / mark).touch()
    return None if not done.returncode else done.stderr[-3000:]


def versions(copy: Path) -> dict[str, str]:
    """Version of every package of the copy's environment."""
    command = (".venv/bin/python", "-m", "pip", "freeze")
    frozen = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True).stdout
    return {plain(line.split("==")[0]): line.split("==")[1] for line in frozen.splitlines() if "==" in line}


def plain(name: str) -> str:
    """A package's name as the registry compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def passes(name: str, command: tuple[str, ...], copy: Path) -> bool:
    """Run one check in the copy; print what it said last where it failed."""
    surroundings = {**os.environ, "PYTHONPATH": "."}
    done = subprocess.run(command, cwd=copy, env=surroundings, capture_output=True, text=True, check=False)
    print(f"{name}: {'failed' if done.returncode else 'passed'}")
    if done.returncode:
        said = (done.stdout + done.stderr).splitlines()
        print("\n".join(f"    {line}" for line in said[-LINES:]))
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main())
