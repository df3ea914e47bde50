"""What staff change through plain forms is in the audit trail, with who and what."""

import pytest

from core.accounts.models import User
from core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_person_changed_in_the_admin_is_recorded(admin_client, admin_user):
    kenji = User.objects.create_user("kenji", first_name="Kenji")
    form = {
        "username": "kenji",
        "first_name": "Kenji",
        "last_name": "Ito",
        "email": "",
        "locale": "ja",
        "time_zone": "Asia/Tokyo",
        "is_active": "on",
    }

    answer = admin_client.post(f"/admin/core/user/{kenji.pk}/change/", form)

    assert answer.status_code == 302, answer.context["errors"]
    event = AuditEvent.objects.get(object_type="core.user")
    assert (event.kind, event.actor_label, event.object_label) == ("core.user.changed", str(admin_user), "Kenji Ito")
    assert "Last name" in str(event.data)


def test_a_deleted_record_leaves_its_name(admin_client):
    kenji = User.objects.create_user("kenji")

    admin_client.post(f"/admin/core/user/{kenji.pk}/delete/", {"post": "yes"})

    event = AuditEvent.objects.get(kind="core.user.deleted")
    assert (event.object_ref, event.object_label) == (str(kenji.pk), "kenji")
    assert not User.objects.filter(username="kenji").exists()
