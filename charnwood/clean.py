"""Text as people's programs leave it, made clean: bytes, cells, names, days, telephone numbers, codes, postcodes.

Readers of files, the search and the pasted text of an own area all clean here, so that each rule stands once.
"""

from __future__ import annotations

import codecs
import datetime
import io
import itertools
import re
import unicodedata
import zipfile
from collections.abc import Sequence

import pandas as pd

pd.options.mode.string_storage = "python"
"""Text in tables as Python's own: a page takes few rows many times, which Arrow's text, made for long columns, does slowly."""
MARKUP = r"<>\[\]`*_$|~\\"
"""Marks that a page, a slide or a document would read as markup; for a set in a regular expression."""
A_PLAIN = "characters of plain text (no < > [ ] ` * _ $ | ~ \\ or :word: in it, no - # + = @ or 1. before it)"
WEB = r"https://\w[\w.-]*(:[0-9]+)?([/?#][\w./?=&%#~+:@!,;-]*)?"
"""An address of the web that a page, a slide or a document can show as it is."""
LOST = "\ufffd"
"""Stands where a program lost a letter."""
CONTAINERS = {
    b"PK\x03\x04": "a zip",
    b"\xd0\xcf\x11\xe0": "a workbook (.xls)",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a packed file (.gz)",
    b"7z\xbc\xaf": "a packed file (.7z)",
    b"Rar!": "a packed file (.rar)",
    b"\x89PNG": "a picture (.png)",
    b"\xff\xd8\xff": "a picture (.jpg)",
    b"{\\rtf": "a document (.rtf)",
    b"SQLite format 3": "a database",
}
WORKBOOKS = {
    "xl/": "a workbook (.xlsx)",
    "content.xml": "a workbook (.ods)",
    "Index/": "a workbook (.numbers)",
    "word/": "a document (.docx)",
}
# What a program that exports calls a workbook or a table is often one of these
PAGES = (
    (rb"\s*<(!doctype html|html|table)", "a web page"),
    (rb"\s*<\?xml[^<]*<\?mso", "a workbook (.xml)"),
    (rb"\s*(\[\s*)?\{\s*\"", "JSON"),
)
OF_A_MAC = re.compile(
    "(?<=[a-z])[ÐÑÕŠŽ]|(?<= )Ð(?= )"
)  # what é, ä, ’, – and — of a Mac's encoding are in that of Windows
# A letter beyond ASCII as UTF-8 writes it; text of an older encoding hardly ever holds one by chance
UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class UnreadableError(ValueError):
    """Bytes that are no text: the line at which they stop being it, and what stands there."""

    def __init__(self, line: int, found: str) -> None:
        """Keep the line, counted from 1, and what stands there in words."""
        super().__init__(f"line {line:,}: {found}")
        self.line, self.found = line, found


def container(raw: bytes) -> str:
    """What a file is that holds no plain text, such as "a workbook (.xlsx)"; empty where it may hold some."""
    kind = next((name for start, name in CONTAINERS.items() if raw.startswith(start)), "")
    if kind == "a zip":
        names = _members(raw)
        kind = next(
            (name for start, name in WORKBOOKS.items() if any(n.startswith(start) for n in names)), kind
        )
    begun = raw[:200].removeprefix(codecs.BOM_UTF8)
    return next((name for form, name in PAGES if re.match(form, begun, re.I)), kind)


def _members(raw: bytes) -> list[str]:
    """The names of a zip's members, as far as it is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return [
            name for name in ("xl/workbook.xml", "content.xml", "word/document.xml") if name.encode() in raw
        ]


def text(raw: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with or without a byte order mark, else as Excel on Windows or a Mac saves it.

    Raises `UnreadableError` for bytes of none of them, and for a mixture of UTF-8 and another encoding.
    """
    encoding = "utf-8"
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        encoding = "utf-32"
    elif raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in raw[:4096]:
        even, odd = raw[:4096:2].count(0), raw[1:4096:2].count(0)
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        if 4 * max(even, odd) < len(raw[:4096]) or 4 * min(even, odd) > max(even, odd):
            encoding = "utf-8"  # stray NULs, which are cleaned away with other control characters
    try:
        return raw.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        at = error.start
    # Letters of UTF-8 that outnumber other bytes beyond ASCII are no chance: the file is a mixture
    letters, others = (
        len(UTF8_LETTER.findall(raw)),
        len(re.findall(rb"[\x80-\xff]", UTF8_LETTER.sub(b"", raw))),
    )
    if encoding == "utf-8" and letters < others:
        try:
            told = raw.decode("cp1252")
            return raw.decode("mac-roman") if OF_A_MAC.search(told) else told
        except UnicodeDecodeError as error:
            at = error.start
    raise UnreadableError(
        raw.count(b"\n", 0, at) + 1, f"0x{raw[at]:02x}" if at < len(raw) else "half a letter"
    )


def plain(longest: int) -> str:
    """The pattern of a text of so many characters that no page, slide or spreadsheet reads as anything but text.

    Neither marks, nor what begins a list, a heading or a formula, nor the name of a small picture.
    """
    return rf"(?![-#+=@]|\d+[.)] )(?!.*:[a-z_]+:)[^{MARKUP}]{{1,{longest}}}"


def cell(value: str) -> str:
    """A text in one line: composed letters, single blanks, no control, zero-width or direction marks."""
    if (
        value.isascii() and value.isprintable()
    ):  # nearly every cell: there is nothing to compose or to leave out
        return " ".join(value.split())
    kept = []
    for letter in unicodedata.normalize("NFC", value):
        kind = unicodedata.category(letter)
        if kind in ("Cc", "Zs", "Zl", "Zp"):
            kept.append(" ")
        elif (
            kind not in ("Cf", "Cs")
            and (ord(letter) & 0xFFFE) != 0xFFFE
            and not 0xFDD0 <= ord(letter) <= 0xFDEF
        ):
            kept.append(letter)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def fold(value: str) -> str:
    """What two spellings of one name share: without capitals, forms of letters, quotes, dashes and blanks."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cell(value)).casefold())
    plain = re.sub(r"[\u2018\u2019\u201b\u02bc`\u00b4]", "'", plain)
    return cell(re.sub(r"\s*[\u2010-\u2015\u2212-]\s*", "-", plain))


MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        1,
    )
    for name in names.split()
}
CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:Z|\+00:00)?)?"
DAYS = (
    re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){CLOCK}", re.I),
    re.compile(rf"(?P<d>\d{{1,2}})[-/.](?P<m>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){CLOCK}", re.I),
    re.compile(
        rf"(?:[a-z]+,? )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[- /.]?(?P<m>[a-z]{{3,9}})\.?,?[- /.]?"
        rf"(?P<y>\d{{4}}|\d{{2}}){CLOCK}",
        re.I,
    ),
    re.compile(rf"(?P<m>[a-z]{{3,9}})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}}){CLOCK}", re.I),
)
A_DAY = "a day such as 2026-11-23 or 23/11/2026"


def day(value: str) -> str:
    """A day as 2026-11-23, from it or 23/11/2026, 23-Nov-26, 2026-11-23 00:00:00; the day first, as in Britain.

    Empty where the text is no such day.
    """
    for form in DAYS:
        if found := form.fullmatch(cell(value).removeprefix("'")):
            month = MONTHS.get(found["m"].lower(), 0) if found["m"].isalpha() else int(found["m"])
            year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
            try:
                return datetime.date(year, month, int(found["d"])).isoformat()
            except ValueError:
                return ""
    return ""


def month(value: str) -> str:
    """A month as 2022-07, from it or Jul-22, July 2022, 07/2022 or its first day; empty where it is none."""
    plain = cell(value).removeprefix("'")
    for form in (r"(?P<y>\d{4})[-/](?P<m>\d{1,2})", r"(?P<m>[a-z]{3,9}|\d{1,2})[-/. ](?P<y>\d{4}|\d{2})"):
        if found := re.fullmatch(form, plain, re.I):
            first = day(
                f"1 {found['m']} {found['y']}" if found["m"].isalpha() else f"1/{found['m']}/{found['y']}"
            )
            return first[:7]
    first = day(plain)
    return first[:7] if first.endswith("-01") else ""


A_PHONE = (
    "a number that can be dialled, such as 01632 960001 or 101 (in a spreadsheet, make the column text before you "
    "type it)"
)
SHORT = r"1\d\d|999|116\d{3}|118\d{3}|1800[0-2]|[678]\d{4}"
INLAND = r"0[1-9]\d{8,9}|0800\d{4}|0845\d{4}"


def phone(value: str) -> str:
    """A telephone number in figures and blanks, a zero that a spreadsheet dropped put back; empty where it is none.

    Accepts brackets, hyphens and full stops between figures, +44 and 0044, and numbers of other countries with +.
    """
    plain = unicodedata.normalize("NFKC", cell(value)).strip("'=\"")
    plain = re.sub(r"[\u2010-\u2015\u2212./-]", " ", re.sub(r"(?<=\d)\.0+$", "", plain))
    plain = re.sub(r"^(\+ ?44|0044) ?\(0\) ?", "+44 ", plain)
    plain = " ".join(re.sub(r"[()]", " ", plain).split())
    if not re.fullmatch(r"\+?[0-9 ]+", plain):
        return ""
    figures = re.sub(r"\D", "", plain)
    plain = plain.replace("+ ", "+")
    if plain.startswith("+") and not figures.startswith("44"):
        return plain if 8 <= len(figures) <= 15 else ""
    abroad = re.match(r"(\+44|00 ?44) ?|44(?=[1-9]\d{9}$)", plain)
    if abroad:
        rest = plain[abroad.end() :].removeprefix("0").strip()
        return f"+44 {rest}" if re.fullmatch(INLAND, "0" + rest.replace(" ", "")) else ""
    if re.fullmatch(r"[1-378]\d{9}", figures):
        return f"0{plain}"
    return plain if re.fullmatch(f"{SHORT}|{INLAND}", figures) else ""


LSOA = re.compile(r"(?<![A-Z0-9])[EW]01[0-9]{6}(?![A-Z0-9])")


def codes(value: str) -> list[str]:
    """Codes of LSOAs anywhere in a text, in capitals and in order, each once."""
    plain = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", unicodedata.normalize("NFKC", value)).upper()
    return list(dict.fromkeys(LSOA.findall(plain)))


def code(value: str) -> str:
    """The one code of an LSOA that a cell holds, whatever stands around it; otherwise the cell."""
    found = codes(value)
    return found[0] if len(found) == 1 else cell(value)


POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}"
# What may stand for a letter or a figure of a postcode, read or typed wrong
TAKEN_FOR = {"O": "O0", "0": "0O", "I": "I1", "L": "L1", "1": "1IL"}


def upper(value: str) -> str:
    """A text in one line and in capitals, wide or raised letters as plain ones."""
    return unicodedata.normalize("NFKC", cell(value)).upper()


def compact(value: str) -> str:
    """A postcode as typed without what stands between its letters and figures, in capitals."""
    return re.sub(r"[\W_]+", "", upper(value))


def postcodes(value: str) -> list[str]:
    """Whatever in a text may be meant as a whole postcode, compact: as it stands first, then O for 0, I or l for 1."""
    words = re.findall(r"[A-Z0-9]+", upper(value))
    pairs = [one + other for one, other in itertools.pairwise(words) if len(one) <= 4 and len(other) == 3]
    tried = [compact(value), *words, *pairs]
    whole = [word for word in tried if re.fullmatch(POSTCODE, word)]
    return list(dict.fromkeys([*whole, *(other for word in tried for other in spellings(word))]))


def spellings(word: str) -> Sequence[str]:
    """The postcodes, compact, for which a word may have been typed; letters for figures and the reverse."""
    if not 5 <= len(word) <= 7 or sum(letter in TAKEN_FOR for letter in word) > 5:
        return []
    mixed = (
        "".join(letters) for letters in itertools.product(*(TAKEN_FOR.get(letter, letter) for letter in word))
    )
    return [other for other in mixed if re.fullmatch(POSTCODE, other)]


def part_of_postcode(value: str) -> tuple[str, str] | None:
    """The district and the beginning of what follows it, such as ("XY1", "1") of "XY1 1"; none of other texts.

    Without a blank between them all figures belong to the district as far as they can.
    """
    plain = " ".join(re.findall(r"[A-Z0-9]+", upper(value)))
    plain = re.sub(r"^([A-Z]{1,2}) (?=\d)", r"\1", plain)
    found = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?) (\d[A-Z]?)", plain) or re.fullmatch(
        r"([A-Z]{1,2}\d{1,2}|[A-Z]{1,2}\d[A-Z])(\d[A-Z]?)?", plain
    )
    if found is None:
        found = re.fullmatch(r"([A-Z]{1,2}\d)(\d[A-Z])", plain)
    return (found[1], found[2] or "") if found else None


FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?[\d.,]+%?")


def guarded(table: pd.DataFrame) -> pd.DataFrame:
    """A table for a CSV in which no text cell or heading is a formula to a spreadsheet: an apostrophe stands first.

    Numbers, also those written as text, stay numbers. Source: OWASP, CSV Injection.
    """

    def guard(value: object) -> object:
        formula = isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value)
        return f"'{value}" if formula else value

    texts = [name for name, kind in table.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    return table.assign(
        **{str(name): table[name].map(guard, na_action="ignore") for name in texts if isinstance(name, str)}
    ).rename(columns=guard)
