"""The ladder we ship: lead, then deputy, then commander, until something is said. Editable afterwards."""

from datetime import datetime

from incidents.promises.models import ReminderStep
from incidents.response.states import Role

SPEAKERS = [Role.COMMUNICATIONS_LEAD, Role.SUBSTITUTE]
STEPS = (
    (-5, SPEAKERS, 0),
    (0, [*SPEAKERS, Role.DEPUTY], 0),
    (5, [*SPEAKERS, Role.DEPUTY, Role.COMMANDER], 10),
)


def seed(at: datetime) -> None:
    """Ship the steps where there is none; a ladder somebody has changed stays as it is."""
    if not ReminderStep.objects.exists():
        for minutes, roles, repeat in STEPS:
            names = [str(role) for role in roles]
            ReminderStep.objects.create(minutes=minutes, roles=names, repeat_minutes=repeat)
