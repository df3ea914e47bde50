"""The two databases' words for what the outbox needs: the clock, a later moment, a lock that skips.

Leases and due times are compared with the database's clock only: two workers whose clocks differ
by ten minutes must not send twice.
"""

from datetime import datetime

from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.timezone import make_aware

_SQLITE_FORMAT = "'%%Y-%%m-%%d %%H:%%M:%%f'"


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def now() -> str:
    """SQL for this moment."""
    return "clock_timestamp()" if is_postgres() else f"strftime({_SQLITE_FORMAT}, 'now')"


def later(seconds: str = "%s") -> str:
    """SQL for this moment plus the number of seconds that `seconds` (an SQL expression) gives."""
    if is_postgres():
        return f"clock_timestamp() + make_interval(secs => {seconds})"
    return f"strftime({_SQLITE_FORMAT}, 'now', ({seconds}) || ' seconds')"


def skip_locked() -> str:
    """SQLite has one writer, so there is nothing to skip."""
    return "FOR UPDATE SKIP LOCKED" if is_postgres() else ""


def unindexed(column: str) -> str:
    """SQL for a column whose index must not lead: SQLite would read all JSON rows for each of its rows."""
    return column if is_postgres() else f"+{column}"


def rows_of_json(**columns: str) -> str:
    """SQL for a table made of one JSON parameter; `columns` maps a name to bigint, text or float."""
    if is_postgres():
        types = {"bigint": "bigint", "text": "text", "float": "double precision"}
        typed = ", ".join(f"{name} {types[kind]}" for name, kind in columns.items())
        return f"jsonb_to_recordset(%s::jsonb) AS v({typed})"
    extracts = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in columns)
    return f"(SELECT {extracts} FROM json_each(%s)) AS v"


def database_now() -> datetime:
    """This moment by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {now()}", [])
        return moment(cursor.fetchone()[0])


def moment(told: datetime | str) -> datetime:
    """What `now()` answers, as a datetime."""
    return make_aware(parse_datetime(told)) if isinstance(told, str) else told
