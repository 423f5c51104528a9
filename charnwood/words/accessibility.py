"""The accessibility statement: what can be done here, what not yet, and whom to ask."""

from __future__ import annotations

from charnwood import english
from charnwood.official.place import Place

USES = (
    "use every page with a keyboard alone",
    "zoom to 400% without scrolling sideways, tables apart",
    "read every chart and map as a sentence and as a table",
    "use light or dark colours, as your device is set, and no movement if your device asks for none",
    "use a phone 320 pixels wide",
)
COMPLIANCE = (
    "This website is **partially compliant** with the Web Content Accessibility Guidelines (WCAG) version 2.2, "
    "level AA, because of the points listed below."
)
# Each is true, and goes when it is no more
KNOWN_ISSUES = (
    "Tables wider than the screen scroll sideways inside their frame. WCAG 1.4.10 allows this for data tables.",
    "The figure at a point of a chart that was opened to explore, or on an area of a map, shows at the mouse pointer and not by keyboard "
    "(WCAG 2.1.1). The same figures are in the table under the chart and in the list beside the map.",
    "A line round areas is drawn by mouse or finger only (WCAG 2.5.7). The same areas can be chosen by clicking "
    "them, from a list, by ward, by search or by pasting codes.",
)
ENFORCEMENT = (
    "The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies (Websites and Mobile "
    "Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’). If you are not "
    "happy with how your complaint is answered, contact the "
    "[Equality Advisory and Support Service (EASS)](https://www.equalityadvisoryservice.com/)."
)
TECHNICAL = (
    "Whoever publishes this website is committed to making it accessible, as the accessibility regulations ask. "
    "Every page is tested with axe-core, in light and dark colours, at 320 and 1280 pixels; the test allows no "
    "finding. Journeys by keyboard, focus, the size of targets, single-key shortcuts, reflow at 400% zoom and reduced "
    "movement have tests of their own. It has not been tested with screen readers, nor by disabled people."
)


def lead(place: Place) -> str:
    """Of what it is the statement."""
    return f"For the {place.title}. We want as many people as possible to be able to use it."


def contact(place: Place) -> str:
    """Whom to tell of a problem, and to ask for another format; Markdown."""
    told = place.statement
    mail = f"[{told['email']}](mailto:{told['email']})" if told["email"] else ""
    ways = english.listing(filter(None, (mail, told["phone"])))
    return (
        "If you cannot read something here, need it in large print, easy read, audio or braille, or find a problem "
        f"that is not listed, contact [{told['owner']}]({told['page']}){f' ({ways})' if ways else ''}. Say which page it is, "
        "and what you need."
    )


def prepared(place: Place) -> str:
    """When the statement was prepared, and from what; where the place names no day, that its owner has yet to do it."""
    told = place.statement
    if not told["prepared"]:
        return (
            f"It comes with the software, and rests on the tests named above. {told['owner']} has not yet made an assessment "
            "of its own."
        )
    return (
        f"It was prepared on {told['prepared']}, from a self-assessment with the tests named above. It is reviewed whenever a "
        "page or the software underneath changes, and at least once a year."
    )
