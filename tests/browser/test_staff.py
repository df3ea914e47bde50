"""The staff interface as people meet it: by keyboard, on a phone, in every colour mode, without script."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from incidents.communication.models import Update
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import accounts, catalogue, subscribers
from tests.factories import communication as updates
from tests.factories import response as people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def incident() -> Incident:
    return updates.incident(at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def lead(incident):
    user = accounts.user("Communications lead", first_name="Lena", last_name="Lead")
    response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=user, by=people.actor(), at=timezone.now())
    return user


def room(incident) -> str:
    return reverse("admin:room", args=[incident.pk])


def grave(page) -> list[str]:
    """What axe finds serious or critical, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in ("serious", "critical")
    ]


def fits(page) -> bool:
    """Nothing makes the page wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_double_click_publishes_once(window, incident, lead):
    """P02: the second answer shows the published update."""
    updates.draft(incident, at=timezone.now())
    page = window().sign_in(lead).open(room(incident))

    page.get_by_role("button", name="Publish").dblclick()

    page.get_by_text("Published").first.wait_for()
    page.wait_for_load_state()
    assert Update.objects.filter(state="published").count() == 1
    assert "What readers were told" in page.content()


@SIZES
def test_from_words_to_readers_by_keyboard(window, incident, lead, size):
    subscribers.crowd(3)
    opened = window(size).sign_in(lead)
    page = opened.open(room(incident))

    for number, language in enumerate(("en", "fr", "ja"), start=1):
        page.keyboard.press(f"Alt+{number}")
        page.keyboard.press("Alt+e")
        page.keyboard.type(updates.WORDS[language])
    page.get_by_text("Draft saved").first.wait_for()
    look = page.locator("#look-general-any-ja .look-body")
    look.wait_for()
    assert updates.WORDS["ja"] in look.inner_text()

    page.keyboard.press("Alt+p")
    page.keyboard.press("Enter")
    page.get_by_text("Published. 3 subscribers are being told.").wait_for()

    update = Update.objects.get()
    assert update.state == "published"
    assert set(update.variants.values_list("language", "text")) == set(updates.WORDS.items())


def test_a_note_of_a_colleague_appears_without_taking_the_cursor(window, incident, lead):
    page = window().sign_in(lead).open(room(incident))
    page.keyboard.press("Alt+e")
    page.keyboard.type("Half a sent")

    response.note(incident=incident, text="Rolled back in France.", by=people.actor(), at=timezone.now())
    page.get_by_text("Rolled back in France.").wait_for()

    page.keyboard.type("ence")
    assert page.locator("textarea:focus").input_value() == "Half a sentence"


def test_everything_works_without_script(window, incident, lead):
    page = window(java_script_enabled=False).sign_in(lead).open(room(incident))

    page.locator("[name='text-general-any-fr']").fill(updates.WORDS["fr"])
    page.locator("[name='text-general-any-en']").fill(updates.WORDS["en"])
    page.get_by_role("button", name="Publish").click()

    assert "Published." in page.content()
    assert Update.objects.get().variants.count() == 2


def test_declared_in_the_browser_one_lands_in_the_room(window):
    catalogue.severities()
    subscribers.audiences()
    page = window().sign_in(accounts.user("Incident commander")).open(reverse("admin:incidents_incident_add"))

    page.get_by_label("Title", exact=False).first.fill("Sign-in fails")
    page.get_by_role("button", name="Declare").click()

    page.get_by_role("heading", name="Sign-in fails").wait_for()
    assert page.url.endswith("/room/")


def pages_people_use(incident, lead) -> list[tuple]:
    updates.draft(incident, at=timezone.now())
    component = incident.impacts.get().component
    superuser = accounts.user(is_superuser=True, locale="fr")
    return [
        (None, reverse("admin:login")),
        (lead, reverse("admin:index")),
        (lead, room(incident)),
        (lead, reverse("admin:incidents_incident_changelist")),
        (lead, reverse("admin:incidents_incident_change", args=[incident.pk])),
        (lead, reverse("admin:incidents_incident_add")),
        (superuser, reverse("admin:incidents_component_change", args=[component.pk])),
        (superuser, reverse("admin:incidents_incident_do", args=[incident.pk, "close"])),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@SIZES
def test_no_grave_barrier_on_the_pages_people_use(window, incident, lead, size, scheme):
    barriers = {}
    for user, path in pages_people_use(incident, lead):
        # axe puts a style element of its own into the page, which our policy would rightly refuse.
        opened = window(size, color_scheme=scheme, bypass_csp=True)
        page = (opened.sign_in(user) if user else opened).open(path)
        barriers[path] = grave(page) + ([] if fits(page) else ["wider than the window"])
    assert {path: found for path, found in barriers.items() if found} == {}


def test_the_console_stays_clean_under_the_strict_policy(window, incident, lead):
    """The fixture fails the test on any complaint, a refused inline style or script included."""
    for user, path in pages_people_use(incident, lead):
        opened = window()
        answer = opened.page.context.request.get(opened.base + path)
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        (opened.sign_in(user) if user else opened).open(path)


def test_two_people_in_one_room_see_each_other_and_each_other_s_work(window, incident, lead):
    kenji = accounts.user("Subject matter expert", first_name="Kenji", last_name="Ito")
    first = window().sign_in(lead).open(room(incident))
    second = window(PHONE).sign_in(kenji).open(room(incident))
    second.get_by_text("Lena Lead is here").wait_for()
    first.locator(".groups textarea:visible").first.focus()
    second.get_by_text("Lena Lead is writing a message").wait_for(timeout=15_000)

    second.get_by_label("What you saw, did or decided").or_(second.locator(".quick-note textarea")).first.fill("Seen.")
    second.get_by_role("button", name="Note").first.click()
    first.locator("#timeline-list").get_by_text("Seen.").wait_for(timeout=15_000)
    assert fits(second)
