"""What the linter is given and what it finds: plain values, no model, clock or network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise


class Level(StrEnum):
    WARN = "warn"
    BLOCK = "block"


class Category(StrEnum):
    WORDING = "wording"
    NEEDS_SIGNATURE = "needs_signature"  # legal signs too, before it leaves the house


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the incident's ledger. `state`: unknown | estimated | confirmed | retracted."""

    state: str
    text: str = ""

    @property
    def is_known(self) -> bool:
        return self.state in ("estimated", "confirmed")


@dataclass(frozen=True, slots=True)
class Supplier:
    """The names of one third party, and what to call it off the page in the draft's language."""

    names: tuple[str, ...]
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One text for one audience, kind of channel and language; Markdown.

    `fields` are the values of `{placeholder}`s, "" where nothing is known yet; a name that isn't in
    it doesn't exist. `facts` is None where no ledger is kept: then a claim can only be warned of.
    `components`, `regions` are the names a reader of `language` knows. `time_zone` is the page's.
    `networks` are where a short text goes (`limits.NETWORKS`); `link` is what is added to it.
    """

    text: str
    language: str
    subject: str = ""
    phase: str = "progress"
    audience: str = "general"
    channel_kind: str = "any"
    severity: int | None = None
    facts: Mapping[str, Fact] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    suppliers: tuple[Supplier, ...] = ()
    next_update_at: datetime | None = None
    time_zone: str = "UTC"
    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    link: str = ""

    def fact(self, *keys: str) -> Fact | None:
        """The first of these facts that is known."""
        known = (self.facts or {}).get
        return next((fact for key in keys if (fact := known(key)) and fact.is_known), None)

    def confirmed(self, key: str) -> bool:
        fact = (self.facts or {}).get(key)
        return fact is not None and fact.state == "confirmed"


@dataclass(frozen=True, slots=True)
class Mend:
    """Put `text` in place of `start:end`; an empty span is an insertion."""

    start: int
    end: int
    text: str

    def apply(self, to: str) -> str:
        return to[: self.start] + self.text + to[self.end :]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `start:end` is where it stands in `part` ("text" or "subject") of the draft as written."""

    rule: str
    practice: str
    level: str
    category: str
    overridable: bool
    message: str | Promise
    part: str
    start: int
    end: int
    mend: Mend | None = None

    @property
    def blocks(self) -> bool:
        return self.level == Level.BLOCK
