"""The figures of a period, counted by the database; each opens its conversations; and the rows to take away."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit.models import AuditEvent
from feedback.answering import actions as answering
from feedback.insight import actions, queries
from feedback.insight.measures import Kept
from feedback.insight.rows import COLUMNS
from feedback.threads import actions as threads
from feedback.threads.api.filters import ThreadFilter
from feedback.threads.models import Thread
from tests.factories import accounts, catalogue, feedback

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def report(at, by="register", rows=None):
    rows = Thread.objects.all() if rows is None else rows
    return queries.report(rows, by=by, since=MARCH, until=MARCH + 31 * DAY, at=at)


def answered(after: timedelta, *, at, **fields) -> Thread:
    thread = feedback.thread(at=at, email="", **{"register": "problem", **fields})
    answering.reply(thread=thread, text="Restart it once, Ana.", by=feedback.agent(), at=at + after)
    return thread


@pytest.fixture
def registers():
    feedback.registers()


@pytest.fixture
def story(registers, noon):
    """Problems (half an hour to answer): two in time, one late, one nobody answers; and an idea with time left."""
    for minutes in (10, 20, 60):
        answered(minutes * MINUTE, at=noon)
    feedback.thread(register="problem", at=noon, email="")
    feedback.thread(register="idea", at=noon, email="")
    return noon + 2 * HOUR


def test_each_target_says_how_often_it_was_kept_and_of_how_many(story):
    total = report(story).total

    assert (total.received, total.answered, total.waiting, total.overdue) == (5, 3, 2, 2)
    assert total.answer == Kept(met=2, missed=2)
    assert total.to_answer.middle == 20 * 60
    assert (total.to_answer.low, total.to_answer.high) == (15 * 60, 40 * 60)


def test_it_is_broken_down_and_what_nobody_sorted_has_its_own_line(story, noon):
    feedback.thread(at=noon, email="")

    groups = {each.value: each.figures for each in report(story).groups}

    assert {value: each.received for value, each in groups.items()} == {"problem": 4, "idea": 1, "": 1}
    assert groups["problem"].answer == Kept(met=2, missed=2)
    assert groups["idea"].answer.share is None


def test_by_component_region_and_language_alike(registers, noon):
    box, france = catalogue.component("box"), catalogue.region("france")
    feedback.thread(at=noon, email="", component=box, region=france, language="fr")

    for by, value in (("component", "box"), ("region", "france"), ("language", "fr")):
        assert [each.value for each in report(noon, by).groups] == [value]


def test_held_and_merged_ones_and_those_of_another_time_do_not_count(registers, noon):
    feedback.thread("Cheap watches", at=noon, email="", held_for="spam")
    feedback.thread(at=noon + 60 * DAY, email="")
    kept, twice = (feedback.thread(at=noon, email="") for _each in range(2))
    Thread.objects.filter(pk=twice.pk).update(merged_into=kept)

    assert report(noon).total.received == 1


def test_a_handful_says_nothing_about_a_trend(story, noon):
    assert not report(story).has_trend
    for number in range(30):
        feedback.thread(at=noon + number * DAY / 4, email="")
    found = report(story)
    assert found.has_trend
    assert sum(span.received for span in found.trend) == found.total.received == 35


@pytest.mark.parametrize("target", ["met", "missed"])
def test_each_number_opens_exactly_its_conversations(story, target, settings):
    figures = report(datetime.now(UTC)).total.answer

    rows = ThreadFilter({target: ["answer"]}, queryset=Thread.objects.all()).qs

    assert rows.count() == getattr(figures, target)


def test_statements_are_constant(story, noon):
    with CaptureQueriesContext(connection) as few:
        report(story)
    for _each in range(20):
        answered(5 * MINUTE, at=noon)
    with CaptureQueriesContext(connection) as many:
        report(story)
    assert len(few) == len(many) <= 7


def test_the_page_links_each_number_and_says_its_n(client, story, noon):
    client.force_login(accounts.user("Support agent"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("admin:feedback_measures"), {"since": "2026-03-01", "until": "2026-03-31"})

    words = page.content.decode()
    assert "missed=answer" in words
    assert "n = 4" in words
    assert "say nothing about a trend" in words
    assert "export.csv" not in words
    assert len(asked) <= 20


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_pictures_are_drawn_in_every_language(client, story, noon, language):
    """A browser reads lengths with a point; French writes a comma."""
    client.force_login(accounts.user("Head of customer service", locale=language))
    page = client.get(
        reverse("admin:feedback_measures"), {"since": "2026-03-01", "until": "2026-03-31"}
    ).content.decode()

    lengths = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"', page)
    assert len(lengths) > 50
    assert [each for each in lengths if "," in each] == []


def test_the_page_is_for_who_listens(client, story):
    client.force_login(accounts.user("Observer"))
    assert client.get(reverse("admin:feedback_measures")).status_code == 403
    client.force_login(accounts.user("Support agent"))
    assert client.get(reverse("admin:feedback_measures_export", args=["csv"])).status_code == 403


def test_x04_a_cell_that_would_run_is_made_text_and_no_address_is_in_it(registers, client, noon):
    for text in ("=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)"):
        feedback.thread(text, at=noon, email="ana@example.org", name="Ana Silva")
    client.force_login(accounts.user("Head of customer service"))

    answer = client.get(
        reverse("admin:feedback_measures_export", args=["csv"]), {"since": "2026-03-01", "until": "2026-03-31"}
    )
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")

    subjects = [row["subject"] for row in csv.DictReader(io.StringIO(text))]
    assert subjects == ["'=cmd|' /C calc'!A0", "'+1+1", "'-2", "'@SUM(A1)"]
    assert "ana@" not in text
    assert "Silva" not in text
    event = AuditEvent.objects.get(kind="feedback.thread.exported")
    assert event.data["form"] == "csv"
    assert event.data["asked"]["created_after"].startswith("2026-03-01")


def test_a_program_has_the_figures_and_the_rows(client, story):
    header = accounts.authorization("feedback:read", owner=accounts.user("Head of customer service"))
    period = {"created_after": "2026-03-01T00:00:00Z", "created_before": "2026-04-01T00:00:00Z"}

    found = client.get("/api/v1/feedback-measures/", {**period, "by": "register"}, **header).json()
    assert found["total"]["answer"]["met"] == 2
    assert found["trend"] == []
    rows = client.get("/api/v1/feedback-measures/export/", {**period, "as": "json", "register": "idea"}, **header)
    assert [row["register"] for row in json.loads(b"".join(rows.streaming_content))] == ["idea"]
    for query, field in (({"by": "mood"}, "by"), ({"colour": "red"}, "colour")):
        answer = client.get("/api/v1/feedback-measures/", {**period, **query}, **header)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    reader = accounts.authorization("feedback:read", owner=accounts.user("Support agent"))
    assert client.get("/api/v1/feedback-measures/export/", **reader).status_code == 403
    assert client.get("/api/v1/feedback-measures/", **reader).status_code == 200


def test_only_who_may_takes_rows_away(story):
    with pytest.raises(PermissionDenied):
        actions.export(threads=Thread.objects.all(), form="csv", asked={}, by=feedback.agent(), at=story)
    assert not AuditEvent.objects.filter(kind="feedback.thread.exported").exists()


def test_what_was_closed_before_its_time_owed_no_answer(registers, noon):
    thread = feedback.thread("Thank you!", register="idea", at=noon, email="")
    threads.close(thread=thread, by=feedback.agent(), at=noon + HOUR)

    assert report(noon + 9 * DAY).total.answer == Kept(0, 0)


def export(client, shape: str, **asked: str) -> str:
    period = {"since": "2026-03-01", "until": "2026-03-31", **asked}
    answer = client.get(reverse("admin:feedback_measures_export", args=[shape]), period)
    assert answer.streaming
    assert answer["Content-Disposition"].startswith("attachment;")
    return b"".join(answer.streaming_content).decode()


def test_both_exports_have_the_same_columns_and_a_spreadsheet_knows_their_letters(client, story, noon):
    feedback.thread("映像が止まります。Ça coupe.", at=noon, email="", language="ja")
    client.force_login(accounts.user("Head of customer service"))

    text, told = export(client, "csv"), json.loads(export(client, "json"))

    assert text.startswith("\ufeffreference,created_at,origin,")  # without the mark Excel reads it as Latin letters
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [*lines[0]] == [*told[0]] == [*COLUMNS]
    assert [line["reference"] for line in lines] == [row["reference"] for row in told]
    assert lines[-1]["subject"] == told[-1]["subject"] == "映像が止まります。Ça coupe."
    assert {line["awaits_human"] for line in lines} == {"yes", "no"}


@pytest.mark.parametrize("shape", ["csv", "json"])
def test_an_export_costs_the_same_statements_however_long(client, story, noon, shape):
    client.force_login(accounts.user("Head of customer service"))
    export(client, shape)
    with CaptureQueriesContext(connection) as few:
        export(client, shape)
    component, region = catalogue.component("box"), catalogue.region("france")
    for _each in range(30):
        feedback.thread(at=noon, email="", component=component, region=region)
    with CaptureQueriesContext(connection) as many:
        export(client, shape)

    assert len(few) == len(many)


def test_the_period_that_is_meant_stands_in_the_fields(client, story):
    client.force_login(accounts.user("Support agent"))

    form = client.get(reverse("admin:feedback_measures")).context["form"]

    assert (form["since"].value(), form["until"].value()) == (str(form.cleaned_data["since"]), str(form.today))
