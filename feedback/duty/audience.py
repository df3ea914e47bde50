"""The rooms of staff that hear of late threads, as long as one of them is late."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from feedback.duty import queries
from incidents.outlets import staff

NAME = "feedback.duty.audience"
EVERYTHING: dict[str, Any] = {"kind": "", "component_ids": [], "region_ids": []}
recipients = staff.recipients
personal = staff.personal


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    if not queries.overdue(timezone.now()).filter(pk__in=args["threads"]).exists():
        return set()
    return staff.still_wanted(recipients, args)
