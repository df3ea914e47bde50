"""Search in the list of incidents stays quick at a million rows: trigrams, where the database has them.

PostgreSQL's own role may not be allowed to create the extension. Then search works, more slowly,
until somebody who may has run CREATE EXTENSION pg_trgm and `migrate incidents 0003_published_is_kept && migrate`.
"""

from django.db import DatabaseError, migrations, transaction

COLUMNS = ("title", "reference")


def forward(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return
    for column in COLUMNS:
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS incident_{column}_trigrams ON incidents_incident "
            f"USING gin (upper({column}::text) gin_trgm_ops)"
        )


def backward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS incident_{column}_trigrams")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_published_is_kept")]
    operations = [migrations.RunPython(forward, backward)]
