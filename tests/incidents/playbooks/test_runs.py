"""A playbook followed in an incident: one answer after the other, each with who, when and why."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.audit.models import AuditEvent
from core.web.errors import Invalid
from incidents.communication import actions as communication
from incidents.communication.states import Phase
from incidents.playbooks import actions, following, tasks
from incidents.playbooks.models import PlaybookRun
from incidents.playbooks.run_errors import AlreadyAnswered, AlreadyRunning, Elsewhere, InnerRunning, RunOver
from incidents.playbooks.run_states import RunState
from incidents.response import actions as response
from incidents.response.states import MoveNotAllowed
from tests.factories import communication as updates
from tests.factories import response as people
from tests.factories import runs
from tests.factories.runs import MINUTE

NOON = people.NOON
pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    return updates.incident()


@pytest.fixture
def rita():
    return people.actor()


def test_a_run_begins_at_the_first_node_and_tells_the_timeline(incident, rita):
    run = runs.start(incident)

    assert (run.node, run.state, run.version.number) == ("q1", RunState.RUNNING, 1)
    assert incident.entries.filter(kind="playbook", data__what="playbook_started").exists()
    assert AuditEvent.objects.filter(kind="incidents.playbookrun.started").count() == 1


def test_an_answer_leads_on_and_keeps_who_when_role_and_why(incident, rita):
    run = runs.start(incident)

    row = actions.answer(run=run, node="q1", answer="sessions", note="Tokens expire early.", by=rita, at=NOON + MINUTE)

    run.refresh_from_db()
    assert run.node == "s1"
    assert (row.answered_by, row.answered_at, row.role) == ("Rita Responder", NOON + MINUTE, "commander")
    assert (row.note, row.version_number) == ("Tokens expire early.", 1)
    told = incident.entries.get(data__what="playbook_answered")
    assert told.text == "Who fails? → People already signed in: Tokens expire early."


def test_unknown_asks_again_after_five_minutes(incident, rita):
    run = runs.go(runs.start(incident), "unknown")

    seen = following.one(run, NOON + 4 * MINUTE)
    assert (seen.node.key, seen.due_at, seen.is_due) == ("q1", NOON + 5 * MINUTE, False)
    assert following.one(run, NOON + 5 * MINUTE).is_due


def test_an_answer_the_question_does_not_have_changes_nothing(incident, rita):
    run = runs.start(incident)
    for answer in ("done", "perhaps"):
        with pytest.raises(Invalid):
            actions.answer(run=run, node="q1", answer=answer, by=rita, at=NOON)
    assert not run.answers.exists()


def test_the_second_answer_to_a_question_is_shown_the_first(incident, rita):
    run = runs.go(runs.start(incident), "new_sign_ins")

    with pytest.raises(AlreadyAnswered) as caught:
        actions.answer(run=run, node="q1", answer="nobody", by=people.actor("Sam Slow"), at=NOON + MINUTE)

    assert caught.value.extra["existing"]["answer"] == "new_sign_ins"
    assert "Rita Responder answered “New sign-ins”" in str(caught.value)


def test_two_unknowns_at_once_are_one(incident, rita):
    run = runs.go(runs.start(incident), "unknown")
    with pytest.raises(AlreadyAnswered):
        actions.answer(run=run, node="q1", answer="unknown", seen=0, by=rita, at=NOON)
    actions.answer(run=run, node="q1", answer="unknown", seen=1, by=rita, at=NOON)
    assert run.answers.count() == 2


def test_a_node_one_never_stood_at_cannot_be_answered(incident, rita):
    with pytest.raises(Elsewhere):
        actions.answer(run=runs.start(incident), node="q6", answer="yes", by=rita, at=NOON)


def test_a_playbook_is_followed_once_at_a_time(incident, rita):
    run = runs.start(incident)
    with pytest.raises(AlreadyRunning) as caught:
        runs.start(incident)
    assert caught.value.run == run
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaybookRun.objects.filter(pk=run.pk).update(state="ended")


def test_a_message_prepares_a_draft_and_goes_on_when_readers_were_told(incident, rita):
    run = runs.go(runs.start(incident), "new_sign_ins")
    assert (run.node, run.draft.phase) == ("m1", Phase.SCOPE)
    assert {row.language for row in run.draft.variants.all()} == {"en", "fr", "ja"}  # the approved template's words

    tasks.follow_publications(incident.pk)
    run.refresh_from_db()
    assert run.node == "m1"

    lead = updates.lead(incident)
    communication.revise(update=run.draft, version=1, texts=updates.texts(), by=lead, at=NOON)
    told = communication.publish(update=run.draft, by=lead, at=NOON + MINUTE)
    tasks.follow_publications(incident.pk)
    tasks.follow_publications(incident.pk)

    run.refresh_from_db()
    assert run.node == "s2"
    assert run.answers.get(node="m1").update == told


def test_a_message_may_be_passed_by_hand(incident, rita):
    run = runs.go(runs.start(incident), "new_sign_ins", "done")
    assert run.node == "s2"
    assert not incident.updates.drafts().exists()  # prepared, never touched, passed by: put away


def test_a_draft_somebody_has_written_on_stays_when_one_goes_on(incident, rita):
    run = runs.go(runs.start(incident), "new_sign_ins")
    communication.revise(update=run.draft, version=1, texts=updates.texts(), by=rita, at=NOON)
    runs.go(run, "done")
    assert incident.updates.drafts().count() == 1


def test_an_assignment_calls_the_roles_nobody_holds(incident, rita):
    run = runs.go(runs.start(incident), "new_sign_ins", "done", "done")
    assert run.node == "a1"
    assert sorted(incident.calls.values_list("role", flat=True)) == ["communications_lead", "expert"]
    seats = {seat.label: (seat.holders, bool(seat.call)) for seat in following.one(run, NOON).seats}
    assert seats["Incident commander"] == (("Rita Responder",), False)
    assert seats["Communications lead"] == ((), True)


def test_a_wait_lasts_until_the_promised_update(incident, rita):
    run = runs.go(runs.start(incident), "new_sign_ins", "done", "done", "done", "no", "done", "no", "done", "no")
    assert run.node == "w1"
    assert following.one(run, NOON).due_at is None

    updates.published(incident, next_update_at=NOON + 30 * MINUTE)
    run.incident.refresh_from_db()
    seen = following.one(run, NOON + 29 * MINUTE)
    assert (seen.due_at, seen.is_due) == (NOON + 30 * MINUTE, False)


def test_a_playbook_inside_is_followed_and_hands_back(incident, rita):
    outer = runs.go(runs.start(incident, "playback-failure-by-region"), "yes", "done", "done", "payment")
    inner = outer.children.get()
    assert (outer.node, inner.playbook.slug, inner.node) == ("p3", "third-party", "q1")
    with pytest.raises(InnerRunning):
        actions.answer(run=outer, node="p3", by=rita, at=NOON)

    runs.go(inner, "no")

    outer.refresh_from_db()
    assert (inner.state, inner.outcome, outer.node) == ("ended", "handed_over", "q12")
    assert outer.answers.get(node="p3").note == "Handed over"


def test_a_correction_supersedes_what_followed_and_flags_what_was_said(incident, rita):
    run = runs.go(runs.start(incident), "new_sign_ins")
    lead = updates.lead(incident)
    communication.revise(update=run.draft, version=1, texts=updates.texts(), by=lead, at=NOON)
    told = communication.publish(update=run.draft, by=lead, at=NOON)
    tasks.follow_publications(incident.pk)

    row = actions.correct(run=run, number=1, answer="sessions", note="Only tokens.", by=rita, at=NOON + MINUTE)

    run.refresh_from_db()
    assert run.node == "s1"
    assert list(run.answers.filter(superseded_by=row).values_list("node", flat=True)) == ["q1", "m1"]
    assert following.one(run, NOON).flagged == (told,)
    communication.correct(update=told, texts=updates.texts(), by=lead, at=NOON + MINUTE)
    assert following.one(run, NOON).flagged == ()


def test_a_wrong_end_is_taken_back_by_correcting(incident, rita):
    run = runs.go(runs.start(incident), "nobody", "no")
    assert (run.state, run.outcome) == ("ended", "false_alarm")

    actions.correct(run=run, number=2, answer="yes", by=rita, at=NOON)

    run.refresh_from_db()
    assert (run.state, run.outcome, run.node) == ("running", "", "m1")


def test_correcting_abandons_the_playbook_that_was_begun_on_the_wrong_answer(incident, rita):
    outer = runs.go(runs.start(incident, "playback-failure-by-region"), "yes", "done", "done", "payment")
    actions.correct(run=outer, number=4, answer="technical", by=rita, at=NOON)
    outer.refresh_from_db()
    assert (outer.node, outer.children.get().state) == ("q4", "abandoned")


def test_abandoning_needs_a_reason_and_takes_the_inner_run_along(incident, rita):
    outer = runs.go(runs.start(incident, "playback-failure-by-region"), "yes", "done", "done", "payment")
    with pytest.raises(Invalid):
        actions.abandon(run=outer, reason=" ", by=rita, at=NOON)
    actions.abandon(run=outer, reason="Wrong plan.", by=rita, at=NOON)
    assert {run.state for run in PlaybookRun.objects.all()} == {"abandoned"}
    with pytest.raises(RunOver):
        actions.answer(run=outer.children.get(), node="q1", answer="no", by=rita, at=NOON)


def test_nobody_follows_a_playbook_in_a_closed_incident(incident, rita):
    response.close(incident=incident, reason="false_alarm", by=rita, at=NOON)
    with pytest.raises(MoveNotAllowed):
        runs.start(incident)


def test_an_observer_may_neither_start_nor_answer(incident):
    olga = people.actor("Olga Observer", "Observer")
    with pytest.raises(PermissionDenied):
        runs.start(incident, by=olga)
    run = runs.start(incident)
    for act in (
        lambda: actions.answer(run=run, node="q1", answer="nobody", by=olga, at=NOON),
        lambda: actions.abandon(run=run, reason="No.", by=olga, at=NOON),
        lambda: actions.adopt_newer_version(run=run, by=olga, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act()
    run.refresh_from_db()
    assert (run.node, run.answers.count()) == ("q1", 0)
