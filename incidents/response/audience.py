"""The rooms of staff that hear of a call for a role, as long as nobody has answered it."""

from collections.abc import Sequence
from typing import Any

from incidents.outlets import staff
from incidents.response.models import RoleCall

NAME = "incidents.response.audience"
recipients = staff.recipients
personal = staff.personal


def still_wanted(recipients: Sequence[str], args: dict[str, Any]) -> set[str]:
    if not RoleCall.objects.unanswered().filter(pk=args["call"]).exists():
        return set()
    return staff.still_wanted(recipients, args)
