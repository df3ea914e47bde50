"""Signing in with an OpenID Connect provider: a real one (authlib's, in a process of its own)."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config import login
from core.accounts.models import User
from tests.factories import accounts
from tests.ports import free_port

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
CLAIMS = {
    "nadia": {"email": "Nadia@example.com", "email_verified": True},
    "mallory": {"email": "nadia@example.com", "email_verified": False},
    "trickster": {"email": "nadia@example.com", "email_verified": "false"},
    "stranger": {"email": "stranger@example.com", "email_verified": True, "groups": ["Administrator"]},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_port()
    people = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in CLAIMS.items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *people],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(f"{address}/.well-known/openid-configuration")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture
def configure(settings, monkeypatch):
    """Reads the environment as at a start."""
    cache.clear()

    def at(url: str) -> None:
        for name, value in {"URL": url, "CLIENT_ID": "candor", "CLIENT_SECRET": "s3cret", "NAME": "Corporate"}.items():
            monkeypatch.setenv(f"OIDC_{name}", value)
        for name, value in login.settings("http://testserver").items():
            setattr(settings, name, value)

    return at


@pytest.fixture
def provider(issuer, configure) -> str:
    configure(issuer)
    return issuer


@pytest.fixture
def nadia() -> User:
    return accounts.user("Communications lead", username="nadia", email="nadia@example.com")


def enter(client: Client, sub: str):
    """Press our button, say at the provider who one is, and bring the answer back."""
    there = client.post(reverse("openid_connect_login", args=["oidc"]), {"next": "/admin/"})
    assert there.status_code == 302
    back = httpx.post(there["Location"], data={"sub": sub})
    return client.get(back.headers["Location"], follow=True)


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:password_change")).status_code == 200


def test_a_verified_address_opens_the_account_that_has_it(client, provider, nadia):
    page = client.get(LOGIN)
    assert "Sign in with Corporate" in page.content.decode()
    assert f"form-action 'self' {provider}" in page["Content-Security-Policy"]

    answer = enter(client, "nadia")

    assert answer.redirect_chain[-1][0] == "/admin/"
    assert is_in(client)
    assert int(client.session["_auth_user_id"]) == nadia.pk


def test_afterwards_the_person_is_known_even_under_a_new_address(provider, nadia):
    enter(Client(), "nadia")
    User.objects.filter(pk=nadia.pk).update(email="new@example.com")
    later = Client()

    enter(later, "nadia")

    assert is_in(later)


@pytest.mark.parametrize("sub", ["mallory", "trickster", "stranger"])
def test_anybody_else_is_sent_back_and_no_account_is_made(client, provider, nadia, sub):
    answer = enter(client, sub)

    assert answer.redirect_chain[-1][0] == LOGIN
    assert "Ask an administrator" in answer.content.decode()
    assert not is_in(client)
    assert list(User.objects.all()) == [nadia]


def test_nobody_is_chosen_where_two_accounts_have_the_address(client, provider, nadia):
    accounts.user(username="double", email="NADIA@example.com")

    enter(client, "nadia")

    assert not is_in(client)


def test_a_provider_opens_no_account_that_was_closed(provider, nadia):
    enter(Client(), "nadia")
    User.objects.filter(pk=nadia.pk).update(is_staff=False)
    later = Client()

    enter(later, "nadia")

    assert not is_in(later)


def test_a_second_factor_is_asked_for_after_the_provider_too(client, provider, nadia):
    TOTP.activate(nadia, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    answer = enter(client, "nadia")

    assert answer.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_an_answer_nobody_asked_for_opens_nothing(client, provider, nadia):
    answer = client.get(reverse("openid_connect_callback", args=["oidc"]), {"code": "x", "state": "y"}, follow=True)

    assert answer.redirect_chain[-1][0] == LOGIN
    assert not is_in(client)


def test_a_link_elsewhere_signs_nobody_in(client, provider):
    assert client.get(reverse("openid_connect_login", args=["oidc"])).status_code == 405


def test_a_provider_that_is_down_leaves_the_password(client, configure, nadia):
    configure(f"http://127.0.0.1:{free_port()}")

    answer = client.post(reverse("openid_connect_login", args=["oidc"]), follow=True)

    assert answer.redirect_chain[-1][0] == LOGIN
    assert "sign in with your password" in answer.content.decode()


def test_without_a_provider_there_is_no_button(client):
    assert 'id="provider"' not in client.get(LOGIN).content.decode()
