"""What we keep of a person, table by table: a registry, so that nothing is forgotten when one asks to be.

A slice with a table that holds something of whoever wrote (an address, words, a file) registers one part,
from its `receivers` or `panels`, which Django imports at the start:

    personal.register(
        personal.Part(
            name="attachments",
            label=lambda n: ngettext("%d attachment", "%d attachments", n) % n,
            rows=lambda threads: Attachment.objects.filter(message__thread__in=threads),
            tell=lambda row: {"name": row.name, "size": row.size},
            forget=forget_attachments,
        )
    )

`threads` is always a small batch. `forget` takes the rows' queryset, leaves every row that is counted,
and is safe to run twice. `order`: lower is forgotten first; threads themselves come last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from feedback.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Part:
    """One table. `tell` gives what a person gets to read of a row, JSON-able; None keeps it out of the export.

    `label` names the rows for the one who confirms ("12 attachments").
    """

    name: str
    label: Callable[[int], str]
    rows: Callable[[QuerySet[Thread]], QuerySet[Any]]
    forget: Callable[[QuerySet[Any]], None]
    tell: Callable[[Model], dict[str, Any]] | None = None
    order: int = 50


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """The same name again replaces the first."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """In the order in which they are forgotten."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))
