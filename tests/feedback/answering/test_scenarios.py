"""Fitting scenarios: a strategy and a worked example (practice P22)."""

import pytest

from feedback.answering import scenarios


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
@pytest.mark.parametrize(
    "register", ["complaint", "problem", "question", "idea", "opportunity", "compliment", "crisis", "campaign_echo"]
)
def test_every_register_has_a_worked_scenario_in_three_languages(register, language):

    (told,) = [each.told[language] for each in scenarios.fitting(register)]
    assert told.title
    assert len(told.strategy) == 3
    assert told.said != told.answer


def test_what_nobody_has_sorted_fits_none():
    assert scenarios.fitting(None) == []


def test_a_library_adds_its_own_and_there_are_never_more_than_three():
    shipped = scenarios.shipped()[0]
    scenarios.register_source("a library", lambda register: [shipped] * 5)
    try:
        found = scenarios.fitting("complaint")
    finally:
        scenarios.forget_source("a library")

    assert len(found) == 3
    assert len(scenarios.fitting("complaint")) == 1
