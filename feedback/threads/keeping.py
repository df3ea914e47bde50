"""Whether a target was kept, as conditions to filter and count threads with."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import F, Q

# what came → by when it was owed
TARGETS = {
    "acknowledge": ("acknowledged_at", "acknowledge_due_at"),
    "answer": ("first_answer_at", "first_answer_due_at"),
    "resolve": ("closed_at", "resolve_due_at"),
}


def met(target: str) -> Q:
    came, due = TARGETS[target]
    return Q(**{f"{came}__lte": F(due)})


def missed(target: str, *, at: datetime) -> Q:
    """It came too late, or its time is up. What was closed before its time owed nothing more."""
    came, due = TARGETS[target]
    never = Q(**{f"{came}__isnull": True, f"{due}__lt": at})
    if came != "closed_at":
        never &= Q(closed_at=None) | Q(closed_at__gt=F(due))
    return Q(**{f"{came}__gt": F(due)}) | never


def any_of(condition: Callable[[str], Q], targets: Iterable[str]) -> Q:
    found = Q()
    for target in targets:
        found |= condition(target)
    return found
