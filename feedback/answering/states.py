"""Where a canned reply stands: anybody who answers drafts one, somebody by right approves it. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.web.errors import Conflict


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


class Doing(models.TextChoices):
    """What a colleague does with a thread right now."""

    READING = "reading", _("is reading")
    WRITING = "writing", _("is writing an answer")


# Written anew, an approved one is a draft again: it is not what was approved any more.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.APPROVED, State.RETIRED}),
    State.APPROVED: frozenset({State.DRAFT, State.RETIRED}),
    State.RETIRED: frozenset({State.DRAFT}),
}


class CannedMoveNotAllowed(Conflict):
    """The table has no such move."""

    code = "move_not_allowed"

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"{State(current).label} → {State(wanted).label}")


def guard(current: str, wanted: str) -> None:
    """Raise `CannedMoveNotAllowed` unless the table has the move."""
    if wanted not in MOVES[current]:
        raise CannedMoveNotAllowed(current, wanted)
