"""No supplier's name leaves the house in an answer (practice P9): people are told, programs are corrected."""

from dataclasses import dataclass

from incidents.wording import queries as wording
from incidents.wording.linter import names


@dataclass(frozen=True, slots=True)
class Found:
    """The names as they stand in the text, and what to write instead of the first."""

    names: tuple[str, ...]
    instead: str

    def told(self) -> dict[str, str]:
        return {"names": ", ".join(f"“{name}”" for name in self.names), "instead": self.instead}


def named_suppliers(text: str, language: str) -> Found | None:
    """Suppliers that `text` names in whatever spelling; 1 statement."""
    known = wording.suppliers()[language]
    places = names.places(text, [each.names for each in known])
    if not places:
        return None
    found = dict.fromkeys(text[start:end] for start, end, _which in places)
    return Found(tuple(found), known[places[0][2]].alias)
