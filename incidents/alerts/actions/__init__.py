"""What can be done about alerts. `receive` is the only one a program may call."""

from core.sources.actions import drop_secret, rotate_key, rotate_secret
from incidents.alerts.actions.decide import accept, attach, dismiss
from incidents.alerts.actions.receive import receive
from incidents.alerts.actions.sources import change_source, create_source, remove_source

__all__ = [
    "accept",
    "attach",
    "change_source",
    "create_source",
    "dismiss",
    "drop_secret",
    "receive",
    "remove_source",
    "rotate_key",
    "rotate_secret",
]
