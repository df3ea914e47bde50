"""When it is over each customer who wrote gets a message of their own: written, started once, in a ledger."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.delivery.models import Delivery
from core.web.errors import Invalid
from feedback.loop import actions, tasks
from feedback.loop.models import ClosingRun, LoopSettings, Survey
from feedback.loop.states import AlreadyStarted, NotPersonal, NotResolved
from feedback.threads import actions as threads
from feedback.threads import policies
from feedback.threads.models import Message, Thread
from incidents.catalogue.models import Component, Region
from incidents.response import actions as response
from tests.factories import catalogue, feedback, loop
from tests.queue import work_off

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def messages() -> list[Message]:
    """The closing messages, by the customer's number."""
    rows = Message.objects.filter(
        pk__in=[line.message_id for run in ClosingRun.objects.all() for line in run.lines.all()]
    )
    return sorted(rows.select_related("thread"), key=lambda message: message.thread.pk)


def ledger(run: ClosingRun) -> list[tuple[str, str, str]]:
    return list(run.lines.order_by("pk").values_list("thread__email", "state", "reason"))


def test_each_hears_by_name_in_their_language_about_what_concerned_them_and_since_when(story, noon):
    incident, lead = story
    loop.linked(incident, 3, at=noon, component=Component.objects.get(), region=Region.objects.get())
    incident = loop.resolved(incident, lead, noon + HOUR)

    run = loop.run(incident, lead, noon + 2 * HOUR)
    work_off()

    english, french, japanese = messages()
    assert english.text.startswith("Hello Customer 0,")
    assert "Playback (France)" in english.text
    assert "13:00" in english.text
    assert loop.OVER["en"] in english.text
    assert "sorry" in english.text
    assert "Lecture (France)" in french.text
    assert loop.OVER["fr"] in french.text
    assert "再生" in japanese.text
    assert {message.kind for message in messages()} == {"private"}
    assert {message.label for message in messages()} == {"Lena Lead"}
    run.refresh_from_db()
    assert run.state == "done"
    assert Delivery.objects.filter(content__text__contains="Hello Customer 0").count() == 1


def test_started_by_a_person_it_is_our_answer_unless_the_customer_has_said_more_since(story, noon):
    incident, lead = story
    answered, asked = loop.linked(incident, 2, at=noon)
    threads.add(thread=asked, text="And my refund?", by=policies.holder(asked), at=noon + timedelta(minutes=5))
    incident = loop.resolved(incident, lead, noon + HOUR)

    loop.run(incident, lead, noon + 2 * HOUR)
    work_off()

    answered.refresh_from_db()
    asked.refresh_from_db()
    assert (answered.state, answered.awaits_human, bool(answered.first_answer_at)) == ("answered", False, True)
    assert (asked.awaits_human, asked.first_answer_at) == (True, None)
    assert len(messages()) == 2


def test_begun_by_itself_it_is_automatic_and_nobody_counts_as_answered(story, noon):
    incident, lead = story
    LoopSettings.objects.create(pk=1, auto_start=True)
    (thread,) = loop.linked(incident, 1, at=noon)
    loop.resolved(incident, lead, noon + HOUR)

    work_off()

    thread.refresh_from_db()
    (message,) = messages()
    assert (message.author, thread.awaits_human, thread.first_answer_at) == ("automatic", True, None)


def test_by_default_nothing_leaves_before_a_person_says_so(story, noon):
    incident, lead = story
    loop.linked(incident, 1, at=noon)
    loop.resolved(incident, lead, noon + HOUR)

    work_off()

    assert (ClosingRun.objects.get().state, messages()) == ("draft", [])


def test_a_complaint_gets_no_form_letter(story, noon):
    incident, lead = story
    loop.linked(incident, 1, at=noon, language="fr", register="complaint")
    response.resolve(incident=incident, by=lead, at=noon + HOUR)
    run = actions.prepare(incident=incident, by=lead, at=noon + HOUR)

    with pytest.raises(NotPersonal, match="French"):
        actions.start(run=run, by=lead, at=noon + HOUR)

    text = run.texts.get(language="fr").text + "\n\nVous avez eu raison de nous le dire."
    actions.write(run=run, language="fr", text=text, by=lead, at=noon + HOUR)
    actions.start(run=run, by=lead, at=noon + HOUR)
    work_off()
    assert "Vous avez eu raison" in messages()[0].text


def test_a_field_nobody_knows_is_refused_and_what_has_started_stays(story, noon):
    incident, lead = story
    loop.linked(incident, 1, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = actions.prepare(incident=incident, by=lead, at=noon + HOUR)

    with pytest.raises(Invalid, match="nickname"):
        actions.write(run=run, language="en", text="Dear {nickname}", by=lead, at=noon + HOUR)
    actions.start(run=run, by=lead, at=noon + HOUR)
    with pytest.raises(AlreadyStarted):
        actions.write(run=run, language="en", text="Too late", by=lead, at=noon + HOUR)


def test_the_ledger_says_why_somebody_was_not_told_and_what_failed_is_tried_again(story, noon):
    incident, lead = story
    loop.linked(incident, 1, at=noon)
    loop.linked(incident, 1, at=noon, email="no@example.org", wants_updates=False)
    (lost,) = loop.linked(incident, 1, at=noon, email="")
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = loop.run(incident, lead, noon + HOUR)
    work_off()
    assert ledger(run) == [
        ("c0@example.org", "told", ""),
        ("no@example.org", "opted_out", "unwanted"),
        ("", "failed", "no_address"),
    ]

    threads.choose(thread=lost, reply_by="link", by=feedback.agent(), at=noon + HOUR)
    assert actions.retry(run=run, by=lead, at=noon + HOUR) == 1
    work_off()

    assert [state for _email, state, _why in ledger(run)] == ["told", "opted_out", "told"]
    assert len(messages()) == 2


def test_a_letter_that_is_refused_on_its_way_becomes_a_failed_line(story, noon):
    incident, lead = story
    loop.linked(incident, 2, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = loop.run(incident, lead, noon + HOUR)
    work_off()
    told = Delivery.objects.filter(address="c0@example.org").order_by("-pk").first()
    Delivery.objects.filter(pk=told.pk).update(state="failed_permanent")

    actions.note_lost(run=run, at=noon + 2 * HOUR)

    assert [each[1:] for each in ledger(run)] == [("failed", "refused"), ("told", "")]
    assert actions.retry(run=run, by=lead, at=noon + 2 * HOUR) == 0


def test_begun_again_it_tells_those_linked_since_and_nobody_twice(story, noon):
    incident, lead = story
    loop.linked(incident, 2, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = loop.run(incident, lead, noon + HOUR)
    work_off()
    loop.linked(incident, 1, at=noon + HOUR, email="late@example.org")

    actions.start(run=run, by=lead, at=noon + 2 * HOUR)
    work_off()

    assert [message.thread.email for message in messages()] == ["c0@example.org", "c1@example.org", "late@example.org"]


def test_reopened_nobody_is_told_that_it_works_and_the_next_end_has_a_run_of_its_own(story, noon):
    incident, lead = story
    loop.linked(incident, 1, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = actions.prepare(incident=incident, by=lead, at=noon + HOUR)
    response.reopen(incident=incident, reason="It fails again.", by=lead, at=noon + 2 * HOUR)

    with pytest.raises(NotResolved):
        actions.start(run=run, by=lead, at=noon + 2 * HOUR)
    with pytest.raises(NotResolved):
        actions.prepare(incident=incident, by=lead, at=noon + 2 * HOUR)

    incident = response.resolve(incident=incident, by=lead, at=noon + 3 * HOUR)
    assert actions.prepare(incident=incident, by=lead, at=noon + 3 * HOUR).pk != run.pk


def test_a_line_that_takes_its_worker_down_is_given_up_so_that_the_others_are_told(story, noon):
    incident, lead = story
    loop.linked(incident, 2, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = loop.run(incident, lead, noon + HOUR)
    run.lines.filter(thread__email="c0@example.org").update(attempts=5)

    work_off()

    assert [each[1:] for each in ledger(run)] == [("failed", "given_up"), ("told", "")]


def test_no_supplier_is_named_in_any_closing_message(story, noon):
    incident, lead = story
    catalogue.third_party("Skyfast", fr="un de nos prestataires")
    Component.objects.update(name="Skyfast playback")
    loop.linked(incident, 3, at=noon)
    over = {language: f"{text} Skyfast." for language, text in loop.OVER.items()}
    incident = loop.resolved(incident, lead, noon + HOUR, over)

    loop.run(incident, lead, noon + HOUR)
    work_off()

    assert len(messages()) == 3
    assert "skyfast" not in " ".join(message.text for message in messages()).lower()
    sent = Delivery.objects.filter(recipient__startswith="feedback:").values_list("content__text", "content__html")
    assert "skyfast" not in " ".join(text for row in sent for text in row).lower()


def test_only_who_speaks_for_this_incident_starts_it(story, noon, outsider):
    incident, lead = story
    (thread,) = loop.linked(incident, 1, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = actions.prepare(incident=incident, by=loop.agent(), at=noon + HOUR)

    for somebody in (outsider, loop.outsider(), loop.agent(), feedback.agent("Cora Lead", "Communications lead")):
        with pytest.raises(PermissionDenied):
            actions.start(run=run, by=somebody, at=noon + HOUR)
    with pytest.raises(PermissionDenied):
        actions.write(run=run, language="en", text="Mine.", by=loop.outsider(), at=noon + HOUR)
    assert Thread.objects.get(pk=thread.pk).awaits_human


def test_with_the_closing_message_the_customer_is_asked_how_we_did(story, noon):
    incident, lead = story
    loop.linked(incident, 1, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)

    loop.run(incident, lead, noon + HOUR)
    work_off()

    (survey,) = Survey.objects.all()
    assert (survey.kind, survey.incident, survey.score) == ("after_incident", incident, None)


def test_the_job_goes_on_where_it_stopped(story, noon):
    incident, lead = story
    loop.linked(incident, 4, at=noon)
    incident = loop.resolved(incident, lead, noon + HOUR)
    run = loop.run(incident, lead, noon + HOUR)

    while actions.work(run=run, at=noon + HOUR, seconds=0.0001):
        pass
    tasks.sweep()
    work_off()

    assert len(messages()) == 4
