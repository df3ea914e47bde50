"""A webhook is confirmed by its owner's mailbox, signed, rotated, stopped and started again."""

from datetime import timedelta

import pytest

from core.actor import SYSTEM, visitor
from core.audit.models import AuditEvent
from core.delivery import signals
from core.delivery.models import Broadcast, Content, Delivery
from core.web import signatures
from core.web.errors import Invalid
from incidents.subscribers import actions, audience, links, policies, tasks
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State
from incidents.subscribers.tokens import Purpose
from tests.factories import accounts, subscribers

HOOK = "https://93.184.216.34/hooks/status"
FORM = {"channel": "webhook", "language": "en", "audience": "general", "kinds": ["incident"]}
FORM |= {"which_components": "all", "which_regions": "all", "contact": "ops@example.org"}
INWARD = [
    "file:///etc/passwd",
    "gopher://93.184.216.34/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://100.64.0.1/",
    "http://user@93.184.216.34/",
    "http://user:word@93.184.216.34/",
    "http://93.184.216.34:0x50/",
    "//93.184.216.34/",
    "hook",
    "http://",
    "https://exa mple.org/",
    "user@",
]


@pytest.fixture
def hook(noon):
    return subscribers.confirmed(HOOK, contact="ops@example.org")


@pytest.mark.parametrize("address", INWARD)
def test_an_address_that_leads_inwards_is_refused_in_one_wording(client, noon, address):  # W08
    answer = client.post("/subscribe/", {**FORM, "address": address})

    assert answer.status_code == 400
    assert not Subscriber.objects.exists()
    with pytest.raises(Invalid) as caught:
        actions.subscribe(channel="webhook", address=address, contact="ops@example.org", by=visitor(), at=noon)
    assert caught.value.fields == {
        "address": ["We can't send to this address. Give a public one that starts with https:// or http://."]
    }


@pytest.mark.parametrize("address", INWARD)
def test_w08_the_api_refuses_it_in_the_same_wording_and_tells_nothing_more(client, address):
    """W08: 400, one wording, no address revealed; nothing is kept."""
    header = accounts.authorization("subscribers:write", owner=accounts.user("Communications lead"))
    body = {"channel": "webhook", "address": address, "contact": "ops@example.org"}

    answer = client.post("/api/v1/subscribers/", body, content_type="application/json", **header)

    assert answer.status_code == 400
    assert answer.json()["errors"] == {
        "address": ["We can't send to this address. Give a public one that starts with https:// or http://."]
    }
    assert not Subscriber.objects.exists()


def test_the_owner_confirms_by_mail_and_sees_the_secret_once(client, letters):
    asked = client.post("/subscribe/", {**FORM, "address": HOOK})
    (path,) = letters("confirm")

    first, again = client.post(path), client.post(path)

    secret = Subscriber.objects.get().secrets[0]["secret"]
    assert asked.status_code == 200
    assert secret.startswith("whsec_")
    assert secret in first.content.decode()
    assert secret not in again.content.decode()
    assert Delivery.objects.filter(channel="webhook", address=HOOK).count() == 1  # the test event


def test_rotation_signs_with_both_for_two_days(hook, noon):  # W10, our half
    old = hook.secrets[0]["secret"]

    new = actions.rotate_secret(subscriber=hook, by=policies.holder(hook), at=noon)
    hook.refresh_from_db()

    assert signatures.valid(hook.secrets, at=noon) == (new, old)
    assert signatures.valid(hook.secrets, at=noon + timedelta(hours=49)) == (new,)


def test_a_secret_is_in_no_audit_row_and_no_letter(hook, noon):
    actions.rotate_secret(subscriber=hook, by=policies.holder(hook), at=noon)
    actions.quarantine(subscriber=hook, reason="broken", by=SYSTEM, at=noon)

    told = [str(row) for row in AuditEvent.objects.values()] + [str(row) for row in Content.objects.values()]
    assert not any("whsec_" in text for text in told)


def test_the_manage_page_shows_a_new_secret_and_keeps_the_old_one_to_itself(client, hook):
    old = hook.secrets[0]["secret"]

    page = client.post(links.path(Purpose.MANAGE, hook), {"do": "rotate"}).content.decode()

    hook.refresh_from_db()
    assert hook.secrets[0]["secret"] in page
    assert old not in page


def refuse(hook, times, noon, address=HOOK):
    for _again in range(times):
        tasks.note_refusal(f"subscriber:{hook.pk}", "webhook", address, "HTTP 404")
    hook.refresh_from_db()


def test_three_refusals_in_a_row_stop_it_and_tell_the_owner(hook, noon):
    refuse(hook, 2, noon)
    assert hook.state == State.CONFIRMED

    refuse(hook, 1, noon)

    assert (hook.state, hook.quarantine_reason) == (State.QUARANTINED, "HTTP 404")
    letter = Delivery.objects.get(address="ops@example.org").content
    assert "HTTP 404" in letter.text
    assert "/subscribe/manage/" in letter.text


def test_a_success_between_starts_the_count_again(hook, noon):
    refuse(hook, 2, noon)
    tasks.note_answers(f"subscriber:{hook.pk} user:4")

    refuse(hook, 2, noon)

    assert hook.state == State.CONFIRMED


def test_a_letter_that_bounces_says_nothing_about_the_endpoint(hook):
    tasks.note_refusal(f"subscriber:{hook.pk}", "email", "ops@example.org", "550 5.1.1")

    hook.refresh_from_db()
    assert (hook.state, hook.failures_in_a_row) == (State.CONFIRMED, 0)


def test_an_endpoint_that_is_gone_is_stopped_and_its_owner_told(hook):  # W03
    tasks.stop_endpoint(f"subscriber:{hook.pk}", HOOK)

    hook.refresh_from_db()
    assert hook.state == State.QUARANTINED
    assert Delivery.objects.filter(channel="email", address="ops@example.org").count() == 1


def test_a_mail_address_that_refuses_is_left_alone_at_once(noon):  # M02, our half
    ann = subscribers.confirmed("ann@example.org")

    tasks.note_refusal(f"subscriber:{ann.pk}", "email", "ann@example.org", "550 5.1.1 unknown user")

    ann.refresh_from_db()
    assert (ann.state, ann.quarantine_reason) == (State.QUARANTINED, "550 5.1.1 unknown user")


def test_the_owner_starts_it_again(client, hook, noon):
    refuse(hook, 3, noon)

    client.post(links.path(Purpose.MANAGE, hook), {"do": "return"})

    hook.refresh_from_db()
    assert (hook.state, hook.failures_in_a_row, hook.quarantine_reason) == (State.CONFIRMED, 0, "")


def test_what_the_outbox_finds_out_wakes_a_task_for_subscribers_only(hook, noon, monkeypatch):
    woken = []
    monkeypatch.setattr("incidents.subscribers.receivers.enqueue", lambda *call: woken.append(call))
    about = {"channel": "webhook", "address": HOOK, "reason": "HTTP 410", "at": noon}

    signals.endpoint_gone.send(sender=Delivery, recipient=f"subscriber:{hook.pk}", **about)
    signals.endpoint_gone.send(sender=Delivery, recipient="user:1", **about)
    signals.delivered.send(sender=Delivery, channel="email", recipients=["subscriber:1"] * 500, at=noon)
    signals.delivered.send(sender=Delivery, channel="webhook", recipients=["subscriber:1", "subscriber:2"], at=noon)

    assert woken == [
        ("incidents.subscribers.tasks.stop_endpoint", f"subscriber:{hook.pk}", HOOK),
        ("incidents.subscribers.tasks.note_answers", "subscriber:1 subscriber:2"),
    ]


def test_a_test_event_is_owed_once_a_minute_and_signed_with_the_secret(hook, noon):
    for _again in range(3):
        actions.ping(subscriber=hook, by=policies.holder(hook), at=noon)

    broadcast = Broadcast.objects.get(key__startswith="subscribers.ping:")
    personal = audience.personal([f"subscriber:{hook.pk}"], broadcast.audience_args)[f"subscriber:{hook.pk}"]
    assert broadcast.audience == audience.NAME
    assert personal.secrets == (hook.secrets[0]["secret"],)


def test_a_stranger_who_names_the_same_endpoint_makes_older_links_useless(client, letters):
    client.post("/subscribe/", {**FORM, "address": HOOK})
    client.post("/subscribe/", {**FORM, "address": HOOK, "contact": "eve@example.org"})
    first, second = letters("confirm")

    assert client.post(first).status_code == 404
    assert client.post(second).status_code == 200
