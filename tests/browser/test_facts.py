"""The ledger in a real browser: on a phone, without script, in three languages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.facts import queries
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.response.states import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_staff import fits, grave
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import response as people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def incident() -> Incident:
    return updates.incident(at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def expert(incident):
    user = accounts.user("Subject matter expert", first_name="Elsa", last_name="Expert")
    response.assign(incident=incident, role=Role.EXPERT, user=user, by=people.actor(), at=timezone.now())
    return user


def room(incident) -> str:
    return reverse("admin:room", args=[incident.pk])


def test_a_fact_is_answered_in_the_room_without_script(window, incident, expert):
    page = window(PHONE, java_script_enabled=False).sign_in(expert).open(room(incident))

    line = page.locator("#fact-symptom")
    line.locator("summary").click()
    line.locator("textarea[name=text_en]").fill("Films do not start.")
    line.locator("textarea[name=text_ja]").fill("映画が始まりません。")
    line.get_by_label("Confirmed").check()
    line.get_by_role("button", name="Keep this answer").click()

    answer = queries.answers(incident)["symptom"]
    assert (answer.state, answer.by) == ("confirmed", "Elsa Expert")
    assert answer.texts == {"en": "Films do not start.", "ja": "映画が始まりません。"}
    assert page.locator("#fact-symptom .pill").inner_text() == "Confirmed"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Needed now"), ("fr", "Nécessaires maintenant"), ("ja", "今必要")],
)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_ledger_fits_and_reads_in_three_languages(window, incident, expert, language, words, size):
    expert.locale = language
    expert.save(update_fields=["locale"])
    scheme = "dark" if language == "fr" else "light"
    # axe puts a style element of its own into the page, which our policy would rightly refuse.
    opened = window(size, color_scheme=scheme, bypass_csp=True).sign_in(expert)

    page = opened.open(room(incident))
    assert words in page.locator("#panel-facts").inner_text()
    assert fits(page)

    page = opened.open(reverse("admin:room_fact", args=[incident.pk, "eta"]))
    assert fits(page)
    assert grave(page) == []
