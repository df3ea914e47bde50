from core.web.errors import Conflict


class AlreadyRevoked(Conflict):
    """The token had already been ended."""

    code = "already_revoked"
