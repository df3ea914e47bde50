"""The body of a webhook: Statuspage's subscription envelope (interfaces: Webhooks out). Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from incidents.communication.bulletin import Bulletin, Told
from incidents.communication.masthead import Masthead


def moment(at: datetime | None) -> str | None:
    """ISO 8601 with milliseconds and Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def build(
    bulletin: Bulletin, *, title: str, bodies: list[tuple[Told, str]], language: str, unsubscribe: str
) -> dict[str, Any]:
    """`bodies` newest first. Times in `bulletin.incident` are datetimes; here they become text."""
    incident = {
        name: moment(value) if isinstance(value, datetime) else value for name, value in bulletin.incident.items()
    }
    updates = [_update(bulletin, told, body, language) for told, body in bodies]
    return {
        "meta": _meta(bulletin.mastheads[language], unsubscribe, bulletin.told.at),
        "page": {**bulletin.page, "name": bulletin.mastheads[language].name, "url": bulletin.mastheads[language].url},
        "incident": {
            **incident,
            "name": title,
            "shortlink": bulletin.link(language),
            "status": bulletin.told.incident_state,
            "updated_at": moment(bulletin.told.at),
            "incident_updates": updates,
            "components": [_concealed(bulletin, row, language) for row in bulletin.components],
        },
    }


def build_component(
    component: Mapping[str, Any],
    change: Mapping[str, Any],
    *,
    page: Mapping[str, Any],
    masthead: Masthead,
    at: datetime,
    unsubscribe: str,
) -> dict[str, Any]:
    """The other kind of envelope: one component whose state has changed."""
    return {
        "meta": _meta(masthead, unsubscribe, at),
        "page": {**page, "name": masthead.name, "url": masthead.url},
        "component_update": {**change, "component_id": component["id"], "created_at": moment(at)},
        "component": dict(component),
    }


def _meta(masthead: Masthead, unsubscribe: str, at: datetime) -> dict[str, Any]:
    documentation = f"{masthead.url}/api/docs/"
    return {"unsubscribe": unsubscribe, "documentation": documentation, "generated_at": moment(at)}


def _concealed(bulletin: Bulletin, component: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Its name and, where it is told, its description."""
    told = {field: component[field] for field in ("name", "description") if component.get(field)}
    return {**component, **{field: bulletin.concealed(text, language) for field, text in told.items()}}


def _update(bulletin: Bulletin, told: Told, body: str, language: str) -> dict[str, Any]:
    at = moment(told.at)
    return {
        "id": told.public_id,
        "status": told.incident_state,
        "body": body,
        "incident_id": bulletin.incident["id"],
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": [_concealed(bulletin, row, language) for row in told.affected] or None,
        "deliver_notifications": told.notify,
        "custom_tweet": None,
        "tweet_id": None,
    }
