"""Files as a bad day leaves them, tried on every reader: the right value, or one message that can help.

Each kind beside those of test_people_files.py: other encodings, other programs' files under a CSV's name, numbers
in other scripts, shapes that are none, zips that hide, repeat or lock what they hold.
"""

import pytest
from conftest import message, save

from charnwood import ROOT, clean
from charnwood.official import areas, breaks, contacts, place

LIST = "neighbourhood,lsoa11cd\n"
EAST = "East,E01025699\n"


def names_of(tmp_path, data, content):
    return areas.read_priority(save(tmp_path / "list.csv", content), data.names, "Charnwood")[
        "neighbourhood"
    ].tolist()


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ((LIST + EAST).encode("utf-32"), ["East"]),
        ("\ufeff\ufeff" + LIST + EAST, ["East"]),
        ((LIST + "Café,E01025699\nKing’s End,E01025700\n").encode("mac-roman"), ["Café", "King’s End"]),
        ((LIST + "Café,E01025699\nKing’s End,E01025700\n").encode("cp1252"), ["Café", "King’s End"]),
        ((LIST + EAST).encode() + bytes(300), ["East"]),
        ((LIST + EAST).encode() + b"\x1a", ["East"]),
        (LIST.replace("\n", "\r\n") + "East,E01025699\rWest,E01025700\n", ["East", "West"]),
        ("neighbourhood|lsoa11cd\nEast|E01025699\n", ["East"]),
        ("# by me\n" + LIST + EAST, ["East"]),
        (LIST + "\u202eEast,Ｅ０１０２５６９９\n", ["East"]),
        (LIST + "East,https://findthatpostcode.uk/areas/E01025699.html\n", ["East"]),
        (LIST + '"East\nUpper",E010\u00ad25699\n', ["East Upper"]),
        (LIST + "Straße,E01025699\nSTRASSE,E01025700\n", ["STRASSE", "STRASSE"]),
    ],
)  # fmt: skip
def test_a_list_is_read_as_it_was_meant(tmp_path, data, content, names):
    assert names_of(tmp_path, data, content) == names


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50), "This is a picture (.png)."),
        (rb"{\rtf1\ansi neighbourhood,lsoa11cd}", "This is a document (.rtf)."),
        (b"PK\x03\x04...word/document.xml", "This is a document (.docx)."),
        (b"<table><tr><td>neighbourhood</td></tr></table>", "This is a web page."),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Save the sheet as CSV."),
        (b"7z\xbc\xaf\x27\x1c", "This is a packed file (.7z)."),
        (b"SQLite format 3\0", "This is a database."),
        ((LIST + EAST).encode("utf-16")[:-1], "line 2: expected UTF-8 text"),
        (LIST + '"' + "x" * 200_000 + '",E01025699\n', "line 2: expected cells whose quotes close"),
        (LIST + EAST + LIST + "West,E01025700\n", "line 3, lsoa11cd: expected the code"),
        (LIST + EAST + "Total,1\n", "line 3, lsoa11cd: expected the code"),
        (LIST + "East,Е01025699\n", "line 2, lsoa11cd: expected the code"),
        (LIST + "East,E01٠٢٥٦٩٩\n", "line 2, lsoa11cd: expected the code"),
        (LIST + '"East","E01025699, E01025700"\n', "line 2, lsoa11cd: expected the code"),
        (LIST + "East #2?x=1,E01025699\n", "line 2, neighbourhood: expected a name"),
        (",,,\n,,,\n", "line 1: expected a column 'neighbourhood'"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_list_is_told_as_what_it_is(tmp_path, data, content, said):
    assert said in message(names_of, tmp_path, data, content)


def test_a_folder_or_a_loop_in_place_of_a_file_is_told(tmp_path, data):
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    for path in (tmp_path, tmp_path / "loop.csv"):
        assert "expected the list" in message(areas.read_priority, path, data.names, "Charnwood")


HEAD = ",".join(contacts.COLUMNS) + "\n"


def contact(tmp_path, row):
    return contacts.read_contacts(save(tmp_path / "contacts.csv", f"{HEAD}{row}\n"), None)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("hub,Hall,,T.,Https://x.org/A,,,2026-11-23", "web", "https://x.org/A"),
        ('hub,Hall,,T.,"https://x.org:8443/a,b?c=@d;e",,,2026-11-23', "web", "https://x.org:8443/a,b?c=@d;e"),
        ("hub,Hall,,T.,https://x.org?a=1,,,2026-11-23", "web", "https://x.org?a=1"),
        ("hub,Hall,,T.,,,mailto:a@b.org,2026-11-23", "email", "a@b.org"),
        ("hub,Hall,,Open: 9:30 to 10:30 & £5 (#2),https://x.org,,,2026-11-23", "about", "Open: 9:30 to 10:30 & £5 (#2)"),
        ("hub,Hall,,T.,,,o'neil@b.org,2026-11-23", "email", "o'neil@b.org"),
        ("hub,Hall,,T.,,０１５０９ ６３４５６７,,2026-11-23", "phone", "01509 634567"),
        ("HUB ,Hall,,T.,https://x.org,,,23-Nov-26", "kind", "hub"),
    ],
)  # fmt: skip
def test_a_contact_is_read_as_it_was_meant(tmp_path, row, column, value):
    assert contact(tmp_path, row)[column].tolist() == [value]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("hub,Hall,,T.,javascript:alert(1),,,2026-11-23", "web: expected an address that begins with https://"),
        ("hub,Hall,,T.,https://a:b@x.org/,,,2026-11-23", "web: expected"),
        ("hub,Hall,,T.,https://../,,,2026-11-23", "web: expected"),
        ('hub,Hall,,T.,"https://x.org/""onload",,,2026-11-23', "no brackets, quotes or blanks"),
        ("hub,Hall,,T.,,,a@b.org; c@d.org,2026-11-23", "email: expected"),
        ("hub,Hall,,T.,,01509 634567 ext 3,,2026-11-23", "phone: expected a number that can be dialled"),
        ("hub,Hall,,T.,,+٣٥٣١٢٣٤٥٦٧٨,,2026-11-23", "phone: expected a number that can be dialled"),
        ("hub,Hall,,T.,https://x.org,,,31/12/1899", "checked: expected a day"),
        ("hub,- Hall,,T.,https://x.org,,,2026-11-23", "name: expected 1 to 200 characters of plain text"),
        ("hub,Hall :fire:,,T.,https://x.org,,,2026-11-23", "name: expected 1 to 200 characters of plain text"),
        ("hub,Hall,,~~T.~~,https://x.org,,,2026-11-23", "about: expected 1 to 200 characters of plain text"),
        ("hub,Hall,,=1+1,https://x.org,,,2026-11-23", "about: expected 1 to 200 characters of plain text"),
        ("hub,Hall,,1. T.,https://x.org,,,2026-11-23", "about: expected 1 to 200 characters of plain text"),
        (f"hub,Hall,,{'x' * 201},https://x.org,,,2026-11-23", "found 201 characters"),
        ("hub,Hall,,T.,https://x.org,,,2026-11-23\nHub,Hall,,T.,https://x.org,,,23/11/2026", "line 3: expected each contact once"),
    ],
)  # fmt: skip
def test_a_contact_that_cannot_be_one_is_named_by_its_line(tmp_path, row, said):
    text = message(contact, tmp_path, row)
    assert said in text
    assert "line " in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2022-07,2022-07,no,Drugs; drugs;;,all,N,W,S", ""),
        ("July 22,01/07/2022,no,all,all,N,W,S", ""),
        ("44743,44743,no,all,all,N,W,S", "from: expected a month"),
        ('2022-07,2022-07,no,"Drugs, Burglary",all,N,W,S', "types: expected all, or of these"),
        ("2022-07,2022-07,TRUE,all,all,N,W,S", "lasting: expected yes or no"),
        ("2022-07,2022-07,no,all,all,N,W$x$,S", "what: expected 1 to 400 characters of plain text"),
    ],
)
def test_breaks(tmp_path, row, said):
    path = save(tmp_path / "breaks.csv", ",".join(breaks.COLUMNS) + f"\n{row}\n")
    if said:
        assert said in message(breaks.read_breaks, path)
    else:
        assert len(breaks.read_breaks(path)) == 1


SETTINGS = (ROOT / "data" / place.PLACE_FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("#0b5d75", "#0B5D75", ""),
        (" = ", "\u00a0=\u00a0", ""),
        ('"borough"', "'borough'", ""),
        ('kind = "borough"', f"kind = {'[' * 3_000}{']' * 3_000}", "nested too deeply"),
        ('kind = "borough"', ".".join("a" * 2_000) + " = 1", "nested too deeply"),
        ('"E07000130"', '"E0٧000130"', "code: expected the code of a district"),
        ("[council]", "[[council]]", "council: expected only keys that are known"),
        ('kind = "borough"', 'kind = "borough"\nkind = "x"', "Cannot overwrite a value"),
        ("lsoas_2001 = 100", "lsoas_2001 = inf", "expected a number of LSOAs, found inf"),
    ],
)
def test_settings(tmp_path, old, new, said):
    path = save(tmp_path / place.PLACE_FILE, SETTINGS.replace(old, new, 1))
    if said:
        assert said in message(place.read, path)
    else:
        assert place.read(path).kind == "borough"


def test_a_workbook_of_settings_is_told_what_to_write_them_in(tmp_path):
    path = save(tmp_path / place.PLACE_FILE, b"PK\x03\x04 xl/workbook.xml")
    assert "Write the settings in a text editor." in message(place.read, path)


def test_a_mac_is_told_from_windows_by_letters_no_word_has():
    for text in ("Café", "naïve", "Zoë’s – 5 €", "Šárka", "Õlu", "A–B"):
        assert clean.text(text.encode("cp1252")) == text
    for text in ("Café End", "King’s", "Ashby – Road"):
        assert clean.text(text.encode("mac-roman")) == text
