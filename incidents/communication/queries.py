"""What is read about updates: how they look to a reader, who will be told, which promises were kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from incidents.communication import cadence, rendering
from incidents.communication.gathering import gather, scope
from incidents.communication.models import Update, UpdateQuerySet
from incidents.communication.rendering import Rendered
from incidents.communication.states import ChannelKind, State, may_promise
from incidents.communication.texts import Text
from incidents.response.models import Incident
from incidents.response.states import State as IncidentState
from incidents.subscribers import queries as subscribers
from incidents.subscribers.queries import RecipientsPreview


def preview(
    update: Update,
    *,
    audience: str,
    channel_kind: str,
    language: str,
    texts: Sequence[Text] | None = None,
    at: datetime | None = None,
) -> Rendered:
    """The update as one kind of reader will see it; fields without a value are shown as they are.

    `texts` stand in for what is stored, so that an editor shows what is being typed; `update` may
    then be unsaved.
    """
    moment = update.published_at or at or timezone.now()
    bulletin = gather(update, at=moment, texts=texts, for_webhook=channel_kind == ChannelKind.WEBHOOK)
    if update.state == State.DRAFT:
        if bulletin.next_update_at is None and may_promise(update.incident_state):
            bulletin = replace(bulletin, next_update_at=next_promise(update.incident, moment))
        bulletin = bulletin.filled(strict=False)
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
    if incident.state == IncidentState.SCHEDULED:  # announced: heard of again when it begins
        begins = incident.scheduled_for
        return begins + cadence.BY_THE_CLOCK if begins and begins > at else None
    level = incident.severity or incident.proposed_severity
    if level and level.scope_update_minutes and not incident.updates.published().exists():
        return at + timedelta(minutes=level.scope_update_minutes)  # the first message; the scope follows soon
    every = level.update_every(at - incident.declared_at) if level else cadence.UNRATED
    return at + every if every else None
