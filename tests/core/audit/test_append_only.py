import pytest
from django.db import IntegrityError, connection, transaction

from core.actor import SYSTEM, Refused, refused
from core.audit import actions
from core.audit.models import AppendOnly, AuditEvent

pytestmark = pytest.mark.django_db


def test_an_event_keeps_who_did_what_to_what_in_words(noon):
    event = actions.record("core.thing.done", by=SYSTEM, at=noon, colour="green")

    event.refresh_from_db()
    assert (event.kind, event.actor_label, event.at, event.data) == (
        "core.thing.done",
        "Candor",
        noon,
        {"colour": "green"},
    )


def test_the_model_refuses_a_change_and_a_deletion(noon):
    event = actions.record("core.thing.done", by=SYSTEM, at=noon)

    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()


@pytest.mark.parametrize("statement", ["UPDATE core_auditevent SET kind = 'x'", "DELETE FROM core_auditevent"])
def test_the_database_refuses_what_goes_around_the_model(noon, statement):
    actions.record("core.thing.done", by=SYSTEM, at=noon)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.get().kind == "core.thing.done"


def test_a_refusal_is_kept_in_the_security_log(outsider):
    refused.send(sender=None, error=Refused(rule="core.can_knock", actor=outsider, on=None), path="/door/")

    event = AuditEvent.objects.get()
    assert (event.kind, event.actor_label) == ("core.security.refused", "Olive Outsider")
    assert event.data == {"rule": "core.can_knock", "path": "/door/"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_each_committing_test_starts_empty_and_guarded(noon, time):
    assert not AuditEvent.objects.exists()
    event = actions.record("core.thing.done", by=SYSTEM, at=noon)

    with pytest.raises(IntegrityError, match="append-only"):
        AuditEvent.objects.filter(pk=event.pk).delete()
