"""Search over threads asks the index of text first, whatever the planner thinks of it (feedback.threads.search)."""

from django.db import migrations

from feedback.threads.search import FUNCTION


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION feedback_thread_hits(tsquery, integer)")


class Migration(migrations.Migration):
    dependencies = [("feedback", "0004_discussion_terms")]
    operations = [migrations.RunPython(create, drop)]
