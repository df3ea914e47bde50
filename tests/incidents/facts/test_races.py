"""Two people answer one question at the same moment, on a real database."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from core.web.errors import Conflict
from incidents.facts.errors import AnsweredMeanwhile
from incidents.facts.models import Fact, FactAnswer
from tests.factories import communication as updates
from tests.factories import facts as made

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """What each act returned, or the conflict it ran into."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            barrier.wait()
            results[index] = act()
        except Conflict as conflict:
            results[index] = conflict
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_the_first_answer_wins_and_the_second_person_sees_it():
    incident = updates.incident()
    people = [made.responder("Ann One"), made.responder("Bob Two")]

    results = together(
        *[
            lambda who=who, low=low: made.answered(
                incident, "affected_now", state="estimated", value={"low": low}, by=who, expected=0
            )
            for low, who in enumerate(people, start=5)
        ]
    )

    kept = [each for each in results if isinstance(each, FactAnswer)]
    refused = [each for each in results if isinstance(each, AnsweredMeanwhile)]
    assert (len(kept), len(refused)) == (1, 1), results
    assert refused[0].answer.by == kept[0].answered_by
    assert FactAnswer.objects.count() == 1


def test_two_who_answer_different_questions_do_not_disturb_each_other():
    incident = updates.incident()
    people = [made.responder("Ann One"), made.responder("Bob Two")]

    together(
        lambda: made.answered(incident, "symptom", state="estimated", by=people[0], expected=0),
        lambda: made.answered(incident, "workaround", state="estimated", by=people[1], expected=0),
    )

    assert sorted(Fact.objects.values_list("key", flat=True)) == ["symptom", "workaround"]
