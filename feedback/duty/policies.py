"""Reminding and re-timing are the clock's work; the clocks themselves belong to whoever keeps the targets."""

from core.actor import SYSTEM, Actor

RETIMES = tuple(
    f"feedback.{verb}_{model}"
    for model in ("registerpolicy", "businesscalendar", "holiday")
    for verb in ("add", "change", "delete")
)


def can_escalate(actor: Actor) -> bool:
    return actor == SYSTEM


def can_retime(actor: Actor) -> bool:
    """Whoever may change a policy, its calendar or a holiday, has it carried to the clocks."""
    return actor == SYSTEM or any(actor.may(right) for right in RETIMES)


def can_close_days(actor: Actor) -> bool:
    return actor.may("feedback.add_holiday")
