"""Nobody needs "investigating" after "resolved" (reliability: Delivery 7).

What is still unsent ten minutes after it was owed gives way when a newer message of its group is
fanned out; the newer one remembers the words and tells them as missed.
"""

import json

from django.db import connection

from core.delivery.dialect import is_postgres, now
from core.delivery.limits import limit
from core.delivery.models import Broadcast, Delivery
from core.delivery.states import State

_STALE = """SELECT o.id, n.id, o.content_id, o.missed, n.missed FROM core_delivery o JOIN core_delivery n
 ON n.broadcast_id = %s AND n.recipient = o.recipient AND n.channel = o.channel AND n.state = 'pending'
 WHERE o."group" = %s AND o.sequence < %s AND o.state IN ('pending', 'retry') AND o.created_at <= %s
 ORDER BY n.id, o.sequence, o.id"""


def replace_unsent(newer: Broadcast) -> int:
    """Supersede what `newer` overtakes, for the recipients it already has rows for."""
    if not newer.group:
        return 0
    before = newer.created_at.timestamp() - limit("SUPERSEDE_SECONDS")
    oldest = newer.created_at.fromtimestamp(before, tz=newer.created_at.tzinfo)
    if not Delivery.objects.filter(
        group=newer.group,
        sequence__lt=newer.sequence,
        state__in=[State.PENDING, State.RETRY],
        created_at__lte=oldest,
    ).exists():
        return 0
    # A row that is being sent at this moment stays: the condition on its state decides.
    lock = " FOR UPDATE OF o SKIP LOCKED" if is_postgres() else ""
    with connection.cursor() as cursor:
        params = [newer.pk, newer.group, newer.sequence, connection.ops.adapt_datetimefield_value(oldest)]
        cursor.execute(_STALE + lock, params)
        found = cursor.fetchall()
        _supersede(cursor, [old for old, *_ in found])
        _remember(_missed_by_newer(found))
    return len(found)


def _supersede(cursor: object, ids: list[int]) -> None:
    # One statement per 500: SQLite takes a limited number of parameters.
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        marks = ", ".join(["%s"] * len(some))
        cursor.execute(
            f"UPDATE core_delivery SET state = 'superseded', settled_at = {now()}, "
            f"last_reply = 'A newer message tells it.' WHERE id IN ({marks})",
            some,
        )


def _missed_by_newer(found: list[tuple]) -> dict[int, list[int]]:
    missed: dict[int, list[int]] = {}
    for _, newer_id, content_id, older_missed, newer_missed in found:
        contents = missed.setdefault(newer_id, json.loads(newer_missed))
        contents += [*json.loads(older_missed), content_id]
    return missed


def _remember(missed: dict[int, list[int]]) -> None:
    Delivery.objects.bulk_update(
        [Delivery(pk=pk, missed=contents) for pk, contents in missed.items()], ["missed"], batch_size=200
    )
