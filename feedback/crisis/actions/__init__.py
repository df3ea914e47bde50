"""A crisis: the leads are called, one of them has it, and it may become an incident."""

from feedback.crisis.actions.call import call, confirm
from feedback.crisis.actions.declare import declare

__all__ = ["call", "confirm", "declare"]
