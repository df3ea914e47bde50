"""The classifier: highest criterion wins, every level has reasons, a worse answer never lowers it."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.web.errors import Invalid
from incidents.catalogue import severity

MILD = {
    "share": "none",
    "functions": "none",
    "whole_region": "no",
    "data_exposed": "no",
    "money_taken": "no",
    "safety": "no",
    "contract_breach": "no",
    "workaround": "yes",
    "duration": "under_15",
    "noticed": "no",
}
ANSWERS = st.fixed_dictionaries(
    {question.key: st.sampled_from(list(question.choices)) for question in severity.QUESTIONS}
)


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({}, 1),
        ({"noticed": "yes"}, 2),
        ({"noticed": "unknown"}, 2),
        ({"share": "under_5"}, 2),
        ({"functions": "non_core"}, 2),
        ({"functions": "non_core", "workaround": "no"}, 3),
        ({"share": "5_to_25"}, 3),
        ({"share": "unknown"}, 3),
        ({"functions": "one_core"}, 3),
        ({"duration": "over_60", "noticed": "yes"}, 3),
        ({"share": "25_to_50"}, 4),
        ({"share": "over_50"}, 4),
        ({"whole_region": "yes"}, 4),
        ({"money_taken": "yes"}, 4),
        ({"contract_breach": "yes"}, 4),
        ({"share": "over_50", "functions": "one_core"}, 5),
        ({"share": "over_50", "functions": "unknown"}, 5),
        ({"functions": "two_core"}, 5),
        ({"data_exposed": "yes"}, 5),
        ({"safety": "yes"}, 5),
    ],
)
def test_the_highest_criterion_that_applies_decides(answers, level):
    assert severity.suggest(MILD | answers).level == level


def test_knowing_nothing_counts_for_the_higher_level_and_says_what_to_find_out():
    suggestion = severity.suggest({})

    assert suggestion.level == 3
    assert set(suggestion.unknown) == set(severity.BY_KEY)


@given(ANSWERS)
def test_every_proposal_has_a_reason_at_its_level(answers):
    suggestion = severity.suggest(answers)

    assert 1 <= suggestion.level <= 5
    assert suggestion.reasons[0].level == suggestion.level
    assert [reason.level for reason in suggestion.reasons] == sorted(
        (r.level for r in suggestion.reasons), reverse=True
    )


@given(ANSWERS, st.sampled_from(severity.QUESTIONS), st.data())
def test_a_worse_answer_never_lowers_the_level(answers, question, data):
    choices = list(question.choices)
    worse = data.draw(st.sampled_from(choices[choices.index(answers[question.key]) :]))

    assert severity.suggest(answers | {question.key: worse}).level >= severity.suggest(answers).level


@given(ANSWERS, st.sampled_from(severity.QUESTIONS))
def test_forgetting_a_mild_answer_never_lowers_the_level(answers, question):
    mildest = next(iter(question.choices))

    forgotten = {key: answer for key, answer in answers.items() if key != question.key}

    assert severity.suggest(forgotten).level >= severity.suggest(answers | {question.key: mildest}).level


@pytest.mark.parametrize("answers", [{"share": "a lot"}, {"weather": "bad"}, {"share": ""}])
def test_what_is_no_question_or_no_answer_is_named(answers):
    with pytest.raises(Invalid, match=next(iter(answers))):
        severity.suggest(answers)


@pytest.mark.parametrize("language", ["fr", "ja"])
def test_questions_and_criteria_are_told_in_every_language(language):
    with translation.override("en"):
        english = [str(question.text) for question in severity.QUESTIONS] + [
            severity.explain(criterion.key) for criterion in severity.CRITERIA
        ]
    with translation.override(language):
        told = [str(question.text) for question in severity.QUESTIONS] + [
            severity.explain(criterion.key) for criterion in severity.CRITERIA
        ]
    assert not set(english) & set(told)
