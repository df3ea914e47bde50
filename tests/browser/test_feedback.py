"""Writing to us as a person meets it: two steps, with and without script, on a telephone, in three languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from feedback.answering import actions as answering
from feedback.threads import links
from feedback.threads.models import Attachment, Thread
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import catalogue, feedback
from tests.factories import statuspages as told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    + b"\0" * 40
)


@pytest.fixture
def trouble():
    feedback.registers()
    told.statuspage()
    for slug in ("france", "japan"):
        catalogue.region(slug)
    incident = told.incident("Films do not start", at=timezone.now(), titles={"fr": "Les films ne démarrent pas"})
    told.harm(incident, catalogue.component("playback"))
    told.update(incident, {"en": "Many viewers cannot start a film.", "fr": "Des films ne démarrent pas."})
    return incident


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}]


def looked_at(page):
    """Nothing sticks out, nobody is left out; what looks needs script itself."""
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_two_steps_from_the_incident_to_the_reference(window, trouble, size, script):
    opened = window(size, java_script_enabled=script)
    page = opened.open("/en/")
    page.get_by_role("link", name="Does this concern you? Tell us").click()
    assert page.get_by_label("Something does not work").is_checked()
    assert page.get_by_label("Which function?").locator("option:checked").text_content() == "Playback"
    page.get_by_label("Tell us").fill("Every film stays black.")
    if script:
        page.get_by_role("heading", name="We may know about this already").wait_for()
        looked_at(page)

    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Films do not start").wait_for()
    assert not Thread.objects.exists()
    assert not page.get_by_label("Your telephone number").is_visible()
    page.get_by_label("Call me back").check()
    assert page.get_by_label("Your telephone number").is_visible()
    page.get_by_label("By e-mail").check()
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_label("Pictures or files").set_input_files(
        [{"name": "screen.png", "mimeType": "image/png", "buffer": PNG}]
    )
    if script:
        looked_at(page)
    page.wait_for_timeout(3_100)  # who is faster than a person is held
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Send my message all the same").click()

    page.get_by_role("heading", name="We have your message").wait_for()
    thread = Thread.objects.get()
    assert (thread.state, Attachment.objects.get().message.thread) == ("new", thread)
    assert page.get_by_text(thread.reference, exact=True).is_visible()
    assert page.get_by_text("You have our answer by").is_visible()
    if script:
        looked_at(page)


def test_a_second_thought_loses_nothing(window, trouble):
    page = window(PHONE).open("/en/feedback/")
    page.get_by_label("Tell us").fill("Black screen")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Your e-mail address").fill("ana@example.org")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("Tell us").fill("Black screen on every film")
    page.get_by_role("button", name="Next").click()

    assert page.get_by_label("Your e-mail address").input_value() == "ana@example.org"
    page.wait_for_timeout(3_100)
    page.get_by_label("Your name").press("Enter")

    page.get_by_role("heading", name="We have your message").wait_for()
    assert Thread.objects.get().messages.get().text == "Black screen on every film"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_the_customers_page_fits_and_can_be_read_by_everybody(window, trouble, language, size, scheme):
    thread = feedback.thread(language=language, at=timezone.now())
    answering.reply(thread=thread, text="We are sorry, Ana. Restart it once.", by=feedback.agent(), at=timezone.now())

    page = window(size, color_scheme=scheme).open(links.path(thread))
    page.locator("details.more > summary").click()

    assert page.get_attribute("html", "lang") == language
    assert page.get_by_text("We are sorry, Ana.").is_visible()
    looked_at(page)
    page.locator("[name=do][value=close]").click()
    page.locator("[name=do][value=reopen]").wait_for()
    thread.refresh_from_db()
    assert thread.state == "closed"
