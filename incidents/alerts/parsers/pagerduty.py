"""PagerDuty's Events API v2, as Alertmanager's notifier and pdpyras send it."""

import uuid
from collections.abc import Mapping
from typing import Any

from incidents.alerts.groups import KEY_LENGTH, TITLE_LENGTH, Group, Signal, Unreadable, moment, text, words
from incidents.alerts.states import AlertStatus

FORMAT = "pagerduty"
LABEL = "PagerDuty Events v2"
ACTIONS = {
    "trigger": AlertStatus.FIRING.value,
    "acknowledge": AlertStatus.ACKNOWLEDGED.value,
    "resolve": AlertStatus.RESOLVED.value,
}
SEVERITIES = ("critical", "error", "warning", "info")
SUMMARY_LENGTH = 1024


def parse(body: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[Group, ...]:
    status = ACTIONS.get(str(body.get("event_action")))
    if status is None:
        raise Unreadable(event_action="This is none of trigger, acknowledge, resolve.")
    key = _key(body.get("dedup_key"), status)
    if status != AlertStatus.FIRING:
        return (Group(key=key, title="", alerts=(Signal(key=key, status=status, title=""),), status=status),)
    payload = body.get("payload")
    if not isinstance(payload, Mapping):
        raise Unreadable(payload="A trigger needs a payload.")
    return (_triggered(key, payload, body),)


def _triggered(key: str, payload: Mapping[str, Any], body: Mapping[str, Any]) -> Group:
    for name in ("summary", "source", "severity"):
        if not isinstance(payload.get(name), str) or not payload[name].strip():
            raise Unreadable(**{f"payload.{name}": "This is missing."})
    if payload["severity"] not in SEVERITIES:
        raise Unreadable(**{"payload.severity": f"This is none of {', '.join(SEVERITIES)}."})
    if len(payload["summary"]) > SUMMARY_LENGTH:
        raise Unreadable(**{"payload.summary": f"At most {SUMMARY_LENGTH} characters."})
    details = payload.get("custom_details")
    labels = words(details, "payload.custom_details") if isinstance(details, Mapping) else {}
    started = moment(payload.get("timestamp"), "payload.timestamp")
    title, firing = text(payload["summary"], TITLE_LENGTH), AlertStatus.FIRING.value
    alert = Signal(
        key=key,
        status=firing,
        title=title,
        started_at=started,
        labels=labels | {"source": text(payload["source"], 200)},
        text=text(payload["summary"]),
        link=_link(body),
    )
    return Group(
        key=key,
        title=title,
        alerts=(alert,),
        status=firing,
        severity=payload["severity"],
        component=text(payload.get("component") or payload.get("group"), 100),
        region=text(labels.get("region"), 60),
        text=text(payload["summary"]),
        link=_link(body),
    )


def _key(given: Any, status: str) -> str:
    if given in (None, ""):
        if status != AlertStatus.FIRING:
            raise Unreadable(dedup_key="Acknowledging and resolving need the key of the alert.")
        return uuid.uuid4().hex
    if not isinstance(given, str) or len(given) > KEY_LENGTH:
        raise Unreadable(dedup_key=f"At most {KEY_LENGTH} characters.")
    return given


def _link(body: Mapping[str, Any]) -> str:
    links = body.get("links")
    first = links[0].get("href") if isinstance(links, list) and links and isinstance(links[0], Mapping) else None
    return text(first or body.get("client_url"), 500)
