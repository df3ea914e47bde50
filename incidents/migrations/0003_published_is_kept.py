"""What was published stays as it was sent: the database refuses to rewrite it (domain: Messages)."""

from django.db import migrations

UPDATE = "incidents_update"
VARIANT = "incidents_variant"
KEPT = ("public_id", "incident_id", "phase", "state", "incident_state", "published_at", "published_by")
REWRITTEN = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT)
SAYS_UPDATE = "a published update is never rewritten: publish a correction"
SAYS_VARIANT = "the words of a published update are never rewritten: publish a correction"
# What was imported was published elsewhere, and importing again follows what was changed there.
OUR_OWN = "EXISTS (SELECT 1 FROM incidents_incident i WHERE i.id = OLD.incident_id AND i.imported_from = '')"
OF_PUBLISHED = (
    "EXISTS (SELECT 1 FROM incidents_update u JOIN incidents_incident i ON i.id = u.incident_id "
    "WHERE u.id = OLD.update_id AND u.state = 'published' AND i.imported_from = '')"
)
CHANGED = (
    "NEW.text <> OLD.text OR NEW.subject <> OLD.subject OR NEW.language <> OLD.language"
    " OR NEW.names_supplier <> OLD.names_supplier"
)

POSTGRES = (
    f"""
CREATE FUNCTION update_published_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {OUR_OWN} THEN
        RAISE EXCEPTION '{SAYS_UPDATE}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER update_published_kept BEFORE UPDATE ON {UPDATE} FOR EACH ROW
    WHEN (OLD.state = 'published' AND ({REWRITTEN})) EXECUTE FUNCTION update_published_kept();
""",
    f"""
CREATE FUNCTION variant_published_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {OF_PUBLISHED} THEN
        RAISE EXCEPTION '{SAYS_VARIANT}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER variant_published_kept BEFORE UPDATE ON {VARIANT} FOR EACH ROW
    WHEN ({CHANGED}) EXECUTE FUNCTION variant_published_kept();
""",
)
SQLITE = (
    f"CREATE TRIGGER update_published_kept BEFORE UPDATE ON {UPDATE} "
    f"WHEN OLD.state = 'published' AND ({REWRITTEN}) AND {OUR_OWN} BEGIN SELECT RAISE(ABORT, '{SAYS_UPDATE}'); END",
    f"CREATE TRIGGER variant_published_kept BEFORE UPDATE ON {VARIANT} "
    f"WHEN ({CHANGED}) AND {OF_PUBLISHED} BEGIN SELECT RAISE(ABORT, '{SAYS_VARIANT}'); END",
)


def forward(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    for name, table in (("update_published_kept", UPDATE), ("variant_published_kept", VARIANT)):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_guards")]
    operations = [migrations.RunPython(forward, backward)]
