"""From alone opens nothing: what our own mail server does not believe is held (RFC 8601)."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import mail_in
from core.delivery import parcels
from core.delivery.models import Delivery
from feedback.answering import actions as answering
from feedback.answering import tasks as answering_tasks
from feedback.doors.mail import proof
from feedback.threads import addresses, queries
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, HeldFor, State
from tests.factories import feedback, mails

pytestmark = pytest.mark.usefixtures("inbox")
OURS = "mx.candor.example"
FAILS = f"{OURS}; spf=pass smtp.mailfrom=evil@evil.example; dkim=none; dmarc=fail (p=none) header.from=example.org"


@pytest.fixture
def thread(inbox, settings, noon):
    """Ana wrote by mail and was answered; our server checks who sends."""
    settings.INBOUND_AUTHSERV_IDS = [OURS]
    thread = mails.read(mails.raw(Message_ID="<first@mail.example>"), at=noon).thread
    answering.reply(thread=thread, text="Restart it once.", by=feedback.agent(), at=noon)
    return thread


def letter() -> str:
    row = Delivery.objects.select_related("broadcast").order_by("-pk").first()
    return parcels.message_id(row.pk, row.broadcast.key)


@pytest.mark.parametrize("reference", ["<first@mail.example>", None])
def test_a_forged_sender_gets_into_no_conversation_and_is_held(thread, reference):
    headers = {"Authentication_Results": FAILS, "In_Reply_To": reference or letter()}

    mail = mails.read(mails.raw("Send it to my new address.", **headers))

    assert mail.thread != thread
    assert (mail.thread.state, mail.thread.held_for) == (State.HELD, HeldFor.UNPROVEN)
    assert mail.reason == f"the sender is not proven: dmarc=fail at {OURS}"
    assert "new address" not in " ".join(each.text for each in queries.story(thread))
    answering_tasks.thank_new()
    answering_tasks.thank_owed()
    assert not Message.objects.filter(thread=mail.thread, author=Author.AUTOMATIC).exists()


def test_the_signed_address_is_the_key_and_the_words_bear_the_mark(thread):
    to = addresses.address(thread)

    mail = mails.read(mails.raw("It did not help.", to=to, Authentication_Results=FAILS))

    assert mail.thread == thread
    assert queries.story(thread).last().label == "ana@example.org (sender not proven)"
    assert mail.reason.endswith(f"dmarc=fail at {OURS}")


@pytest.mark.parametrize(
    "said",
    [
        None,
        f"{OURS}; dmarc=pass header.from=example.org; spf=fail smtp.mailfrom=ana@example.org",
        f"{OURS}; spf=fail smtp.mailfrom=bounce@list.example; dkim=pass header.d=list.example",
        f"{OURS}; spf=fail smtp.mailfrom=ana@forwarder.example",
        "mx.elsewhere.example; dmarc=fail header.from=example.org",
        f"mx.elsewhere.example; ({OURS}; dmarc=fail) dmarc=pass",
    ],
)
def test_whom_no_server_of_ours_doubts_goes_on_as_the_customer(thread, said):
    mail = mails.read(mails.raw("No luck.", In_Reply_To="<first@mail.example>", Authentication_Results=said))

    assert (mail.thread, mail.reason) == (thread, "")


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ([f"{OURS.upper()} 1; DMARC = fail"], f"dmarc=fail at {OURS}"),
        ([f"{OURS}; dmarc=pass", f"{OURS}; dmarc=fail"], f"dmarc=fail at {OURS}"),  # a forged one hides nothing
        ([f"{OURS}; spf=fail (not allowed;\r\n dmarc=pass) smtp.mailfrom=example.org"], f"spf=fail at {OURS}"),
        ([f"{OURS}; spf=softfail smtp.mailfrom=example.org"], ""),
        ([f"{OURS}; none"], ""),
        ([";;;=;", "", "(" * 5_000, f"{OURS}"], ""),
        (["x.example; spf=pass"] * 30 + [f"{OURS}; dmarc=fail"], ""),
    ],
)
def test_what_servers_say(results, found):
    assert proof.doubt(results, "ana@example.org", [OURS]) == found


def test_nobody_is_doubted_where_no_server_is_named(settings, thread):
    settings.INBOUND_AUTHSERV_IDS = []

    assert mails.read(mails.raw("No luck.", In_Reply_To=letter(), Authentication_Results=FAILS)).thread == thread
    assert not Thread.objects.filter(state=State.HELD).exists()


def test_the_names_of_our_servers_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("INBOUND_AUTHSERV_ID", " MX1.example.org, mx2.example.org ")
    assert mail_in.authserv_ids() == ["mx1.example.org", "mx2.example.org"]
    monkeypatch.setenv("INBOUND_AUTHSERV_ID", "mx1; dmarc=pass")
    with pytest.raises(ImproperlyConfigured, match="first word"):
        mail_in.authserv_ids()
