"""What follows the password: app codes, recovery codes, who must have them, and where one is signed in."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.audit.models import AuditEvent
from tests.factories import accounts

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
HOME = "/admin/"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Codes are remembered as used, and tries are counted, in the cache."""
    cache.clear()


@pytest.fixture
def nadia() -> User:
    return accounts.user("Communications lead", username="nadia")


def code(secret: str, *, step: int = 0) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def sign_in(client: Client, user: User, password: str = PASSWORD):
    return client.post("/admin/login/?next=/admin/", {"username": user.username, "password": password})


def prove(client: Client, **answer):
    return client.post(reverse("account_reauthenticate"), answer or {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:password_change")).status_code == 200


def with_app(user: User) -> str:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(client, nadia, django_capture_on_commit_callbacks):
    sign_in(client, nadia)
    prove(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="secret"[^>]*value="([A-Z2-7]+)"', page)[1]

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret, step=-1)})

    assert answer.status_code == 302
    assert AuditEvent.objects.get(kind="mfa.authenticator.created", data__type="totp").actor_user_id == nadia.pk
    again = Client()
    assert sign_in(again, nadia)["Location"] == reverse("mfa_authenticate")
    assert not is_in(again)
    assert "Second factor" in again.get(reverse("mfa_authenticate")).content.decode()
    assert again.post(reverse("mfa_authenticate"), {"code": code(secret)})["Location"] == HOME
    assert is_in(again)


def test_setting_up_a_factor_asks_for_the_password_again(client, nadia):
    sign_in(client, nadia)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_a_code_is_good_for_one_sign_in(nadia):
    now = code(with_app(nadia))
    first, second = Client(), Client()
    sign_in(first, nadia)
    sign_in(second, nadia)

    first.post(reverse("mfa_authenticate"), {"code": now})
    second.post(reverse("mfa_authenticate"), {"code": now})

    assert is_in(first)
    assert not is_in(second)


def test_a_recovery_code_opens_once(nadia):
    client = Client()
    secret = with_app(nadia)
    sign_in(client, nadia)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    prove(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    codes = re.findall(r"<code>(\d+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10
    first, second = Client(), Client()
    sign_in(first, nadia)
    sign_in(second, nadia)

    first.post(reverse("mfa_authenticate"), {"code": codes[0]})
    second.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert is_in(first)
    assert not is_in(second)


def test_wrong_codes_end_in_the_same_lock_out_as_wrong_passwords(nadia):
    secret = with_app(nadia)
    client = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(client, nadia)
    tries = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(5)]

    assert tries == [200, 200, 200, 200, 429]
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), nadia).status_code == 429
    assert not is_in(client)


def test_the_password_alone_opens_where_no_factor_is_required(client, nadia):
    assert sign_in(client, nadia)["Location"] == HOME
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("role", ["Communications lead", "Deputy", "Administrator"])
def test_required_factors_come_before_everything_else(client, settings, role):
    settings.REQUIRE_MFA = True
    sign_in(client, accounts.user(role, username="lena"))

    assert client.get(HOME)["Location"] == reverse("mfa_index")
    assert "Your role needs a second factor" in client.get(reverse("mfa_index")).content.decode()


def test_required_factors_let_go_on_whoever_has_one(client, settings, nadia):
    settings.REQUIRE_MFA = True
    secret = with_app(nadia)
    sign_in(client, nadia)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})

    assert client.get(HOME).status_code == 200


def test_roles_that_only_watch_need_no_factor(client, settings):
    settings.REQUIRE_MFA = True
    sign_in(client, accounts.user("Observer", username="omar"))

    assert client.get(HOME).status_code == 200


def test_a_session_without_the_required_factor_writes_nothing_over_the_api(client, settings, nadia):
    settings.REQUIRE_MFA = True
    sign_in(client, nadia)

    answer = client.post("/api/v1/incidents/", {"title": "x"}, content_type="application/json")

    assert answer.status_code == 403
    assert answer.json()["type"].endswith("second_factor_required")
    assert client.get("/api/v1/incidents/").status_code == 200


def test_the_sessions_are_listed_and_the_others_ended(nadia):
    here, there = Client(HTTP_USER_AGENT="Here"), Client(HTTP_USER_AGENT="There")
    sign_in(here, nadia)
    sign_in(there, nadia)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Here" in page
    assert "There" in page

    here.post(reverse("usersessions_list"))

    assert is_in(here)
    assert not is_in(there)


def test_a_session_keeps_its_place_in_the_list_when_the_password_changes(client, nadia):
    sign_in(client, nadia)
    new = "another horse, another battery"
    client.post(
        reverse("admin:password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert is_in(client)
    assert client.session.session_key in UserSession.objects.values_list("session_key", flat=True)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_the_end_of_an_account_ends_its_sessions_and_a_pending_sign_in(nadia, change):
    secret = with_app(nadia)
    inside, waiting = Client(), Client()
    sign_in(inside, nadia)
    inside.post(reverse("mfa_authenticate"), {"code": code(secret)})
    sign_in(waiting, nadia)

    User.objects.filter(pk=nadia.pk).update(**change)
    waiting.post(reverse("mfa_authenticate"), {"code": code(secret, step=1)})

    assert not is_in(inside)
    assert not is_in(waiting)


def test_an_administrator_takes_away_a_lost_factor_but_not_a_superusers(client, nadia):
    with_app(nadia)
    root = accounts.user(username="root", is_superuser=True)
    with_app(root)
    client.force_login(accounts.user("Administrator"))
    of = {
        factor.user_id: reverse("admin:mfa_authenticator_delete", args=[factor.pk])
        for factor in Authenticator.objects.all()
    }
    seen = client.get(reverse("admin:mfa_authenticator_change", args=[Authenticator.objects.get(user=nadia).pk]))
    assert "JBSWY" not in seen.content.decode()

    assert client.post(of[nadia.pk], {"post": "yes"}).status_code == 302
    assert client.post(of[root.pk], {"post": "yes"}).status_code == 403

    assert [factor.user for factor in Authenticator.objects.all()] == [root]
    assert sign_in(Client(), nadia)["Location"] == HOME


def test_nobody_signs_up(client):
    assert client.get("/admin/account/signup/").status_code in {302, 404}
    assert client.get("/accounts/signup/").status_code == 404
