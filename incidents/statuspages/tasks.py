"""What the queue and the schedule name."""

from django.utils import timezone

from core.actor import SYSTEM
from incidents.statuspages import actions


def rebuild() -> None:
    """The net under the build that follows each commit."""
    actions.rebuild(at=timezone.now())
    actions.try_to_put_out_files()
    actions.tell_components(by=SYSTEM)
    actions.try_to_put_out_objects(at=timezone.now(), patiently=True)


def renew() -> None:
    """Every minute: the moment of confirmation, promises that have become late, the turn of the day."""
    actions.renew_if_due(at=timezone.now(), older_than_seconds=50)
    actions.tell_components(by=SYSTEM)
    actions.try_to_put_out_objects(at=timezone.now())
