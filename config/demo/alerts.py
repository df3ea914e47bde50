"""A monitoring program that has just noticed something: one proposal that waits for a decision."""

from datetime import datetime, timedelta

from core.actor import SYSTEM
from incidents.alerts import actions, policies
from incidents.alerts.parsers import all_parsers

FORMAT = "alertmanager"
SOMETHING = {
    "version": "4",
    "groupKey": '{}:{alertname="SubtitlesMissing"}',
    "status": "firing",
    "commonLabels": {"alertname": "SubtitlesMissing", "severity": "warning", "component": "subtitles"},
    "commonAnnotations": {
        "summary": "Subtitles are missing on new episodes",
        "description": "4 % of plays in the last ten minutes asked for a subtitle file that isn't there.",
    },
    "externalURL": "https://alerts.palomine.example",
}


def notice(now: datetime) -> None:
    """Two alerts of one group, reported through the same door as a real program's."""
    source, _key = actions.create_source(
        name="Prometheus", slug="prometheus", format=FORMAT, components={"subtitles": "subtitles"}, by=SYSTEM, at=now
    )
    alerts = [
        {
            "status": "firing",
            "labels": {"alertname": "SubtitlesMissing", "region": region, "severity": "warning"},
            "annotations": {"summary": f"Subtitles are missing in {region}"},
            "startsAt": (now - timedelta(minutes=minutes)).isoformat(),
            "fingerprint": region,
        }
        for region, minutes in (("france", 9), ("japan", 6))
    ]
    groups = all_parsers()[FORMAT].parse(SOMETHING | {"alerts": alerts}, source.mapping)
    actions.receive(source=source, groups=groups, by=policies.as_actor(source), at=now)
