"""The ladder we ship: whoever has it, then the team with its heads, then the lead. Editable afterwards."""

from datetime import datetime

from feedback.duty.clocks import Clock
from feedback.duty.ladder import RESPONSIBLE, TEAM
from feedback.duty.models import EscalationStep

HEADS = ["Head of customer service", "Head of support"]
STEPS = (
    (Clock.ACKNOWLEDGE, 0, [RESPONSIBLE]),
    (Clock.ANSWER, 0, [RESPONSIBLE]),
    (Clock.ANSWER, 1, [TEAM, *HEADS]),
    (Clock.ANSWER, 2, [TEAM, *HEADS, "Communications lead"]),
    (Clock.PROMISE, 0, [RESPONSIBLE]),
    (Clock.PROMISE, 1, [TEAM, *HEADS]),
    (Clock.RESOLVE, 0, [RESPONSIBLE]),
    (Clock.RESOLVE, 1, [TEAM, *HEADS]),
)


def seed(at: datetime) -> None:
    """Ship the steps where there is none; a ladder somebody has changed stays as it is."""
    if not EscalationStep.objects.exists():
        EscalationStep.objects.bulk_create(
            EscalationStep(clock=clock, spans=spans, tells=tells) for clock, spans, tells in STEPS
        )
