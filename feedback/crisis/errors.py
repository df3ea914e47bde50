from core.web.errors import Conflict


class Taken(Conflict):
    """Somebody else said "I have it" first, or nobody is called any more."""

    code = "taken"
