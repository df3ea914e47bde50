"""Any JSON, read through the mapping kept on the source.

The mapping's keys are our names, its values dotted paths into the body: {"title": "event.name",
"key": "event.id", "status": "event.state", "resolved_when": "ok"}. Only `title` must be there.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from incidents.alerts.groups import KEY_LENGTH, TITLE_LENGTH, Group, Signal, Unreadable, moment, text
from incidents.alerts.states import AlertStatus

FORMAT = "generic"
LABEL = "JSON with a mapping"
PATHS = ("title", "key", "status", "severity", "component", "region", "text", "link", "started_at", "ended_at")
NAMES = (*PATHS, "resolved_when")
ENDED = {"resolved", "ok", "up", "recovered", "closed", "success"}


def parse(body: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[Group, ...]:
    def value(name: str, limit: int) -> str:
        return text(dig(body, mapping.get(name) or name), limit)

    title = value("title", TITLE_LENGTH)
    if not title:
        raise Unreadable(title=f"Nothing is found at {mapping.get('title') or 'title'}.")
    ended = {mapping["resolved_when"].casefold()} if mapping.get("resolved_when") else ENDED
    over = value("status", 60).casefold() in ended
    key = value("key", KEY_LENGTH) or hashlib.sha256(title.encode()).hexdigest()
    alert = Signal(
        key=key,
        status=(AlertStatus.RESOLVED if over else AlertStatus.FIRING).value,
        title=title,
        started_at=moment(value("started_at", 60), "started_at"),
        ended_at=moment(value("ended_at", 60), "ended_at") if over else None,
        text=value("text", 2_000),
        link=value("link", 500),
    )
    return (
        Group(
            key=key,
            title=title,
            alerts=(alert,),
            status=alert.status,
            severity=value("severity", 40),
            component=value("component", 100),
            region=value("region", 60),
            text=alert.text,
            link=alert.link,
        ),
    )


def dig(body: Any, path: str) -> Any:
    """What stands at a dotted path; numbers index lists; None where the path ends early."""
    for step in path.split("."):
        if isinstance(body, Mapping):
            body = body.get(step)
        elif isinstance(body, list) and step.isdigit() and int(step) < len(body):
            body = body[int(step)]
        else:
            return None
    return None if isinstance(body, (Mapping, list)) else body
