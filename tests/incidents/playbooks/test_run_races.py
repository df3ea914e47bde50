"""Two people at one question: the first wins, the second sees who answered what. On a real database."""

import pytest

from incidents.playbooks import actions
from incidents.playbooks.models import PlaybookRun, RunAnswer
from incidents.playbooks.run_errors import AlreadyAnswered, AlreadyRunning
from tests.factories import communication as updates
from tests.factories import response as people
from tests.factories import runs
from tests.incidents.communication.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOON = people.NOON


def test_two_answers_at_once_are_one_and_the_second_is_shown_the_first():
    run = runs.start(updates.incident())
    both = [(people.actor("Ann Answers"), "new_sign_ins"), (people.actor("Bob Answers"), "nobody")]

    outcomes = at_once(
        *[
            lambda by=by, answer=answer: actions.answer(run=run, node="q1", answer=answer, seen=0, by=by, at=NOON)
            for by, answer in both
        ]
    )

    won = [each for each in outcomes if isinstance(each, RunAnswer)]
    lost = [each for each in outcomes if isinstance(each, AlreadyAnswered)]
    assert (len(won), len(lost)) == (1, 1), outcomes
    assert lost[0].extra["existing"]["answered_by"] == won[0].answered_by
    assert run.answers.count() == 1


def test_the_same_unknown_twice_at_once_is_one():
    run = runs.start(updates.incident())
    by = people.actor()
    outcomes = at_once(*[lambda: actions.answer(run=run, node="q1", answer="unknown", seen=0, by=by, at=NOON)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyAnswered", "RunAnswer"]


def test_two_starts_at_once_are_one_run():
    incident = updates.incident()
    playbook = runs.shipped()
    by = people.actor()
    outcomes = at_once(*[lambda: actions.start(incident=incident, playbook=playbook, by=by, at=NOON)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyRunning", "PlaybookRun"], outcomes
    assert PlaybookRun.objects.count() == 1
    assert next(each for each in outcomes if isinstance(each, AlreadyRunning)).run == PlaybookRun.objects.get()
