"""The rows a page is made of, with what pages and languages made of them share."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from incidents.communication.concealment import Secret
from incidents.statuspages import bundle, expected
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

    `touches` are the impacts of the incidents read, planned ones too; `impacts` those that have begun.
    `statuspages` are the public pages; `closed` the hosts of the private ones. `audiences` are whose words may
    be said, the first first. `is_window`: the newest incidents of every page, and not chosen ones; from
    `known_since` on none is missing (None: none at all). `over_here` are incidents that last elsewhere only.
    `shared` keeps what pages and languages of this source have in common, by name.
    """

    at: datetime
    statuspages: list[Any]
    closed: tuple[str, ...]
    components: list[Row]
    incidents: list[Row]
    variants: dict[int, list[Row]]
    impacts: list[Row]
    touches: list[Row]
    names: dict[tuple[str, int], dict[str, Row]]
    audiences: tuple[str, ...] = ("general",)
    is_window: bool = False
    known_since: datetime | None = None
    over_here: dict[int, datetime] = field(default_factory=dict)
    secrets: dict[str, tuple[Secret, ...]] = field(default_factory=dict)
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
        texts, harms = self.variants.get(key), self.by("incident_id").get(key)
        names = self.once("names", lambda: _names_version(self))
        late = incident["next_update_at"] is not None and incident["next_update_at"] < self.at
        return self.once(
            ("version", key),
            lambda: bundle.fingerprint(
                incident, texts, harms, names, late, self.audiences, self._passed(texts), self.over_here.get(key)
            ),
        )

    def _passed(self, texts: list[Row] | None) -> list[int]:
        """The updates whose expected end has gone by: the card then says so."""
        return [row["update_id"] for row in texts or () if expected.passed(row["eta"], self.at)]


def _names_version(source: Source) -> str:
    """Names of components and regions stand on cards, hiding a component changes them, and an alias the feeds."""
    rows = [(row["id"], row["public_id"], row["name"]) for row in source.components]
    translated = sorted((key, value) for key, value in source.names.items() if key[0] in {"component", "region"})
    return bundle.fingerprint(rows, translated, source.secrets)
