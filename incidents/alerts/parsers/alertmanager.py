"""Alertmanager's webhook, version 4 (observed with 0.25).

One group is one proposal. Identical bodies are repeated; a partly recovered group stays firing; the
last message is resolved and lists only what was resolved since the one before.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from incidents.alerts.groups import TITLE_LENGTH, Group, Signal, Unreadable, moment, text, words
from incidents.alerts.states import AlertStatus

FORMAT = "alertmanager"
LABEL = "Prometheus Alertmanager"
STATUSES = {"firing": AlertStatus.FIRING.value, "resolved": AlertStatus.RESOLVED.value}


def parse(body: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[Group, ...]:
    if str(body.get("version", "4")) != "4":
        raise Unreadable(version="Only version 4 of the webhook is known.")
    return (group(body),)


def group(body: Mapping[str, Any]) -> Group:
    """What Alertmanager and Grafana share."""
    listed = body.get("alerts")
    if not isinstance(listed, list):
        raise Unreadable(alerts="This must be a list of alerts.")
    if not body.get("groupKey"):
        raise Unreadable(groupKey="This is missing.")
    common, notes = words(body.get("commonLabels"), "commonLabels"), words(body.get("commonAnnotations"), "annotations")
    alerts = tuple(signal(each, number) for number, each in enumerate(listed))
    labels = dict(alerts[0].labels) | common if alerts else common
    return Group(
        key=digest(str(body["groupKey"])),
        title=text(notes.get("summary") or labels.get("alertname") or "Alert", TITLE_LENGTH),
        alerts=alerts,
        status=STATUSES.get(str(body.get("status")), ""),
        severity=text(labels.get("severity"), 40),
        component=text(labels.get("component") or labels.get("service") or labels.get("job"), 100),
        region=text(labels.get("region"), 60),
        text=text(notes.get("description")),
        link=text(body.get("externalURL"), 500),
        left_out=max(0, _number(body.get("truncatedAlerts"))),
    )


def signal(alert: Any, number: int) -> Signal:
    if not isinstance(alert, Mapping):
        raise Unreadable(**{f"alerts[{number}]": "This must be an object."})
    labels = words(alert.get("labels"), f"alerts[{number}].labels")
    notes = words(alert.get("annotations"), f"alerts[{number}].annotations")
    status = STATUSES.get(str(alert.get("status")))
    if status is None:
        raise Unreadable(**{f"alerts[{number}].status": "This is neither firing nor resolved."})
    started = moment(alert.get("startsAt"), f"alerts[{number}].startsAt")
    fingerprint = str(alert.get("fingerprint") or sorted(labels.items()))
    return Signal(
        key=digest(f"{fingerprint}|{started.isoformat() if started else ''}"),
        status=status,
        title=text(notes.get("summary") or labels.get("alertname") or "Alert", TITLE_LENGTH),
        started_at=started,
        ended_at=moment(alert.get("endsAt"), f"alerts[{number}].endsAt") if status == AlertStatus.RESOLVED else None,
        labels=labels,
        text=text(notes.get("description")),
        link=text(alert.get("generatorURL"), 500),
    )


def digest(value: str) -> str:
    """A key of fixed length; senders' own keys have none."""
    return hashlib.sha256(value.encode()).hexdigest()


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
