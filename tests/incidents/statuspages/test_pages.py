"""What readers see when Django itself answers: sentences, languages, corrections, history."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from core.actor import SYSTEM
from incidents import signals
from incidents.response import actions as response
from incidents.response.states import State
from incidents.statuspages import labels, queries, rendering, snapshot
from incidents.statuspages.models import Publication
from tests.factories import catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sentence(at, language="en"):
    return labels.banner(queries.page(None, language, at))[1]


def test_a_quiet_page_says_that_everything_works(lumen, noon):
    catalogue.component()

    assert sentence(noon) == "Everything works."


def test_an_outage_is_said_of_what_is_out_and_where(busy, noon):
    slow = told.incident("Sign-in is slow")
    told.harm(slow, catalogue.component("payments"), "degraded_performance")
    told.update(slow)

    assert sentence(noon) == "It is us: outage of Playback (France and Japan)."


def test_many_names_become_a_number(lumen, noon):
    incident = told.incident()
    for index in range(5):
        told.harm(incident, catalogue.component(f"part-{index}"), "degraded_performance")
    told.update(incident)

    assert sentence(noon) == "It is us: problems with 5 functions."


def test_watched_recovery_is_said_as_such(lumen, noon):
    incident = told.incident()
    told.harm(incident, catalogue.component(), "degraded_performance")
    told.update(incident, state="monitoring")

    assert sentence(noon) == "It was us, and it is getting better: Playback."


def test_a_broken_promise_is_admitted(client, busy, noon, time_machine):
    time_machine.move_to(noon + timedelta(minutes=21), tick=False)

    page = client.get("/en/").content.decode()

    assert "our next update is late" in page
    assert "We are late" in page


@pytest.mark.parametrize("path", ["/", "/history/", "/history/2026-03/", "/history.atom", "/api/v2/summary.json"])
@pytest.mark.parametrize("old", [1, 40])
def test_every_page_has_its_budget_of_statements(client, busy, noon, path, old, django_assert_max_num_queries):
    told.past(old, before=noon - timedelta(days=20))

    with django_assert_max_num_queries(8):
        assert client.get(path).status_code == 200


def test_an_incident_page_has_its_budget(client, busy, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert client.get(f"/incidents/{busy.reference}/").status_code == 200


def test_a_correction_stands_beside_what_it_corrects(client, busy, noon):
    wrong = busy.updates.get()
    told.update(busy, "Only Japan is concerned.", at=noon, phase="correction", corrects=wrong)

    page = client.get(f"/en/incidents/{busy.reference}/").content.decode()

    assert page.index("This corrects what we said at") < page.index("We corrected this at")


def test_technical_detail_is_there_for_who_opens_it(client, busy):
    page = client.get(f"/en/incidents/{busy.reference}/").content.decode()

    general, detail = page.index("Playback fails in France"), page.index("Edge nodes return")
    assert general < page.index("<summary>Technical detail") < detail


def test_a_third_party_is_named_on_the_page(client, busy):
    busy.third_party = catalogue.third_party("Acme CDN", en="one of our third-party service providers")
    busy.save()

    assert "Acme CDN" in client.get(f"/incidents/{busy.reference}/").content.decode()


@pytest.mark.parametrize("hidden", ["drill", "unspoken"])
def test_what_is_not_public_does_not_exist(client, lumen, hidden):
    fields = {"kind": "drill"} if hidden == "drill" else {}
    incident = told.incident(is_public=False, **fields)
    told.update(incident)

    assert client.get(f"/incidents/{incident.reference}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/nowhere/", "en", "This page does not exist"),
        ("/fr/nowhere/", "fr", "Cette page n’existe pas"),
        ("/ja/nowhere/", "ja", "このページは存在しません"),
    ],
)
def test_a_missing_page_says_so_in_the_readers_language(client, lumen, path, language, words):
    answer = client.get(path)

    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.content.decode()
    assert words in answer.content.decode()


def test_a_chosen_language_stays_on_every_link(client, lumen):
    page = client.get("/fr/history/").content.decode()

    assert 'href="../subscribe/"' in page
    assert 'href="/ja/history/"' in page


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "3000-01", "26-01", "../etc"])
def test_a_month_that_cannot_be_does_not_exist(client, lumen, month):
    assert client.get(f"/history/{month}/").status_code == 404


def test_history_leads_to_earlier_months_and_back(client, busy, time_machine, noon):
    time_machine.move_to(noon, tick=False)

    february = client.get("/en/history/2026-02/").content.decode()

    assert "Old trouble 3" in february
    assert "Playback fails" not in february
    assert '/history/2026-03/"' in february
    assert "January 2026" not in february


def test_publishing_marks_the_page_in_the_same_transaction(busy, noon, django_capture_on_commit_callbacks):
    before = Publication.objects.get().wanted
    with django_capture_on_commit_callbacks(execute=True):
        signals.page_changed.send(sender=type(busy), by=None, at=noon)
        assert Publication.objects.get().wanted == before + 1

    row = Publication.objects.get()
    assert row.built == row.wanted


def test_no_page_holds_inline_script_or_style(busy, noon):
    html = rendering.home(queries.page(None, "en", noon), "v")

    assert "style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count("<script src=")


@pytest.mark.parametrize(("language", "words"), [("en", "Called off"), ("fr", "Annulée"), ("ja", "中止")])
def test_maintenance_called_off_is_not_said_to_be_completed(lumen, noon, language, words):
    row = told.incident("New disks", at=noon, kind="maintenance", state="scheduled", scheduled_for=noon + DAY)
    told.update(row, "You may be signed out.", at=noon, state="scheduled", phase="maintenance")
    response.cancel_maintenance(incident=row, reason="Not needed.", by=SYSTEM, at=noon)
    row.refresh_from_db()
    told.update(row, "It does not take place.", at=noon + HOUR, state="completed", phase="maintenance")

    answers = {
        (each.language, each.path): each.plain.decode()
        for each in snapshot.build(sequence=1, at=noon + DAY, previous=None).entries
        if each.kind.startswith(("text/html", "application/"))
    }
    pages = [answers[language, path] for path in (f"/incidents/{row.reference}/", "/", "/history.atom")]
    with translation.override(language):
        completed = str(State.COMPLETED.label)
    for page in pages:
        assert words in page
        assert completed not in page
    assert json.loads(answers["", "/api/v2/scheduled-maintenances.json"])["scheduled_maintenances"][0]["status"] == (
        "completed"
    )
