"""Who may speak through our accounts, and who may say which accounts are ours.

The second right lets its holder name an address our worker will call, so few have it.
"""

from core.actor import Actor
from incidents.outlets.models import Outlet

ADD = "incidents.add_outlet"
CHANGE = "incidents.change_outlet"
DELETE = "incidents.delete_outlet"
USE = "incidents.use_outlet"
VIEW = "incidents.view_outlet"


def can_add(actor: Actor) -> bool:
    return actor.may(ADD)


def can_change(actor: Actor, outlet: Outlet) -> bool:
    return actor.may(CHANGE)


def can_delete(actor: Actor, outlet: Outlet) -> bool:
    return actor.may(DELETE)


def can_use(actor: Actor, outlet: Outlet | None = None) -> bool:
    """Send a test, silence it, let it speak again."""
    return actor.may(USE) or actor.may(CHANGE)
