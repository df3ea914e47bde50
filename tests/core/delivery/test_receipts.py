"""What a network answers is not lost with the worker that heard it."""

import json

import pytest

from core.delivery import journal
from core.delivery.models import Receipt
from core.delivery.replies import Outcome, Result
from tests.core.delivery.adapters import ADAPTERS, gateway

pytestmark = pytest.mark.django_db


def test_the_journal_of_a_dead_worker_still_has_the_receipt():
    book = journal.Journal(journal.new_owner())
    heard = Result(Outcome.SENT, "HTTP 200", remote_id="1001", url="https://social.example/@status/1001")
    book.begin(7)
    book.done(7, 1, heard)

    remains = journal._read(book.path)
    book.__exit__(None, None, None)

    assert remains.finished == {7: (1, heard)}


def test_a_gateways_number_is_kept(webhook_receiver, settings, tell):
    settings.SMS = gateway(webhook_receiver.url, receipt="messages.0.id")
    adapter = ADAPTERS["sms"]
    adapter.readers(webhook_receiver)
    webhook_receiver.says = lambda call: b'{"messages": [{"id": 42}]}'

    tell(adapter.content(), channel="sms", **adapter.args(""))

    assert Receipt.objects.get().remote_id == "42"


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"null", b'"x"', b'{"messages": []}', b'{"messages": {"0": {}}}', b"\xff"]
)
def test_a_gateway_that_tells_no_number_has_sent_all_the_same(webhook_receiver, settings, tell, answer):
    settings.SMS = gateway(webhook_receiver.url, receipt="messages.0.id")
    adapter = ADAPTERS["sms"]
    adapter.readers(webhook_receiver)
    webhook_receiver.says = lambda call: answer

    broadcast = tell(adapter.content(), channel="sms", **adapter.args(""))

    assert broadcast.deliveries.get().state == "sent"
    assert not Receipt.objects.exists()


def test_the_gateways_own_form_is_filled_once(webhook_receiver, settings, tell):
    body = {"messages": [{"to": ["{to}"], "body": "{text}", "n": 1, "tag": "{other}"}], "sender": "{from}"}
    settings.SMS = gateway(webhook_receiver.url, body=body, header="X-Api-Key: {token}")
    adapter = ADAPTERS["sms"]
    adapter.readers(webhook_receiver)

    tell(adapter.content("Write to {to} or {from}"), channel="sms", **adapter.args(""))

    (call,) = webhook_receiver.calls
    sent = json.loads(call.body)
    assert sent["messages"][0] == {"to": ["+33612345678"], "body": "Write to {to} or {from}", "n": 1, "tag": "{other}"}
    assert sent["sender"] == "Palomine"
    assert call.headers["X-Api-Key"] == "token-nobody-may-read"
