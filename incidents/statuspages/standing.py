"""Statuspage's words for how bad it is: an incident's impact and the page's indicator."""

from typing import Any

from incidents.statuspages.page import ComponentLine, IncidentCard, Status

Row = dict[str, Any]
SEVERITY_IMPACT = {5: "critical", 4: "major", 3: "minor", 2: "minor"}
STATUS_IMPACT = {"major_outage": "critical", "partial_outage": "major", "degraded_performance": "minor"}
IMPACTS = ("none", "maintenance", "minor", "major", "critical")
DESCRIPTIONS = {
    "none": "All Systems Operational",
    "minor": "Partially Degraded Service",
    "major": "Partial System Outage",
    "critical": "Major System Outage",
    "maintenance": "Service Under Maintenance",
}


def impact_word(row: Row, impacts: list[Row]) -> str:
    """Statuspage's impact: as imported, else from the worst harm, else from the severity."""
    if row["kind"] == "maintenance":
        return "maintenance"
    if row["imported_impact"] in IMPACTS:
        return row["imported_impact"]
    from_harm = [STATUS_IMPACT.get(each["status"], "none") for each in impacts]
    return max(
        [*from_harm, SEVERITY_IMPACT.get(row["severity_id"], "none") if not from_harm else "none"], key=IMPACTS.index
    )


def status_of(components: tuple[ComponentLine, ...], cards: tuple[IncidentCard, ...]) -> Status:
    """Statuspage's indicator for the whole page, from what is harmed now."""
    states = [line.status for line in components]
    majors, partials = states.count("major_outage"), states.count("partial_outage")
    if majors:
        indicator = "critical" if majors * 2 > len(states) else "major"
    elif partials:
        if partials == 1:
            return Status("minor", "Minor Service Outage")
        indicator = "major"
    elif "degraded_performance" in states:
        indicator = "minor"
    else:
        running = [card.impact for card in cards if card.is_running and not card.is_maintenance and not card.chips]
        maintained = "under_maintenance" in states or any(c.is_running and c.is_maintenance for c in cards)
        indicator = max([*running, "maintenance" if maintained else "none"], key=IMPACTS.index)
    return Status(indicator, DESCRIPTIONS[indicator])
