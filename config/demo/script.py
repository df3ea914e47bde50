"""The form in which the demo's stories are written: what happened, minute by minute, and what was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the three languages, as customers read it."""

    en: str
    fr: str
    ja: str

    def items(self) -> tuple[tuple[str, str], ...]:
        return (("en", self.en), ("fr", self.fr), ("ja", self.ja))


@dataclass(frozen=True, slots=True)
class Harm:
    """A component impaired from minute `start` to minute `end` (None: until the story's end)."""

    component: str
    status: str
    region: str = ""
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """An update published at minute `at`; `next_minutes` later the next one is promised.

    `technical` and `partners` (key customers, on their private page) are texts beside the general one.
    `because` lets it out where the wording linter would hold it back.
    """

    at: int
    phase: str
    state: str
    words: Words
    next_minutes: int | None = None
    technical: Words | None = None
    partners: Words | None = None
    notify: bool = False
    because: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An answer in the ledger of facts at minute `at`; minutes in `eta` count from then."""

    at: int
    key: str
    state: str = "confirmed"
    words: Words | None = None
    value: dict[str, Any] | None = None
    eta: tuple[int, int] | None = None
    source: str = ""
    by: str = "kenji"


@dataclass(frozen=True, slots=True)
class Note:
    """A line in the staff's timeline. `by` is a username of the cast."""

    at: int
    text: str
    by: str = "kenji"


@dataclass(frozen=True, slots=True)
class Story:
    """An incident, declared `days_ago` at `clock` (UTC); or `minutes_ago` before now, for the live one."""

    key: str
    title: Words
    level: int | None
    harms: tuple[Harm, ...]
    said: tuple[Said, ...]
    notes: tuple[Note, ...] = ()
    facts: tuple[Known, ...] = ()
    days_ago: int = 0
    clock: str = "12:00"
    minutes_ago: int | None = None
    lead: str = "camille"
    commander: str = "noor"
    third_party: str = ""
    began_before: int = 6
    closed_after_hours: int | None = 20
    window: tuple[int, int] | None = None  # maintenance: planned from minute to minute

    def declared_at(self, now: datetime) -> datetime:
        if self.minutes_ago is not None:
            return (now - timedelta(minutes=self.minutes_ago)).replace(second=0, microsecond=0)
        hour, minute = map(int, self.clock.split(":"))
        day = now - timedelta(days=self.days_ago)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
