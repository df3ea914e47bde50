"""Ranges over words and terms are walked in the order of their letters' numbers, whatever the database's language."""

from django.db import migrations

COLUMNS = (("faq_term", "text"), ("faq_word", "surface"), ("faq_word", "reversed"))
CHANGE = 'ALTER TABLE {0} ALTER COLUMN {1} TYPE varchar(42) COLLATE "{2}"'


def _collate(schema_editor, name):
    if schema_editor.connection.vendor == "postgresql":
        for table, column in COLUMNS:
            schema_editor.execute(CHANGE.format(table, column, name))


def by_bytes(apps, schema_editor):
    _collate(schema_editor, "C")


def as_before(apps, schema_editor):
    _collate(schema_editor, "default")


class Migration(migrations.Migration):
    dependencies = [("faq", "0001_initial")]
    operations = [migrations.RunPython(by_bytes, as_before)]
