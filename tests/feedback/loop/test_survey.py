"""How well did we do? Asked once; only the customer's own press of the button counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.delivery.models import Delivery
from feedback.loop import actions, sampling
from feedback.loop import links as scores
from feedback.loop.models import LoopSettings, Survey
from feedback.threads import actions as threads
from feedback.threads import links, policies
from feedback.threads.models import Thread
from tests.factories import feedback, loop, statuspages
from tests.queue import work_off

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def asked(story, noon) -> Thread:
    """A customer who got the closing message."""
    statuspages.statuspage()
    incident, lead = story
    (thread,) = loop.linked(incident, 1, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    loop.run(incident, lead, noon + HOUR)
    work_off()
    return thread


def test_the_letter_has_a_link_for_each_score_and_opening_one_votes_for_nobody(client, asked):
    letter = Delivery.objects.filter(content__text__contains="How well did we handle this?").get().content
    for score in range(1, 6):
        address = f"{scores.score_url(asked)}&score={score}"
        assert address in letter.text
        assert address.replace("&", "&amp;") in letter.html

    for method in (client.get, client.head):
        page = method(f"{scores.score_path(asked)}&score=4")
        assert page.status_code == 200

    assert Survey.objects.get().score is None
    assert 'value="4" checked' in client.get(f"{scores.score_path(asked)}&score=4").content.decode()


def test_pressing_the_button_answers_and_a_second_thought_replaces_the_first(client, asked):
    address = scores.score_path(asked)

    done = client.post(address, {"score": "2", "words": "Too slow."}, follow=True)
    client.post(address, {"score": "5", "words": "Thank you for the call!"})

    assert "Thank you" in done.content.decode()
    survey = Survey.objects.get()
    assert (survey.score, survey.words, survey.told_at is not None) == (5, "Thank you for the call!", True)


@pytest.mark.parametrize("score", ["", "0", "6", "five", "²", "99999999999999999999"])
def test_what_is_none_of_the_five_is_refused_and_the_words_are_kept(client, asked, score):
    answer = client.post(scores.score_path(asked), {"score": score, "words": "It took long."})

    assert answer.status_code == 400
    assert "It took long." in answer.content.decode()
    assert Survey.objects.get().score is None


def test_a_wrong_key_and_a_question_never_asked_look_alike(client, asked, noon):
    other = feedback.thread(at=noon)
    wrong = scores.score_path(asked).replace(links.key(asked), links.key(other))

    assert client.get(wrong).status_code == 404
    assert client.post(wrong, {"score": "1"}).status_code == 404
    assert client.get(scores.score_path(other)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.tell_score(survey=Survey.objects.get(), score=1, by=policies.holder(other), at=noon)
    with pytest.raises(PermissionDenied):
        actions.tell_score(survey=Survey.objects.get(), score=5, by=feedback.agent(), at=noon)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "How well did we handle this?"), ("fr", "Comment avons-nous géré cela"), ("ja", "対応はいかがでしたか")],
)
def test_the_customers_own_page_asks_in_their_language_and_tells_of_the_incident(client, story, noon, language, said):
    statuspages.statuspage()
    incident, lead = story
    (thread,) = loop.linked(incident, 1, at=noon, language=language)
    incident = loop.resolved(incident, lead, noon + HOUR)
    assert said not in client.get(links.path(thread)).content.decode()
    loop.run(incident, lead, noon + HOUR)
    work_off()

    page = client.get(links.path(thread)).content.decode()

    assert said in page
    assert f"/incidents/{incident.reference}/" in page


def test_a_share_of_those_without_an_incident_is_asked_for_the_comparison(story, noon):
    LoopSettings.objects.create(pk=1, ask_share=100)
    quiet, linked = feedback.thread("How do I change my password?", at=noon), loop.linked(story[0], 1, at=noon)[0]

    for thread in (quiet, linked):
        threads.close(thread=thread, by=feedback.agent(), at=noon)
    work_off()

    (survey,) = Survey.objects.all()
    assert (survey.thread, survey.kind) == (quiet, "baseline")


def test_nobody_is_asked_where_the_share_is_nothing_and_the_share_is_about_what_it_says():
    drawn = [sampling.is_drawn(f"F-{number}", 10) for number in range(5_000)]

    assert 400 < sum(drawn) < 600
    assert not any(sampling.is_drawn(f"F-{number}", 0) for number in range(500))
