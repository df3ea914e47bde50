"""What a person can mend when a change of a source is refused."""

from core.web.errors import Conflict


class SourceInUse(Conflict):
    """What it has handed in stays, and names it."""

    code = "still_used"


class NotSigned(Conflict):
    """There is no signing secret to drop."""

    code = "not_signed"
