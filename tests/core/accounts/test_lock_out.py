"""Guessing passwords ends soon; the person can be let in again at once."""

import pytest
from django.core.management import call_command
from django.test import Client

from core.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
LOGIN = "/admin/login/"


@pytest.fixture
def nadia() -> User:
    return User.objects.create_user("nadia", password=PASSWORD, is_staff=True)


def sign_in(password: str, *, name: str = "nadia", address: str = "192.0.2.7"):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password})


def test_the_sixth_try_is_refused_even_with_the_right_password(nadia):
    for _ in range(5):
        sign_in("wrong")

    answer = sign_in(PASSWORD)

    assert answer.status_code == 429
    assert "quarter of an hour" in answer.content.decode()


def test_a_colleague_at_the_same_address_can_still_sign_in(nadia):
    User.objects.create_user("kenji", password=PASSWORD, is_staff=True)
    for _ in range(6):
        sign_in("wrong")

    assert sign_in(PASSWORD, name="kenji").status_code == 302


def test_the_person_can_still_sign_in_from_elsewhere(nadia):
    for _ in range(6):
        sign_in("wrong")

    assert sign_in(PASSWORD, address="192.0.2.99").status_code == 302


def test_an_administrator_lifts_the_block(nadia, capsys):
    for _ in range(6):
        sign_in("wrong")

    call_command("axes_reset_username", "nadia")

    assert sign_in(PASSWORD).status_code == 302
