"""What was said to us stays said (domain: Feedback): no row of a conversation is deleted, no words are put into a mouth.

Words may be emptied, and no more: that is how a person is made anonymous.
"""

from django.db import migrations

TABLE = "feedback_message"
SAYS_DELETE = "what was said is never deleted: answer it, or hide it for a legal reason"
SAYS_CHANGE = "nobody rewrites what somebody said; it may only be emptied to make a person anonymous"
REWRITTEN = "NEW.text <> OLD.text AND NEW.text <> ''"

POSTGRES_FORWARD = f"""
CREATE FUNCTION feedback_words_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER feedback_words_not_deleted BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION feedback_words_kept('{SAYS_DELETE}');
CREATE TRIGGER feedback_words_not_rewritten BEFORE UPDATE ON {TABLE}
    FOR EACH ROW WHEN ({REWRITTEN}) EXECUTE FUNCTION feedback_words_kept('{SAYS_CHANGE}');
"""
POSTGRES_BACKWARD = f"""
DROP TRIGGER feedback_words_not_rewritten ON {TABLE};
DROP TRIGGER feedback_words_not_deleted ON {TABLE};
DROP FUNCTION feedback_words_kept();
"""
SQLITE_FORWARD = (
    f"CREATE TRIGGER feedback_words_not_deleted BEFORE DELETE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS_DELETE}'); END",
    f"CREATE TRIGGER feedback_words_not_rewritten BEFORE UPDATE ON {TABLE} WHEN {REWRITTEN} "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS_CHANGE}'); END",
)
SQLITE_BACKWARD = ("DROP TRIGGER feedback_words_not_rewritten", "DROP TRIGGER feedback_words_not_deleted")


def _run(schema_editor, postgres, sqlite):
    for statement in (postgres,) if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


def forward(apps, schema_editor):
    _run(schema_editor, POSTGRES_FORWARD, SQLITE_FORWARD)


def backward(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACKWARD, SQLITE_BACKWARD)


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_thread_terms")]
    operations = [migrations.RunPython(forward, backward)]
