"""Where an outlet stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.errors import Conflict


class State(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("outlet", "Speaking")
    PAUSED = "paused", pgettext_lazy("outlet", "Paused by staff")
    STOPPED = "stopped", pgettext_lazy("outlet", "Stopped: it refuses us")


class Reader(models.TextChoices):
    """Whom an outlet is for: staff hear what readers of updates never do, and the other way round."""

    EVERYBODY = "everybody", pgettext_lazy("outlet", "Whoever reads our updates")
    STAFF = "staff", pgettext_lazy("outlet", "Our own staff only")


class EventKind(models.TextChoices):
    INCIDENT = "incident", _("Incidents")
    MAINTENANCE = "maintenance", _("Maintenance")


MOVES: dict[str, frozenset[str]] = {
    State.ACTIVE: frozenset({State.PAUSED, State.STOPPED}),
    State.PAUSED: frozenset({State.ACTIVE}),
    State.STOPPED: frozenset({State.ACTIVE, State.PAUSED}),
}


class MoveNotAllowed(Conflict):
    """The table has no such move. `allowed` names those there are."""

    def __init__(self, current: str, wanted: str) -> None:
        self.current, self.wanted = current, wanted
        self.allowed = tuple(sorted(str(state) for state in MOVES[current]))
        super().__init__(f"{current} → {wanted} is not a move; allowed: {', '.join(self.allowed)}")


def guard(current: str, wanted: str) -> None:
    """Raise `MoveNotAllowed` unless the table has the move."""
    if wanted not in MOVES[current]:
        raise MoveNotAllowed(current, wanted)
