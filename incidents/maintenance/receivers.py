"""What happened to planned maintenance is owed to its readers."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from core.actor import Actor
from incidents import signals
from incidents.maintenance import actions
from incidents.maintenance.states import NoticeKind
from incidents.response.models import Incident


@receiver(signals.rescheduled)
def it_moved(incident: Incident, by: Actor, at: datetime, **_: Any) -> None:
    actions.owe(incident=incident, kind=NoticeKind.RESCHEDULED, by=by, at=at)


@receiver(signals.cancelled)
def it_was_called_off(incident: Incident, by: Actor, at: datetime, **_: Any) -> None:
    actions.owe(incident=incident, kind=NoticeKind.CANCELLED, by=by, at=at)


@receiver(signals.began)
def it_began(incident: Incident, by: Actor, at: datetime, **_: Any) -> None:
    actions.owe(incident=incident, kind=NoticeKind.BEGAN, by=by, at=at)


@receiver(signals.ended)
def it_ended(incident: Incident, by: Actor, at: datetime, **_: Any) -> None:
    actions.owe(incident=incident, kind=NoticeKind.ENDED, by=by, at=at)
