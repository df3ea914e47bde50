"""Where a version of a template stands: anybody drafts, marketing decides, only what is approved is offered (P4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.errors import Conflict


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("template", "Draft")
    IN_REVIEW = "in_review", _("In brand review")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.IN_REVIEW, State.RETIRED}),
    State.IN_REVIEW: frozenset({State.DRAFT, State.APPROVED, State.RETIRED}),
    State.APPROVED: frozenset({State.RETIRED}),
    State.RETIRED: frozenset(),
}
BEING_WRITTEN = (State.DRAFT, State.IN_REVIEW)


class MoveNotAllowed(Conflict):
    """The table has no such move."""

    def __init__(self, current: str, wanted: str) -> None:
        allowed = ", ".join(sorted(MOVES[current])) or "none"
        super().__init__(f"{current} → {wanted} is not a move; allowed: {allowed}")


def guard(current: str, wanted: str) -> None:
    """Raise `MoveNotAllowed` unless the table has the move."""
    if wanted not in MOVES[current]:
        raise MoveNotAllowed(current, wanted)
