"""What the queue and the schedule name."""

from django.utils import timezone

from incidents.statuspages import actions


def rebuild() -> None:
    """The net under the build that follows each commit."""
    actions.rebuild(at=timezone.now())
    actions.try_to_put_out_files()


def renew() -> None:
    """Every minute: the moment of confirmation, promises that have become late, the turn of the day."""
    actions.renew_if_due(at=timezone.now(), older_than_seconds=50)
