"""The pages of a subscription as a person meets them: with and without script, in three languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from incidents.subscribers import links
from incidents.subscribers.models import Subscriber
from incidents.subscribers.tokens import Purpose
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import catalogue, subscribers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def playback():
    subscribers.audiences()
    catalogue.region("japan")
    return catalogue.component("playback")


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_the_pages_fit_and_can_be_read_by_everybody(window, playback, language, size):
    ann = subscribers.confirmed("ann@example.org", language=language, components=[playback])
    opened = window(size)

    for path in (f"/{language}/subscribe/", links.path(Purpose.MANAGE, ann), links.path(Purpose.UNSUBSCRIBE, ann)):
        page = opened.open(path)
        for summary in page.locator("main details > summary").all():
            summary.click()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_mistake_is_shown_and_everything_else_is_kept(window, playback, script):
    opened = window(PHONE, java_script_enabled=script)
    page = opened.open("/en/subscribe/")
    page.get_by_text("Choose what you hear about").click()
    page.get_by_label("Only some components").check()
    page.get_by_label("Playback").check()
    page.get_by_label("Your e-mail address").fill("ann@")

    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("alert").get_by_role("link").click()

    assert page.get_by_label("Your e-mail address").input_value() == "ann@"
    assert page.get_by_label("Playback").is_checked()
    opened.complaints.clear()  # the browser complains of the answer's status 400

    page.get_by_label("Your e-mail address").fill("ann@example.org")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check your mailbox").wait_for()
    assert [row.slug for row in Subscriber.objects.get().components.all()] == ["playback"]
