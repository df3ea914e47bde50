"""What the mail provider reports afterwards: bounced, complained, delivered (acceptance case M10)."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from config import env
from core.actor import Refused
from core.audit.models import AuditEvent
from core.delivery import actions as delivery
from core.delivery.models import Delivery
from core.delivery.states import State as Sending
from incidents.subscribers import actions, policies
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State
from tests.factories import communication as updates
from tests.factories import mailgun, subscribers
from tests.queue import work_off

DAY = timedelta(days=1)


@pytest.fixture
def told(db, settings, smtp_server):
    """Ann and Bob have been sent an update by a real mail server; Mailgun may report."""
    settings.MAIL_EVENTS = {"mailgun": mailgun.KEY}
    at = timezone.now() - timedelta(minutes=5)
    incident = updates.incident(at=at)
    for name in ("ann", "bob"):
        subscribers.confirmed(f"{name}@example.org", at=at - DAY)
    updates.published(incident, at=at)
    work_off()
    assert len(smtp_server.received) == 2
    return smtp_server


@pytest.fixture
def message_id(told):
    return told.to("ann@example.org")[0].message["Message-ID"]


def anns() -> Delivery:
    return Delivery.objects.get(address="ann@example.org")


def ann() -> Subscriber:
    return Subscriber.objects.get(address="ann@example.org")


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Subscriber, Delivery)]


def report(client, what, message_id, *, at=None, **fields):
    answer = mailgun.post(client, mailgun.event(what, message_id, at=at or timezone.now(), **fields))
    work_off()
    return answer.status_code


def test_m10_a_signed_hard_bounce_quarantines_the_address_and_staff_see_why(client, message_id):
    assert report(client, mailgun.HARD, message_id) == 200

    assert (anns().state, anns().last_reply[:5]) == (Sending.FAILED_PERMANENT, "5.1.1")
    assert (ann().state, ann().quarantine_reason[:5]) == (State.QUARANTINED, "5.1.1")
    assert Delivery.objects.get(address="bob@example.org").state == Sending.SENT
    assert Subscriber.objects.get(address="bob@example.org").state == State.CONFIRMED
    assert AuditEvent.objects.get(kind="core.delivery.bounced").actor_label == "mailgun"


def forgeries(message_id, at):
    body = mailgun.event(mailgun.HARD, message_id, at=at)
    block = body["signature"]
    yield body | {"signature": {**block, "signature": "0" * 64}}
    yield body | {"signature": {**block, "timestamp": str(int(block["timestamp"]) + 1)}}
    yield body | {"signature": {**block, "token": "other"}}
    yield body | {"signature": {**block, "token": "é", "signature": None}}
    yield {"event-data": body["event-data"]}
    yield b"no JSON"
    yield b'["signature"]'
    yield b""


def test_m10_a_forged_one_is_a_404_and_changes_nothing(client, message_id):
    before = everything()

    answers = {mailgun.post(client, body).status_code for body in forgeries(message_id, timezone.now())}
    as_form = client.post(mailgun.PATH, {"token": "x", "timestamp": "1", "signature": "x", "event": "bounced"})

    assert answers == {404}
    assert as_form.status_code == 404
    assert everything() == before


def test_m10_repeated_it_changes_nothing_more(client, message_id):
    at = timezone.now()
    report(client, mailgun.HARD, message_id, at=at)
    before = everything()

    assert [report(client, mailgun.HARD, message_id, at=at) for _again in range(2)] == [200, 200]
    assert everything() == before


def test_m10_repeated_after_the_owner_came_back_it_does_not_stop_her_again(client, message_id):
    at = timezone.now()
    report(client, mailgun.HARD, message_id, at=at)
    actions.reactivate(subscriber=ann(), by=policies.holder(ann()), at=timezone.now())

    report(client, mailgun.HARD, message_id, at=at)

    assert ann().state == State.CONFIRMED


def test_m10_one_of_31_days_ago_is_ignored(client, message_id):
    Delivery.objects.update(created_at=timezone.now() - 40 * DAY)
    old = timezone.now() - 31 * DAY
    before = everything()

    assert report(client, mailgun.HARD, message_id, at=old) == 200
    # Mailgun signs the moment and not the body: an old signature can't be given a new date.
    assert report(client, mailgun.HARD, message_id, signed_at=old) == 200
    assert everything() == before


def test_a_mail_that_may_still_arrive_changes_nothing(client, message_id):
    before = everything()

    assert report(client, mailgun.SOFT, message_id) == 200
    assert everything() == before


def test_a_message_taken_for_spam_is_seen_by_staff_and_the_address_stays(client, message_id):
    report(client, mailgun.BLOCKED, message_id)

    assert (anns().state, anns().last_reply) == (Sending.FAILED_PERMANENT, "5.7.1 Message rejected as spam.")
    assert ann().state == State.CONFIRMED


def test_delivered_is_said_by_a_signed_receipt_only(client, message_id):
    assert anns().state == Sending.SENT

    report(client, mailgun.DELIVERED, message_id)
    assert anns().state == Sending.DELIVERED

    report(client, mailgun.HARD, message_id)
    report(client, mailgun.DELIVERED, message_id)
    assert anns().state == Sending.FAILED_PERMANENT


def test_who_calls_it_spam_is_unsubscribed_and_may_come_back_for_good(client, message_id):
    report(client, mailgun.COMPLAINED, message_id)
    assert ann().state == State.UNSUBSCRIBED
    assert AuditEvent.objects.filter(kind="incidents.subscriber.complained").count() == 1

    actions.reactivate(subscriber=ann(), by=policies.holder(ann()), at=timezone.now())
    report(client, mailgun.COMPLAINED, message_id)

    assert ann().state == State.CONFIRMED


@pytest.mark.parametrize("strange", ["<1.0123456789abcdef@status.example.com>", "<abc@example.com>", "", "<{}x@y>"])
def test_mails_that_are_not_ours_are_none_of_our_business(client, told, strange):
    before = everything()

    assert report(client, mailgun.HARD, strange.format(anns().pk)) == 200
    assert everything() == before


def test_a_report_that_outruns_our_own_book_is_asked_for_again(client, message_id):
    Delivery.objects.update(state=Sending.SENDING)

    assert report(client, mailgun.DELIVERED, message_id) == 503

    Delivery.objects.update(state=Sending.SENT)
    assert report(client, mailgun.DELIVERED, message_id) == 200
    assert anns().state == Sending.DELIVERED


def test_a_signed_body_of_another_shape_is_a_400(client, message_id):
    body = mailgun.event(mailgun.HARD, message_id, at=timezone.now())

    assert mailgun.post(client, body | {"event-data": {"event": "failed", "timestamp": "soon"}}).status_code == 400
    assert mailgun.post(client, body | {"event-data": ["failed"]}).status_code == 400


def test_without_a_secret_there_is_no_such_address(client, message_id, settings):
    body = mailgun.event(mailgun.HARD, message_id, at=timezone.now())

    assert client.post("/api/mail-events/postmark/", body, content_type="application/json").status_code == 404
    settings.MAIL_EVENTS = {}
    assert mailgun.post(client, body).status_code == 404
    assert client.head(mailgun.PATH).status_code == 404


def postmark(client, password="user:0123456789abcdef", **event):
    given = "Basic " + base64.b64encode(password.encode()).decode()
    path = "/api/mail-events/postmark/"
    answer = client.post(path, json.dumps(event), content_type="application/json", headers={"Authorization": given})
    work_off()
    return answer.status_code


def test_postmark_tells_the_mail_by_what_we_put_into_its_head(client, told, settings):
    settings.MAIL_EVENTS = {"postmark": "user:0123456789abcdef"}
    subscribers.confirmed("cleo@example.org", at=timezone.now() - DAY)
    updates.published(updates.incident(at=timezone.now()), at=timezone.now())
    work_off()
    (mail,) = told.to("cleo@example.org")
    event = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "ID": 4323372036854775807,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"candor": mail.message["X-PM-Metadata-candor"]},
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
        "Email": "cleo@example.org",
        "BouncedAt": timezone.now().isoformat(),
    }

    assert postmark(client, "user:wrong", **event) == 404
    assert postmark(client, **event | {"Type": "SoftBounce"}) == 200
    assert Subscriber.objects.get(address="cleo@example.org").state == State.CONFIRMED
    assert postmark(client, **event) == 200
    assert Subscriber.objects.get(address="cleo@example.org").state == State.QUARANTINED


def test_nobody_but_a_provider_notes_anything(message_id, noon, outsider):
    with pytest.raises(Refused):
        delivery.note(notice=None, by=outsider, at=noon)


@pytest.mark.parametrize(
    ("provider", "secret"),
    [("sendmail", "0123456789abcdef"), ("mailgun", "short"), ("mailgun", ""), ("", "secret"), ("postmark", "x" * 20)],
)
def test_a_setting_that_cannot_work_stops_the_start_with_the_cure(monkeypatch, provider, secret):
    monkeypatch.setenv("MAIL_EVENTS_FROM", provider)
    monkeypatch.setenv("MAIL_EVENTS_SECRET", secret)

    with pytest.raises(ImproperlyConfigured, match="MAIL_EVENTS"):
        env.mail_events()
