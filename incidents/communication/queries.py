"""What is read about updates: how they look to a reader, who will be told, which promises were kept."""

from datetime import datetime

from incidents.communication import cadence, rendering
from incidents.communication.gathering import gather, scope
from incidents.communication.models import Update, UpdateQuerySet
from incidents.communication.rendering import Rendered
from incidents.response.models import Incident
from incidents.subscribers import queries as subscribers
from incidents.subscribers.queries import RecipientsPreview


def preview(update: Update, *, audience: str, channel_kind: str, language: str, at: datetime) -> Rendered:
    """The update as one kind of reader will see it; fields without a value are shown as they are."""
    bulletin = gather(update, at=update.published_at or at).filled(strict=False)
    return rendering.render(bulletin, audience=audience, channel_kind=channel_kind, language=language)


def recipients(update: Update) -> RecipientsPreview:
    """Who will be told, and a reason for each who will not."""
    return subscribers.explain(scope(update.incident, at=update.published_at))


def drafts(incident: Incident) -> UpdateQuerySet:
    return incident.updates.drafts().prefetch_related("variants").order_by("-drafted_at", "-id")


def published(incident: Incident) -> UpdateQuerySet:
    return incident.updates.published().prefetch_related("variants").order_by("-sequence")


def promises(incident: Incident, at: datetime) -> cadence.Score:
    """Promises of the next update, kept and missed, as of `at`."""
    rows = incident.updates.published().values_list("published_at", "next_update_at")
    return cadence.score([cadence.Said(at=said, next_update_at=promised) for said, promised in rows], at)


def next_promise(incident: Incident, at: datetime) -> datetime | None:
    """What an update said at `at` promises unless somebody says otherwise."""
    severity = incident.severity
    rule = (
        cadence.Rule(severity.update_every_minutes, severity.long_after_minutes, severity.long_every_minutes)
        if severity
        else cadence.UNRATED
    )
    return cadence.promise(rule, declared_at=incident.declared_at, at=at)
