"""The index that the community's search stands on; SQLite reads the column itself."""

from django.db import migrations

from feedback.threads.lookups import VECTOR

CREATE = f"CREATE INDEX discussion_terms ON feedback_discussion USING gin ({VECTOR.format('terms')})"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX discussion_terms")


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_words_are_kept")]
    operations = [migrations.RunPython(create, drop)]
