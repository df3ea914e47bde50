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

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from feedback.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Person:
    """How somebody is known to us; a customer's name alone is not enough to be one."""

    emails: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    telephones: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        """What must not be found afterwards; a single letter is found everywhere."""
        found = {*self.emails, *self.handles, *self.names, *self.telephones}
        found |= {each.rpartition(":")[2].lstrip("@") for each in self.handles}
        return tuple(sorted(each for each in found if len(each) > 1))


@dataclass(frozen=True, slots=True)
class Part:
    """One table. `tell` gives what a person gets to read of a row, JSON-able; None keeps it out of the export.

    `label` names the rows for the one who confirms ("12 attachments"). `of_person`: rows that belong to no
    conversation of the person's own, found by how he is known.
    """

    name: str
    label: Callable[[int], str]
    rows: Callable[[QuerySet[Thread]], QuerySet[Any]]
    forget: Callable[[QuerySet[Any]], None]
    tell: Callable[[Any], dict[str, Any]] | None = None
    of_person: Callable[[Person], QuerySet[Any]] | None = None
    order: int = 50


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """The same name again replaces the first."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """In the order in which they are forgotten."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))


def person(threads: Iterable[Thread]) -> Person:
    """Everything these conversations say about who wrote."""
    rows = list(threads)

    def of(field: str) -> frozenset[str]:
        return frozenset(value for row in rows if (value := getattr(row, field).strip()))

    return Person(of("email"), of("handle"), of("name"), of("telephone"))
