"""A Statuspage export, read without trusting it: what can be placed, and what can't, by index and field.

Unknown keys are ignored. A broken update costs that update, a broken incident that incident.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

UNPLANNED = ("investigating", "identified", "monitoring", "resolved", "postmortem")
MAINTENANCE = ("scheduled", "in_progress", "verifying", "completed")
IMPACTS = ("none", "minor", "major", "critical", "maintenance")
IDENTIFIER = re.compile(r"[a-z0-9]{1,12}")
TITLE_LENGTH = 200
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """Something left out or cut: `where` is the path in the document, `incidents[3].created_at`."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(frozen=True, slots=True)
class ComponentRow:
    id: str
    name: str
    description: str = ""
    position: int = 0
    showcase: bool = True
    only_show_if_degraded: bool = False
    group_id: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class UpdateRow:
    id: str
    status: str
    body: str
    created_at: datetime
    display_at: datetime
    deliver_notifications: bool
    affected: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class IncidentRow:
    where: str
    id: str
    name: str
    status: str
    impact: str
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    monitoring_at: datetime | None
    resolved_at: datetime | None
    scheduled_for: datetime | None
    scheduled_until: datetime | None
    component_ids: tuple[str, ...]
    updates: tuple[UpdateRow, ...]  # oldest first

    @property
    def is_maintenance(self) -> bool:
        return self.status in MAINTENANCE


@dataclass(slots=True)
class Export:
    page_name: str
    page_url: str
    components: dict[str, ComponentRow] = field(default_factory=dict)
    incidents: list[IncidentRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    update_ids: set[str] = field(default_factory=set)


class Unreadable(Exception):
    """The document as a whole is no export; the message says what was expected."""


class Broken(Exception):
    """A field without which its row can't be placed."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.problem = Problem(where, why)


class Row:
    """One JSON object and where it stands; each getter names the field it could not read."""

    def __init__(self, data: Any, where: str, problems: list[Problem]) -> None:
        if not isinstance(data, dict):
            raise Broken(where, f"expected an object, found {kind(data)}")
        self.data, self.where, self.problems = data, where, problems

    def at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def report(self, key: str, why: str) -> None:
        self.problems.append(Problem(self.at(key), why))

    def text(self, key: str, *, limit: int = 0) -> str:
        value = self.data.get(key)
        if value is None:
            raise Broken(self.at(key), "is missing")
        if not isinstance(value, str) or not value.strip():
            raise Broken(self.at(key), f"expected a text, found {kind(value)}")
        if "\x00" in value:
            self.report(key, "holds a NUL character, which was taken out")
            value = value.replace("\x00", "")
        if limit and len(value) > limit:
            self.report(key, f"is longer than {limit} characters and was cut")
            value = value[: limit - 1] + "…"
        return value

    def optional(self, key: str) -> str:
        try:
            return self.text(key) if self.data.get(key) else ""
        except Broken as broken:
            self.problems.append(broken.problem)
            return ""

    def identifier(self) -> str:
        value = self.text("id")
        if not IDENTIFIER.fullmatch(value):
            raise Broken(self.at("id"), "expected up to 12 lower-case letters and digits")
        return value

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in known:
            raise Broken(self.at(key), f"unknown value {value[:40]!r}; known are {', '.join(known)}")
        return value

    def moment(self, key: str) -> datetime:
        value = self.text(key)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise Broken(self.at(key), f"{value[:40]!r} is no ISO 8601 time") from None
        if moment.tzinfo is None:
            raise Broken(self.at(key), f"{value[:40]!r} has no time zone")
        return moment

    def moment_or_none(self, key: str) -> datetime | None:
        if self.data.get(key) is None:
            return None
        try:
            return self.moment(key)
        except Broken as broken:
            self.problems.append(broken.problem)
            return None

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.report(key, f"expected true or false, found {kind(value)}")
            return default
        return value

    def number(self, key: str) -> int:
        value = self.data.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            self.report(key, f"expected a whole number, found {kind(value)}")
            return 0
        return value

    def rows(self, key: str) -> list[tuple[str, Any]]:
        """The elements of a list with their places; anything but a list or null is reported."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            self.report(key, f"expected a list, found {kind(value)}")
        return [
            (f"{self.at(key)}[{index}]", item) for index, item in enumerate(value if isinstance(value, list) else [])
        ]


def kind(value: Any) -> str:
    """What JSON calls it."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    if isinstance(value, str) and not value.strip():
        return "an empty text"
    return names.get(type(value), "a number")
