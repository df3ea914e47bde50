"""The community's pages: who reads what, in how many statements, and what search engines are told."""

import json
import re
import xml.etree.ElementTree as xml
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.community import actions, links, tasks
from feedback.community.models import PeerPost
from feedback.threads import actions as threads
from feedback.threads import links as follow
from feedback.threads import policies
from tests.factories import catalogue, community, feedback, statuspages
from tests.payloads import PAGE, PAYLOADS, harm_in

pytestmark = pytest.mark.django_db
MOST = 6


@pytest.fixture
def page(client):
    statuspages.statuspage()

    def get(path: str = "", **query):
        return client.get(f"/en/community/{path}", query)

    return get


def texts(answer) -> str:
    return answer.content.decode()


def statements(get, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert get(path).status_code == 200
    return len(asked)


def test_a_conversation_tells_who_is_who_and_what_helped_first(page, thread, noon):
    community.answer(thread, "Try the remote.")
    helped = community.known(thread, text="Press the subtitle key.", name="Bea")
    community.reply(thread, "It is in the settings, too.")
    actions.accept(message=helped, by=policies.holder(thread), at=noon)
    actions.thank(message=helped, words="Well spotted!", by=feedback.agent(), at=noon)

    shown = texts(page(f"{thread.reference}/")).split("<main")[1]

    order = ["How do I turn", "What helped", "Press the subtitle key.", "Well spotted!", "Try the remote.", "Team of"]
    assert [shown.index(each) for each in order] == sorted(shown.index(each) for each in order)
    assert "Customer, helped once" in shown
    assert "ana@example.org" not in shown
    assert "ben@example.org" not in shown


@pytest.mark.parametrize("rows", [1, 25])
def test_pages_cost_the_same_few_statements_however_much_was_said(page, thread, rows, noon):
    for number in range(rows):
        other = community.question(f"Question {number}", at=noon)
        message = community.known(thread, text=f"Advice {number}", email=f"peer{number}@example.org")
        actions.accept(message=message, by=policies.holder(thread), at=noon)
        community.answer(other)
    page(), page(f"{thread.reference}/")
    cold = statements(page, f"{thread.reference}/?x=1&done=1")

    assert statements(page, "") <= MOST
    assert cold <= MOST
    assert statements(page, f"{thread.reference}/") <= 2


def test_v03_what_is_private_is_not_there_for_strangers_other_customers_and_members(page, client, noon):
    feedback.registers()
    private = feedback.thread("My secret trouble", at=noon)
    own = community.question("A public one")
    community.known(own)

    for name in (private.reference, "F-2222-2222"):
        for path in (f"{name}/", f"{name}/answer/"):
            assert page(path).status_code == 404
            assert page(path, key=follow.key(own)).status_code == 404
        for move in ("answer", "helpful", "accept"):
            body = {"message": private.messages.get().pk, "key": follow.key(own), "text": "x", "name": "Eve"}
            assert client.post(f"/en/community/{name}/{move}/", body).status_code == 404
    for path in ("", "?q=secret", "?order=unanswered", "sitemap.xml"):
        assert private.subject not in texts(page(path))
        assert private.reference not in texts(page(path))
    assert not PeerPost.objects.filter(thread=private).exists()


def test_what_went_private_leaves_a_line_and_no_word(page, thread, noon):
    page(f"{thread.reference}/")
    threads.show(thread=thread, visibility="private", by=feedback.agent(), at=noon)

    answer = page(f"{thread.reference}/")

    assert answer.status_code == 410
    assert "goes on in private" in texts(answer)
    assert thread.subject not in texts(answer)
    assert thread.reference not in texts(page())


def test_held_and_merged_conversations_are_not_there(page, thread, noon):
    held = community.question("Held", held_for="spam")

    assert page(f"{held.reference}/").status_code == 404
    assert held.reference not in texts(page())


def test_what_is_hidden_says_so_with_day_and_reason_and_stays_in_the_list(page, thread, noon):
    manager = feedback.agent("Mona", "Community manager")
    actions.hide(message=thread.messages.get(), reason="hatred", because="Threats.", by=manager, at=noon)

    shown, front = texts(page(f"{thread.reference}/")), texts(page())

    for each in (shown, front):
        assert "Hidden for a legal reason" in each
        assert thread.subject not in each
    assert "hatred, threats or a call to violence" in shown
    assert "1 message is hidden for a legal reason" in front


def test_filters_find_what_they_name(page, thread, noon):
    playback = catalogue.component("playback")
    problem = community.question("Black screen", register="problem", component=playback, at=noon)
    french = community.question("Écran noir ?", language="fr", at=noon)
    message = community.answer(problem)
    actions.mark_helpful(message=message, voter="v", at=noon)
    for each in (thread, problem, french):
        tasks.renew(each.pk)

    def found(**query) -> set[str]:
        listed = re.search(r'<ul class="threads">(.*?)</ul>', texts(page("", **query)), re.S)
        return set(re.findall(r"F-\w{4}-\w{4}", listed[1])) if listed else set()

    assert found() == {thread.reference, problem.reference, french.reference}
    assert found(about="problem") == found(component=playback.public_id) == {problem.reference}
    assert found(order="helpful") == found(q="power key") == {problem.reference}
    assert found(language="fr") == found(q="ecran") == {french.reference}
    assert found(order="unanswered") == {thread.reference, french.reference}
    assert found(q="nothing of the kind") == set()
    assert found(about="crisis", page="999999", order="evil", language="xx", q="\x00") == found()
    assert found(page="100") == set()


def test_notes_and_private_words_are_not_found(page, thread, noon):
    threads.note(thread=thread, text="Troublesome customer", by=feedback.agent(), at=noon)
    threads.add(thread=thread, text="My card 4242 4242 4242 4242 Marmalade", by=policies.holder(thread), at=noon)
    tasks.renew(thread.pk)

    for word in ("troublesome", "marmalade", "ana@example.org"):
        assert thread.reference not in texts(page("", q=word))
    assert "goes on in private from here" in texts(page(f"{thread.reference}/"))


def test_a_long_list_is_leafed_through(page, noon):
    feedback.registers()
    for number in range(25):
        community.question(f"Question {number:02}", at=noon + timedelta(minutes=number))

    first, second = texts(page()), texts(page("", page=2))

    assert ("Question 24" in first, "Question 04" in first) == (True, False)
    assert ("Question 04" in second, "Question 24" in second) == (True, False)
    assert 'href="?page=2"' in first


def test_a_page_that_has_not_changed_is_a_304_and_one_that_has_is_not(page, client, thread):
    address = f"/en/community/{thread.reference}/"
    first = client.get(address)
    assert "max-age=10" in first["Cache-Control"]

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    community.answer(thread)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def structured(answer) -> dict | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', texts(answer), re.S)
    return json.loads(found[1]) if found else None


def test_search_engines_are_told_of_a_question_with_answers_and_of_nothing_else(page, thread, noon):
    problem = community.question("It fails", register="problem")
    community.answer(problem)
    thin = page(f"{thread.reference}/")
    assert "noindex" in texts(thin)
    assert structured(thin) is structured(page(f"{problem.reference}/")) is None

    helped, other = community.answer(thread), community.reply(thread)
    actions.accept(message=helped, by=policies.holder(thread), at=noon)
    answer = page(f"{thread.reference}/")

    entity = structured(answer)["mainEntity"]
    assert (entity["name"], entity["answerCount"]) == (thread.subject, 2)
    assert [each["text"] for each in entity["acceptedAnswer"]] == [community.ADVICE]
    assert entity["suggestedAnswer"][0]["author"] == {"@type": "Organization", "name": "Lumen"}
    assert entity["suggestedAnswer"][0]["url"].endswith(f"#m{other.pk}")
    assert f'<link rel="canonical" href="{links.url(thread, "en")}">' in texts(answer)
    assert "noindex" not in texts(answer)


def test_the_sitemap_lists_what_is_worth_a_visit(page, client, thread):
    lonely = community.question("Nobody answers")
    community.answer(thread)

    index = xml.fromstring(client.get("/sitemap.xml").content)
    part = client.get("/community/sitemap.xml").content.decode()

    assert [each.text for each in index.iter() if each.tag.endswith("loc")] == [
        links.front("en").replace("/en/community/", "/community/sitemap.xml")
    ]
    assert links.url(thread, "en") in part
    assert lonely.reference not in part
    assert "Sitemap: " in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_x01_nothing_that_a_peer_writes_acts(page, thread, payload, noon):
    said = payload.replace("\x00", "") or "x"
    post = community.post(thread, said, name=said[:80])
    if post.state == "held":
        actions.release(post=post, by=feedback.agent(), at=noon)
        post.refresh_from_db()
    actions.highlight(message=post.message, by=feedback.agent(), at=noon)
    actions.thank(message=post.message, words=said[:300], by=feedback.agent(), at=noon)

    for path in (f"{thread.reference}/", "", f"{thread.reference}/answer/"):
        shown = texts(page(path))
        assert (
            harm_in(re.sub(r'<script type="application/ld\+json">.*?</script>', "", shown, flags=re.S), ours=PAGE) == []
        )
    assert structured(page(f"{thread.reference}/"))["@type"] == "QAPage"


def test_a_page_for_invited_readers_has_no_community(client, thread):
    statuspages.statuspage()
    statuspages.regional("partners.lumen.example", visibility="private")
    partners = {"HTTP_HOST": "partners.lumen.example"}

    assert client.get(f"/en/community/{thread.reference}/").status_code == 200
    for path in ("", "ask/", f"{thread.reference}/", f"{thread.reference}/answer/"):
        assert client.get(f"/en/community/{path}", **partners).status_code == 404
