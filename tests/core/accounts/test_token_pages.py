"""Tokens in the staff interface."""

import re

import pytest

from core.accounts.models import ApiToken
from tests.factories import accounts

pytestmark = pytest.mark.django_db
LIST = "/admin/core/apitoken/"


@pytest.fixture
def observer(client):
    person = accounts.user("Observer")
    client.force_login(person)
    return person


def test_a_new_token_is_shown_once(client, observer):
    page = client.post(f"{LIST}add/", {"name": "Grafana", "scopes": ["incidents:read"]})

    text = re.search(r"cand_\w{12}_[\w-]{43}", page.content.decode())[0]
    opened = client.get("/api/v1/users/me/", HTTP_AUTHORIZATION=f"Bearer {text}")
    assert opened.json()["user"]["username"] == observer.username
    assert "no-store" in page["Cache-Control"]
    assert text.split("_", 2)[2] not in client.get(LIST).content.decode()


def test_what_is_missing_is_named_and_nothing_is_made(client, observer):
    page = client.post(f"{LIST}add/", {"name": "Grafana", "expires_on": "2020-01-01", "scopes": ["incidents:read"]})

    assert "errorlist" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_one_sees_and_ends_ones_own(client, observer):
    mine, _text = accounts.token("incidents:read", owner=observer)

    client.post(f"{LIST}{mine.pk}/do/revoke/", {"confirm": "yes"})

    mine.refresh_from_db()
    assert mine.revoked_by == str(observer)


def test_another_ones_is_not_there(client, observer):
    other, _text = accounts.token("incidents:read")

    assert client.get(f"{LIST}{other.pk}/change/").status_code == 302
    assert client.post(f"{LIST}{other.pk}/do/revoke/", {"confirm": "yes"}).status_code == 404
    assert (
        other.name
        not in re.sub(r"(?s)<nav.*?</nav>", "", client.get(LIST).content.decode()).partition("result_list")[2]
    )


def test_an_administrator_sees_everybodys(client):
    other, _text = accounts.token("incidents:read", owner=accounts.user("Observer"))
    client.force_login(accounts.user("Administrator"))

    assert other.prefix in client.get(LIST).content.decode()
