"""How bad it is, in Statuspage's words, from the rows and lines of a page."""

from typing import Any

from incidents.catalogue import indicators
from incidents.statuspages.page import ComponentLine, IncidentCard, Status

Row = dict[str, Any]


def impact_word(row: Row, impacts: list[Row]) -> str:
    """Statuspage's impact: as imported, else from the worst harm, else from the severity."""
    if row["kind"] == "maintenance":
        return "maintenance"
    if row["imported_impact"] in indicators.IMPACTS:
        return row["imported_impact"]
    return indicators.impact([each["status"] for each in impacts], row["severity_id"])


def status_of(components: tuple[ComponentLine, ...], cards: tuple[IncidentCard, ...]) -> Status:
    """Statuspage's indicator for the whole page, from what is harmed now."""
    running = [card.impact for card in cards if card.is_running and not card.is_maintenance and not card.chips]
    maintained = any(card.is_running and card.is_maintenance for card in cards)
    return Status(*indicators.indicator([line.status for line in components], running=running, maintained=maintained))
