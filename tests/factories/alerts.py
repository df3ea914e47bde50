"""Alert sources, and bodies in the shapes other programs send (captured, cut to what matters)."""

from typing import Any

from core.actor import SYSTEM
from incidents.alerts import actions
from incidents.alerts.models import AlertSource
from tests.factories.response import NOON


def source(format: str = "alertmanager", **fields: Any) -> tuple[AlertSource, str]:
    """A source and its key."""
    slug = fields.pop("slug", format)
    return actions.create_source(name=slug.capitalize(), slug=slug, format=format, by=SYSTEM, at=NOON, **fields)


def firing(name: str, *, status: str = "firing", **labels: str) -> dict[str, Any]:
    """One alert as Alertmanager lists it."""
    return {
        "status": status,
        "labels": {"alertname": name, **labels},
        "annotations": {"summary": f"{name} fails"},
        "startsAt": "2026-03-02T11:58:00.000Z",
        "endsAt": "2026-03-02T12:10:00.000Z" if status == "resolved" else "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example/graph",
        "fingerprint": f"fp-{name}",
    }


def group(key: str, *alerts: dict[str, Any], status: str = "firing", **labels: str) -> dict[str, Any]:
    """A body of Alertmanager's webhook, version 4."""
    return {
        "version": "4",
        "groupKey": key,
        "truncatedAlerts": 0,
        "status": status,
        "receiver": "candor",
        "groupLabels": {},
        "commonLabels": {"severity": "critical", "component": "playback", **labels},
        "commonAnnotations": {"summary": "Playback fails"},
        "externalURL": "http://alertmanager.example",
        "alerts": list(alerts),
    }


def event(action: str = "trigger", key: str = "db-1", **payload: Any) -> dict[str, Any]:
    """A PagerDuty Events v2 body without its routing key."""
    body: dict[str, Any] = {"event_action": action, "dedup_key": key}
    if action == "trigger":
        body["payload"] = {"summary": "Sign-in fails", "source": "probe", "severity": "critical"} | payload
    return body
