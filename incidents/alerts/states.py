"""What an alert and a proposal can be, and the moves between (domain: Incident; interfaces: Alerts in)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AlertStatus(models.TextChoices):
    FIRING = "firing", _("Firing")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    RESOLVED = "resolved", _("Resolved")


class State(models.TextChoices):
    OPEN = "open", _("Waiting for a decision")
    ACCEPTED = "accepted", _("Became an incident")
    DISMISSED = "dismissed", _("Set aside")
    EXPIRED = "expired", _("Ended by itself")


MOVES: dict[str, tuple[str, ...]] = {
    State.OPEN: (State.ACCEPTED, State.DISMISSED, State.EXPIRED),
    State.ACCEPTED: (),
    State.DISMISSED: (),
    State.EXPIRED: (),
}
LIVE = (State.OPEN, State.ACCEPTED)
