"""What a person can mend when an action on an incident is refused by the facts."""

from django.utils.translation import gettext as _

from core.web.errors import Conflict, Invalid


class RoleConflict(Conflict):
    """The commander decides and holds no other resolver role."""

    code = "role_conflict"


class RoleNotHeld(Conflict):
    code = "role_not_held"


class CallIsOver(Conflict):
    """Somebody has answered, or nobody is wanted any more."""

    code = "call_is_over"


class AlreadyMerged(Conflict):
    code = "already_merged"


class ImpactsOpen(Conflict):
    """Something is still impaired; `extra["open"]` lists what, as a reader would say it."""

    code = "impacts_open"

    def __init__(self, still: list[str]) -> None:
        self.extra = {"open": still}
        super().__init__(
            _("Still impaired: %(list)s. Recover these first, or resolve and recover all.") % {"list": ", ".join(still)}
        )


class NothingToRecover(Conflict):
    code = "nothing_to_recover"


def invalid(**fields: str) -> Invalid:
    """An `Invalid` with one message per field."""
    return Invalid({name: [str(message)] for name, message in fields.items()})
