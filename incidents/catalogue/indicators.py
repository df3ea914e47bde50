"""Statuspage's words for how bad it is: an incident's impact, and the indicator of a whole page. Pure."""

from collections.abc import Iterable, Sequence

from incidents.catalogue.states import ComponentStatus

MAINTENANCE = "maintenance"
IMPACTS = ("none", MAINTENANCE, "minor", "major", "critical")
OF_SEVERITY = {5: "critical", 4: "major", 3: "minor", 2: "minor"}
OF_STATUS = {
    ComponentStatus.MAJOR_OUTAGE.value: "critical",
    ComponentStatus.PARTIAL_OUTAGE.value: "major",
    ComponentStatus.DEGRADED_PERFORMANCE.value: "minor",
}
DESCRIPTIONS = {
    "none": "All Systems Operational",
    "minor": "Partially Degraded Service",
    "major": "Partial System Outage",
    "critical": "Major System Outage",
    "maintenance": "Service Under Maintenance",
}


def worst(words: Iterable[str]) -> str:
    return max(words, key=IMPACTS.index, default="none")


def impact(statuses: Iterable[str], severity: int | None) -> str:
    """An incident's impact: from the worst harm, else from the severity's level."""
    from_harm = [OF_STATUS.get(status, "none") for status in statuses]
    return worst(from_harm) if from_harm else OF_SEVERITY.get(severity or 0, "none")


def indicator(statuses: Sequence[str], *, running: Iterable[str] = (), maintained: bool = False) -> tuple[str, str]:
    """(indicator, description) of a page whose components stand at `statuses`.

    `running` are the impacts of open incidents that harm no component we show.
    """
    majors = statuses.count(ComponentStatus.MAJOR_OUTAGE.value)
    partials = statuses.count(ComponentStatus.PARTIAL_OUTAGE.value)
    if majors:
        word = "critical" if majors * 2 > len(statuses) else "major"
    elif partials == 1:
        return "minor", "Minor Service Outage"
    elif partials:
        word = "major"
    elif ComponentStatus.DEGRADED_PERFORMANCE.value in statuses:
        word = "minor"
    else:
        maintained = maintained or ComponentStatus.UNDER_MAINTENANCE.value in statuses
        word = worst([*running, MAINTENANCE if maintained else "none"])
    return word, DESCRIPTIONS[word]
