"""The state of a page, or of one component of it, as a small picture with words, for other people's pages."""

import unicodedata

from django.utils import translation
from django.utils.html import escape

from incidents.statuspages import labels
from incidents.statuspages.elsewhere import elsewhere
from incidents.statuspages.page import ComponentLine, Page

# White on each of these has a contrast of at least 4.5.
COLOURS = {
    "operational": "#1a7f37",
    "degraded_performance": "#8a6100",
    "partial_outage": "#a8470a",
    "major_outage": "#b91c1c",
    "under_maintenance": "#1d5fbf",
}
LONGEST = 40


def svg(page: Page) -> str:
    """Name left, state right, in the page's language; the words are there for screen readers too."""
    page = elsewhere(page)
    with translation.override(page.language):
        state = labels.banner(page)[0]
    return drawn(page.name.text, state, page.language)


def path(line: ComponentLine) -> str:
    return f"/badge/{line.public_id}.svg"


def components(page: Page) -> tuple[ComponentLine, ...]:
    """Those that have a picture, as they may be named on other people's pages."""
    return elsewhere(page).components


def drawn(named: str, state: str, language: str) -> str:
    """`named` is the page or the component, `state` one of a component's."""
    with translation.override(language):
        name, words = _short(named), labels.component_state(state)
        spoken = escape(_printable(named) + labels.colon() + words)
    left, right = _width(name) + 12, _width(words) + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'xml:lang="{language}" aria-label="{spoken}"><title>{spoken}</title>'
        f'<rect width="{left}" height="20" fill="#333"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{COLOURS[state]}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,Noto Sans JP,sans-serif" font-size="11" aria-hidden="true">'
        f'<text x="6" y="14" textLength="{left - 12}" lengthAdjust="spacingAndGlyphs">{escape(name)}</text>'
        f'<text x="{left + 6}" y="14" textLength="{right - 12}" lengthAdjust="spacingAndGlyphs">{escape(words)}</text>'
        "</g></svg>"
    )


def _printable(text: str) -> str:
    """Without what XML may not hold."""
    return "".join(letter for letter in text if letter.isprintable())


def _short(text: str) -> str:
    printable = _printable(text)
    return printable if len(printable) <= LONGEST else printable[: LONGEST - 1] + "…"


def _width(text: str) -> int:
    """About what the words take; `textLength` fits them to it whatever the reader's font."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return max(1, 11 * wide + 7 * (len(text) - wide))
