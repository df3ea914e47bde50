"""What can be done about alerts. `receive` is the only one a program may call."""

from incidents.alerts.actions.decide import accept, attach, dismiss
from incidents.alerts.actions.receive import receive
from incidents.alerts.actions.sources import create_source, rotate_key

__all__ = ["accept", "attach", "create_source", "dismiss", "receive", "rotate_key"]
