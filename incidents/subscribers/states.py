"""Where a subscriber stands, and what one may ask to hear about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PENDING = "pending", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    QUARANTINED = "quarantined", _("Unreachable")


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class EventKind(models.TextChoices):
    INCIDENT = "incident", _("Incidents")
    MAINTENANCE = "maintenance", _("Maintenance")


MOVES: dict[str, frozenset[str]] = {
    State.PENDING: frozenset({State.CONFIRMED, State.UNSUBSCRIBED}),
    State.CONFIRMED: frozenset({State.UNSUBSCRIBED, State.QUARANTINED}),
    State.UNSUBSCRIBED: frozenset({State.PENDING, State.CONFIRMED}),
    State.QUARANTINED: frozenset({State.CONFIRMED, State.UNSUBSCRIBED}),
}
