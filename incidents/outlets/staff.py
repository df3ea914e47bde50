"""The outlets only our staff read, as an audience of the outbox.

What is said here is a call to work. No update goes this way, and nothing said here goes to readers.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from incidents.outlets import audience
from incidents.outlets.models import Outlet, OutletQuerySet

personal = audience.personal


def recipients(args: dict[str, Any]) -> QuerySet[Outlet]:
    return audience.as_recipients(hearing(args))


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    """What has been silenced meanwhile says nothing."""
    found = hearing(args).filter(pk__in=audience.ids(recipients))
    return {f"{audience.PREFIX}{pk}" for pk in found.values_list("pk", flat=True)}


def hearing(args: dict[str, Any]) -> OutletQuerySet:
    """`args` are those of the subscribers' audience; an exercise is told to nobody."""
    return audience.concerned(Outlet.objects.for_staff(), args)
