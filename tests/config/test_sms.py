"""The gateway's settings: a wrong one stops the start and names the cure."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks, sms
from tests.core.delivery.adapters import gateway


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.setenv("SMS_URL", "https://sms.example.com/v1/messages")
    return monkeypatch


def test_without_an_address_there_is_no_gateway(monkeypatch):
    monkeypatch.delenv("SMS_URL", raising=False)

    assert sms.gateway() is None


def test_an_address_alone_is_enough(environment):
    found = sms.gateway()

    assert (found.most_parts, found.receipt, found.countries) == (3, "id", ())
    assert found.body["text"] == "{text}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMS_URL", "sms.example.com"),
        ("SMS_BODY", "{to}"),
        ("SMS_PARTS", "0"),
        ("SMS_PARTS", "many"),
        ("SMS_COUNTRIES", "33"),
        ("SMS_HEADER", "token"),
    ],
)
def test_what_cannot_be_used_is_named(environment, name, value):
    environment.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        sms.gateway()


def test_a_body_without_number_or_text_is_found_before_the_first_message(settings):
    settings.SMS = gateway("https://sms.example.com", body={"message": "{text}"})
    assert [each.id for each in checks.sms_says_something()] == ["candor.E007"]

    settings.SMS = gateway("https://sms.example.com", token="")
    assert [each.id for each in checks.sms_says_something()] == ["candor.W002"]

    settings.SMS = gateway("https://sms.example.com")
    assert checks.sms_says_something() == []
