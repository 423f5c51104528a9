"""From an address to a file: tables and pictures of exhibits, briefings, and what is taken away as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from charnwood import clean, drawing, figures, words
from charnwood.briefing import files, glance, steps, workbook
from charnwood.checks import DataError
from charnwood.drawing import exhibits
from charnwood.drawing.exhibits import Exhibit, NoSuchError, parameters
from charnwood.figures.rules import Rule
from charnwood.figures.worked import Question
from charnwood.official.areas import Area
from charnwood.official.deprivation import CHOSEN
from charnwood.store.dataset import Dataset

CSV, GEOJSON, XLSX = "csv", "geojson", "xlsx"
LABELS = {GEOJSON: "GeoJSON"}
__all__ = ["FOLDERS", "File", "ask", "at_a_glance", "briefing", "of", "plain", "steps"]


@dataclass(frozen=True)
class File:
    """A file to take away: what it is called, and what makes its bytes."""

    name: str
    kind: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Choices:
    """What a briefing of an area is made by: an edition, by choice a question, an area beside it, a line on what is next.

    `question` as in `story.make_story`.
    """

    year: int
    question: Question | None = None
    other: Area | None = None
    agreed: str = ""

    @property
    def rest(self) -> tuple[Question | None, Area | None, str]:
        """All but the edition, in the order of `files.make_briefing`."""
        return self.question, self.other, self.agreed


def kinds(data: Dataset, shown: Exhibit) -> list[str]:
    """The kinds of file that there are of an exhibit: a table, its shapes where its rows are LSOAs, a picture."""
    shapes = [GEOJSON] if files.lsoa_column(data, shown.table) else []
    return [CSV, *shapes, *(drawing.images.MIME if shown.pictured else ())]


def of(data: Dataset, shown: Exhibit) -> dict[str, str]:
    """The files of an exhibit: what a link to each says, by its address."""
    return {shown.address(kind): f"Download {LABELS.get(kind, kind.upper())}" for kind in kinds(data, shown)}


def file_of(data: Dataset, shown: Exhibit, kind: str) -> File:
    """A file of an exhibit; raises `NoSuchError` where there is none of that kind."""
    if kind not in kinds(data, shown):
        raise NoSuchError(f"{shown.key}: expected another kind of file.")
    makes: dict[str, Callable[[], bytes]] = {
        CSV: lambda: files.as_csv(shown.table, shown.name, shown.noted, data.version),
        GEOJSON: lambda: files.as_geojson(data, shown.table, shown.name, shown.noted),
    }
    make = makes.get(kind, lambda: exhibits.picture(data, shown, kind))
    return File(files.file_name(data.place, shown.name, kind), kind, make)


def _proposed(data: Dataset, rule: Rule) -> File:
    table = figures.rules.as_priority(data, rule)
    if table.empty:
        raise NoSuchError(f"rule: expected one that takes an LSOA by the Index of {CHOSEN}.")
    return File(
        "priority_neighbourhoods.csv",
        CSV,
        lambda: clean.guarded(table).to_csv(index=False).encode("utf-8-sig"),
    )


def _joined(data: Dataset, year: int) -> File:
    name = f"{data.place.key}-lsoa-iod{year}.geojson"
    return File(name, GEOJSON, lambda: files.joined_geojson(data, year).encode())


def _everything(data: Dataset, areas: Sequence[Area], kind: str) -> File:
    name = words.everything.TITLE
    makes: dict[str, Callable[[], bytes]] = {
        XLSX: lambda: workbook.xlsx(data, areas),
        CSV: lambda: files.as_csv(
            workbook.table(data, areas), name, " ".join(words.everything.sources(data)[:-1]), data.version
        ),
    }
    return File(files.file_name(data.place, name, kind), kind, makes[kind])


def _everything_csv(data: Dataset, areas: Sequence[Area]) -> File:
    return _everything(data, areas, CSV)


def _everything_xlsx(data: Dataset, areas: Sequence[Area]) -> File:
    return _everything(data, areas, XLSX)


PLAIN: Mapping[tuple[str, str], Callable[..., File]] = {
    ("proposed-list", CSV): _proposed,
    ("lsoas-joined", GEOJSON): _joined,
    ("everything", CSV): _everything_csv,
    ("everything", XLSX): _everything_xlsx,
}


def plain(data: Dataset, name: str, kind: str, *values: Any) -> str:
    """The address of a file that is no exhibit's, relative to a page."""
    return f"table/{name}.{kind}?{urlencode(parameters.written(data, PLAIN[name, kind], values))}"


def everything(data: Dataset) -> dict[str, str]:
    """The files of all that is held of each small area: what a link to each says, by its address."""
    own = words.everything
    of = {own.WHOLE.format(data.place.kind): [data.whole]}
    if data.neighbourhoods:
        of[own.ALONE] = data.neighbourhoods
    return {
        plain(data, "everything", kind, areas): f"{label} ({kind.upper()})"
        for label, areas in of.items()
        for kind in (XLSX, CSV)
    }


def briefing(data: Dataset, area: Area, kind: str, chosen: Choices) -> str:
    """The address of an area's briefing as a file of one of `files.BRIEFINGS`, relative to a page."""
    return f"briefing/{quote(area.key, safe='~')}.{kind}?{urlencode(briefed(data, chosen))}"


def briefed(data: Dataset, chosen: Choices) -> dict[str, str]:
    """The query of a briefing's address, with the version of the data."""
    asked = chosen.question.choices[1:] if chosen.question else [None] * 5
    return parameters.written(data, _briefed, [chosen.year, *asked, chosen.other, chosen.agreed or None])


# What the address of a briefing may choose
ASKED = ("edition", "type", "start", *figures.worked.BESIDE, "with", "next")


def choices(data: Dataset, area: Area, given: Mapping[str, str]) -> Choices:
    """What a briefing is made by, by the query of its address.

    Raises `NoSuchError` for any other query, and for areas that cannot be set beside each other.
    """
    year, kind, start, *beside, other, agreed = parameters.read(data, _briefed, given)
    if other and other.name == area.name:
        raise NoSuchError("with: expected another area.")
    if start is None or other or not data.has_crime:
        return Choices(year, None, other, agreed)
    asked = Question(area, kind or figures.incident_kinds.INCIDENTS, start, *beside)
    try:
        figures.worked.answer(data, asked)
    except DataError as error:
        raise NoSuchError(str(error)) from error
    return Choices(year, asked, other, agreed)


def present(data: Dataset, area: Area, chosen: Choices) -> str:
    """The address of an area's briefing to present, relative to a page."""
    return f"present?{urlencode({'area': area.key} | briefed(data, chosen))}"


def at_a_glance(data: Dataset, kind: str) -> str:
    """The address of the neighbourhoods on one sheet as pptx, pdf or png, relative to a page."""
    return f"briefing/{glance.KEY}.{kind}?{urlencode(parameters.written(data, _nothing, []))}"


def _nothing(data: Dataset) -> None:
    """No choice at all."""


def _briefed(
    data: Dataset,
    year: int,
    kind: str | None = None,
    start: str | None = None,
    comparison: Area | None = None,
    neighbour: Area | None = None,
    control: Area | None = None,
    other: Area | None = None,
    agreed: str = "",
) -> None:
    """The choices of a briefing: edition, by choice those of Did it work?, an area beside it, a line on what is next."""


def _briefing(data: Dataset, key: str, kind: str, given: Mapping[str, str]) -> File:
    if key == glance.KEY:
        return _glance(data, kind, given)
    (area,) = parameters.read(data, _area, {"area": key})
    chosen = choices(data, area, given)
    if kind not in files.BRIEFINGS:
        raise NoSuchError("expected another kind of briefing.")
    beside = f"{area.name} {chosen.other.name}" if chosen.other else area.name
    name = files.file_name(data.place, f"briefing {beside} {chosen.year}", kind)
    return File(name, kind, lambda: files.make_briefing(data, area, chosen.year, kind, *chosen.rest))


def _glance(data: Dataset, kind: str, given: Mapping[str, str]) -> File:
    parameters.read(data, _nothing, given)
    if kind not in glance.KINDS:
        raise NoSuchError("expected another kind of file.")
    name = files.file_name(data.place, words.glance.title(data), kind)
    return File(name, kind, lambda: glance.make(data, kind))


def _area(data: Dataset, area: Area) -> Area:
    return area


def _exhibit(allowed: Sequence[str]) -> Callable[[Dataset, str, str, Mapping[str, str]], File]:
    def found(data: Dataset, name: str, kind: str, given: Mapping[str, str]) -> File:
        if kind not in allowed:
            raise NoSuchError("expected another kind of file.")
        if make := PLAIN.get((name, kind)):
            return make(data, *parameters.read(data, make, given))
        return file_of(data, exhibits.ask(data, name, given), kind)

    return found


FOLDERS: Mapping[str, Callable[[Dataset, str, str, Mapping[str, str]], File]] = {
    "table": _exhibit((CSV, GEOJSON, XLSX)),
    "picture": _exhibit(tuple(drawing.images.MIME)),
    "briefing": _briefing,
}


def ask(data: Dataset, folder: str, name: str, kind: str, given: Mapping[str, str]) -> File:
    """The file that an address names; raises `NoSuchError` where there is none."""
    return FOLDERS[folder](data, name, kind, given)
