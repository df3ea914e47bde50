"""Empty the tables between tests although triggers guard some of them.

Tests that commit are cleaned up by deleting every row. Only tables that hold rows are emptied: most tests fill a
few of more than a hundred, and emptying all of them took longer than the tests. What `migrate` fills (content types,
permissions) is the same for every test and stays. Triggers that keep audit rows and stories from being deleted are
put aside for it: on SQLite dropped and made again, on PostgreSQL not fired, where our role may say so.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

STAY = frozenset({"auth_permission", "django_content_type"})
truncate = PostgreSQL.ops_class.sql_flush


def filled(connection: Any, tables: Sequence[str]) -> list[str]:
    """Which of `tables` hold a row, in one statement for a hundred of them."""
    found: list[str] = []
    names = sorted(set(tables) - STAY)
    with connection.cursor() as cursor:
        for start in range(0, len(names), 100):
            asked = [
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"
                for name in names[start : start + 100]
            ]
            cursor.execute(" UNION ALL ".join(asked))
            found += [name for (name,) in cursor.fetchall()]
    return found


def flush_sqlite(self: Any, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
    rows = filled(self.connection, tables)
    if not rows:
        return []
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for name, sql, table in cursor.fetchall() if table in rows]
    emptied = [f"DELETE FROM {self.quote_name(name)}" for name in rows]
    return [*(f'DROP TRIGGER "{name}"' for name, _sql in triggers), *emptied, *(sql for _name, sql in triggers)]


def flush_postgresql(self: Any, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        (superuser,) = cursor.fetchone()
    if superuser != "on" or options.get("reset_sequences"):
        return truncate(self, style, tables, **options)
    rows = filled(self.connection, tables)
    if not rows:
        return []
    emptied = [f"DELETE FROM {self.quote_name(name)}" for name in rows]
    return ["SET session_replication_role = replica", *emptied, "SET session_replication_role = DEFAULT"]


def install() -> None:
    SQLite.ops_class.sql_flush = flush_sqlite
    PostgreSQL.ops_class.sql_flush = flush_postgresql
