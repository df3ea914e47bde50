"""How our words reach a customer: one module per choice (`ReplyBy`), found by its name.

Each has `owe(thread, message, *, by, at)`, one that writes letters (`IS_LETTER`) `extras` too: rows of the
caller's transaction, nothing leaves here.
"""

from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from core.actor import Actor
from feedback.answering.extras import NONE, Extras
from feedback.threads.models import Message, Thread


@lru_cache(maxsize=1)
def registry() -> dict[str, Any]:
    return {module.name: import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)}


def owe(thread: Thread, message: Message, *, by: Actor, at: datetime, extras: Extras = NONE) -> None:
    """Have `message` told to the customer of `thread` the way he chose; `extras` where that is a letter."""
    carrier = registry()[thread.reply_by]
    more = {"extras": extras} if getattr(carrier, "IS_LETTER", False) else {}
    carrier.owe(thread, message, by=by, at=at, **more)
