"""The personalisation gate by every door: whoever knocks, an untouched canned reply does not leave."""

import pytest
from django.urls import reverse

from core.actor import Actor, Kind
from core.web.errors import Invalid
from feedback.answering import actions, queries
from feedback.answering.models import CannedReply
from feedback.threads.states import Author
from tests.factories import accounts, feedback

ROLE = "Support agent"


def by_action(client, thread, text):
    person = accounts.user(ROLE)
    by = Actor(kind=Kind.USER, label="Sam", user_id=person.pk, rights=frozenset(person.get_all_permissions()))
    with pytest.raises(Invalid):
        actions.reply(thread=thread, text=text, by=by, at=thread.created_at)


def by_page(client, thread, text):
    client.force_login(accounts.user(ROLE))
    address = reverse("thread_answer", args=[thread.reference])
    assert client.post(address, {"do": "send", "text": text, "kind": "private"}).status_code == 400


def by_page_with_htmx(client, thread, text):
    client.force_login(accounts.user(ROLE))
    address = reverse("thread_answer", args=[thread.reference])
    answer = client.post(address, {"do": "send", "text": text, "kind": "private"}, headers={"HX-Request": "true"})
    assert "Add a sentence" in answer.content.decode() or "filled in" in answer.content.decode()


def by_api(client, thread, text):
    header = accounts.authorization("feedback:write", owner=accounts.user(ROLE))
    address = f"/api/v1/threads/{thread.reference}/replies/"
    assert client.post(address, {"text": text}, content_type="application/json", **header).status_code == 400


DOORS = [by_action, by_page, by_page_with_htmx, by_api]


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("register", ["complaint", "problem", "opportunity", "crisis"])
@pytest.mark.parametrize("how", ["untouched", "with a name", "in another language", "unfilled"])
def test_an_untouched_canned_reply_leaves_by_no_door(client, noon, door, register, how):
    thread = feedback.thread(register=register, at=noon)
    canned = CannedReply.objects.filter(register=register).order_by("position").first()
    text = queries.begun(canned, thread, by=feedback.agent(), at=noon)
    if how == "in another language":
        text = canned.texts.get(language="ja").text.replace("{name}", "アナ").replace("{next_update}", "15時")
        text = text.replace("{agent}", "サム").replace("{component}", "再生").replace("{reference}", "")
    elif how == "unfilled":
        text = f"{text} And {{name}}, your receiver in the kitchen lost its certificate on Tuesday."
    text = text.replace("{component}", "Playback").replace("{next_update}", "15:00")
    if how == "with a name":
        text = text.replace("Ana", "Ms Dupont").replace("Sam Support", "Sam") + "!"

    door(client, thread, text)

    assert not thread.messages.filter(author=Author.STAFF).exists()
