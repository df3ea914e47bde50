"""The linter beside the text: seen while typing, mended by a click, asked for a reason where it blocks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.communication.models import Update
from tests.factories import communication as updates
from tests.incidents.room import desk

WORDS = "Playback fails in France! We are working on it."


def write(incident) -> str:
    return reverse("admin:room_write", args=[incident.pk])


def room(incident) -> str:
    return reverse("admin:room", args=[incident.pk])


@pytest.fixture
def draft(incident) -> Update:
    return updates.draft(incident, at=timezone.now(), texts=[updates.text(WORDS)])


def remark(page: str, rule: str) -> str:
    """The value of the button that mends the first finding of `rule`."""
    opening = f"general-any-en|{rule}|"
    return opening + page.split(f'value="{opening}')[1].split('"')[0]


def test_the_remarks_stand_beside_the_text_with_their_practice(lead, incident, draft):
    page = lead.get(room(incident)).content.decode()

    assert 'id="margin-general-any-en"' in page
    assert "Calm tone" in page
    assert "P12" in page
    assert "Write “.”" in page


def test_typing_renews_the_remarks(lead, incident):
    typed = desk.form(**{"text-general-any-en": WORDS, "do": "autosave"})

    answer = lead.post(write(incident), typed, headers={"HX-Request": "true"}).content.decode()

    assert 'id="margin-general-any-en" role="group" aria-label="Wording" hx-swap-oob="true"' in answer
    assert "Calm tone" in answer


def test_one_click_mends_one_remark_and_keeps_what_was_typed(colleague, incident, draft):
    page = colleague.get(room(incident)).content.decode()
    typed = desk.of(draft, mend=remark(page, "tone"), **{"text-general-any-fr": "La lecture échoue."})

    answer = colleague.post(write(incident), typed)

    assert answer.status_code == 302
    texts = dict(draft.variants.values_list("language", "text"))
    assert texts == {"en": "Playback fails in France. We are working on it.", "fr": "La lecture échoue."}


def test_a_click_on_a_remark_that_is_no_longer_true_changes_nothing(lead, incident, draft):
    typed = desk.of(draft, mend="general-any-en|tone|text|999|1000")

    answer = lead.post(write(incident), typed, follow=True)

    assert "The text has changed since" in answer.content.decode()
    assert draft.variants.get().text == WORDS


def test_what_blocks_is_said_and_a_reason_lets_it_out(lead, incident):
    typed = desk.form(**{"text-general-any-en": "Your data is safe. Playback fails.", "do": "publish"})

    held = lead.post(write(incident), typed)
    page = held.content.decode()

    assert held.status_code == 400
    assert "Nobody has confirmed that data is safe" in page
    assert 'name="override_reason"' in page
    draft = Update.objects.get()
    assert draft.state == "draft"

    lead.post(write(incident), desk.of(draft, do="publish", override_reason="Security has read the logs."))

    draft.refresh_from_db()
    assert (draft.state, draft.override_reason) == ("published", "Security has read the logs.")


def test_a_hole_asks_for_no_reason(lead, incident):
    page = lead.post(write(incident), desk.form(**{"text-general-any-en": "Fails since XX:XX.", "do": "publish"}))

    assert page.status_code == 400
    assert 'name="override_reason"' not in page.content.decode()


def test_the_rules_stand_where_the_work_is_done(colleague, stranger, incident):
    address = reverse("admin:room_wording", args=[incident.pk])

    page = colleague.get(address)

    assert page.status_code == 200
    assert "Scope first" in page.content.decode()
    assert address in colleague.get(room(incident)).content.decode()
    assert stranger.get(address).status_code == 403
