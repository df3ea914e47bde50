"""A passkey made and used in a real browser, with its virtual authenticator in the place of a finger."""

import pytest
from allauth.mfa.models import Authenticator

from core.accounts.models import User
from tests.factories import accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


@pytest.fixture
def nadia() -> User:
    return accounts.user("Communications lead", username="nadia")


def with_finger(window):
    """A device with a platform authenticator whose owner always touches it."""
    device = window.context.new_cdp_session(window.page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    return device


def give_password(page, user):
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def log_out(page):
    page.get_by_role("button", name="Log out").click()
    page.wait_for_load_state()


def add_passkey(page, *, alone: bool):
    page.goto(page.url.split("/admin/")[0] + "/admin/account/second-factor/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    if alone:
        page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")


def test_a_passkey_signs_in_without_the_password(window, nadia):
    opened = window()
    with_finger(opened)
    page = opened.open("/admin/login/")
    give_password(page, nadia)
    add_passkey(page, alone=True)
    log_out(page)

    page = opened.open("/admin/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_role("heading", name="What needs me now").wait_for()
    assert Authenticator.objects.get(user=nadia, type="webauthn").last_used_at is not None


def test_a_security_key_answers_after_the_password(window, nadia):
    opened = window()
    with_finger(opened)
    page = opened.open("/admin/login/")
    give_password(page, nadia)
    add_passkey(page, alone=False)
    log_out(page)

    page = opened.open("/admin/login/")
    give_password(page, nadia)
    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_role("heading", name="What needs me now").wait_for()
