"""The page as Statuspage v2 JSON, key by key (interfaces: Statuspage v2, drop-in)."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from incidents.statuspages.elsewhere import elsewhere
from incidents.statuspages.page import ComponentLine, Group, IncidentCard, Page, UpdateCard

Document = dict[str, Any]
NEWEST = 50
STATUS = {"closed": "resolved"}  # Statuspage has no state after "resolved"


def moment(at: datetime | None) -> str | None:
    """ISO 8601 with milliseconds and Z."""
    return at and _moment(at)


@lru_cache(maxsize=8192)  # the same moments stand in every document of every rebuild
def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def page_of(page: Page) -> Document:
    return {
        "id": page.public_id,
        "name": page.name.text,
        "url": page.url,
        "time_zone": page.time_zone,
        "updated_at": moment(page.updated_at),
    }


def status_of(page: Page) -> Document:
    return {"indicator": page.status.indicator, "description": page.status.description}


def component(line: ComponentLine, page: Page) -> Document:
    return {
        "id": line.public_id,
        "name": line.name.text,
        "status": line.status,
        "created_at": moment(line.created_at),
        "updated_at": moment(line.updated_at),
        "position": line.position,
        "description": line.description.text or None,
        "showcase": line.showcase,
        "start_date": line.start_on and line.start_on.isoformat(),
        "group_id": line.group_id,
        "page_id": page.public_id,
        "group": False,
        "only_show_if_degraded": line.only_show_if_degraded,
    }


def group(group: Group, page: Page) -> Document:
    """A group is a row of its own among the components."""
    return {
        "id": group.public_id,
        "name": group.name.text,
        "status": group.status,
        "created_at": moment(group.created_at),
        "updated_at": moment(group.updated_at),
        "position": group.position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page.public_id,
        "group": True,
        "only_show_if_degraded": False,
        "components": [line.public_id for line in group.components],
    }


def components_of(page: Page) -> list[Document]:
    rows = []
    for each in page.groups:
        rows += [group(each, page)] if each.public_id else []
        rows += [component(line, page) for line in each.components]
    return rows


def update(card: UpdateCard, incident_id: str) -> Document:
    return {
        "id": card.public_id,
        "status": STATUS.get(card.state, card.state),
        "body": card.text,
        "incident_id": incident_id,
        "created_at": moment(card.at),
        "updated_at": moment(card.at),
        "display_at": moment(card.at),
        "affected_components": [
            {"code": code, "name": name, "old_status": old, "new_status": new} for code, name, old, new in card.affected
        ]
        or None,
        "deliver_notifications": card.notify,
        "custom_tweet": None,
        "tweet_id": None,
    }


def incidents(cards: Iterable[IncidentCard], page: Page) -> list[Document]:
    lines = {line.public_id: line for line in page.components}
    return [incident(card, page, lines) for card in cards]


def incident(card: IncidentCard, page: Page, lines: dict[str, ComponentLine]) -> Document:
    document = {
        "id": card.public_id,
        "name": card.title.text,
        "status": STATUS.get(card.state, card.state),
        "created_at": moment(card.created_at),
        "updated_at": moment(card.updated_at),
        "monitoring_at": moment(card.monitoring_at),
        "resolved_at": moment(card.ended_at),
        "impact": card.impact,
        "shortlink": f"{page.url}/incidents/{card.reference}/",
        "started_at": moment(card.started_at),
        "page_id": page.public_id,
        "incident_updates": [update(each, card.public_id) for each in card.updates],
        "components": [component(lines[key], page) for key in card.component_ids if key in lines],
    }
    if card.is_maintenance:
        document |= {
            "scheduled_for": moment(card.scheduled_for or card.started_at),
            "scheduled_until": moment(card.scheduled_until or card.ended_at or card.scheduled_for or card.started_at),
        }
    return document


def summary(page: Page) -> Document:
    return {
        "page": page_of(page),
        "components": components_of(page),
        "incidents": incidents(page.open, page),
        "scheduled_maintenances": incidents(page.maintenances, page),
        "status": status_of(page),
    }


def _listing(key: str, keep: Callable[[IncidentCard], bool]) -> Callable[[Page], Document]:
    return lambda page: {
        "page": page_of(page),
        key: incidents([card for card in page.recent if keep(card)][:NEWEST], page),
    }


def is_planned(card: IncidentCard) -> bool:
    return card.is_maintenance and card.state == "scheduled"


_DOCUMENTS: dict[str, Callable[[Page], Document]] = {
    "/api/v2/summary.json": summary,
    "/api/v2/status.json": lambda page: {"page": page_of(page), "status": status_of(page)},
    "/api/v2/components.json": lambda page: {"page": page_of(page), "components": components_of(page)},
    "/api/v2/incidents.json": _listing("incidents", lambda card: not card.is_maintenance),
    "/api/v2/incidents/unresolved.json": _listing(
        "incidents", lambda card: not card.is_maintenance and card.lasts_here
    ),
    "/api/v2/scheduled-maintenances.json": _listing("scheduled_maintenances", lambda card: card.is_maintenance),
    "/api/v2/scheduled-maintenances/upcoming.json": _listing("scheduled_maintenances", is_planned),
    "/api/v2/scheduled-maintenances/active.json": _listing(
        "scheduled_maintenances", lambda card: card.is_maintenance and card.is_running
    ),
}

# A program shows this wherever it likes: a supplier's name stays on the page.
ENDPOINTS: dict[str, Callable[[Page], Document]] = {
    path: lambda page, document=document: document(elsewhere(page)) for path, document in _DOCUMENTS.items()
}


def encode(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
