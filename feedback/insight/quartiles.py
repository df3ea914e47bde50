"""The middle half of a column, computed where the rows are."""

import json
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, Expression, FloatField, Func, JSONField
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles in seconds: a quarter took no longer than `low`, half than `middle`, three quarters than `high`."""

    low: float
    middle: float
    high: float


class Seconds(Func):
    """`Seconds("ended_at", "began_at")`: how long it took; null where one of them is."""

    arity = 2
    output_field = FloatField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        return self.as_sql(compiler, connection, template="EXTRACT(EPOCH FROM (%(expressions)s))", arg_joiner=" - ")

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        end, begin = self.source_expressions
        first, values = compiler.compile(end)
        second, more = compiler.compile(begin)
        return f"ROUND((julianday({first}) - julianday({second})) * 86400, 1)", [*values, *more]


class Quartiles(Aggregate):
    """A `Spread` of an expression, or None of no row. SQLite has no percentiles: it hands the column over."""

    output_field = JSONField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        template = "percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
        return self.as_sql(compiler, connection, template=template)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        return self.as_sql(compiler, connection, template="json_group_array(%(expressions)s)")

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        return [_from_postgres if connection.vendor == "postgresql" else _from_sqlite]


def _from_postgres(value: list[float] | None, expression: Expression, connection: BaseDatabaseWrapper) -> Spread | None:
    return Spread(*value) if value and value[0] is not None else None


def _from_sqlite(value: str | None, expression: Expression, connection: BaseDatabaseWrapper) -> Spread | None:
    found = [each for each in json.loads(value or "[]") if each is not None]
    if not found:
        return None
    return Spread(*quantiles(found, n=4, method="inclusive")) if len(found) > 1 else Spread(*found * 3)
