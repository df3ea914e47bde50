"""The rooms of staff that hear of a crisis, as long as nobody has it."""

from collections.abc import Sequence
from typing import Any

from feedback.crisis.models import CrisisCall
from incidents.outlets import staff

NAME = "feedback.crisis.audience"
recipients = staff.recipients
personal = staff.personal


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    if not CrisisCall.objects.unconfirmed().filter(pk=args["call"]).exists():
        return set()
    return staff.still_wanted(recipients, args)
