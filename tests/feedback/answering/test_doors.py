"""The personalisation gate by every door: whoever knocks, an untouched canned reply does not leave."""

import ast
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from core.actor import Actor, Kind
from core.web.errors import Invalid
from feedback.answering import actions, queries
from feedback.answering.models import CannedReply
from feedback.desk.verbs import VERBS
from feedback.loop import actions as loop
from feedback.loop.models import ClosingRun
from feedback.loop.states import NotPersonal
from feedback.threads.models import Message
from feedback.threads.states import Author
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts, communication, feedback
from tests.queue import work_off

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


def by_a_draft_that_is_sent(client, thread, text):
    client.force_login(accounts.user(ROLE))
    address = reverse("thread_answer", args=[thread.reference])
    client.post(address, {"do": "save", "text": text, "kind": "private"})
    assert client.post(address, {"do": "send", "text": text, "kind": "private", "seen": "999999"}).status_code == 400


def by_a_draft_of_the_api_that_is_sent(client, thread, text):
    header = accounts.authorization("feedback:write", owner=accounts.user(ROLE))
    body = {"thread": thread.reference, "text": text}
    assert client.post("/api/v1/reply-drafts/", body, content_type="application/json", **header).status_code == 201
    address = f"/api/v1/threads/{thread.reference}/replies/"
    assert client.post(address, {"text": text}, content_type="application/json", **header).status_code == 400


def by_the_inbox(client, thread, text):
    """Its bulk doors say nothing to anybody, whatever is sent along."""
    client.force_login(accounts.user(ROLE))
    other = feedback.thread(register=thread.register_id, email="leo@example.org", at=thread.created_at)
    for verb in VERBS:
        words = {"text": text, "do": "send", "confirm": "1", "value": thread.reference}
        client.post(reverse("inbox_press", args=[verb]), {"thread": [thread.pk, other.pk], **words})
    assert not Message.objects.exclude(author=Author.CUSTOMER).exists()


def by_the_buttons_beside_it(client, thread, text):
    client.force_login(accounts.user(ROLE))
    for verb in ("sort", "assign", "take", "show", "close", "reopen", "hold", "release", "put-away"):
        client.post(reverse("thread_do", args=[thread.reference, verb]), {"text": text, "do": "send"})


def closing(thread, text, user):
    """A run that would send `text` to the thread's customer, and the person who may start it."""
    incident = communication.incident(at=thread.created_at)
    lead = communication.lead(incident)
    at = thread.created_at + timedelta(hours=1)
    loop.link_many(threads=[thread], incident=incident, by=feedback.agent(), at=at)
    if user:
        response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=user, by=lead, at=at)
    incident = response.resolve(incident=incident, by=lead, at=at)
    run = loop.prepare(incident=incident, by=lead, at=at)
    with suppress(Invalid):  # a gap is not even kept; then the draft stands, which nobody wrote either
        loop.write(run=run, language="en", text=text, by=lead, at=at)
    return run, lead, at


def by_the_closing_of_an_incident(client, thread, text):
    run, lead, at = closing(thread, text, None)
    with pytest.raises(NotPersonal):
        loop.start(run=run, by=lead, at=at)


def by_the_page_of_the_closing(client, thread, text):
    user = accounts.user("Communications lead")
    run, _lead, _at = closing(thread, text, user)
    client.force_login(user)
    client.post(
        reverse("admin:feedback_closingrun_act", args=[run.pk]),
        {"do": "start", "text-en": run.texts.get(language="en").text},
    )
    run.refresh_from_db()
    assert run.state == "draft"


def by_the_closing_of_the_api(client, thread, text):
    user = accounts.user("Communications lead")
    run, _lead, _at = closing(thread, text, user)
    header = accounts.authorization("feedback:write", "updates:publish", owner=user)
    address = f"/api/v1/closing-runs/{run.pk}/start/"
    answer = client.post(address, {}, content_type="application/json", **header)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:candor:problem:not_personal")


def by_a_closing_that_was_fine_when_it_began(client, thread, text):
    """Somebody sorts the conversation anew while the job is on its way to it."""
    run, lead, at = closing(thread, text, None)
    register, thread.register_id = thread.register_id, "compliment"
    thread.save()
    loop.start(run=run, by=lead, at=at)
    thread.register_id = register
    thread.save()
    work_off()
    line = ClosingRun.objects.get(pk=run.pk).lines.get()
    assert (line.state, line.reason) == ("failed", "impersonal")
    with pytest.raises(NotPersonal):
        loop.retry(run=run, by=lead, at=at)


DOORS = [
    by_action,
    by_page,
    by_page_with_htmx,
    by_api,
    by_a_draft_that_is_sent,
    by_a_draft_of_the_api_that_is_sent,
    by_the_inbox,
    by_the_buttons_beside_it,
    by_the_closing_of_an_incident,
    by_the_page_of_the_closing,
    by_the_closing_of_the_api,
    by_a_closing_that_was_fine_when_it_began,
]


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


SAY = "feedback/threads/actions/steps.py"  # what all of them call
# Whoever speaks in our name or carries words outside, and why the gate holds there.
SPEAKERS = {
    "feedback/answering/actions/reply.py": "every answer of a person; asks the gate itself",
    "feedback/answering/actions/thank.py": "by itself, says so, and is no answer",
    "feedback/community/actions/posts.py": "customers among themselves",
    "feedback/doors/mail/actions/read.py": "what customers wrote, and a note for colleagues about a bounce",
    "feedback/loop/actions/tell.py": "published updates by themselves; they say so, and are no answer",
    "feedback/loop/actions/telling.py": "closing messages; each line asks the gate before it is said",
    "feedback/threads/actions/converse.py": "the customer, and notes for colleagues",
    "feedback/threads/actions/receive.py": "the customer's first words",
}


SAYING = {"say", "steps.say", "carriers.owe", "Message.objects.create", "Message.objects.bulk_create"}


def speaks(path: Path) -> bool:
    """Whether a file puts words into a conversation, or carries them to the customer."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return any(ast.unparse(call.func) in SAYING for call in calls)


def test_no_door_stands_beside_the_table():
    """A new file that speaks to customers has to say here why nobody gets a canned reply untouched by it."""
    root = Path(settings.BASE_DIR)
    files = [path for path in (root / "feedback").rglob("*.py") if "migrations" not in path.parts]

    assert {str(path.relative_to(root)) for path in files if speaks(path)} == {*SPEAKERS, SAY}
