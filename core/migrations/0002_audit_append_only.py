"""The database itself refuses to change or delete an audit row, by whatever road."""

from django.db import migrations

POSTGRES_FORWARD = """
CREATE FUNCTION core_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER core_audit_append_only BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_append_only();
"""
POSTGRES_BACKWARD = """
DROP TRIGGER core_audit_append_only ON core_auditevent;
DROP FUNCTION core_audit_append_only();
"""
SQLITE_FORWARD = (
    "CREATE TRIGGER core_audit_no_update BEFORE UPDATE ON core_auditevent "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END",
    "CREATE TRIGGER core_audit_no_delete BEFORE DELETE ON core_auditevent "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END",
)
SQLITE_BACKWARD = ("DROP TRIGGER core_audit_no_update", "DROP TRIGGER core_audit_no_delete")


def _run(schema_editor, postgres, sqlite):
    statements = (postgres,) if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        schema_editor.execute(statement)


def forward(apps, schema_editor):
    _run(schema_editor, POSTGRES_FORWARD, SQLITE_FORWARD)


def backward(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACKWARD, SQLITE_BACKWARD)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
