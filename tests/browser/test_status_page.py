"""The status page in a reader's browser: it renews itself, keeps its word, and is open to everybody."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import catalogue
from tests.factories import statuspages as told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def incident():
    told.statuspage()
    now = timezone.now()
    playback = catalogue.component("playback", names={"fr": "Lecture", "ja": "再生"})
    incident = told.incident(titles={"fr": "La lecture échoue", "ja": "再生できません"}, at=now - timedelta(minutes=20))
    told.harm(incident, playback, "major_outage", regions=[catalogue.region("france")])
    told.update(
        incident,
        {"en": "Some viewers cannot start a film."},
        at=now - timedelta(minutes=10),
        detail={"en": "Nodes answer 503."},
        next_update_at=now + timedelta(minutes=20),
    )
    return incident


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr", "ja"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_grave_for_anybody_and_nothing_to_scroll_sideways(window, incident, size, language, scheme):
    reader = window(size, color_scheme=scheme)
    for path in ("", f"incidents/{incident.reference}/", "history/"):
        page = reader.open(f"/{language}/{path}")
        found = [each for each in Axe().run(page).response["violations"] if each["impact"] in {"serious", "critical"}]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_320_pixel_screen_is_wide_enough(window, incident):
    page = window({"width": 320, "height": 600}).open("/fr/")

    assert page.evaluate("document.documentElement.scrollWidth <= 320")


def test_the_page_renews_itself_and_announces_the_news(window, incident):
    page = window().open("/en/")
    page.locator("details.detail summary").click()
    told.update(incident, "Films start again for most.", at=timezone.now(), state="monitoring")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    page.get_by_text("Films start again for most.").wait_for()
    assert "Monitoring" in page.locator("[data-announcer]").text_content()


def test_a_promise_that_passes_turns_into_an_apology_by_itself(window, incident):
    reader = window()
    reader.page.clock.install(time=timezone.now())
    page = reader.open(f"/en/incidents/{incident.reference}/")
    assert page.get_by_text("in 20 minutes").count() or page.get_by_text("in 19 minutes").count()

    page.clock.fast_forward("21:00")

    page.get_by_text("We are late").wait_for()


def test_without_script_the_page_reloads_itself_and_says_everything(window, incident):
    page = window(java_script_enabled=False).open("/en/")

    assert page.locator("noscript meta[http-equiv=refresh]").count() or "http-equiv" in page.content()
    assert page.get_by_text("Some viewers cannot start a film.").is_visible()
    assert page.locator("[data-theme-switch]").is_hidden()


def test_the_colours_chosen_are_remembered(window, incident):
    page = window(color_scheme="light").open("/en/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.locator("[data-theme-switch]").click()
    page.locator("[data-theme-switch]").click()
    page.reload()

    assert page.evaluate(ground) != light


def test_the_language_chosen_is_remembered_for_plain_addresses(window, incident):
    page = window().open("/en/")
    page.get_by_role("link", name="日本語").click()

    page.goto(page.url.replace("/ja/", "/"))

    assert page.locator("html").get_attribute("lang") == "ja"
