"""Reminding and re-timing are the clock's work; the clocks themselves belong to whoever keeps the targets."""

from core.actor import SYSTEM, Actor

CHANGE = "feedback.change_registerpolicy"


def can_escalate(actor: Actor) -> bool:
    return actor == SYSTEM


def can_retime(actor: Actor) -> bool:
    return actor == SYSTEM or actor.may(CHANGE) or actor.may("feedback.change_businesscalendar")
