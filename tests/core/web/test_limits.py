"""How much one client may ask, and who a client is."""

import pytest
from django.core.cache import cache

from tests.factories import accounts

pytestmark = pytest.mark.django_db
ME = "/api/v1/users/me/"


@pytest.fixture(autouse=True)
def _three_a_minute(settings):
    settings.API_RATE = "3/min"
    cache.clear()
    yield
    cache.clear()


def test_the_fourth_request_of_a_minute_waits(client):
    header = accounts.authorization("incidents:read")

    answers = [client.get(ME, **header) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert answers[3]["Content-Type"] == "application/problem+json"


def test_one_token_does_not_use_up_anothers_share(client):
    busy, other = accounts.authorization("incidents:read"), accounts.authorization("incidents:read")
    for _ in range(5):
        client.get(ME, **busy)

    assert client.get(ME, **other).status_code == 200


def guess(client, **extra) -> int:
    return client.get(ME, HTTP_AUTHORIZATION="Bearer nonsense", **extra).status_code


def test_guessing_tokens_is_slowed_down_by_address(client):
    assert [guess(client, REMOTE_ADDR="198.51.100.7") for _ in range(4)] == [401, 401, 401, 429]
    assert guess(client, REMOTE_ADDR="198.51.100.8") == 401


def test_a_client_cannot_choose_its_own_address(client):
    told = [guess(client, REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR=f"203.0.113.{i}") for i in range(4)]

    assert told[3] == 429


def test_behind_a_trusted_proxy_each_client_counts_for_itself(client, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    told = [guess(client, REMOTE_ADDR="10.0.0.4", HTTP_X_FORWARDED_FOR=f"203.0.113.{i}") for i in range(4)]

    assert told == [401] * 4


def test_what_a_client_claims_before_the_trusted_proxy_is_ignored(client, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    chains = [f"192.0.2.{i}, 203.0.113.9, 10.0.0.7" for i in range(4)]
    told = [guess(client, REMOTE_ADDR="10.0.0.4", HTTP_X_FORWARDED_FOR=chain) for chain in chains]

    assert told[3] == 429


def test_a_request_id_from_outside_is_kept_when_it_looks_like_one(client):
    assert client.get("/healthz", headers={"X-Request-ID": "abc-12345678"})["X-Request-ID"] == "abc-12345678"
    assert client.get("/healthz", headers={"X-Request-ID": "a b\n"})["X-Request-ID"] != "a b\n"
