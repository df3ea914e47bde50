"""From publishing to our own accounts, against real servers on loopback."""

import json
from datetime import timedelta

import pytest

from core.delivery.models import Broadcast, Delivery, Receipt
from core.delivery.states import State as DeliveryState
from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.outlets import actions
from incidents.outlets.models import Outlet
from incidents.outlets.states import State
from incidents.response.states import Kind
from tests.factories import accounts, catalogue
from tests.factories import communication as updates
from tests.factories import outlets as make

pytestmark = pytest.mark.django_db


def test_an_update_is_posted_with_its_link_and_the_receipt_is_kept(incident, lead, mastodon, webhook_receiver, work):
    make.mastodon(webhook_receiver)

    updates.published(incident, by=lead)
    work("mastodon")

    (text,) = mastodon.texts
    assert text.startswith("Playback fails for some customers.")
    assert text.endswith(f"/incidents/{incident.reference}/")
    (status,) = mastodon.statuses.values()
    assert (status["visibility"], status["language"]) == ("public", "en")
    assert Receipt.objects.get().url == "https://social.example/@status/1001"


def test_staff_find_the_post_from_the_room_the_delivery_and_the_api(
    admin_client, client, incident, lead, mastodon, webhook_receiver, work
):
    make.mastodon(webhook_receiver)
    updates.published(incident, by=lead)
    work("mastodon")
    delivery = Delivery.objects.get()
    headers = accounts.authorization("incidents:read", owner=accounts.user("Scribe"))

    room = admin_client.get(f"/admin/incidents/incident/{incident.pk}/room/").content.decode()
    record = admin_client.get(f"/admin/core/delivery/{delivery.pk}/change/").content.decode()
    told = client.get(f"/api/v1/deliveries/{delivery.pk}/", **headers).json()

    assert 'href="https://social.example/@status/1001"' in room
    assert 'href="https://social.example/@status/1001"' in record
    assert (told["receipt"]["remote_id"], told["receipt"]["url"]) == ("1001", "https://social.example/@status/1001")


def test_later_updates_answer_the_one_before(incident, lead, mastodon, webhook_receiver, work, noon):
    make.mastodon(webhook_receiver)
    for minute in range(3):
        updates.published(incident, by=lead, at=noon + timedelta(minutes=minute))
        work("mastodon")

    assert [status["in_reply_to_id"] for status in mastodon.statuses.values()] == [None, "1001", "1002"]


def test_another_incident_begins_its_own_thread(incident, lead, mastodon, webhook_receiver, work, noon):
    make.mastodon(webhook_receiver)
    updates.published(incident, by=lead)
    work("mastodon")
    updates.published(updates.incident())
    work("mastodon")

    assert [status["in_reply_to_id"] for status in mastodon.statuses.values()] == [None, None]


def test_a_correction_edits_what_it_corrects_and_the_thread_goes_on_below(
    incident, lead, mastodon, webhook_receiver, work, noon
):
    make.mastodon(webhook_receiver)
    wrong = updates.published(incident, by=lead, texts=[updates.text("It affects France only.")])
    work("mastodon")
    updates.published(incident, by=lead, at=noon + timedelta(minutes=1))
    work("mastodon")

    words = [updates.text("Correction: it affects France and Japan.")]
    communication.correct(update=wrong, texts=words, by=lead, at=noon + timedelta(minutes=2))
    work("mastodon")
    updates.published(incident, by=lead, at=noon + timedelta(minutes=3))
    work("mastodon")

    first, second, third = mastodon.statuses.values()
    assert first["status"].startswith("Correction: it affects France and Japan.")
    assert first["history"][0].startswith("It affects France only.")
    assert third["in_reply_to_id"] == second["id"]


def test_what_was_deleted_there_by_hand_is_said_anew(incident, lead, mastodon, webhook_receiver, work, noon):
    make.mastodon(webhook_receiver)
    wrong = updates.published(incident, by=lead)
    work("mastodon")
    mastodon.statuses.clear()

    communication.correct(update=wrong, texts=[updates.text("Correction.")], by=lead, at=noon + timedelta(minutes=2))
    work("mastodon")

    assert [status["in_reply_to_id"] for status in mastodon.statuses.values()] == [None]


def test_a_repeated_request_posts_once(incident, lead, mastodon, webhook_receiver, work):
    make.mastodon(webhook_receiver)
    updates.published(incident, by=lead)
    work("mastodon")
    Delivery.objects.update(state="pending")  # as if the worker had died before it could write down the answer
    Receipt.objects.all().delete()

    work("mastodon")

    assert len(mastodon.statuses) == 1
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert Receipt.objects.get().remote_id == "1001"


def test_each_account_is_told_in_its_own_language(incident, lead, webhook_receiver, work):
    for language in ("en", "fr", "ja"):
        make.chat(webhook_receiver, language=language)

    updates.published(incident, by=lead)
    work("chat")

    said = [json.loads(call.body)["text"] for call in webhook_receiver.calls]
    assert len(said) == 3
    for words in updates.WORDS.values():
        assert any(words in text for text in said), words


def test_a_chat_is_told_in_full_with_a_heading_and_nobody_is_called(incident, lead, webhook_receiver, work):
    make.chat(webhook_receiver)
    updates.published(incident, by=lead, texts=[updates.text("<!channel> Playback & sign-in fail. We are sorry.")])

    work("chat")

    body = json.loads(webhook_receiver.calls[0].body)
    assert body["text"].startswith("*[")
    assert "&lt;!channel&gt; Playback &amp; sign-in fail. We are sorry." in body["text"]
    assert body["blocks"][0]["text"]["text"] == body["text"]


def test_a_supplier_stays_unnamed_there(incident, lead, mastodon, webhook_receiver, work):
    catalogue.third_party("Acme CDN", en="a network provider")
    make.mastodon(webhook_receiver)
    updates.published(incident, by=lead, texts=[updates.text("Acme CDN is slow for everybody.")])

    work("mastodon")

    assert "Acme" not in mastodon.texts[0]


def test_an_account_narrowed_to_another_component_says_nothing(incident, lead, webhook_receiver, work):
    make.chat(webhook_receiver, components=[catalogue.component("billing")])
    concerned = make.chat(webhook_receiver, components=[incident.impacts.get().component], kinds=["incident"])

    updates.published(incident, by=lead)
    work("chat")

    assert list(Delivery.objects.values_list("recipient", flat=True)) == [concerned.recipient]


def test_an_exercise_reaches_no_account_of_ours(webhook_receiver, work, noon):
    make.chat(webhook_receiver)
    drill = updates.incident(kind=Kind.DRILL)
    updates.published(drill)
    work("chat")

    assert not Broadcast.objects.filter(key__endswith=":outlets").exists()
    assert webhook_receiver.calls == []


def test_a_paused_account_says_nothing_even_if_it_was_owed_before(incident, lead, webhook_receiver, work, noon):
    outlet = make.chat(webhook_receiver)
    updates.published(incident, by=lead)
    actions.pause(outlet=outlet, reason="moving house", by=make.administrator(), at=noon)

    work("chat")

    assert webhook_receiver.calls == []


def test_without_accounts_nothing_is_owed_to_them(incident, lead):
    updates.published(incident, by=lead)

    assert Broadcast.objects.count() == 1


def test_a_text_written_too_long_for_a_network_is_named_before_anything_is_sent(
    incident, lead, mastodon, webhook_receiver
):
    make.mastodon(webhook_receiver)
    draft = updates.draft(incident, texts=[updates.text(), updates.text("word " * 120, channel_kind="short")])

    with pytest.raises(Invalid) as refused:
        communication.publish(update=draft, by=lead, at=make.NOON)

    (problem,) = refused.value.fields["texts"]
    assert problem.startswith("Mastodon, general, English: 6")
    assert "at most 500" in problem
    assert not Broadcast.objects.exists()


def test_a_long_sentence_nobody_wrote_for_it_is_cut_at_a_word(incident, lead, mastodon, webhook_receiver, work):
    make.mastodon(webhook_receiver)
    updates.published(incident, by=lead, texts=[updates.text("Playback " + "stutters and stalls " * 60 + "today.")])

    work("mastodon")

    (text,) = mastodon.texts
    assert "… http" in text
    assert text.endswith(f"/incidents/{incident.reference}/")


def test_three_refusals_in_a_row_stop_an_account_and_one_success_forgets_them(webhook_receiver, work, noon):
    outlet = make.chat(webhook_receiver)
    webhook_receiver.last = (403, {})
    for _ in range(3):
        actions.refused(outlet=outlet, reason="HTTP 403", by=make.administrator(), at=noon)

    outlet.refresh_from_db()
    assert (outlet.state, outlet.stopped_reason) == (State.STOPPED, "HTTP 403")
    actions.resume(outlet=outlet, by=make.administrator(), at=noon)
    actions.refused(outlet=outlet, reason="HTTP 403", by=make.administrator(), at=noon)
    actions.answered(ids=[outlet.pk])
    assert Outlet.objects.get().failures_in_a_row == 0


def test_a_slack_bots_posts_hang_in_a_thread_and_a_correction_changes_the_wrong_one(
    incident, lead, webhook_receiver, work, noon
):
    webhook_receiver.says = lambda call: json.dumps({"ok": True, "ts": f"17.{len(webhook_receiver.calls)}"}).encode()
    make.outlet(channel="chat", address=f"{webhook_receiver.url}/api/#C0123ABCD", secret="xoxb-1")
    wrong = updates.published(incident, by=lead)
    work("chat")
    updates.published(incident, by=lead, at=noon + timedelta(minutes=1))
    work("chat")
    communication.correct(update=wrong, texts=[updates.text("Correction.")], by=lead, at=noon + timedelta(minutes=2))
    work("chat")

    first, second, third = ((call.path, json.loads(call.body)) for call in webhook_receiver.calls)
    assert (first[0], first[1]["channel"], first[1].get("thread_ts")) == ("/api/chat.postMessage", "C0123ABCD", None)
    assert (second[0], second[1]["thread_ts"]) == ("/api/chat.postMessage", "17.1")
    assert (third[0], third[1]["ts"]) == ("/api/chat.update", "17.1")
    assert "Correction." in third[1]["text"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"ok": False, "error": "channel_not_found"}, DeliveryState.FAILED_PERMANENT),
        ({"ok": False, "error": "ratelimited"}, DeliveryState.RETRY),
        ({"ok": False, "error": "invalid_auth"}, DeliveryState.FAILED_PERMANENT),
    ],
)
def test_what_slack_refuses_with_a_200_is_no_success(incident, lead, webhook_receiver, work, answer, state):
    webhook_receiver.says = lambda call: json.dumps(answer).encode()
    make.outlet(channel="chat", address=f"{webhook_receiver.url}/api/#C0123ABCD", secret="xoxb-1")

    updates.published(incident, by=lead)
    work("chat")

    delivery = Delivery.objects.get()
    assert delivery.state == state
    assert answer["error"] in delivery.last_reply
