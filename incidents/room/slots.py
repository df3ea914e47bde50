"""Which texts an update may have, and how their fields are named: audience × channel × language; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.text.translations import Language
from incidents.communication.states import ChannelKind

FIELD = re.compile(r"^text-(?P<audience>[-a-z0-9_]{1,40})-(?P<kind>[a-z]{1,10})-(?P<language>[a-z]{2})$")


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One audience on one kind of channel; it has a text per language."""

    audience: str
    kind: str = ChannelKind.ANY.value

    @property
    def key(self) -> str:
        return f"{self.audience}-{self.kind}"

    def name(self, what: str, language: str) -> str:
        """The form field of its `text` or `subject` in `language`."""
        return f"{what}-{self.key}-{language}"


FIRST = Slot("general")


def parse(key: str, audiences: Iterable[str]) -> Slot | None:
    """`general-any` as a slot; None when no such audience or channel exists."""
    audience, _dash, kind = key.rpartition("-")
    return Slot(audience, kind) if audience in set(audiences) and kind in ChannelKind.values else None


def in_fields(names: Iterable[str], audiences: Iterable[str]) -> list[Slot]:
    """The slots a submitted form holds texts for, whatever else it holds."""
    known = set(audiences)
    found = (match for match in map(FIELD.match, names) if match)
    slots = {Slot(each["audience"], each["kind"]): None for each in found if each["language"] in Language.values}
    return [slot for slot in slots if slot.audience in known and slot.kind in ChannelKind.values]


def arranged(slots: Iterable[Slot], audiences: Iterable[str]) -> list[Slot]:
    """Each once, by audience as they are ordered, the canonical text first."""
    rank = {slug: number for number, slug in enumerate(audiences)}
    kinds = {kind: number for number, kind in enumerate(ChannelKind.values)}
    return sorted({FIRST, *slots}, key=lambda slot: (rank.get(slot.audience, 99), kinds[slot.kind]))
