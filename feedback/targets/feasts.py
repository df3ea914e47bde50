"""The public holidays of a country, proposed for a year: somebody looks them over before they count.

From the `holidays` package, offline. Names come in the reader's language where the package has it.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays
from django.utils.translation import gettext as _
from holidays.registry import COUNTRIES

from core.web.errors import Invalid

YEARS = (2000, 2100)


@dataclass(frozen=True, slots=True)
class Feast:
    on: date
    name: str


@cache
def countries() -> dict[str, str]:
    """Code → English name, by name; those the package knows, and no region it files as one."""
    supported = holidays.list_supported_countries(include_aliases=False)
    named = {entry[1]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", entry[0]) for entry in COUNTRIES.values()}
    return dict(sorted(((code, named[code]) for code in supported if code in named), key=lambda each: each[1]))


def parts(country: str) -> list[str]:
    """Codes of the parts of a country that have holidays of their own ("BY" in Germany)."""
    return list(holidays.list_supported_countries(include_aliases=False).get(country, []))


def proposed(country: str, year: int, *, part: str = "", language: str = "en") -> list[Feast]:
    """In order. Raises `Invalid` for a country, part or year that nobody knows."""
    if country not in countries():
        raise Invalid({"country": [_("We don't know the holidays of this country.")]})
    if part and part not in parts(country):
        known = ", ".join(parts(country)) or "–"
        raise Invalid({"part": [_("Give one of these, or nothing: %(names)s.") % {"names": known}]})
    if not YEARS[0] <= year <= YEARS[1]:
        raise Invalid({"year": [_("Give a year from %(first)d to %(last)d.") % {"first": YEARS[0], "last": YEARS[1]}]})
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=_spoken(country, language))
    return [Feast(on, name[:120]) for on, name in sorted(found.items())]


def _spoken(country: str, language: str) -> str | None:
    """The package's own name of the language; None is the country's."""
    offered = holidays.list_localized_countries(include_aliases=False).get(country, [])
    return next((each for each in offered if each.split("_")[0] == language.split("-")[0]), None)
