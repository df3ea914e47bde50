"""The forms of the community as a browser sends them: asking, answering, "helped me", "that was the answer"."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.community import actions, tokens
from feedback.community.models import HelpfulMark, Peer, PeerPost, Standing
from feedback.community.tokens import Purpose
from feedback.doors.form import limits
from feedback.threads import actions as threads
from feedback.threads import links, policies
from feedback.threads.models import Thread
from tests.factories import community, feedback, form, statuspages

pytestmark = pytest.mark.django_db
ASKED = {"about": "question", "subject": "Can two watch at once?", "text": "On two televisions.", "name": "Ana"}


@pytest.fixture(autouse=True)
def _page():
    statuspages.statuspage()
    feedback.registers()


def filled(**fields) -> dict[str, str]:
    return {"token": form.token(), "website": "", "name": "Ben", "email": "", "text": community.ADVICE} | fields


def asks(client, language: str = "en", **fields):
    return client.post(f"/{language}/community/ask/", filled(**(ASKED | fields)))


def answers(client, thread, **fields):
    return client.post(f"/en/community/{thread.reference}/answer/", filled(**fields))


def words(answer) -> str:
    return answer.content.decode().split("<main")[1]


def test_a_question_is_there_for_everybody_and_its_author_gets_a_way_back(client):
    answer = asks(client, email="Ana@Example.org")

    thread = Thread.objects.get()
    assert answer.status_code == 303
    assert (thread.visibility, thread.origin, thread.register_id) == ("public", "community", "question")
    assert (thread.email, thread.reply_by, thread.answer_due_at is None) == ("ana@example.org", "email", False)
    assert "Can two watch at once?" in words(client.get("/en/community/"))
    own = client.get(answer["Location"])
    assert f"community/{thread.reference}/" in words(own)
    assert "ana@example.org" not in words(client.get(f"/en/community/{thread.reference}/"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"subject": ""}, "Put it in one sentence"),
        ({"name": ""}, "Which name shall stand there?"),
        ({"email": "nobody"}, "Give an e-mail address like"),
        ({"about": "crisis"}, ""),
    ],
)
def test_a_question_that_is_not_whole_comes_back_with_its_words(client, fields, said):
    answer = asks(client, **fields)

    assert answer.status_code == 400
    assert said in words(answer)
    assert "On two televisions." in words(answer)
    assert "Error" in answer.content.decode().split("</title>")[0]
    assert not Thread.objects.exists()


def test_a_question_with_personal_data_goes_on_in_private_and_says_so(client):
    answer = asks(client, text="Call me at 06 12 34 56 78, please.")

    thread = Thread.objects.get()
    assert thread.visibility == "private"
    assert thread.answer_due_at is not None  # answered all the same
    own = words(client.get(answer["Location"]))
    assert "To protect you we keep it private" in own
    assert "community/ask/" in own
    assert client.get(f"/en/community/{thread.reference}/").status_code == 404
    assert thread.subject not in words(client.get("/en/community/"))


def test_more_words_with_personal_data_are_private_and_leave_a_line(client, thread, noon):
    threads.add(thread=thread, text="I live at 12 Mill Lane, 06 12 34 56 78", by=policies.holder(thread), at=noon)

    shown = words(client.get(f"/en/community/{thread.reference}/"))

    assert "goes on in private from here" in shown
    assert "06 12" not in shown
    thread.refresh_from_db()
    assert thread.is_public  # one number hides no criticism


def test_an_answer_is_sent_confirmed_and_taken_back_by_its_own_links(client, thread):
    answer = answers(client, thread, email="ben@example.org")

    post = PeerPost.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, tokens.path(Purpose.POST, post))
    assert community.ADVICE in words(client.get(f"/en/community/{thread.reference}/"))
    mine = words(client.get(answer["Location"]))
    assert "Everybody can read it" in mine
    fresh = f"/en/community/{thread.reference}/?done=answered"
    assert f'href="{fresh}#m{post.message_id}"' in mine
    assert "no-store" in client.get(fresh)["Cache-Control"]  # a browser keeps the page he answered on for some seconds
    assert "We wrote to ben@example.org" in mine

    letter = tokens.path(Purpose.CONFIRM, post)
    assert "Is this answer yours?" in words(client.get(letter))
    assert not Peer.objects.exists()  # reading changes nothing
    assert client.post(letter).status_code == 303
    assert "we know you now" in words(client.get(letter))

    assert client.post(answer["Location"]).status_code == 303
    assert community.ADVICE not in words(client.get(f"/en/community/{thread.reference}/"))
    assert "Withdrawn by its author" in words(client.get(f"/en/community/{thread.reference}/"))
    assert "You took it back" in words(client.get(answer["Location"]))


def test_the_same_form_twice_is_one_answer(client, thread):
    fields = filled()
    first, second = (client.post(f"/en/community/{thread.reference}/answer/", fields) for _again in range(2))

    assert first["Location"] == second["Location"]
    assert PeerPost.objects.count() == 1


@pytest.mark.parametrize("fields", [{"text": " "}, {"name": ""}, {"email": "nobody"}])
def test_an_answer_that_is_not_whole_comes_back_with_its_words(client, thread, fields):
    answer = answers(client, thread, **fields)

    assert answer.status_code == 400
    assert ("Ben" in words(answer)) or fields.get("name") == ""
    assert not PeerPost.objects.exists()


def test_an_answer_with_personal_data_waits_and_its_author_reads_why(client, thread):
    answer = answers(client, thread, text="Call Mr. Mill, 06 12 34 56 78")

    assert PeerPost.objects.get().held_for == "personal_data"
    assert "To protect whose it is" in words(client.get(answer["Location"]))
    assert "06 12" not in words(client.get(f"/en/community/{thread.reference}/"))


def test_a_link_that_was_changed_opens_nothing(client, thread):
    post = community.post(thread)
    token = tokens.make(Purpose.POST, post)

    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[:-4], tokens.make(Purpose.CONFIRM, post)):
        assert client.get(f"/en/community/posts/{wrong}/").status_code == 404
        assert client.post(f"/en/community/posts/{wrong}/").status_code == 404
    assert client.get(f"/en/community/confirm/{token}/").status_code == 404


def test_a_reader_says_that_it_helped_once_without_cookie(client, thread):
    message = community.answer(thread)
    address = f"/en/community/{thread.reference}/helpful/"

    for agent in ("Firefox", "Firefox", "Safari"):
        answer = client.post(address, {"message": message.pk}, headers={"User-Agent": agent})
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/en/community/{thread.reference}/?done=helpful#m{message.pk}",
    )

    assert Standing.objects.get().helpful == 2
    assert "(2)" in words(client.get(f"/en/community/{thread.reference}/"))
    assert "That helps whoever comes next" in words(client.get(answer["Location"].split("#")[0]))
    assert not client.cookies
    assert "192." not in HelpfulMark.objects.first().voter


def test_marks_from_other_sites_and_beyond_the_limit_are_not_counted(client, thread, monkeypatch):
    message = community.answer(thread)
    address = f"/en/community/{thread.reference}/helpful/"
    client.post(address, {"message": message.pk}, headers={"Sec-Fetch-Site": "cross-site"})
    assert not HelpfulMark.objects.exists()

    monkeypatch.setattr("feedback.community.views.marking.PER_PLACE", limits.Window("community-helpful", 600, 3))
    for number in range(6):
        assert client.post(address, {"message": message.pk}, headers={"User-Agent": str(number)}).status_code == 303
    assert HelpfulMark.objects.count() == 3


@pytest.mark.parametrize("given", ["", "x", "0", "9" * 17, "-1", "١"])
def test_what_is_no_answer_helps_nobody(client, thread, given):
    address = f"/en/community/{thread.reference}/helpful/"

    assert client.post(address, {"message": given}).status_code == 404
    assert client.post(address, {"message": thread.messages.get().pk}).status_code == 404  # the question
    assert client.get(address).status_code == 405


def test_the_one_who_asked_accepts_several_and_takes_one_back(client, thread):
    first, second = community.answer(thread), community.answer(thread, "Or ask your son.")
    own = links.path(thread)
    page = client.get(own).content.decode()
    assert re.search(rf'name="message" value="{first.pk}"', page)
    key = re.search(r'name="key" value="([^"]+)"', page)[1]

    def press(message, do="accept", key=key):
        return client.post(f"/en/community/{thread.reference}/accept/", {"key": key, "message": message.pk, "do": do})

    for message in (first, second):
        assert press(message)["Location"].endswith("done=accepted#community")
    assert "This helped the one who asked" in words(client.get(f"/en/community/{thread.reference}/"))
    assert Standing.objects.filter(by_author=True, accepted_at__isnull=False).count() == 2
    press(first, "unaccept")
    assert Standing.objects.filter(accepted_at__isnull=False).get().message == second
    for wrong in ("", "x", links.key(community.question("Another"))):
        assert press(first, key=wrong).status_code == 404


def test_who_accepts_what_was_hidden_meanwhile_is_told_that_it_changed(client, thread, noon):
    message = community.answer(thread)
    mona = feedback.agent("Mona", "Community manager")
    actions.hide(message=message, reason="fraud", because="Passwords.", by=mona, at=noon)

    answer = client.post(f"/en/community/{thread.reference}/accept/", {"key": links.key(thread), "message": message.pk})

    assert answer["Location"].endswith("done=changed")
    assert not Standing.objects.filter(accepted_at__isnull=False).exists()


@pytest.mark.parametrize("rows", [1, 50])
def test_forms_cost_the_same_statements_however_much_was_said(client, thread, noon, rows):
    for number in range(rows):
        community.answer(thread, f"Advice {number}", at=noon + timedelta(seconds=number))
    post = community.post(thread, "The last word")
    places = {
        f"/en/community/{thread.reference}/answer/": 4,
        "/en/community/ask/": 3,
        tokens.path(Purpose.POST, post): 3,
        links.path(thread): 9,  # one for the answers, and those of the incident and of the score beside them
    }
    for path in places:
        client.get(path)

    for path, most in places.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= most, (path, [each["sql"][:120] for each in asked])
