"""Where a subscriber stands, and what one may ask to hear about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.errors import Conflict


class State(models.TextChoices):
    PENDING = "pending", _("Waiting for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("subscriber", "Confirmed")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    QUARANTINED = "quarantined", _("Unreachable")


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")
    SMS = "sms", _("SMS")


class EventKind(models.TextChoices):
    INCIDENT = "incident", _("Incidents")
    MAINTENANCE = "maintenance", _("Maintenance")
    COMPONENT = "component", _("State of each component, as it changes")


# Programs follow the state of a component; people are told what happened and what to do.
ONLY_FOR_PROGRAMS = frozenset({EventKind.COMPONENT})


def kinds_over(channel: str) -> tuple[str, ...]:
    """The kinds of event that can be told over a channel."""
    return tuple(kind for kind in EventKind.values if channel == Channel.WEBHOOK or kind not in ONLY_FOR_PROGRAMS)


class LetterKind(models.TextChoices):
    CONFIRM = "confirm", _("Please confirm")
    MANAGE = "manage", _("Link to your preferences")


MOVES: dict[str, frozenset[str]] = {
    State.PENDING: frozenset({State.CONFIRMED, State.UNSUBSCRIBED}),
    State.CONFIRMED: frozenset({State.UNSUBSCRIBED, State.QUARANTINED}),
    State.UNSUBSCRIBED: frozenset({State.PENDING, State.CONFIRMED}),
    State.QUARANTINED: frozenset({State.CONFIRMED, State.UNSUBSCRIBED}),
}


class MoveNotAllowed(Conflict):
    """The table has no such move. `allowed` names those there are."""

    def __init__(self, current: str, wanted: str) -> None:
        self.current, self.wanted = current, wanted
        self.allowed = tuple(sorted(str(state) for state in MOVES[current]))
        super().__init__(f"{current} → {wanted} is not a move; allowed: {', '.join(self.allowed) or 'none'}")


def guard(current: str, wanted: str) -> None:
    """Raise `MoveNotAllowed` unless the table has the move."""
    if wanted not in MOVES[current]:
        raise MoveNotAllowed(current, wanted)
