"""Tokens: what opens, what ends them, and who may make them (reliability: V06, V09)."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.accounts import actions, queries
from core.accounts.models import ApiToken
from core.actor import Refused
from core.audit.models import AuditEvent
from core.web.errors import Invalid
from tests.factories import accounts

pytestmark = pytest.mark.django_db
ME = "/api/v1/users/me/"


@pytest.fixture
def observer():
    return accounts.user("Observer")


def opens(client, header) -> int:
    return client.get(ME, **header).status_code


def test_a_token_acts_as_its_owner_as_far_as_its_scopes_reach(client, observer):
    told = client.get(ME, **accounts.authorization("incidents:read", "updates:publish", owner=observer)).json()

    assert told["kind"] == "token"
    assert told["user"]["username"] == observer.username
    assert "incidents.view_incident" in told["rights"]
    assert "incidents.publish_update" not in told["rights"]


def test_a_read_token_cannot_read_what_another_scope_opens(client):
    answer = client.get("/api/v1/audit-events/", **accounts.authorization("incidents:read"))

    assert answer.status_code == 403
    assert answer.json()["scope"] == "audit:read"


def test_a_scope_beyond_the_owners_role_opens_nothing(client, observer):
    answer = client.get("/api/v1/audit-events/", **accounts.authorization("audit:read", owner=observer))

    assert answer.status_code == 403


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer cand_aaaaaaaaaaaa_" + "x" * 43])
def test_a_wrong_token_is_a_401(client, header):
    assert opens(client, {"HTTP_AUTHORIZATION": header}) == 401


def test_a_wrong_token_is_not_excused_by_a_session(client, observer):
    client.force_login(observer)

    assert opens(client, {"HTTP_AUTHORIZATION": "Bearer nonsense"}) == 401


def test_another_secret_behind_a_known_prefix_is_a_401(client, observer):
    _token, text = accounts.token("incidents:read", owner=observer)

    assert opens(client, {"HTTP_AUTHORIZATION": f"Bearer {text[:-1]}{'A' if text[-1] != 'A' else 'B'}"}) == 401


def test_a_revoked_token_ends_at_once(client, observer, noon):
    token, text = accounts.token("incidents:read", owner=observer)
    header = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
    assert opens(client, header) == 200

    actions.revoke_token(token=token, by=queries.actor_for_user(observer), at=noon)

    assert opens(client, header) == 401


def test_an_expired_token_is_a_401(client, observer):
    past = datetime.now(UTC) - timedelta(seconds=1)

    assert opens(client, accounts.authorization("incidents:read", owner=observer, expires_at=past)) == 401


def test_tokens_end_with_the_password(client, observer):
    header = accounts.authorization("incidents:read", owner=observer)

    observer.set_password("a new and longer one")
    observer.save()

    assert opens(client, header) == 401


def test_tokens_survive_a_rehash_at_login(client, observer, settings):
    header = accounts.authorization("incidents:read", owner=observer)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", *settings.PASSWORD_HASHERS]

    assert observer.check_password("correct horse battery")

    observer.refresh_from_db()
    assert observer.password.startswith("scrypt")
    assert opens(client, header) == 200


@pytest.mark.parametrize("flag", ["is_active", "is_staff"])
def test_tokens_and_sessions_end_with_the_account(client, observer, flag):
    header = accounts.authorization("incidents:read", owner=observer)
    client.force_login(observer)
    assert opens(client, {}) == 200

    setattr(observer, flag, False)
    observer.save()

    assert opens(client, header) == 401
    assert opens(client, {}) == 401


def test_sessions_end_with_the_password(client, observer):
    client.force_login(observer)

    observer.set_password("a new and longer one")
    observer.save()

    assert opens(client, {}) == 401
    assert client.get("/admin/").status_code == 302


def test_rights_end_with_the_role(client):
    administrator = accounts.user("Administrator")
    header = accounts.authorization("audit:read", owner=administrator)
    assert client.get("/api/v1/audit-events/", **header).status_code == 200

    administrator.groups.clear()

    assert client.get("/api/v1/audit-events/", **header).status_code == 403


def test_use_is_noted_once_a_minute(client, observer, django_assert_num_queries):
    token, text = accounts.token("incidents:read", owner=observer)
    header = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
    client.get(ME, **header)
    token.refresh_from_db()
    first = token.last_used_at

    with django_assert_num_queries(1):  # the token with its owner's rights
        client.get(ME, **header)

    token.refresh_from_db()
    assert first is not None
    assert token.last_used_at == first


def test_only_the_digest_is_kept(observer, noon):
    token, text = actions.create_token(
        owner=observer, name="Grafana", scopes=["metrics:read"], by=queries.actor_for_user(observer), at=noon
    )

    secret = text.rsplit("_", 1)[1]
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())
    assert secret not in str(AuditEvent.objects.values())


def test_nobody_makes_a_token_for_somebody_above(noon):
    administrator, root = accounts.user("Administrator"), accounts.user(is_superuser=True)

    with pytest.raises(Refused):
        actions.create_token(
            owner=root, name="up", scopes=["audit:read"], by=queries.actor_for_user(administrator), at=noon
        )


def test_a_token_makes_no_tokens(client, observer):
    body = {"name": "copy", "scopes": ["incidents:read"]}

    answer = client.post(
        "/api/v1/tokens/", body, content_type="application/json", **accounts.authorization("incidents:read")
    )

    assert answer.status_code == 403
    assert not ApiToken.objects.filter(name="copy").exists()


def test_a_person_makes_and_ends_a_token_by_the_api(client, observer):
    client.force_login(observer)
    body = {"name": "Grafana", "scopes": ["incidents:read"]}

    made = client.post("/api/v1/tokens/", body, content_type="application/json")
    header = {"HTTP_AUTHORIZATION": f"Bearer {made.json()['token']}"}
    listed = client.get("/api/v1/tokens/")

    assert made.status_code == 201
    assert opens(client, header) == 200
    assert "token" not in listed.json()["results"][0]
    assert client.post(f"/api/v1/tokens/{made.json()['id']}/revoke/").status_code == 200
    assert opens(client, header) == 401
    assert client.post(f"/api/v1/tokens/{made.json()['id']}/revoke/").status_code == 409


def test_a_session_without_the_csrf_token_changes_nothing(observer, client):
    client.handler.enforce_csrf_checks = True
    client.force_login(observer)
    body = {"name": "forged", "scopes": ["incidents:read"]}

    answer = client.post("/api/v1/tokens/", body, content_type="application/json")

    assert answer.status_code == 403
    assert not ApiToken.objects.exists()


def test_another_ones_token_is_not_there(client, observer):
    token, _text = accounts.token("incidents:read", owner=observer)
    client.force_login(accounts.user("Observer"))

    assert client.get(f"/api/v1/tokens/{token.pk}/").status_code == 404
    assert client.post(f"/api/v1/tokens/{token.pk}/revoke/").status_code == 404


def test_the_command_prints_the_token_once(client, observer):
    told = StringIO()

    call_command("create_token", name="ci", owner=observer.username, scopes=["incidents:read"], stdout=told)

    assert opens(client, {"HTTP_AUTHORIZATION": f"Bearer {told.getvalue().strip()}"}) == 200


def test_the_command_says_what_to_mend():
    with pytest.raises(CommandError, match="Create it"):
        call_command("create_token", name="ci", owner="nobody", scopes=["incidents:read"])


def test_a_token_needs_a_known_scope(observer, noon):
    with pytest.raises(Invalid) as told:
        actions.create_token(owner=observer, name=" ", scopes=["all"], by=queries.actor_for_user(observer), at=noon)

    assert set(told.value.fields) == {"name", "scopes"}
