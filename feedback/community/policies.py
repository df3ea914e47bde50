"""Who may do what in the community. Anybody may read and help; what takes something away needs a right of its own."""

from core.actor import SYSTEM, Actor, Kind, visitor
from feedback.community.models import PeerPost
from feedback.threads import policies as threads
from feedback.threads.models import Thread


def author(post: PeerPost) -> Actor:
    """Whoever came through the link that was shown when the post was written."""
    return visitor(label=f"peer-post:{post.public_id}")


def reader(post: PeerPost) -> Actor:
    """Whoever came through the letter to the address the post names."""
    return visitor(label=f"peer-mail:{post.public_id}")


def can_help(actor: Actor, thread: Thread) -> bool:
    """Answer as one customer to another. Staff answer as staff."""
    return actor.kind == Kind.VISITOR


def can_withdraw(actor: Actor, post: PeerPost) -> bool:
    return actor == author(post)


def can_confirm(actor: Actor, post: PeerPost) -> bool:
    return actor == reader(post)


def can_accept(actor: Actor, thread: Thread) -> bool:
    """The one who asked knows what helped; we may say it, too."""
    return threads.holds(actor, thread) or actor.may(threads.ANSWER)


def can_thank(actor: Actor, thread: Thread) -> bool:
    return actor.may(threads.ANSWER)


def can_decide(actor: Actor, post: PeerPost) -> bool:
    """Show a held post or keep it back."""
    return actor.may(threads.TRIAGE)


def can_move(actor: Actor, thread: Thread) -> bool:
    """Take a message private, or give it back."""
    return actor == SYSTEM or actor.may(threads.TRIAGE)


def can_hide(actor: Actor, thread: Thread) -> bool:
    """Only for a stated legal reason, and only with a right that few have."""
    return actor.may(threads.MODERATE)
