"""What a customer's report counts for. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Key(NamedTuple):
    """What a wave is about: a component, else a region, else a word."""

    component: int | None = None
    region: int | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    ref: str
    at: datetime
    customer: str
    component: int | None = None
    region: int | None = None
    words: frozenset[str] = frozenset()
    pk: int = 0

    def series(self) -> list[Key]:
        """The series it counts for. Its words only where nobody has said what is broken."""
        found = []
        if self.component is not None:
            found.append(Key(component=self.component))
            if self.region is not None:
                found.append(Key(component=self.component, region=self.region))
        if self.region is not None:
            found.append(Key(region=self.region))
        if self.component is None:
            found += [Key(topic=word) for word in self.words]
        return found
