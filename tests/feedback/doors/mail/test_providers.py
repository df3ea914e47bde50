"""Mail handed over by a provider: its signature or password is real, what is forged does not exist."""

import base64
import hashlib
import hmac
import json
import time

import pytest

from config import mail_in
from feedback.doors.mail.models import InboundMail
from feedback.threads.models import Message, Thread
from tests.factories import mails
from tests.queue import work_off

KEY = "a-signing-key-of-mailgun"
PASSWORD = "postmark:0123456789abcdef"


@pytest.fixture
def mailgun(inbox, settings, client):
    settings.INBOUND_MAIL = {"mailgun": KEY}

    def post(*, ago: float = 0, key: str = KEY, **fields):
        stamp, token = str(int(time.time() - ago)), "t" * 50
        signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
        signed = {"timestamp": stamp, "token": token, "signature": signature}
        return client.post("/api/mail-in/mailgun/", {**signed, **fields})

    return post


@pytest.fixture
def postmark(inbox, settings, client):
    settings.INBOUND_MAIL = {"postmark": PASSWORD}

    def post(body, password: str = PASSWORD):
        given = "Basic " + base64.b64encode(password.encode()).decode()
        body = body if isinstance(body, str) else json.dumps(body)
        return client.post(
            "/api/mail-in/postmark/", body, content_type="application/json", headers={"Authorization": given}
        )

    return post


def parsed(text="It does not play.", **headers):
    """What Mailgun posts when it has taken the mail apart."""
    named = {
        "From": "Ana <ana@example.org>",
        "To": mails.INBOX,
        "Subject": "Playback",
        "Message-Id": "<m1@mail.example>",
    }
    listed = [[name, value] for name, value in {**named, **headers}.items()]
    return {
        "sender": "ana@example.org",
        "recipient": mails.INBOX,
        "message-headers": json.dumps(listed),
        "body-plain": text,
    }


def test_a_whole_mail_from_mailgun_becomes_a_conversation(mailgun):
    answer = mailgun(**{"body-mime": mails.raw("Ça ne marche pas.").decode(), "sender": "ana@example.org"})
    work_off()

    assert answer.status_code == 200
    mail = InboundMail.objects.get()
    assert (mail.via, mail.thread.email) == ("mailgun", "ana@example.org")
    assert mail.thread.messages.order_by("pk").first().text == "Ça ne marche pas."


def test_a_mail_mailgun_took_apart_is_put_together(mailgun):
    assert mailgun(**parsed()).status_code == 200
    work_off()

    thread = Thread.objects.get()
    assert (thread.email, thread.messages.order_by("pk").first().text) == ("ana@example.org", "It does not play.")


def test_the_same_mail_handed_over_twice_is_one(mailgun):
    given = mails.raw().decode()
    for _again in range(2):
        mailgun(**{"body-mime": given})
    work_off()

    assert (InboundMail.objects.count(), Message.objects.filter(author="customer").count()) == (1, 1)


def test_a_null_path_is_known_though_only_the_envelope_tells(mailgun):
    mailgun(**{"body-mime": mails.raw("I am away.").decode(), "sender": ""})
    work_off()

    assert Thread.objects.get().quiet


def test_what_is_forged_old_or_unsigned_does_not_exist(mailgun, client):
    given = {"body-mime": mails.raw().decode()}
    answers = [
        mailgun(key="another-key-of-mailgun", **given),
        mailgun(ago=3 * 86_400, **given),
        mailgun(ago=-3_600, **given),
        client.post("/api/mail-in/mailgun/", given),
        client.post("/api/mail-in/mailgun/", "{", content_type="application/json"),
        client.post("/api/mail-in/postmark/", given),
        client.post("/api/mail-in/nobody/", given),
    ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert InboundMail.objects.count() == 0


def test_signed_and_no_mail_is_a_400(mailgun):
    assert mailgun(sender="ana@example.org").status_code == 400


def test_a_mail_from_postmark_becomes_a_conversation(postmark):
    body = {"RawEmail": mails.raw("Hello from Postmark").decode(), "OriginalRecipient": mails.INBOX}
    assert postmark(body).status_code == 200
    work_off()

    assert Thread.objects.get().messages.order_by("pk").first().text == "Hello from Postmark"


def test_a_big_mail_from_postmark_is_taken(postmark):
    body = {"RawEmail": mails.raw("Look at this.").decode() + "x" * 3_000_000}

    assert postmark(body).status_code == 200
    assert InboundMail.objects.get().size > 3_000_000


@pytest.mark.parametrize("body", ["{", "[]", "null", json.dumps({"RecordType": "Bounce"})])
def test_nonsense_from_postmark_is_a_400(postmark, body):
    assert postmark(body).status_code == 400


def test_a_wrong_password_does_not_exist(postmark):
    assert postmark({"RawEmail": mails.raw().decode()}, password="postmark:guess").status_code == 404


def test_a_provider_may_ask_whether_the_address_exists(mailgun, client):
    assert client.head("/api/mail-in/mailgun/").status_code == 200
    assert client.head("/api/mail-in/postmark/").status_code == 404
    assert client.get("/api/mail-in/mailgun/").status_code == 405


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("INBOUND_EMAIL", "no address", "plain address"),
        ("INBOUND_EMAIL", "reply+x@example.org", "plain address"),
        ("INBOUND_IMAP_URL", "https://u:p@example.org/INBOX", "imaps://"),
        ("INBOUND_IMAP_URL", "imaps://example.org/INBOX", "user"),
        ("INBOUND_IMAP_URL", "imap://u:secret-word@example.org/INBOX", "in clear"),
        ("INBOUND_IMAP_URL", "imaps://u:secret-word@example.org:x/INBOX", "port"),
        ("INBOUND_MAIL_FROM", "sendgrid", "no provider"),
        ("INBOUND_MAIL_SECRET", "alone-and-long-enough", "no provider"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_with_its_cure(monkeypatch, name, value, cure):
    monkeypatch.setenv(name, value)

    with pytest.raises(mail_in.ImproperlyConfigured, match=cure) as stopped:
        mail_in.settings()
    assert "secret-word" not in str(stopped.value)


def test_settings_are_read(monkeypatch):
    monkeypatch.setenv("INBOUND_IMAP_URL", "imaps://reply%40example.org:p%2Fw@mail.example.org/Support/In?move=Kept")

    assert mail_in.imap() == mail_in.Imap(
        "imaps", "mail.example.org", 993, "reply@example.org", "p/w", "Support/In", "Kept"
    )
