"""Who may change whose record in the staff interface."""

import pytest
from django.contrib.auth.models import Permission

from core.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client) -> User:
    user = User.objects.create_user("ada", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="core", codename__endswith="_user"))
    client.force_login(user)
    return user


def test_an_administrator_cannot_make_a_superuser(client, administrator):
    kenji = User.objects.create_user("kenji")

    page = client.get(f"/admin/core/user/{kenji.pk}/change/")

    assert page.status_code == 200
    assert 'name="is_superuser"' not in page.content.decode()


def test_an_administrator_cannot_set_a_superusers_password(client, administrator):
    root = User.objects.create_superuser("root", password="untouched")

    answer = client.post(
        f"/admin/core/user/{root.pk}/password/", {"password1": "mine now 1", "password2": "mine now 1"}
    )

    root.refresh_from_db()
    assert answer.status_code == 403
    assert root.check_password("untouched")


def test_a_colleague_without_the_role_sees_no_records(client):
    client.force_login(User.objects.create_user("cleo", is_staff=True))

    assert client.get("/admin/core/user/").status_code == 403
