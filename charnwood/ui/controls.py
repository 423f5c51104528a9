"""Choices that live in the address: edition, measure, areas, the search box."""

from __future__ import annotations

import collections
import functools
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charnwood import drawing, english, figures, words
from charnwood.cache import of_data
from charnwood.checks import DataError
from charnwood.official.areas import BOROUGH, LSOA, OWN, PRIORITY, Area
from charnwood.official.deprivation import MAPPED
from charnwood.official.geography import REDRAWN
from charnwood.official.lines import LONGEST_LINE, Line
from charnwood.store import dataset
from charnwood.store.dataset import Dataset
from charnwood.ui import page

Value = TypeVar("Value")


ACTED = "acted"  # a control was used since the last run began
HURRIED = "hurried"  # the address that this run came with may be that before the choices of the run before


def begin(path: str) -> None:
    """Begin a run of the page at `path`: find out whether what its address says is news.

    Who chooses before the last choice is answered sends the address from before it; only a page that is opened
    or gone back to, without a control, has an address to read. On another page it is that of a link.
    """
    state = st.session_state
    state[HURRIED] = state.pop(ACTED, False) and state.get("here") == path
    state["here"] = path


def acting(change: Callable[..., None]) -> Callable[..., None]:
    """A callback that does nothing where the data have become unusable, which the page then says.

    A session holds its callbacks as long as it lives, so they take the data anew: held by one, old data would stay.
    Every control has one: `begin` asks whether one was called.
    """

    @functools.wraps(change)
    def act(*given: Any) -> None:
        st.session_state[ACTED] = True
        with suppress(DataError):
            change(*given)

    return act


@acting
def chosen() -> None:
    """What a control does that only holds its value: it was used."""


def choose(
    key: str,
    label: str,
    options: Mapping[Any, str],
    default: Any,
    elsewhere: Mapping[Any, str] = MappingProxyType({}),
    **given: Any,
) -> Any:
    """One choice of `options` (value: label) that lives in the address under `key`.

    `elsewhere` are values of another page or edition, with the sentence that says why they are none
    here (or nothing, where that needs no saying).
    """
    texts = {_text(value): value for value in (*elsewhere, *options)}
    start = recall(key, default, lambda text: texts[figures.own_area.tidy(text)])
    if start not in options:
        st.session_state[key] = default
        if sentence := elsewhere.get(start):
            page.tell(sentence)
    # In the order of the options: a neighbourhood before a ward that only sounds like it
    value = st.selectbox(
        label,
        list(options),
        key=key,
        format_func=lambda v: options[v],
        filter_mode="contains",
        on_change=chosen,
        **given,
    )
    return remember(key, value, _text(value))


def choose_several(
    key: str,
    label: str,
    options: Mapping[str, str],
    default: Sequence[str],
    most: int,
    elsewhere: Mapping[str, str],
) -> list[str]:
    """Some of `options` (value: label), at most `most`, in the address under `key`, by commas.

    `elsewhere` as in `choose`.
    """

    def parse(text: str) -> list[str]:
        values = list(dict.fromkeys(map(figures.own_area.tidy, text.split(",")))) if text else []
        if len(values) > most or not set(values) <= {*options, *elsewhere}:
            raise KeyError(text)
        return values

    start = recall(key, list(default), parse)
    if other := [value for value in start if value not in options]:
        st.session_state[key] = [value for value in start if value in options]
        page.tell(" ".join(elsewhere[value] for value in other if value in elsewhere))
    values = st.multiselect(
        label,
        list(options),
        key=key,
        format_func=lambda v: options[v],
        max_selections=most,
        filter_mode="contains",
        select_all=False,
        wrap=True,
        on_change=chosen,
    )
    return remember(key, values, ",".join(values))


def recall(key: str, default: Value, parse: Callable[[str], Value]) -> Value:
    """Give a widget its value: from an address that changed, else as it was, else the default.

    An address that names nothing known gets one sentence, and the page stays usable.
    """
    text, written = st.query_params.get(key), st.session_state.get(f"written {key}")
    late = written is not None and st.session_state.get(HURRIED)
    if text is not None and text != written and not late:
        try:
            st.session_state[key] = parse(text)
        except KeyError:
            st.session_state[key] = default
            page.tell(words.pages.unknown_choice(key))
    else:
        # Said anew each time: on another page the same key belongs to a new widget without a value
        st.session_state[key] = st.session_state.get(key, st.session_state.get(f"kept {key}", default))
    return st.session_state[key]


def remember(key: str, value: Value, text: str) -> Value:
    """Write a choice into the address, and keep it for the other pages of this visit."""
    state = st.session_state
    before = state.get(f"written {key}", text)
    state[f"kept {key}"] = value
    state[f"written {key}"] = text
    if st.query_params.get(key) != text or (state.get(HURRIED) and before != text):
        st.query_params[key] = text
    return value


def choose_edition(data: Dataset) -> int:
    """The edition of the Indices; that on which the council's choice rests first, else the newest."""
    return choose(
        "edition",
        "Edition",
        {year: str(year) for year in MAPPED},
        data.first_edition,
    )


def choose_area(data: Dataset, year: int) -> Area | None:
    """One area for a map of an edition, or none; a click on the map chooses an LSOA as well."""
    options: dict[Any, str] = {None: "None chosen", **area_options(data, MAPPED[year].vintage)}
    del options[data.whole.key]  # the map shows it anyway
    elsewhere = {data.whole.key: ""} | _split(data, year)
    key = choose("area", words.pages.AREA_OR_MAP, options, None, elsewhere, placeholder="None chosen")
    return figures.own_area.resolve(data, key) if key else None


def choose_area_and_edition(data: Dataset) -> tuple[Area, int]:
    """The search box; a row of one area of any kind (the district at first, that of the map kept) and edition."""
    return choose_area_and_edition_with_room(data)[:2]


def choose_area_and_edition_with_room(data: Dataset) -> tuple[Area, int, DeltaGenerator]:
    """As `choose_area_and_edition`, with the place beside for one more choice."""
    area, beside, last = _choose_any_area(data)
    with beside:
        return area, choose_edition(data), last


def choose_area_kind_and_edition(data: Dataset) -> tuple[Area, str, int]:
    """As `choose_area_and_edition`, with a kind of incident between the two."""
    area, beside, last = _choose_any_area(data)
    with beside:
        kind = choose_kind()
    with last:
        return area, kind, choose_edition(data)


def choose_kind() -> str:
    """The kind of incident; all of them at first."""
    kinds = figures.incident_kinds
    return choose("type", "Type of incident", kinds.KINDS, kinds.INCIDENTS)


def choose_areas_and_edition(data: Dataset) -> tuple[list[Area], int]:
    """A row of edition and one to four areas of any kind, to which the search box adds."""
    row = st.columns([1, 5])
    with row[0]:
        year = choose_edition(data)
    with row[1]:
        areas = choose_areas(data, year)
    find(data, "areas")
    return areas, year


def explain(data: Dataset, areas: Sequence[Area], year: int) -> None:
    """Say which LSOAs make own areas, and what stands for an LSOA that the edition does not have."""
    page.own_noted(*areas)
    for area in areas:
        if note := words.deprivation.vintage_note(data, area, year):
            page.tell(note)


def choose_areas(data: Dataset, year: int) -> list[Area]:
    """One to four areas of any kind; at first the one chosen elsewhere, else the usual ones, also for an emptied choice.

    Usual are the Priority Neighbourhoods or the district. Two own areas of one name cannot be told apart, so the later is left out, with a sentence.
    """
    options = area_options(data, MAPPED[year].vintage)
    chosen = st.session_state.get("kept area")
    usual = [area.key for area in data.neighbourhoods or [data.whole]][: drawing.charts.MOST]
    default = [chosen] if chosen in options else usual
    keys = choose_several(
        "areas", "Areas (up to four)", options, default, drawing.charts.MOST, _split(data, year)
    )
    if not keys:
        page.tell(words.pages.NO_AREA)
    if twice := figures.search.namesakes(data, keys):
        page.tell(words.pages.ward_too(twice))
    areas: dict[str, Area] = {}
    for area in (figures.own_area.resolve(data, key) for key in keys or usual):
        if areas.setdefault(area.name, area) != area:
            page.tell(words.pages.one_name(area.name))
    return list(areas.values())


def find(data: Dataset, key: str, year: int | None = None, take: Callable[[str], None] | None = None) -> None:
    """The search box: what a person types becomes the choice `key`; no LSOA of another vintage than `year`'s.

    What `figures.search.taken` names is taken at once, any other answer is offered in a list, and the offers go once one is taken where there is
    but one choice. What is typed is not kept. `take` does something else with the answer.
    """
    vintage = MAPPED[year].vintage if year else None

    several = isinstance(st.session_state.get(key), list)

    def choose_it(value: str) -> None:
        before = [v for v in st.session_state[key] if v != value] if several else []
        st.session_state[key] = [*before[: drawing.charts.MOST - 1], value] if several else value

    def typed() -> None:
        now = dataset.current()
        if hit := figures.search.taken(now, figures.search.find(now, st.session_state["find"], vintage)):
            (take or choose_it)(hit.key)

    def offered(value: str) -> None:
        (take or choose_it)(value)
        if not take and not several:
            st.session_state["find"] = ""

    with page.search():
        text = st.text_input(
            "Find an area",
            key="find",
            placeholder="Postcode, street, ward or village",
            on_change=acting(typed),
        )
        with st.container(key="answers"):  # a list that lies over the page, as long as someone is at the box
            _answer(data, key, text, vintage, offered)


def _answer(data: Dataset, key: str, text: str, vintage: int | None, offered: Callable[[str], None]) -> None:
    """What a search found: a sentence, and where it is not certain the areas that may be meant."""
    found = figures.search.find(data, text, vintage)
    held = st.session_state.get(key)
    took = figures.search.taken(data, found)
    sentence = words.search.took(data, took) if took and not found.sure else words.search.said(data, found)
    said = [sentence]
    if text and not took and isinstance(held, str) and figures.own_area.has_codes(held):
        still = words.pages.still(figures.own_area.resolve(data, held).name)
        said = [still, sentence] if found.hits else [sentence, still]
    if any(said):
        st.caption(" ".join(said))
    for hit in [] if found.sure else [hit for hit in (*found.together, *found.hits) if hit != took]:
        label = words.search.listed(data, hit)
        st.button(label, key=f"hit {hit.key}", on_click=acting(offered), args=(hit.key,), width="stretch")


def area_options(data: Dataset, vintage: int | None = None, groups: bool = False) -> dict[str, str]:
    """Areas for a choice, key and label, the own areas of this visit first.

    LSOAs come with their code, those of `vintage` only if given, none where only `groups` are asked for.
    """
    options, own = {}, own_areas(data)
    names = collections.Counter(area.name for area in own)
    for area in [*own, *data.areas.values()]:
        if area.kind == LSOA and (groups or (vintage and area.key not in data.lsoa[vintage].index)):
            continue
        suffix = {
            BOROUGH: f" (whole {data.place.kind})",
            PRIORITY: f" ({PRIORITY})",
            LSOA: f" · {area.key}",
            OWN: " (own area)",
        }
        options[area.key] = area.name + suffix.get(area.kind, "")
        if names[area.name] > 1:  # Streamlit tells options apart by their labels alone
            options[area.key] += f" of {len(area.lsoa21)} LSOAs from {area.lsoa21[0]}"
    return options


def own_areas(data: Dataset) -> list[Area]:
    """The own areas of this visit: the one being edited, and those chosen or in the address."""
    state, address = st.session_state, st.query_params
    keys: list[Any] = [state.get("kept own")]
    for name in ("area", "areas", *figures.worked.BESIDE):
        for held in (state.get(name), state.get(f"kept {name}"), address.get(name)):
            keys += held.split(",") if isinstance(held, str) else held or []
    areas = {}
    for key in filter(figures.own_area.is_own, keys):
        with suppress(DataError):
            area = figures.own_area.resolve(data, key)
            areas[area.key] = area
    return list(areas.values())


@of_data(4)
def _split(data: Dataset, year: int) -> dict[str, str]:
    """Codes of the other vintage, each with the sentence that names what stands for it in this edition."""
    here, there = MAPPED[year].code, next(e.code for y, e in MAPPED.items() if y != year)
    sentences = {}
    for code, rows in data.names[data.names["change"] != "U"].groupby(there):
        twins = english.listing(f"{data.areas[twin].name} ({twin})" for twin in dict.fromkeys(rows[here]))
        name = data.areas[str(code)].name
        redrawn = rows["change"].isin(REDRAWN).any()
        sentences[str(code)] = words.pages.no_area_of(name, str(code), year, twins, redrawn)
    return sentences


def _text(value: object) -> str:
    return "" if value is None else str(value)


def choose_area_and_kind(data: Dataset) -> tuple[Area, str, DeltaGenerator]:
    """The search box; a row of one area of any kind (the district at first), a kind of incident, the place beside them."""
    area, beside, last = _choose_any_area(data)
    with beside:
        return area, choose_kind(), last


def choose_area_and_line(data: Dataset) -> tuple[Area, Line | None]:
    """The search box; a row of one area of any kind (the district at first) and a line on the Index that is typed in."""
    area, beside, _ = _choose_any_area(data)
    with beside:
        text = type_in("line", words.lines.OWN, LONGEST_LINE)
    try:
        return area, figures.lines.parse(text) if text.strip() else None
    except DataError:
        page.tell(words.lines.UNREAD)
        return area, None


def choose_indicator(data: Dataset, year: int) -> str:
    """A domain, at first the heaviest, or an indicator of an edition, to be shown by small area."""
    options = figures.rates.options(data, year)
    elsewhere = {
        key: "" for other in MAPPED for key in figures.rates.options(data, other) if key not in options
    }
    return choose("indicator", words.rates.MEASURE, options, next(iter(options)), elsewhere)


def type_in(key: str, label: str, longest: int) -> str:
    """A short text that lives in the address under `key`."""
    recall(key, "", lambda text: text[:longest])
    value = st.text_input(label, key=key, max_chars=longest, on_change=chosen)
    return remember(key, value or "", value or "")


def _choose_any_area(data: Dataset) -> tuple[Area, DeltaGenerator, DeltaGenerator]:
    """Search box and one area of any kind, with places beside it for two more choices."""
    find(data, "area")
    row = st.columns([3, 2, 3])
    with row[0]:
        key = choose("area", words.pages.AREA, area_options(data), data.whole.key, {None: ""})
    return figures.own_area.resolve(data, key), row[1], row[2]
