"""Reference data that messages are filed under, by name, kept for some seconds: who hands in a thousand messages
names the same few functions, regions and registers in all of them."""

import time
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

_kept: dict[tuple[type[Model], str], tuple[float, Model]] = {}


def row(rows: QuerySet[Any], slug: Any) -> Any | None:
    """The one of `rows` with this slug, at most `FORM_KEPT_SECONDS` old; None where there is none.

    Only what is there is kept, so what has just been entered is found at once. What has just been removed can't be
    written under any more: the database refuses it.
    """
    now, key = time.monotonic(), (rows.model, str(slug))
    read_at, found = _kept.get(key, (0.0, None))
    if found is None or now - read_at >= settings.FORM_KEPT_SECONDS:
        found = rows.filter(slug=slug).first()
        if found is None:
            _kept.pop(key, None)
        else:
            _kept[key] = (now, found)
    return found


def forget() -> None:
    """Read anew the next time."""
    _kept.clear()
