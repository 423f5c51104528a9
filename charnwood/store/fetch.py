"""HTTP with patience: JSON, files, and parts of a remote zip, retried with growing pauses, or one clear message.

Too many requests (429), a failing server (5xx) and lost connections are tried again; anything else that
is not as documented ends at once. Redirects are followed, also to another host (police.uk keeps its
archive in a cloud store), but never from https to http.
"""

from __future__ import annotations

import email.utils
import functools
import io
import re
import ssl
import time
import urllib.parse
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import httpx
import tenacity
from remotezip import PartialBuffer, RemoteZip
from tqdm import tqdm

from charnwood.checks import DataError

ATTEMPTS = 6
LONGEST_PAUSE = 120  # seconds, whatever a server asks for
BUDGET = 600  # seconds after which a request is not tried again
TIMEOUT = 30  # seconds without a byte
LARGEST = 256 * 1024 * 1024  # bytes of one part
DIRECTORY_GUESS = 64 * 1024  # bytes at the end of a zip that are asked for first
VALIDATORS = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
KEPT = "The data held stay as they are."
Result = TypeVar("Result")


class _AgainError(Exception):
    """A fault that may pass; `pause` is what the server asked for, in seconds."""

    def __init__(self, found: str, pause: float | None = None) -> None:
        super().__init__(found)
        self.pause = pause


def sleep(seconds: float) -> None:
    """Wait between two attempts."""
    time.sleep(seconds)


def client() -> httpx.Client:
    """A connection that follows redirects and refuses to fall from https to http."""
    return httpx.Client(
        follow_redirects=True,
        max_redirects=5,
        timeout=TIMEOUT,
        headers={"User-Agent": "charnwood-dashboard", "Accept-Encoding": "identity"},
        event_hooks={"response": [_refuse_fall]},
        verify=_trusted(),
    )


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Who may vouch for a server; read once, as that takes longer than many an answer."""
    return httpx.create_ssl_context()


def json(
    http: httpx.Client,
    url: str,
    form: Mapping[str, str] | None = None,
    passed: Collection[int] = (),
    fault: Callable[[Any], tuple[int, str] | None] = lambda _: None,
) -> Any:
    """The JSON at an address, by POST where there is a `form`; None for a status in `passed`.

    `fault` finds the status and the words of a fault that a server tells inside an answer of status 200.
    """

    def once() -> Any:
        response = http.request("POST" if form else "GET", url, data=form)
        if response.status_code in passed:
            return None
        _require(response, url, 200)
        try:
            value = response.json()
        except ValueError:
            refuse(url, "JSON", f"{response.headers.get('content-type', 'nothing named')}")
        if told := fault(value):
            status, found = told
            if _passes(status):
                raise _AgainError(found)
            refuse(url, "an answer", found, "Check the address.")
        return value

    return _patiently(once, url)


def download(
    http: httpx.Client, url: str, path: Path, known: Mapping[str, str] | None = None
) -> dict[str, str] | None:
    """Save what an address serves; its `etag` and `last_modified`, or None where it is still as `known`."""
    asked = {name: known[key] for key, name in VALIDATORS.items() if known and key in known}

    def once() -> dict[str, str] | None:
        with http.stream("GET", url, headers=asked) as response:
            if asked and response.status_code == 304:
                return None
            _require(response, url, 200)
            announced = response.headers.get("content-length", "")
            total = int(announced) if announced.isdigit() else None
            _save(response, url, path, total)
            given = {key: response.headers.get(key.replace("_", "-")) for key in VALIDATORS}
            return {key: value for key, value in given.items() if value}

    return _patiently(once, url)


def _save(response: httpx.Response, url: str, path: Path, total: int | None) -> None:
    until = time.monotonic() + BUDGET
    size = 0
    progress = tqdm(total=total, unit="B", unit_scale=True, desc=path.name[:40], disable=None)
    with path.open("wb") as file, progress:
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > LARGEST:
                refuse(url, f"at most {LARGEST:,} bytes", "more")
            if time.monotonic() > until:
                raise _AgainError(f"{size:,} bytes in {BUDGET} seconds")
            file.write(chunk)
            progress.update(len(chunk))


def remote_zip(http: httpx.Client, url: str) -> RemoteZip:
    """A zip at an address, of which only the directory and the members that are read travel."""
    return RemoteZip(url, DIRECTORY_GUESS, fetcher=lambda *_, **__: _Parts(http, url))


def without_secrets(url: str) -> str:
    """An address without user, password and query, which may hold a key."""
    parts = urllib.parse.urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def refuse(url: str, expected: str, found: object, remedy: str = "Try again later.") -> NoReturn:
    """Raise `DataError` naming the address, what was expected and found, and what to do."""
    raise DataError(f"{url}: expected {expected}, found {found}. {remedy} {KEPT}")


class _Parts:
    """Parts of a remote file, each checked for place and length, all of one version of the file."""

    def __init__(self, http: httpx.Client, url: str) -> None:
        self.http = http
        self.url = url
        self.version: tuple[str | None, ...] | None = None

    def fetch(self, span: tuple[int, int | None], stream: bool = False) -> PartialBuffer:
        """Bytes from the first to the last, both included; (-n, None) are the last n."""
        first, last = span
        asked = f"bytes={first}" if first < 0 else f"bytes={first}-{last}"
        start, body = _patiently(lambda: self._once(asked, first, last), self.url)
        return PartialBuffer(io.BytesIO(body), start, len(body), stream)

    def _once(self, asked: str, first: int, last: int | None) -> tuple[int, bytes]:
        with self.http.stream("GET", self.url, headers={"Range": asked}) as response:
            if response.status_code == 200:
                refuse(
                    self.url,
                    "a server that sends parts of its archive (status 206)",
                    f"a whole answer (200, {response.headers.get('content-type', 'no type')})",
                    "Check the address; or download the archive yourself and name the file with --from.",
                )
            _require(response, self.url, 206)
            sent = response.headers.get("content-range", "")
            match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", sent)
            if not match:
                refuse(self.url, f"the part {asked}", f"Content-Range {sent!r}")
            start, end, total = map(int, match.groups())
            wanted = (max(0, total + first), total - 1) if last is None else (first, min(last, total - 1))
            if (start, end) != wanted:
                refuse(self.url, f"the part {asked} of {total:,} bytes", f"Content-Range {sent!r}")
            version = (str(total), response.headers.get("etag"), response.headers.get("last-modified"))
            if self.version not in (None, version):
                refuse(self.url, "one file throughout", "that it changed while it was read", "Run it again.")
            self.version = version
            if end - start + 1 > LARGEST:
                refuse(self.url, f"parts of at most {LARGEST:,} bytes", f"one of {end - start + 1:,}")
            body = bytearray()
            until = time.monotonic() + BUDGET
            for chunk in response.iter_raw():
                body += chunk
                if time.monotonic() > until:
                    raise _AgainError(f"{len(body):,} bytes in {BUDGET} seconds")
                if len(body) > end - start + 1:
                    break
            if len(body) != end - start + 1:
                raise _AgainError(f"{len(body):,} bytes where {end - start + 1:,} were announced")
            return start, bytes(body)


def _refuse_fall(response: httpx.Response) -> None:
    if not response.has_redirect_location:
        return
    target = response.url.join(response.headers["location"])
    if response.url.scheme == "https" and target.scheme != "https":
        refuse(str(response.url), "a redirect to https", f"one to {target}", "Check the address.")


def _require(response: httpx.Response, url: str, status: int) -> None:
    found = f"status {response.status_code} {response.reason_phrase}".strip()
    if _passes(response.status_code):
        raise _AgainError(found, _pause(response.headers.get("retry-after")))
    if response.status_code != status:
        refuse(url, f"status {status}", found, "Check the address.")


def _passes(status: int) -> bool:
    """Whether a fault of this status may pass by waiting."""
    return status == 429 or status >= 500


def _pause(text: str | None) -> float | None:
    if not text:
        return None
    if text.strip().isdigit():
        return min(float(text), LONGEST_PAUSE)
    try:
        until = email.utils.parsedate_to_datetime(text).timestamp() - time.time()
    except ValueError:
        return None
    return min(max(until, 0.0), LONGEST_PAUSE)


_growing = tenacity.wait_exponential_jitter(initial=1, max=30)


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = getattr(error, "pause", None)
    return _growing(state) if asked is None else asked


def _patiently(once: Callable[[], Result], url: str) -> Result:
    """The result of a request, tried again while its fault may pass; raises `DataError` in the end."""
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((_AgainError, httpx.TransportError)),
        stop=tenacity.stop_after_attempt(ATTEMPTS) | tenacity.stop_after_delay(BUDGET),
        wait=_wait,
        sleep=lambda seconds: sleep(seconds),
        reraise=True,
    )
    try:
        return retrying(once)
    except (_AgainError, httpx.TransportError) as error:
        tries = retrying.statistics.get("attempt_number", 1)
        found = str(error) or type(error).__name__
        refuse(url, "an answer", f"{found}, {tries} times", "Check the network, or try again later.")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        refuse(url, "an answer", str(error) or type(error).__name__, "Check the address.")
