"""What a person can mend when a decision about alerts is refused."""

from core.web.errors import Conflict


class AlreadyDecided(Conflict):
    """Somebody was faster, or the alerts ended by themselves."""

    code = "already_decided"


class IncidentOver(Conflict):
    code = "incident_over"


class SourceInUse(Conflict):
    """What it has reported is evidence and stays."""

    code = "still_used"


class NotSigned(Conflict):
    """There is no signing secret to drop."""

    code = "not_signed"
