"""The index that search over threads stands on; SQLite reads the column itself."""

from django.db import migrations

from feedback.threads.lookups import VECTOR

CREATE = f"CREATE INDEX thread_terms ON feedback_thread USING gin ({VECTOR.format('terms')})"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX thread_terms")


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
