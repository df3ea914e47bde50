"""Colleagues and one's own sessions over the API: people only, and nobody rises."""

import pytest
from allauth.usersessions.models import UserSession

from core.accounts.models import User
from core.audit.models import AuditEvent
from tests.factories import accounts

pytestmark = pytest.mark.django_db
USERS = "/api/v1/users/"


@pytest.fixture
def administrator(client):
    person = accounts.user("Administrator")
    client.force_login(person)
    return person


def send(client, method, path, body):
    return getattr(client, method)(path, body, content_type="application/json")


def test_an_administrator_adds_a_colleague_with_roles_and_without_a_password(client, administrator):
    accounts.role("Scribe")

    answer = send(client, "post", USERS, {"username": "sid", "first_name": "Sid", "roles": ["Scribe"]})

    sid = User.objects.get(username="sid")
    assert (answer.status_code, answer.json()["roles"]) == (201, ["Scribe"])
    assert (sid.is_staff, sid.is_superuser, sid.has_usable_password()) == (True, False, False)
    assert AuditEvent.objects.filter(kind="core.user.created", actor_user_id=administrator.pk).exists()
    assert send(client, "post", USERS, {"username": "sid"}).status_code == 400


def test_roles_that_are_given_replace_those_there_were_and_leaving_ends_tokens(client, administrator):
    scribe, accounts_of = accounts.user("Scribe"), accounts.role("Observer")
    header = accounts.authorization("incidents:read", owner=scribe)

    answer = send(client, "patch", f"{USERS}{scribe.pk}/", {"roles": [accounts_of.name]})
    assert answer.json()["roles"] == ["Observer"]
    send(client, "patch", f"{USERS}{scribe.pk}/", {"is_active": False})

    assert client.get(f"{USERS}me/", **header).status_code == 401
    assert send(client, "patch", f"{USERS}{scribe.pk}/", {"is_active": True}).json()["is_active"] is True


def test_nobody_below_a_superuser_touches_one_and_no_token_touches_anybody(client, administrator):
    root, scribe = accounts.user(is_superuser=True), accounts.user("Scribe")
    header = accounts.authorization("incidents:read", "incidents:write", owner=administrator)

    assert send(client, "patch", f"{USERS}{root.pk}/", {"is_active": False}).status_code == 403
    client.logout()
    by_token = client.patch(f"{USERS}{scribe.pk}/", {"is_active": False}, content_type="application/json", **header)
    assert by_token.status_code == 403
    assert User.objects.filter(is_active=False).count() == 0


def test_a_colleague_without_the_right_changes_nobody(client):
    client.force_login(accounts.user("Incident commander"))
    scribe = accounts.user("Scribe")

    assert send(client, "patch", f"{USERS}{scribe.pk}/", {"first_name": "X"}).status_code == 403
    assert send(client, "post", USERS, {"username": "sid"}).status_code == 403


def test_one_sees_and_ends_ones_own_sessions_and_no_others(client, administrator):
    other = accounts.user("Observer")
    for number, person in enumerate((administrator, administrator, other)):
        UserSession.objects.create(user=person, ip="192.0.2.1", session_key=f"key{number}", user_agent="x")

    listed = client.get("/api/v1/sessions/").json()["results"]
    mine = UserSession.objects.get(session_key="key0")
    theirs = UserSession.objects.get(session_key="key2")

    assert theirs.pk not in [row["id"] for row in listed]
    assert client.post(f"/api/v1/sessions/{theirs.pk}/end/").status_code == 404
    assert client.post(f"/api/v1/sessions/{mine.pk}/end/").status_code == 204
    assert not UserSession.objects.filter(pk=mine.pk).exists()
    assert AuditEvent.objects.filter(kind="core.session.ended").count() == 1
