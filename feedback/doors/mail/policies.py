"""Who may hand us mail, and who may look at it again."""

from core.actor import SYSTEM, Actor, Kind
from feedback.doors.mail.models import InboundMail
from feedback.threads import policies as threads


def can_keep(actor: Actor) -> bool:
    """Our own poll, and a provider whose word was checked."""
    return actor == SYSTEM or actor.kind == Kind.SOURCE


def can_read_again(actor: Actor, mail: InboundMail) -> bool:
    """Somebody who sorts feedback decides that a mail set aside is worth a conversation."""
    return actor == SYSTEM or actor.may(threads.TRIAGE)


def provider(name: str) -> Actor:
    """The mail provider behind a checked webhook, which may do nothing but hand us mail."""
    return Actor(kind=Kind.SOURCE, label=f"{name} (mail)")
