"""The community as customers, a peer and staff meet it: from the question to the thanks, in three languages."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from feedback.answering import actions as answering
from feedback.community import actions, tokens
from feedback.community.models import PeerPost, Standing
from feedback.community.tokens import Purpose
from feedback.doors.form import limits
from feedback.threads import links, policies
from feedback.threads.models import Thread
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import accounts, catalogue, community, feedback
from tests.factories import statuspages as told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HUMAN_MS = 3_100  # who is faster than a person is held


@pytest.fixture
def site():
    limits.forget()  # they live in the process; one address is everybody here
    cache.clear()
    feedback.registers()
    told.statuspage()
    catalogue.component("playback")


@pytest.fixture
def talk(site):
    """One conversation with all there is: accepted, thanked, put forward, marked, hidden, ours."""
    at, agent = timezone.now(), feedback.agent("Mona Manager", "Community manager")
    thread = community.question(at=at)
    helped, bad = community.known(thread, at=at), community.answer(thread, "He is a thief.", at=at)
    actions.accept(message=helped, by=policies.holder(thread), at=at)
    actions.thank(message=helped, words="You saved an evening.", by=agent, at=at)
    actions.highlight(message=helped, by=agent, at=at)
    actions.mark_helpful(message=helped, voter="v", at=at)
    actions.hide(message=bad, reason="defamation", because="A name.", by=agent, at=at)
    answering.reply(thread=thread, text="It is in the settings, too.", by=feedback.agent(), at=at)
    return thread


def looked_at(page):
    """No violation of any weight, and nothing sticks out."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_question_to_the_answer_that_helped(window, site, script):
    ana = window(PHONE, java_script_enabled=script).open("/en/")
    ana.get_by_role("link", name="Ask the community").click()
    ana.get_by_text("Nobody has asked anything yet.").wait_for()
    ana.get_by_role("link", name="Ask the community").click()
    ana.get_by_label("In one sentence").fill("How do I turn subtitles off?")
    ana.get_by_label("Tell more").fill("They are on in every film.")
    ana.get_by_label("Your name, as everybody reads it").fill("Ana")
    ana.wait_for_timeout(HUMAN_MS)
    ana.get_by_role("button", name="Ask everybody").click()
    ana.get_by_role("heading", name="We have your message").wait_for()
    thread = Thread.objects.get()

    ben = window(java_script_enabled=script).open("/en/community/")
    ben.get_by_role("link", name="How do I turn subtitles off?").click()
    ben.get_by_role("link", name="I can help: answer").click()
    ben.get_by_label("Your answer").fill(community.ADVICE)
    ben.get_by_label("Your name, as everybody reads it").fill("Ben")
    ben.wait_for_timeout(HUMAN_MS)
    ben.get_by_role("button", name="Publish my answer").click()
    ben.get_by_text("Thank you for helping.").wait_for()
    ben.get_by_role("link", name="Look at it").click()
    ben.get_by_role("button", name="This helped me, too").click()
    ben.get_by_text("That helps whoever comes next.").wait_for()

    ana.goto(ana.url.split("&sent")[0])
    ana.get_by_role("button", name="This helped").click()
    ana.get_by_text("it helps whoever has the same question").wait_for()
    answering.reply(thread=thread, text="Ben is right.", by=feedback.agent(), at=timezone.now())
    cleo = window(java_script_enabled=script).open(f"/en/community/{thread.reference}/")
    shown = cleo.locator("main").inner_text()
    order = ["What helped", "This helped the one who asked", community.ADVICE, "(1)", "Ben is right."]
    assert [shown.index(each) for each in order] == sorted(shown.index(each) for each in order)
    assert Standing.objects.get().by_author


def test_staff_find_the_answer_that_waits_and_thank_who_helped(window, talk):
    held = community.post(talk, "Another way", by=community.sender(timezone.now(), trapped=True), at=timezone.now())
    mona = window().sign_in(accounts.user("Community manager", first_name="Mona", last_name="Manager"))
    page = mona.open(reverse("thread_page", args=[talk.reference]))
    block = page.locator("#panel-community")
    assert "put forward" in block.inner_text()
    block.get_by_role("link", name="waits to be shown").click()
    page.get_by_role("link", name="Show it", exact=True).click()
    page.get_by_role("button").filter(has_text="Show it").click()
    page.wait_for_load_state()

    held.refresh_from_db()
    assert held.state == "shown"
    page.goto(mona.base + reverse("thread_page", args=[talk.reference]))
    block.locator("li").filter(has_text="Another way").get_by_role("link", name="Thank this customer").click()
    page.get_by_label("Your words").fill("Two ways are better.")
    page.get_by_role("button").filter(has_text="Thank this customer").click()
    page.wait_for_load_state()

    everybody = window().open(f"/en/community/{talk.reference}/")
    assert everybody.get_by_text("Two ways are better.").is_visible()


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop light", "phone dark"])
@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_every_page_fits_and_can_be_read_by_everybody(window, talk, language, size, scheme):
    post = PeerPost.objects.exclude(email="").get()
    # axe puts a style element of its own into the page, which our policy would rightly refuse.
    opened = window(size, color_scheme=scheme, bypass_csp=True)
    page = opened.open(f"/{language}/community/")
    looked_at(page)
    assert page.get_attribute("html", "lang") == language
    for path in (
        f"/{language}/community/{talk.reference}/",
        f"/{language}/community/{talk.reference}/answer/",
        f"/{language}/community/ask/",
        tokens.path(Purpose.POST, post),
        tokens.path(Purpose.CONFIRM, post),
        links.path(talk),
    ):
        opened.open(path)
        looked_at(page)


def test_mistakes_are_said_where_they_are(window, site):
    opened = window(PHONE, bypass_csp=True)
    page = opened.open("/en/community/ask/")
    page.get_by_label("Tell more").fill("They are on in every film.")
    page.get_by_role("button", name="Ask everybody").click()

    page.get_by_role("link", name="Put it in one sentence").wait_for()
    opened.complaints[:] = [each for each in opened.complaints if "400" not in each]  # the answer to the mistake itself
    assert page.get_by_label("Tell more").input_value() == "They are on in every film."
    looked_at(page)


def test_the_block_for_search_engines_is_whole_and_breaks_no_policy(window, talk):
    opened = window()
    page = opened.page
    answer = page.goto(f"{opened.base}/en/community/{talk.reference}/")
    policy = answer.headers["content-security-policy"]
    entity = json.loads(page.locator('script[type="application/ld+json"]').text_content())["mainEntity"]

    assert "unsafe-inline" not in policy
    assert {"name", "text", "answerCount", "author", "datePublished"} <= entity.keys()
    told = [*entity["acceptedAnswer"], *entity["suggestedAnswer"]]
    assert entity["answerCount"] == len(told) == 2
    for each in told:
        assert {"text", "url", "author", "datePublished", "upvoteCount"} <= each.keys()
        page.goto(each["url"].replace(each["url"].split("/en/")[0], opened.base))
        assert page.locator(f"#{each['url'].split('#')[1]}").is_visible()
    assert "thief" not in json.dumps(entity)
