"""Many rows of a subquery as one value, so that a list needs no further statement for them."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, JSONField, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from rest_framework import serializers


class JsonList(Func):
    """`rows.annotate(found=JsonList("slug")).values("found")` is one row: a JSON array, [] of none.

    Deliberately no `Aggregate`: inside a `Subquery` that would group by the outer reference.
    """

    output_field = JSONField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, list[Any]]:
        return self.as_sql(compiler, connection, template="json_group_array(%(expressions)s)", **extra)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        template = "COALESCE(jsonb_agg(%(expressions)s), '[]'::jsonb)"
        return self.as_sql(compiler, connection, template=template, **extra)


class Slugs(serializers.ManyRelatedField):
    """Related rows by slug; reads the annotation `<field>_slugs` where a list has it, else the rows.

    A list annotates, what writes does not: an annotation would tell what was there before.
    """

    def __init__(self, rows: QuerySet, **kwargs: Any) -> None:
        super().__init__(child_relation=serializers.SlugRelatedField(slug_field="slug", queryset=rows), **kwargs)
        self._rows = rows

    def __deepcopy__(self, memo: dict[int, Any]) -> "Slugs":
        return Slugs(self._rows, **{name: value for name, value in self._kwargs.items() if name != "rows"})

    def get_attribute(self, instance: Model) -> Any:
        known = getattr(instance, f"{self.field_name}_slugs", None)
        return super().get_attribute(instance) if known is None else known

    def to_representation(self, iterable: Any) -> list[str]:
        return [each if isinstance(each, str) else each.slug for each in iterable]
