"""Blocks that a higher slice adds to a lower slice's page: the road upwards for what people see.

A slice calls `register` from its app's `ready()` (through its `panels.py`); the page asks for
`render_all`. The lower page knows neither the name nor the number of its blocks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Context = dict[str, Any]
Build = Callable[..., "Block | None"]
Stamp = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Block:
    """What a panel shows this time: a template and its context; None instead means nothing."""

    template: str
    context: Context


@dataclass(frozen=True, slots=True)
class Panel:
    page: str
    name: str
    order: int
    build: Build
    aside: bool = False
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel that has something to show; `aside` ones stand in the narrow column."""

    name: str
    html: SafeString
    aside: bool


_panels: dict[tuple[str, str], Panel] = {}


def register(
    *, page: str, name: str, order: int = 100, aside: bool = False, stamp: Stamp | None = None
) -> Callable[[Build], Build]:
    """Decorate a function `(request, **subject) -> Block | None` as the panel `name` of `page`.

    `page` is "home" (no subject), "room" (`incident=`) or "declare" (`form=`). Registering a name again replaces it.
    `stamp(**subject)` gives what changes whenever the panel does and nothing else tells of it: a page that
    refreshes itself asks for it often, so it costs one statement at most.
    """

    def keep(build: Build) -> Build:
        _panels[page, name] = Panel(page=page, name=name, order=order, build=build, aside=aside, stamp=stamp)
        return build

    return keep


def of(page: str) -> list[Panel]:
    """The panels of a page in their order."""
    return sorted(
        (panel for panel in _panels.values() if panel.page == page), key=lambda panel: (panel.order, panel.name)
    )


def render_all(page: str, request: HttpRequest, **subject: Any) -> list[Shown]:
    """Every panel of `page` that has something to show, in order."""
    blocks = [(panel, panel.build(request, **subject)) for panel in of(page)]
    return [
        Shown(panel.name, render_to_string(block.template, block.context, request), panel.aside)
        for panel, block in blocks
        if block
    ]


def stamps(page: str, **subject: Any) -> tuple[object, ...]:
    """What the panels of `page` say of themselves; another answer means that something has changed."""
    return tuple(panel.stamp(**subject) for panel in of(page) if panel.stamp)
