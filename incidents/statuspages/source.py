"""The rows a page is made of, with what pages and languages made of them share."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from incidents.statuspages import bundle
from incidents.statuspages.page import DayMark

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Harm:
    """What happened to one component in the window, the same in every language."""

    current: tuple[Row, ...]
    marks: tuple[DayMark, ...]
    known_from: date
    uptime: float | None
    touched_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The rows behind every page in every language; hidden components, drafts and drills never enter.

    `shared` keeps what pages and languages of this source have in common, by name.
    """

    at: datetime
    statuspages: list[Any]
    components: list[Row]
    incidents: list[Row]
    variants: dict[int, list[Row]]
    impacts: list[Row]
    names: dict[tuple[str, int], dict[str, Row]]
    shared: dict[Any, Any] = field(default_factory=dict, compare=False)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        if key not in self.shared:
            self.shared[key] = make()
        return self.shared[key]

    def by(self, field: str) -> dict[int, list[Row]]:
        """Impacts by `incident_id` or `component_id`."""

        def grouped() -> dict[int, list[Row]]:
            found = defaultdict(list)
            for row in self.impacts:
                found[row[field]].append(row)
            return found

        return self.once(("by", field), grouped)

    def version(self, incident: Row) -> str:
        """Names all that a card is made of (its language apart): equal versions, equal cards."""
        key = incident["id"]
        texts, harms, titles = (
            self.variants.get(key),
            self.by("incident_id").get(key),
            self.names.get(("incident", key)),
        )
        names = self.once("names", lambda: _names_version(self))
        late = incident["next_update_at"] is not None and incident["next_update_at"] < self.at
        return self.once(
            ("version", key),
            lambda: bundle.fingerprint(incident, texts, harms, titles, names, late),
        )


def _names_version(source: Source) -> str:
    """Names of components and regions stand on cards, and hiding a component changes them."""
    rows = [(row["id"], row["public_id"], row["name"]) for row in source.components]
    translated = sorted((key, value) for key, value in source.names.items() if key[0] in {"component", "region"})
    return bundle.fingerprint(rows, translated)
