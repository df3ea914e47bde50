from core.web.errors import Conflict


class Taken(Conflict):
    """Somebody else said "I have it" first, or nobody is called any more."""

    code = "taken"


class AlreadyDeclared(Conflict):
    """Another press, or a colleague, was faster: one crisis is one incident."""

    code = "already_declared"
