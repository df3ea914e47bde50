"""What a thread and its messages can be, and the moves between (domain: Feedback). Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.web.errors import Conflict


class State(models.TextChoices):
    NEW = "new", _("New")
    TRIAGED = "triaged", _("Sorted")
    OPEN = "open", _("In conversation")
    WAITING = "waiting_for_customer", _("Waiting for the customer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    HELD = "held", _("Held")


class Origin(models.TextChoices):
    """The door a thread came through."""

    FORM = "form", _("Form")
    API = "api", _("API")
    EMAIL = "email", _("E-mail")
    SOCIAL = "social", _("Social network")
    WEBHOOK = "webhook", _("Webhook")
    PHONE = "phone", _("Telephone")
    STAFF = "staff", _("Entered by staff")
    COMMUNITY = "community", _("Community")


class ReplyBy(models.TextChoices):
    """Where the customer wants our words."""

    EMAIL = "email", _("E-mail")
    LINK = "link", _("The private page of this conversation")
    PHONE = "phone", _("A call back")
    SOCIAL = "social", _("The network it came from")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")


class Kind(models.TextChoices):
    """Who may read a message: everybody who reads the thread, the customer and staff, or staff alone."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    NOTE = "note", _("Internal note")


class Author(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    STAFF = "staff", _("Staff")
    PEER = "peer", _("Another customer")
    AUTOMATIC = "automatic", _("Automatic")


class HeldFor(models.TextChoices):
    LIMIT = "limit", _("Over the limit")
    SPAM = "spam", _("Suspected spam")
    UNPROVEN = "unproven", _("Sender not proven")
    STAFF = "staff", _("Set aside by staff")


class HiddenFor(models.TextChoices):
    """Why nobody reads a message any more: grounds of law, or that its author took it back."""

    PERSONAL_DATA = "personal_data", _("somebody's personal data")
    DEFAMATION = "defamation", _("insult or defamation")
    HATRED = "hatred", _("hatred, threats or a call to violence")
    RIGHTS = "rights", _("somebody else's rights in a work")
    FRAUD = "fraud", _("fraud or harmful links")
    ORDER = "order", _("order of a court or an authority")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


class PrivateFor(models.TextChoices):
    """Why a message that was meant for everybody, or the whole thread that it opened, goes on in private."""

    PERSONAL_DATA = "personal_data", _("It holds personal data.")
    REGISTER = "register", _("It is handled in confidence.")
    STAFF = "staff", _("Staff moved it.")


MOVES: dict[str, tuple[str, ...]] = {
    State.NEW: (State.TRIAGED, State.OPEN, State.WAITING, State.ANSWERED, State.CLOSED, State.HELD),
    State.TRIAGED: (State.OPEN, State.WAITING, State.ANSWERED, State.CLOSED, State.HELD),
    State.OPEN: (State.WAITING, State.ANSWERED, State.CLOSED, State.HELD),
    State.WAITING: (State.OPEN, State.ANSWERED, State.CLOSED),
    State.ANSWERED: (State.OPEN, State.WAITING, State.CLOSED),
    State.CLOSED: (State.OPEN,),
    State.HELD: (State.NEW, State.CLOSED),
}
# Somebody of ours has to do something; what stands here is the inbox.
TODO = (State.NEW, State.TRIAGED, State.OPEN)


class MoveNotAllowed(Conflict):
    code = "move_not_allowed"

    def __init__(self, state: str, to: str) -> None:
        self.state, self.to = state, to
        super().__init__(f"{State(state).label} → {State(to).label}")


def guard(state: str, to: str) -> None:
    """Raise `MoveNotAllowed` unless the table has this move; staying is allowed."""
    if state != to and to not in MOVES[state]:
        raise MoveNotAllowed(state, to)
