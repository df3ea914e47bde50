"""The database refuses what no road may do: a kind that changes, a page that forgets, a story rewritten.

Each guard: name, table, event, the condition under which it refuses, and what it says.
"""

from django.db import migrations

GUARDS = (
    (
        "incident_kind_fixed",
        "incidents_incident",
        "UPDATE",
        "NEW.kind <> OLD.kind",
        "the kind of an incident is fixed at its creation",
    ),
    (
        "incident_reference_fixed",
        "incidents_incident",
        "UPDATE",
        "NEW.reference <> OLD.reference",
        "the reference of an incident never changes",
    ),
    (
        "incident_stays_public",
        "incidents_incident",
        "UPDATE",
        "OLD.is_public AND NOT NEW.is_public",
        "an incident that readers saw stays public",
    ),
    (
        "entry_written_once",
        "incidents_timelineentry",
        "UPDATE",
        "NEW.text <> OLD.text OR NEW.author <> OLD.author OR NEW.at <> OLD.at OR NEW.incident_id <> OLD.incident_id",
        "a timeline entry is written once",
    ),
    (
        "fact_answer_written_once",
        "incidents_factanswer",
        "UPDATE",
        "OLD.id IS NOT NULL",
        "an answer is never changed: the next one supersedes it",
    ),
)

POSTGRES = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({refuses}) EXECUTE FUNCTION {name}();
"""
SQLITE = "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refuses} BEGIN SELECT RAISE(ABORT, '{says}'); END"


def forward(apps, schema_editor):
    template = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
    for name, table, event, refuses, says in GUARDS:
        schema_editor.execute(template.format(name=name, table=table, event=event, refuses=refuses, says=says))


def backward(apps, schema_editor):
    for name, table, *_rest in GUARDS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
