"""Where a delivery stands, and which moves exist (reliability: Delivery 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PENDING = "pending", _("Pending")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    RETRY = "retry", _("Waiting to try again")
    FAILED_PERMANENT = "failed_permanent", _("Refused for good")
    DEAD = "dead", _("Given up")
    SUPERSEDED = "superseded", _("Replaced by a newer one")
    SUPPRESSED = "suppressed", _("Not wanted any more")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = frozenset({State.PENDING, State.SENDING, State.RETRY})
TERMINAL = frozenset(State) - OPEN

MOVES: dict[str, frozenset[str]] = {
    State.PENDING: frozenset({State.SENDING, State.SUPERSEDED, State.SUPPRESSED, State.CANCELLED}),
    State.SENDING: frozenset(
        {State.SENT, State.RETRY, State.FAILED_PERMANENT, State.DEAD, State.SUPPRESSED, State.PENDING}
    ),
    State.RETRY: frozenset({State.SENDING, State.SUPERSEDED, State.SUPPRESSED, State.CANCELLED, State.DEAD}),
    # By the provider's signed notice only: a mail server takes a mail first and may find out later.
    State.SENT: frozenset({State.DELIVERED, State.FAILED_PERMANENT}),
    State.DELIVERED: frozenset({State.FAILED_PERMANENT}),
    State.DEAD: frozenset({State.PENDING}),  # re-drive, or replay
    # Re-drive of an endpoint; replay: an address that had been given up works again, and is told what it missed.
    State.FAILED_PERMANENT: frozenset({State.PENDING}),
    State.SUPPRESSED: frozenset({State.PENDING}),  # replay only
}


def may_be_redriven(state: str, channel: str) -> bool:
    """What was given up; what an endpoint refused as well, for its owner may have mended it.

    An address that a mail server refused for good stays refused.
    """
    return state == State.DEAD or (state == State.FAILED_PERMANENT and channel == "webhook")


class Priority(models.IntegerChoices):
    URGENT = 0, _("Urgent")  # confirmations, calls to staff: before any fan-out
    NORMAL = 5, _("Normal")
    BULK = 9, _("Bulk")


class Breaker(models.TextChoices):
    CLOSED = "closed", _("Working")
    OPEN = "open", _("Stopped after a channel fault")
    HALF_OPEN = "half_open", _("Trying again")
