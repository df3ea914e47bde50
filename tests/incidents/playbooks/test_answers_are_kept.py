"""What was answered in a run stays: the database refuses to rewrite or delete it (domain: Playbooks)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from incidents.playbooks import actions
from incidents.playbooks.models import RunAnswer
from tests.factories import response as people
from tests.factories import runs
from tests.factories.response import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer():
    """The one at the first question; a second follows from it."""
    run = runs.go(runs.start(people.incident()), "new_sign_ins")
    return run.answers.get(node="q1")


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "everybody"},
        {"note": "rewritten"},
        {"node": "q2"},
        {"answered_by": "Somebody Else"},
        {"answered_at": NOON + timedelta(days=1)},
        {"role": "commander"},
        {"number": 90},
        {"version_number": 9},
        {"corrects": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_answer_is_written_once(answer, change):
    if change == {"role": "commander"}:
        change = {"role": "scribe" if answer.role != "scribe" else "expert"}
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        RunAnswer.objects.filter(pk=answer.pk).update(**change)


def test_an_answer_is_never_deleted_nor_is_its_run(answer):
    for rows in (RunAnswer.objects.filter(pk=answer.pk), type(answer.run).objects.filter(pk=answer.run_id)):
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            rows.delete()
    assert RunAnswer.objects.filter(pk=answer.pk).exists()


def test_a_correction_takes_it_off_the_path_once_and_for_good(answer):
    actions.correct(run=answer.run, number=answer.number, answer="sessions", by=people.actor(), at=NOON)
    answer.refresh_from_db()
    assert answer.superseded_by is not None

    for other in (None, answer):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            RunAnswer.objects.filter(pk=answer.pk).update(superseded_by=other)
