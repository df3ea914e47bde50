"""Grafana's webhook: Alertmanager's shape with orgId, values and panelURL beside it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from incidents.alerts.groups import TITLE_LENGTH, Group, text
from incidents.alerts.parsers import alertmanager

FORMAT = "grafana"
LABEL = "Grafana"


def parse(body: Mapping[str, Any], mapping: Mapping[str, str]) -> tuple[Group, ...]:
    group = alertmanager.group(body)
    title = text(body.get("title"), TITLE_LENGTH)
    links = [each.get("panelURL") or each.get("dashboardURL") for each in body["alerts"] if isinstance(each, Mapping)]
    return (
        replace(
            group,
            title=group.title if group.title != "Alert" or not title else title,
            text=group.text or text(body.get("message")),
            link=text(next(filter(None, links), group.link), 500),
        ),
    )
