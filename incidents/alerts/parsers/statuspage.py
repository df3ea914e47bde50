"""A supplier's Statuspage tells that it is down: incident and component subscriptions."""

from collections.abc import Mapping
from typing import Any

from incidents.alerts.groups import TITLE_LENGTH, Group, Signal, Unreadable, moment, text
from incidents.alerts.states import AlertStatus

FORMAT = "statuspage"
LABEL = "Statuspage (a supplier's status)"
ENDED = {"resolved", "postmortem", "completed"}


def parse(body: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[Group, ...]:
    page = body.get("page") if isinstance(body.get("page"), Mapping) else {}
    if isinstance(body.get("incident"), Mapping):
        return (_incident(body["incident"], page),)
    if isinstance(body.get("component"), Mapping):
        return (_component(body["component"], body.get("component_update"), page),)
    raise Unreadable(incident="There is neither an incident nor a component.")


def _incident(incident: Mapping[str, Any], page: Mapping[str, Any]) -> Group:
    if not incident.get("id"):
        raise Unreadable(**{"incident.id": "This is missing."})
    over = str(incident.get("status")) in ENDED
    status = (AlertStatus.RESOLVED if over else AlertStatus.FIRING).value
    updates = incident.get("incident_updates")
    newest = updates[0] if isinstance(updates, list) and updates and isinstance(updates[0], Mapping) else {}
    components = incident.get("components")
    first = components[0] if isinstance(components, list) and components and isinstance(components[0], Mapping) else {}
    alert = Signal(
        key=text(f"incident:{incident['id']}", 200),
        status=status,
        title=text(incident.get("name") or "Incident", TITLE_LENGTH),
        started_at=moment(incident.get("started_at") or incident.get("created_at"), "incident.created_at"),
        ended_at=moment(incident.get("resolved_at"), "incident.resolved_at") if over else None,
        text=text(newest.get("body")),
        link=text(incident.get("shortlink"), 500),
    )
    return _group(alert, page, severity=text(incident.get("impact"), 40), component=text(first.get("name"), 100))


def _component(component: Mapping[str, Any], update: Any, page: Mapping[str, Any]) -> Group:
    if not component.get("id"):
        raise Unreadable(**{"component.id": "This is missing."})
    change = update if isinstance(update, Mapping) else {}
    state = str(change.get("new_status") or component.get("status"))
    over = state == "operational"
    alert = Signal(
        key=text(f"component:{component['id']}", 200),
        status=(AlertStatus.RESOLVED if over else AlertStatus.FIRING).value,
        title=text(f"{component.get('name') or 'Component'}: {state.replace('_', ' ')}", TITLE_LENGTH),
        started_at=None if over else moment(change.get("created_at"), "component_update.created_at"),
        ended_at=moment(change.get("created_at"), "component_update.created_at") if over else None,
    )
    return _group(alert, page, severity=state[:40], component=text(component.get("name"), 100))


def _group(alert: Signal, page: Mapping[str, Any], *, severity: str, component: str) -> Group:
    return Group(
        key=alert.key,
        title=alert.title,
        alerts=(alert,),
        status=alert.status,
        severity=severity,
        component=component,
        text=alert.text,
        link=alert.link or text(page.get("url"), 500),
    )
