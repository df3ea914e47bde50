"""Who may send what now (reliability: Delivery 4, 7, 8): claim, keep, give back.

A claim is one statement. It takes the lowest open sequence of a recipient's group only, counts the
attempt before anything leaves, and writes a random owner with a lease by the database's clock.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from core.delivery import dialect
from core.delivery.limits import limit

COLUMNS = (
    *("id", "attempts", "deaths", "broadcast_id", "content_id", "recipient", "channel", "address"),
    *("priority", "missed", "lease_owner"),
)


@dataclass(slots=True)
class Claimed:
    """A delivery this worker holds; `attempts` already counts the attempt to come."""

    id: int
    attempts: int
    deaths: int
    broadcast_id: int
    content_id: int
    recipient: str
    channel: str
    address: str
    priority: int
    missed: tuple[int, ...]
    lease_owner: str


def claimable(*, suspects: bool = False) -> str:
    """SQL condition on `d`; its one parameter is the channel's name.

    A row under which a worker died is a suspect: it is tried alone, after all others, so that it
    takes nobody with it.
    """
    return f"""d.channel = %s AND d.state IN ('pending', 'retry') AND d.due_at <= {dialect.now()}
 AND d.deaths {"> 0" if suspects else "= 0"}
 AND (d."group" = '' OR NOT EXISTS (SELECT 1 FROM core_delivery e WHERE e.recipient = d.recipient
  AND e."group" = d."group" AND e."group" <> '' AND e.sequence < d.sequence AND e.channel = d.channel
  AND e.state IN ('pending', 'retry', 'sending')))"""


def claim(channel: str, owner: str, size: int, *, suspects: bool = False) -> list[Claimed]:
    """Take up to `size` due deliveries of `channel`, urgent ones first."""
    returning = ", ".join(COLUMNS)
    lease = dialect.later()
    chosen = (
        f"SELECT d.id FROM core_delivery d WHERE {claimable(suspects=suspects)} "
        f"ORDER BY d.priority, d.due_at, d.id LIMIT %s {dialect.skip_locked()}"
    )
    materialized = "MATERIALIZED" if dialect.is_postgres() else ""  # PostgreSQL might run the choice twice
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH chosen AS {materialized} ({chosen}) UPDATE core_delivery SET state = 'sending', "
            f"attempts = attempts + 1, lease_owner = %s, lease_until = {lease} "
            f"WHERE id IN (SELECT id FROM chosen) AND state IN ('pending', 'retry') RETURNING {returning}",
            [channel, size, owner, limit("LEASE_SECONDS")],
        )
        rows = cursor.fetchall()
    claimed = [Claimed(*row[:-2], missed=_ids(row[-2]), lease_owner=row[-1]) for row in rows]
    return sorted(claimed, key=lambda each: (each.priority, each.id))


def _ids(stored: str) -> tuple[int, ...]:
    return () if stored == "[]" else tuple(json.loads(stored))


def prolong(owner: str) -> int:
    """Push the lease of everything `owner` still holds; the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE core_delivery SET lease_until = {dialect.later()} "
            "WHERE state = 'sending' AND lease_until IS NOT NULL AND lease_owner = %s",
            [limit("LEASE_SECONDS"), owner],
        )
        return cursor.rowcount


def give_back(owner: str) -> int:
    """Return what `owner` claimed and never tried; those attempts are not counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_delivery SET attempts = attempts - 1, lease_owner = '', lease_until = NULL, "
            "state = CASE attempts WHEN 1 THEN 'pending' ELSE 'retry' END "
            "WHERE state = 'sending' AND lease_until IS NOT NULL AND lease_owner = %s",
            [owner],
        )
        return cursor.rowcount


_DIED = """UPDATE core_delivery SET deaths = deaths + 1, lease_owner = '', lease_until = NULL,
 state = CASE WHEN deaths + 1 >= %s THEN 'dead' ELSE 'retry' END,
 last_reply = CASE WHEN deaths + 1 >= %s THEN 'killed its worker' ELSE 'the worker died' END,
 settled_at = CASE WHEN deaths + 1 >= %s THEN {now} END, due_at = {now}
 WHERE state = 'sending' AND lease_until IS NOT NULL AND """


def bury(owner: str, begun: Sequence[int]) -> int:
    """The worker `owner` died while sending `begun`: count the death, give up after the fifth."""
    if not begun:
        return 0
    marks = ", ".join(["%s"] * len(begun))
    with connection.cursor() as cursor:
        cursor.execute(
            _DIED.format(now=dialect.now()) + f"lease_owner = %s AND id IN ({marks})",
            [*[limit("DEATHS")] * 3, owner, *begun],
        )
        return cursor.rowcount


def bury_expired() -> int:
    """Nobody prolonged these leases, so their worker (and its journal's machine) is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_DIED.format(now=dialect.now()) + f"lease_until < {dialect.now()}", [*[limit("DEATHS")] * 3])
        return cursor.rowcount
