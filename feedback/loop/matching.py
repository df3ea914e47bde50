"""Whether what a customer wrote is about an incident: by component, region, time and words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback.loop.states import Why

BEFORE = timedelta(hours=2)  # people write before we notice
AFTERWARDS = timedelta(hours=12)  # and some only find the time later
SHARED = 2  # words in common that make it more than chance


@dataclass(frozen=True, slots=True)
class Concern:
    """What an incident is about. `regions` has each harmed component's regions; None means everywhere."""

    since: datetime
    until: datetime | None
    regions: Mapping[int, frozenset[int] | None]
    names: frozenset[str]  # the words of the components' names
    words: frozenset[str]  # those of its titles and of what is known about it

    @property
    def everywhere(self) -> bool:
        return not self.regions or any(each is None for each in self.regions.values())

    def reaches(self, region: int | None, component: int | None = None) -> bool:
        """Whether somebody there may be concerned; who told no region may be anywhere."""
        if region is None or self.everywhere:
            return True
        if component in self.regions:
            return region in (self.regions[component] or ())
        return any(region in (each or ()) for each in self.regions.values())


@dataclass(frozen=True, slots=True)
class Report:
    at: datetime
    component: int | None
    region: int | None
    words: frozenset[str]


def reasons(report: Report, concern: Concern) -> tuple[Why, ...]:
    """Why `report` may be about it; empty when nothing speaks for it, or the place or the time against it."""
    if report.at < concern.since - BEFORE or (concern.until and report.at > concern.until + AFTERWARDS):
        return ()
    if not concern.reaches(report.region, report.component):
        return ()
    named = report.words & concern.names
    shared = report.words & (concern.names | concern.words)
    found: list[Why] = []
    if report.component in concern.regions:
        found.append(Why.COMPONENT)
    elif report.component is not None and not (named and len(shared) >= SHARED):
        return ()
    if named or len(shared) >= SHARED:
        found.append(Why.WORDS)
    if found and report.region is not None and not concern.everywhere:
        found.append(Why.REGION)
    return tuple(found)
