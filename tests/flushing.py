"""Empty the tables between tests although triggers guard some of them.

Tests that commit are cleaned up by deleting every row. On SQLite that would fire the triggers that
keep audit rows and stories from being deleted, so they are put aside for the flush and come back
with it. PostgreSQL truncates, which fires no row trigger.
"""

from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper

DatabaseOperations = DatabaseWrapper.ops_class
flush = DatabaseOperations.sql_flush


def flush_around_triggers(self: Any, *args: Any, **kwargs: Any) -> list[str]:
    statements = flush(self, *args, **kwargs)
    if not statements:
        return statements
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [*(f'DROP TRIGGER "{name}"' for name, _sql in triggers), *statements, *(sql for _name, sql in triggers)]


def install() -> None:
    DatabaseOperations.sql_flush = flush_around_triggers
