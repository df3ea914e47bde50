"""What a person can mend when a decision about alerts is refused."""

from core.web.errors import Conflict


class AlreadyDecided(Conflict):
    """Somebody was faster, or the alerts ended by themselves."""

    code = "already_decided"


class IncidentOver(Conflict):
    code = "incident_over"
