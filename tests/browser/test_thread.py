"""Answering a customer in a real browser: two people on one conversation, drafts that survive, keys, a phone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from feedback.answering import defaults as canned
from feedback.answering.models import ReplyDraft
from feedback.threads.models import Message
from tests.browser.conftest import PHONE
from tests.factories import accounts, feedback

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "Your receiver in the kitchen lost its certificate on Tuesday night, that is all."


@pytest.fixture
def thread():
    now = timezone.now()
    feedback.registers()
    canned.seed(now)
    return feedback.thread(register="complaint", visibility="public", at=now)


def person(name):
    return accounts.user("Support agent", first_name=name, last_name="Support")


def address(thread):
    return reverse("thread_page", args=[thread.reference])


def test_two_people_on_one_conversation_see_each_other_and_lose_nothing(window, thread):
    sam, lea = window().sign_in(person("Sam")), window().sign_in(person("Lea"))
    sams, leas = sam.open(address(thread)), lea.open(address(thread))
    leas.get_by_label("Your words").fill(OWN)
    expect(leas.locator("#save-state")).to_contain_text("Draft saved")

    expect(sams.locator("#thread-here")).to_contain_text("Lea Support is writing an answer", timeout=25_000)
    sams.get_by_label("Your words").fill("Hello Ana, the repair of your television is on its way to you.")
    sams.get_by_label("Your words").press("Control+Enter")
    expect(sams.get_by_text("Sent to Ana.")).to_be_visible()

    expect(leas.locator("#thread-story")).to_contain_text("1 new message since you opened this page", timeout=15_000)
    leas.get_by_role("button", name="Send").click()
    expect(leas.get_by_role("alert")).to_contain_text("Sam Support wrote while you were writing")
    lea.complaints[:] = [said for said in lea.complaints if "409" not in said]  # the answer to the conflict itself
    expect(leas.get_by_label("Your words")).to_have_value(OWN)
    leas.get_by_role("button", name="Send").click()
    expect(leas.get_by_text("Sent to Ana.")).to_be_visible()
    assert [each.label for each in Message.objects.filter(author="staff").order_by("pk")] == [
        "Sam Support",
        "Lea Support",
    ]
    assert not ReplyDraft.objects.exists()


def test_what_is_typed_survives_a_reload_and_shows_how_the_customer_sees_it(window, thread):
    page = window().sign_in(person("Sam")).open(address(thread))
    page.get_by_label("Your words").fill("We **look** at it, {name}")

    expect(page.locator("#look")).to_contain_text("Still to be filled in: {name}")
    expect(page.locator("#look strong")).to_have_text("look")
    page.reload()

    expect(page.get_by_label("Your words")).to_have_value("We **look** at it, {name}")


def test_without_javascript_everything_works(window, thread):
    page = window(java_script_enabled=False).sign_in(person("Sam")).open(address(thread))

    page.get_by_label("Begin with a canned reply").select_option("complaint.sorry")
    page.get_by_role("button", name="Insert").click()
    expect(page.get_by_label("Your words")).to_have_value(re.compile("Hello Ana"))
    page.get_by_role("button", name="As the customer sees it").click()
    expect(page.locator("#look")).to_contain_text("Add a sentence or two about this very case")
    text = page.get_by_label("Your words").input_value()
    page.get_by_label("Your words").fill(f"{text}\n\n{OWN}")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Sent to Ana.")).to_be_visible()
    expect(page.locator("#thread-story")).to_contain_text("Tuesday night")


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_on_a_phone_nothing_is_cut_off_in_any_language(window, thread, language):
    user = person("Sam")
    user.locale = language
    user.save()
    page = window(PHONE).sign_in(user).open(address(thread))

    expect(page.locator("#answer-form textarea")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
