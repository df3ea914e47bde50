"""Everything that changes a subscription."""

from incidents.subscribers.actions.access import ping, renew_links, rotate_secret, send_again
from incidents.subscribers.actions.confirm import confirm, confirm_by_staff, resend
from incidents.subscribers.actions.leave import complained, unsubscribe
from incidents.subscribers.actions.letters import forget, send_waiting
from incidents.subscribers.actions.many import export, import_rows
from incidents.subscribers.actions.prefer import prefer
from incidents.subscribers.actions.reach import answered, endpoint_gone, quarantine, reactivate, refused
from incidents.subscribers.actions.subscribe import add, subscribe

__all__ = [
    "add",
    "answered",
    "complained",
    "confirm",
    "confirm_by_staff",
    "endpoint_gone",
    "export",
    "forget",
    "import_rows",
    "ping",
    "prefer",
    "quarantine",
    "reactivate",
    "refused",
    "renew_links",
    "resend",
    "rotate_secret",
    "send_again",
    "send_waiting",
    "subscribe",
    "unsubscribe",
]
