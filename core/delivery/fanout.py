"""From one broadcast to one row per recipient, inside the database (reliability: Delivery 2).

The audience's queryset becomes the SELECT of an INSERT, in chunks; the cursor is stored with each
chunk, so a killed worker costs nothing and two workers at once do no harm: a row exists once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from core.delivery import audience, dialect, supersede
from core.delivery.limits import limit
from core.delivery.models import Broadcast
from core.text.translations import FALLBACK

# The words in the recipient's language, those of the own edition first; else the fallback's, which say so
# themselves; never another audience's words, for they may not be meant for this reader.
_OF = (
    "SELECT MIN(c.id) FROM core_content c WHERE c.broadcast_id = %s"
    " AND c.audience = s.audience AND c.channel_kind = s.channel_kind"
)
_OWN, _PLAIN = "AND c.edition = s.edition", "AND c.edition = ''"
_CONTENT = (
    f"COALESCE(({_OF} AND c.language = s.language {_OWN}), ({_OF} AND c.language = s.language {_PLAIN}),"
    f" ({_OF} AND c.language = %s {_OWN}), ({_OF} AND c.language = %s {_PLAIN}), ({_OF} {_PLAIN}))"
)


@dataclass(frozen=True, slots=True)
class Chunk:
    last: int
    count: int
    unplaced: int


def fan_out(broadcast: Broadcast) -> Iterator[Chunk]:
    """Write the deliveries of `broadcast`, a chunk per step; stops early when it is cancelled."""
    rows = audience.provider(broadcast.audience).recipients(broadcast.audience_args)
    size = int(limit("FIRST_CHUNK") if broadcast.cursor == 0 else limit("CHUNK"))
    while True:
        with transaction.atomic():
            chunk = _insert(broadcast, rows, size)
            supersede.replace_unsent(broadcast)
            done = chunk.count < size
            if not _keep_cursor(broadcast, chunk, done=done):
                return  # cancelled, or another worker is ahead: it goes on
        yield chunk
        if done:
            return
        size = int(limit("CHUNK"))


def _insert(broadcast: Broadcast, rows: audience.QuerySet, size: int) -> Chunk:
    source, params = _source(rows.filter(pk__gt=broadcast.cursor).order_by("pk")[:size])
    pk = broadcast.pk
    content_params = (pk, pk, pk, FALLBACK, pk, FALLBACK, pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH s AS ({source}), placed AS (SELECT s.pk, {_CONTENT} AS content_id FROM s) "
            "SELECT COALESCE(MAX(pk), 0), COUNT(*), COUNT(*) - COUNT(content_id) FROM placed",
            [*params, *content_params],
        )
        chunk = Chunk(*cursor.fetchone())
        if chunk.count == 0:
            return chunk
        source, params = _source(rows.filter(pk__gt=broadcast.cursor, pk__lte=chunk.last).order_by())
        cursor.execute(
            f"WITH s AS ({source}), placed AS (SELECT s.*, {_CONTENT} AS content_id FROM s) "
            'INSERT INTO core_delivery (broadcast_id, content_id, recipient, channel, address, "group", sequence,'
            " priority, state, attempts, deaths, created_at, due_at, lease_owner, last_reply, missed, history) "
            "SELECT %s, content_id, recipient, channel, address, %s, %s, %s, 'pending', 0, 0, %s, "
            f"{dialect.now()}, '', '', '[]', '[]' FROM placed WHERE content_id IS NOT NULL ON CONFLICT DO NOTHING",
            [
                *(*params, *content_params, broadcast.pk, broadcast.group, broadcast.sequence, broadcast.priority),
                connection.ops.adapt_datetimefield_value(broadcast.created_at),
            ],
        )
    return chunk


def _source(rows: audience.QuerySet) -> tuple[str, tuple]:
    """The audience's SELECT with its columns under the names the outbox uses."""
    sql, params = rows.values_list(*audience.COLUMNS).query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in audience.COLUMNS)
    return f"WITH given ({names}) AS ({sql}) SELECT * FROM given", params


def _keep_cursor(broadcast: Broadcast, chunk: Chunk, *, done: bool) -> bool:
    """Move the cursor if nobody else has; an audience of none is fanned out, too."""
    found = Broadcast.objects.filter(pk=broadcast.pk, cursor=broadcast.cursor, fanned_out_at=None, cancelled_at=None)
    broadcast.cursor = max(chunk.last, broadcast.cursor)
    broadcast.unplaced += chunk.unplaced
    broadcast.fanned_out_at = dialect.database_now() if done else None
    return bool(
        found.update(cursor=broadcast.cursor, unplaced=broadcast.unplaced, fanned_out_at=broadcast.fanned_out_at)
    )
