"""Who provides the recipients: a module of a higher app, named by its dotted path.

A provider has three functions:

- `recipients(args) -> QuerySet`: rows with `pk, recipient, channel, address, language, audience,
  channel_kind, edition`, ordered by pk; it becomes the SELECT of an INSERT, so it must not be evaluated.
- `still_wanted(recipients, args) -> set[str]`: who still wants it, asked again at the moment of sending.
- `personal(recipients, args) -> dict[str, Personal]`: the links and secrets of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from django.db.models import QuerySet

COLUMNS = ("pk", "recipient", "channel", "address", "language", "audience", "channel_kind", "edition")


@dataclass(frozen=True, slots=True)
class Personal:
    """What differs between two recipients of the same words."""

    manage_url: str = ""
    unsubscribe_url: str = ""
    secrets: tuple[str, ...] = ()
    incident_url: str = ""


NOBODY = Personal()


class Provider(Protocol):
    def recipients(self, args: dict[str, Any]) -> QuerySet: ...

    def still_wanted(self, recipients: Sequence[str], args: dict[str, Any]) -> set[str]: ...

    def personal(self, recipients: Sequence[str], args: dict[str, Any]) -> dict[str, Personal]: ...


def provider(dotted: str) -> Provider:
    """The module named `dotted`. It is code of ours, named by code of ours, never by input."""
    return cast(Provider, import_module(dotted))
