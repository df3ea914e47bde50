"""A published version of a playbook stays as it was, and so does what was answered in a run: reviews rely on both."""

from django.db import migrations

TABLE = "incidents_playbookversion"
KEPT = ("playbook_id", "number", "definition", "basis", "note", "created_at", "created_by", "published_at", "published_by")
REWRITTEN = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT)
ANSWERS = "incidents_runanswer"
WRITTEN = ("run_id", "number", "node", "answer", "note", "answered_at", "answered_by", "role", "version_number")
CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in WRITTEN)
MAY_LACK = " OR ".join(f"COALESCE(NEW.{name}, -1) <> COALESCE(OLD.{name}, -1)" for name in ("corrects", "update_id"))
# The one thing that is noted later, once: which correction took the answer off the path.
TAKEN_OFF_AGAIN = "OLD.superseded_by_id IS NOT NULL AND COALESCE(NEW.superseded_by_id, -1) <> OLD.superseded_by_id"
# name, table, event, the condition under which it refuses, what it says
GUARDS = (
    (
        "playbookversion_kept",
        TABLE,
        "UPDATE",
        f"OLD.state <> 'draft' AND ({REWRITTEN} OR NEW.state = 'draft' OR (OLD.state = 'retired' AND NEW.state <> 'retired'))",
        "a published version of a playbook stays as it is: write a new draft",
    ),
    (
        "playbookversion_stays",
        TABLE,
        "DELETE",
        "OLD.state <> 'draft'",
        "a published version of a playbook is never deleted: retire the playbook",
    ),
    (
        "runanswer_written_once",
        ANSWERS,
        "UPDATE",
        f"{CHANGED} OR {MAY_LACK} OR ({TAKEN_OFF_AGAIN})",
        "an answer in a run is written once: correct it, and both stay",
    ),
    (
        "runanswer_stays",
        ANSWERS,
        "DELETE",
        "OLD.id IS NOT NULL",
        "an answer in a run is never deleted: it is evidence for the review",
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
    dependencies = [("incidents", "0003_search")]
    operations = [migrations.RunPython(forward, backward)]
