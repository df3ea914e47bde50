"""Who says what a program hands us."""

from core.actor import Actor, Kind
from feedback.doors.hooks.models import FeedbackSource


def can_hand_in(actor: Actor, source: FeedbackSource) -> bool:
    """A source speaks for itself only."""
    return actor == as_actor(source)


def as_actor(source: FeedbackSource) -> Actor:
    """The program behind a source, which may do nothing but hand us what was written."""
    return Actor(kind=Kind.SOURCE, label=f"{source.name} (feedback)")
