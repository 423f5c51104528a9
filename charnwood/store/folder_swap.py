"""A data folder is replaced whole: written beside the old one, verified, then swapped in at one instant.

Beside `data/` lie, only while something runs or after it was killed: `.data.lock`, `.data.new` (being
written, or the old content after the swap) and, on systems that cannot exchange two folders at once,
`.data.before`. The next run clears or restores what it finds.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from charnwood.checks import DataError

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
RESTORING = 30  # seconds to wait for a swap that is under way


def beside(directory: Path, end: str) -> Path:
    """A hidden path next to a data folder, such as `.data.new` next to `data`."""
    return directory.with_name(f".{directory.name}.{end}")


@contextmanager
def locked(directory: Path, wait: float = 0) -> Iterator[None]:
    """Let one process at a time change a data folder; raises `DataError` where another does."""
    lock = FileLock(beside(directory, "lock"), timeout=wait)
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise DataError(
            f"{directory}: expected to be the only one who changes it, found another build or refresh at work. "
            "Try again when it has ended."
        ) from error
    except OSError as error:
        raise DataError(
            f"{directory}: expected a folder that can be written to, found {error.strerror}. "
            "Check the rights, or name another folder with --data."
        ) from error
    try:
        _restore(directory)
        yield
    finally:
        lock.release()


def recover(directory: Path) -> None:
    """Put back the folder that a swap, killed half-way, had moved aside."""
    if not directory.exists() and beside(directory, "before").exists():
        with locked(directory, RESTORING):
            pass


@contextmanager
def replacing(directory: Path, verify: Callable[[Path], list[str]]) -> Iterator[Path]:
    """Give an empty folder to fill, which then takes the place of `directory`; to be used when `locked`.

    `verify` returns a line for each fault of the filled folder. On a fault, on any exception and on a
    kill at any instant `directory` stays as it was. Raises `DataError` for faults and a full disk.
    """
    fresh = beside(directory, "new")
    try:
        fresh.mkdir()
        yield fresh
        if faults := verify(fresh):
            raise DataError(
                f"{directory}: expected new tables that agree with each other, found faults; "
                "the data held before stay as they are.\n  " + "\n  ".join(faults)
            )
        for path in (*fresh.rglob("*"), fresh):
            _to_disk(path)
        _put(fresh, directory)
    except OSError as error:
        raise DataError(
            f"{directory}: expected to write the new data beside it, found {error.strerror or error}. "
            "The data held before stay as they are; free space or check the rights, then run it again."
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _restore(directory: Path) -> None:
    before = beside(directory, "before")
    if before.exists() and not directory.exists():
        before.rename(directory)
    for left in (before, beside(directory, "new")):
        shutil.rmtree(left, ignore_errors=True)


def _put(fresh: Path, directory: Path) -> None:
    if not directory.exists():
        fresh.rename(directory)
    elif not _exchange(fresh, directory):
        before = beside(directory, "before")
        directory.rename(before)
        try:
            fresh.rename(directory)
        except OSError:
            before.rename(directory)
            raise
        shutil.rmtree(before, ignore_errors=True)
    _to_disk(directory.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders at one instant; False where the system cannot (only Linux can)."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if sys.platform != "linux" or renameat2 is None:
        return False
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(code, os.strerror(code))


def _to_disk(path: Path) -> None:
    """Have the system write a file, or a folder's list of files, before the swap relies on it."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
