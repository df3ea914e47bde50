"""Threads whose words hold what is asked: the same rows on SQLite and PostgreSQL.

On PostgreSQL the words are read as a vector without its own notion of a word (it would cut addresses and
Japanese its own way); migration 0002 lays the index on just this expression.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

VECTOR = "array_to_tsvector(string_to_array({}, ' '))"

Parts = tuple[str, list[Any]]


class TermsField(models.TextField):
    """Words with a space between, none twice."""


@TermsField.register_lookup
class Holds(Lookup):
    """`terms__holds=terms.asked(question)`; nobody holds nothing."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Parts:
        column, given = self.process_lhs(compiler, connection)
        told, wanted = [], []
        for term in self.rhs:
            told.append(f"instr(' ' || {column} || ' ', %s) > 0")
            wanted += [*given, f" {term.text}" if term.open else f" {term.text} "]
        return f"({' AND '.join(told) or '1 = 0'})", wanted

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Parts:
        column, given = self.process_lhs(compiler, connection)
        if not self.rhs:
            return "FALSE", []
        return f"{VECTOR.format(column)} @@ %s::tsquery", [*given, written(self.rhs)]


def written(asked: Iterable[Any]) -> str:
    """All of these terms, as PostgreSQL reads a question."""
    return " & ".join(map(_lexeme, asked))


def _lexeme(term: Any) -> str:
    quoted = term.text.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*" if term.open else f"'{quoted}'"
