"""The command line: `python -m charnwood COMMAND`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from charnwood import briefing, clean, figures, settings, tables, words
from charnwood.checks import DataError
from charnwood.official import incidents
from charnwood.official.deprivation import CHOSEN, MAPPED
from charnwood.store import build, consistency, dataset, manifest, refresh


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 1 for bad input (one message on standard error)."""
    given = parser().parse_args(arguments)
    try:
        return given.run(given)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the data held are whole.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        sys.stderr.close()
        return 0


EDITION = "of the Indices (default: that on which the choice of neighbourhoods rests, else the newest)"


def parser() -> argparse.ArgumentParser:
    """All commands with their options and help."""
    top = argparse.ArgumentParser(prog="python -m charnwood", description=__doc__)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="the data folder (default: CHARNWOOD_DATA, or data/)",
    )
    for add in (
        _build_command,
        _check_command,
        _refresh_command,
        _table_command,
        _briefing_command,
        _publish_command,
    ):
        add(commands, data)
    return top


def _command(
    commands: Any, data: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int], about: str
) -> argparse.ArgumentParser:
    """A command, named as the function that runs it and described by it."""
    name = run.__name__.removeprefix("run_")
    command = commands.add_parser(name, parents=[data], help=about, description=run.__doc__)
    command.set_defaults(run=run)
    return command


def _build_command(commands: Any, data: argparse.ArgumentParser) -> None:
    """`build`: all of data/ from official files."""
    command = _command(commands, data, run_build, "write all of data/ from official files")
    command.add_argument(
        "--sources",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder of official files",
    )
    command.add_argument(
        "--each",
        type=Path,
        metavar="DIR",
        help="a folder with a data folder for each of several places, in place of --data",
    )
    command.add_argument(
        "--force",
        action="store_true",
        help="take sources that hold far less than the data do, or fewer months",
    )


def _check_command(commands: Any, data: argparse.ArgumentParser) -> None:
    """`check`: a data folder against its manifest and the rules."""
    _command(commands, data, run_check, "verify data/ against its manifest")


def _refresh_command(commands: Any, data: argparse.ArgumentParser) -> None:
    """`refresh`: newer official files."""
    command = _command(commands, data, run_refresh, "bring newer official files into data/")
    command.add_argument("what", choices=list(refresh.REFRESHERS))
    command.add_argument(
        "--from",
        dest="place",
        metavar="URL_OR_PATH",
        help="a file, or another address (crime: of the archive, or with --source api of the API; or a folder)",
    )
    command.add_argument("--edition", type=int, choices=list(MAPPED), help="iod: this edition alone")
    command.add_argument(
        "--source",
        choices=[incidents.ARCHIVE, incidents.API],
        help="crime: only this one (default: the archive, then the API for newer months)",
    )
    command.add_argument(
        "--months",
        type=lambda text: [month(part) for part in text.split(",")],
        default=[],
        metavar="YYYY-MM,...",
        help="crime: read these months, held or not, and no others",
    )
    command.add_argument(
        "--force",
        action="store_true",
        help="crime: read months that are held again, and take those that shrank; postcodes, population: take a far "
        "smaller file",
    )


def _table_command(commands: Any, data: argparse.ArgumentParser) -> None:
    """`table`: the tables that pages show."""
    command = _command(commands, data, run_table, "print a table as CSV or JSON")
    names = list(tables.TABLES)
    command.add_argument("name", choices=names, metavar="NAME", help=", ".join(names))
    command.add_argument("--format", choices=["csv", "json"], default="csv")
    command.add_argument("--edition", type=int, choices=list(MAPPED), help=EDITION)
    command.add_argument("--by", choices=list(tables.BY), default="month", help="rows of the crime table")
    _table_choices(command)


def _table_choices(command: argparse.ArgumentParser) -> None:
    """What a table is of: areas, kind of incident, months, rule, editions, measure."""
    command.add_argument(
        "--area",
        action="append",
        metavar="NAME_OR_CODE",
        help="an area: a name, an LSOA code, a postcode, ward:NAME, or an own one as NAME=CODE,CODE; may be "
        "given again for several (default: the whole district)",
    )
    _kind_choice(command, f"of the tables worked, {', '.join(tables.SIGNALS)}")
    _worked_choices(command)
    command.add_argument("--from", dest="first", type=month, metavar="YYYY-MM", help="first month")
    command.add_argument("--to", dest="last", type=month, metavar="YYYY-MM", help="last month")
    command.add_argument(
        "--rule",
        default=figures.rules.as_text(figures.rules.IN_USE),
        metavar="TEXT",
        help="rule of the tables chosen and proposed, as in the address of its page (default: %(default)s)",
    )
    command.add_argument(
        "--line",
        type=_line,
        metavar="TEXT",
        help="one more line of the tables lines and line-areas, such as 15%% or under 4,950",
    )
    command.add_argument(
        "--span",
        choices=list(figures.change.SPANS),
        default=next(iter(figures.change.SPANS)),
        help="editions of the tables of movement (default: %(default)s)",
    )
    command.add_argument(
        "--measure",
        choices=figures.change.measures(CHOSEN),
        default="imd",
        metavar="MEASURE",
        help="measure of the tables of movement: %(choices)s (default: %(default)s)",
    )


def _kind_choice(command: argparse.ArgumentParser, where: str) -> None:
    """The kind of incident."""
    kinds = figures.incident_kinds
    told = f"kind of incident {where}: {', '.join(kinds.KINDS)} (default: %(default)s)"
    command.add_argument(
        "--type", choices=list(kinds.KINDS), default=kinds.INCIDENTS, metavar="TYPE", help=told
    )


def _worked_choices(command: argparse.ArgumentParser) -> None:
    """What table and briefing ask of something that was done: when it began, and what its area is set beside."""
    began = "the month in which something began, as YYYY-MM, to compare before and after"
    command.add_argument("--start", type=month, metavar="YYYY-MM", help=began)
    for name, about in (
        ("comparison", "set beside the area"),
        ("neighbour", "to which it may have moved incidents"),
        ("control", "set beside the neighbour (default: the comparison)"),
    ):
        command.add_argument(f"--{name}", metavar="NAME_OR_CODE", help=f"with --start: an area {about}")


def _briefing_command(commands: Any, data: argparse.ArgumentParser) -> None:
    """`briefing`: slides and documents."""
    command = _command(commands, data, run_briefing, "write the briefing of an area as slides or a document")
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("area", nargs="?", metavar="AREA", help="a name, a ward, an LSOA's code or a postcode")
    what.add_argument("--all", action="store_true", help="all Priority Neighbourhoods, in all formats")
    command.add_argument(
        "--with", dest="other", metavar="AREA", help="another area, to stand beside the first"
    )
    command.add_argument("--next", default="", metavar="TEXT", help="a line on what to decide or do next")
    command.add_argument("--format", choices=briefing.KINDS, help="of one area's briefing")
    command.add_argument("--edition", type=int, choices=list(MAPPED), help=EDITION)
    _kind_choice(command, "of the step that --start adds")
    _worked_choices(command)
    command.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the file; with --all a folder"
    )


def _publish_command(commands: Any, data: argparse.ArgumentParser) -> None:
    """`publish`: the public edition as files."""
    command = commands.add_parser(
        "publish",
        parents=[data],
        help="write the plain pages for residents as a folder of files",
        description=run_publish.__doc__,
    )
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder, replaced whole")
    command.add_argument(
        "--base-url",
        type=address,
        metavar="URL",
        help="where the folder will be read, for sitemap.xml and the page of what is not found",
    )
    command.add_argument(
        "--dashboard",
        type=address,
        metavar="URL",
        help="where the full dashboard is, for links to it",
    )
    command.add_argument(
        "--check",
        action="store_true",
        help="look at pages of each kind in Chromium too (needs requirements-test.txt)",
    )
    command.set_defaults(run=run_publish)


def address(text: str) -> str:
    """An address of a site; argparse reports anything else as wrong usage."""
    if not settings.ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"expected an address such as https://www.example.org/area, found {text!r}"
        )
    return text


def month(text: str) -> str:
    """A month as YYYY-MM; argparse reports anything else as wrong usage."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"expected a month as YYYY-MM, found {text!r}")
    return text


def _line(text: str) -> figures.lines.Line:
    """A line on the Index; argparse reports anything else as wrong usage."""
    try:
        return figures.lines.parse(text)
    except DataError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def run_build(given: argparse.Namespace) -> int:
    """Read the official files, check them, and write all tables of the data folder."""
    folders = build.folders_in(given.each) if given.each else [dataset.data_dir(given.data).resolve()]
    for directory, held in zip(
        folders, build.build_each(given.sources, folders, force=given.force), strict=True
    ):
        rows = sum(entry["rows"] for entry in held["tables"])
        version = manifest.data_version(directory, held, dataset.COUNTED)
        print(f"{directory}: {len(held['tables'])} tables, {rows:,} rows, data version {version}")
        print(f"  {words.about.built(dataset.load(directory))}")
    return 0


def run_refresh(given: argparse.Namespace) -> int:
    """Add what a publisher has new; the data held stay as they are if anything fails."""
    directory = dataset.data_dir(given.data).resolve()
    for option, fits in refresh.FITTING.items():
        if given.what not in fits and vars(given)["place" if option == "from" else option]:
            raise DataError(f"--{option}: expected it with refresh {' or '.join(fits)}, found {given.what}.")
    for line in refresh.REFRESHERS[given.what](directory, given):
        print(line, flush=True)
    version = manifest.data_version(directory, manifest.read_manifest(directory), dataset.COUNTED)
    print(f"{directory}: data version {version}")
    return 0


def run_check(given: argparse.Namespace) -> int:
    """Verify a data folder: files, hashes, rows, joins and sums; a line per fault."""
    directory = dataset.data_dir(given.data)
    faults = consistency.check(directory)
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{directory}: all tables agree with the manifest and with each other.")
    return 1 if faults else 0


def run_table(given: argparse.Namespace) -> int:
    """Print one table to standard output, the same figures that the pages show."""
    data = dataset.load(dataset.data_dir(given.data))
    given.edition = given.edition or data.first_edition
    areas = figures.search.find_areas(data, given.area or [data.whole.key])
    frame = tables.TABLES[given.name](data, areas, given)
    if given.format == "json":
        print(frame.to_json(orient="records", indent=2, force_ascii=False))
    else:
        clean.guarded(frame).to_csv(sys.stdout, index=False, lineterminator="\n")
    return 0


def run_briefing(given: argparse.Namespace) -> int:
    """Write briefings: one area as a pptx, docx, pdf or html file, or all Priority Neighbourhoods into a folder."""
    from charnwood.briefing import files  # what draws takes as long to load as all that other commands need
    from charnwood.drawing.exhibits import parameters

    if not given.all and not given.format:
        parser().error("a briefing of one area needs --format")
    if given.all and (given.start or given.other):
        parser().error("--start and --with go with the briefing of one area")
    agreed = parameters.line(given.next)
    data = dataset.load(dataset.data_dir(given.data))
    given.edition = given.edition or data.first_edition
    if not given.all:
        area = figures.search.find_area(data, given.area)
        asked = tables.question(data, area, given) if given.start else None
        other = figures.search.find_area(data, given.other) if given.other else None
        content = files.make_briefing(data, area, given.edition, given.format, asked, other, agreed)
        files.save(given.out, content)
        beside = f" beside {other.name}" if other else ""
        print(f"{given.out}: {area.name}{beside}, Indices of {given.edition}, data version {data.version}")
        return 0
    count = files.save_all(data, given.out, given.edition, agreed)
    print(f"{given.out}: {count} files, Indices of {given.edition}, data version {data.version}")
    return 0


def run_publish(given: argparse.Namespace) -> int:
    """Write every plain page, its feeds and files into a folder for any web server; twice the same bytes."""
    from charnwood.public import publish, site

    data = dataset.load(dataset.data_dir(given.data))
    around = site.site(data, given.dashboard or "")
    counts = publish.publish(data, given.out, around, given.base_url or "", check=given.check)
    print(
        f"{given.out}: {counts['pages']:,} pages, {counts['files']:,} files, {counts['bytes']:,} bytes, "
        f"data version {data.version}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
