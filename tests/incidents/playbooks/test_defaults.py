"""The playbooks we ship: complete in three languages, and always a way to an end."""

import random
from itertools import product

import pytest

from core.text.translations import Language
from incidents.catalogue import severity
from incidents.message_templates import defaults as templates
from incidents.playbooks import defaults, queries
from incidents.playbooks.flow import Given, check, walk
from incidents.playbooks.models import Playbook
from incidents.playbooks.states import DONE, UNKNOWN, NodeKind
from incidents.subscribers import defaults as subscribers
from tests.factories import catalogue
from tests.factories.response import NOON

shipped = pytest.mark.parametrize("slug", defaults.SLUGS)
LANGUAGES = tuple(Language.values)


@pytest.fixture
def seeded(db):
    subscribers.seed(NOON)
    templates.seed(NOON)
    defaults.seed(NOON)


@shipped
def test_a_shipped_playbook_has_no_finding_in_any_language(seeded, slug):
    document = defaults.shipped(slug)
    found = check(document.flow, queries.names(slug, languages=LANGUAGES))
    assert found == []
    assert set(document.title) == set(document.purpose) == set(LANGUAGES)


@shipped
def test_a_random_walk_always_comes_to_an_end(slug):
    flow = defaults.shipped(slug).flow
    for seed in range(300):
        chance, given = random.Random(seed), []
        for number in range(1, 3000):
            here = walk(flow, given)
            if here.is_over:
                break
            given.append(Given(number, here.current, _any_answer(flow.by_key[here.current], chance)))
        assert walk(flow, given).is_over, (slug, seed)


def _any_answer(node, chance):
    if node.kind != NodeKind.QUESTION:
        return DONE
    return chance.choice([answer.key for answer in node.answers] + [UNKNOWN])


@shipped
def test_customers_sentences_stand_in_templates(slug):
    messages = [node for node in defaults.shipped(slug).flow.nodes if node.kind == NodeKind.MESSAGE]
    assert all(node.template and node.phase and node.audience and node.channels for node in messages)
    assert messages or slug == "what-severity"


def test_the_severity_flow_decides_as_the_classifier_does():
    """Every combination of answers that people can give in both; nobody notices what nobody is affected by."""
    flow = defaults.shipped("what-severity").flow
    shares, functions = (
        ("none", "under_5", "5_to_25", "25_to_50", "over_50", "unknown"),
        ("none", "non_core", "one_core", "two_core"),
    )
    yes_no, seen = ("yes", "no"), set()
    for share, function, region, data, money, safety, contract, around, long, noticed in product(
        shares, functions, yes_no, yes_no, yes_no, yes_no, yes_no, yes_no, ("under_15", "over_60"), yes_no
    ):
        if noticed == "no" and (share != "none" or function != "none"):
            continue
        answers = {
            "share": share, "functions": function, "whole_region": region, "data_exposed": data, "money_taken": money,
            "safety": safety, "contract_breach": contract, "workaround": around, "duration": long, "noticed": noticed,
        }  # fmt: skip
        decided = _decided(flow, answers)
        seen.add(decided)
        assert decided == severity.suggest(answers).level, answers
    assert seen == {1, 2, 3, 4, 5}


def _decided(flow, a):
    said = {
        "q_safety": a["safety"],
        "q_data": a["data_exposed"],
        "q_core": {"two_core": "two", "one_core": "one"}.get(a["functions"], "none"),
        "q_half": "yes" if a["share"] == "over_50" else "no",
        "q_quarter": "yes" if a["share"] in ("25_to_50", "over_50") else "no",
        "q_region": a["whole_region"],
        "q_money": a["money_taken"],
        "q_contract": a["contract_breach"],
        "q_share": {"under_5": "few", "none": "none", "unknown": "not_counted"}.get(a["share"], "some"),
        "q_kind": {"one_core": "core", "non_core": "other"}.get(a["functions"], "capacity"),
        "q_workaround": a["workaround"],
        "q_notice": a["noticed"],
        "q_long": "yes" if a["duration"] == "over_60" and a["noticed"] == "yes" else "no",
    }
    key = flow.start
    while key in said:
        key = flow.by_key[key].answer(said[key]).next
    return int(key.removeprefix("s"))


def test_seeding_twice_changes_nothing_and_keeps_what_people_changed(seeded):
    playbook = Playbook.objects.get(slug="third-party")
    playbook.symptoms = ["ours"]
    playbook.save()

    defaults.seed(NOON)

    assert Playbook.objects.count() == len(defaults.SLUGS)
    assert Playbook.objects.get(slug="third-party").symptoms == ["ours"]
    assert playbook.versions.count() == 1


def test_components_that_come_later_are_joined(seeded):
    catalogue.component("sign-in")
    defaults.seed(NOON)
    assert [row.slug for row in Playbook.objects.get(slug="sign-in-outage").components.all()] == ["sign-in"]
