"""What we may know already about what somebody is writing: one module per source, found by its name.

Each has `ORDER` and `find(ask)`, which gives suggestions, the best first. One more source (articles of the FAQ,
say) is one more file here. What is suggested stands beside the form while one types, and without script on the
second step before anything is sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from feedback.doors.form.offer import Offer

MOST = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """What has been said so far; `component` and `region` are "" until chosen."""

    text: str
    about: str
    component: str
    region: str
    language: str
    offer: Offer


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`template` shows it, with `context` and the page's own."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def registry() -> tuple[Any, ...]:
    found = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return tuple(sorted(found, key=lambda module: module.ORDER))


def find(ask: Ask) -> list[Suggestion]:
    """The first few of every source, in order."""
    return list(_first(found for source in registry() for found in source.find(ask)))


def _first(found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    for number, each in enumerate(found):
        if number == MOST:
            return
        yield each
