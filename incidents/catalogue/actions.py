"""What readers see of the catalogue has changed: said once by every door that writes it."""

from datetime import datetime

from django.db.models import Model

from core.actor import Actor
from incidents import signals


def tell_readers(row: Model, *, by: Actor, at: datetime) -> None:
    """Have the pages rendered again; call it in the transaction that changed `row`."""
    signals.page_changed.send(sender=type(row), by=by, at=at)
