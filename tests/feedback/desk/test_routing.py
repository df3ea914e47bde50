"""New messages go where the rules say, and a component is proposed from their words."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from core.actor import SYSTEM
from core.text import analysis
from feedback.desk import actions, proposing, routing
from feedback.desk.models import RoutingRule
from feedback.desk.queries import rules as queries
from feedback.threads import actions as threads
from feedback.threads.models import Thread
from tests.factories import accounts, catalogue, feedback

EMPTY = {
    **dict.fromkeys(("register_id", "component_id", "region_id", "set_register_id", "assign_to_id")),
    **dict.fromkeys(("language", "origin", "words", "set_team"), ""),
    "hold": False,
}


def rule(pk: int = 1, **fields) -> SimpleNamespace:
    return SimpleNamespace(**{"pk": pk, **EMPTY, **fields})


def facts(*words: str, **fields) -> routing.Facts:
    given = {"register": None, "component": None, "region": None, "language": "en", "origin": "form"} | fields
    return routing.Facts(**given, words=frozenset(words))


@pytest.mark.parametrize(
    ("asked", "there", "meets"),
    [
        ({"words": "refund"}, facts("refund", "please"), True),
        ({"words": "charged twice"}, facts("charges", "twice"), True),
        ({"words": "charged twice"}, facts("charged"), False),
        ({"words": "nothing\nrefund"}, facts("refund"), True),
        ({"words": "返金"}, facts("返金", "金を"), True),
        ({"words": "返金"}, facts("再生"), False),
        ({"words": "!"}, facts("refund"), False),
        ({"language": "fr"}, facts(language="fr"), True),
        ({"language": "fr"}, facts(), False),
        ({"origin": "phone", "component_id": 3}, facts(origin="phone", component=3), True),
        ({"origin": "phone", "component_id": 3}, facts(origin="phone"), False),
        ({"register_id": "crisis"}, facts(), False),
    ],
)
def test_a_rule_meets_what_has_all_it_asks(asked, there, meets):
    assert routing.meets(rule(**asked), there) is meets


def test_an_earlier_rule_is_not_overruled_and_a_later_one_sees_what_it_said():
    rules = [
        rule(1, words="refund", set_register_id="problem"),
        rule(2, words="refund", set_register_id="idea", set_team="Legal"),
        rule(3, register_id="problem", assign_to_id=7),
        rule(4, language="en", hold=True),
        rule(5, language="en", set_team="Never"),
    ]

    said = routing.decide(rules, facts("refund"))

    assert (said.register, said.team, said.assignee, said.hold) == ("problem", "Legal", 7, True)
    assert said.rules == (1, 2, 3, 4)


PARTS = [
    proposing.Part(1, ("Playback", "Lecture", "再生"), is_core=True),
    proposing.Part(2, ("Sign-in", "Connexion", "ログイン")),
    proposing.Part(3, ("Other", "Autre")),
]
SIGNS = [proposing.Sign(("lecture_échoue", "video_stops", "動画_止ま"), frozenset({1, 3}))]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("playback stops", 1),
        ("cannot sign in", 2),
        ("ログインできません", 2),
        ("my videos stop always", 1),
        ("動画がすぐ止まります", 1),
        ("some other thing", None),
        ("playback and sign in", 1),
        ("hello", None),
    ],
)
def test_a_component_is_proposed_where_words_name_it_or_tell_its_symptom(words, part):
    found = proposing.guesses(frozenset(analysis.words(words)), PARTS, SIGNS)
    assert proposing.sure(found) == part


stored = pytest.mark.django_db


@stored
def test_what_comes_is_sorted_assigned_and_marked_within_one_batch(noon):
    feedback.registers()
    playback = catalogue.component("playback", names={"fr": "Lecture"})
    sam = accounts.user("Support agent", username="sam")
    RoutingRule.objects.create(name="Playback", component=playback, set_register_id="problem", assign_to=sam)
    RoutingRule.objects.create(name="Spam", position=1, words="casino", hold=True)
    mine = feedback.thread("Playback stops.", at=noon)
    spam = feedback.thread("Casino bonus!", at=noon)
    plain = feedback.thread("Hello", at=noon)

    assert actions.route_new(by=SYSTEM, at=noon + timedelta(seconds=5)) == 3

    for each in (mine, spam, plain):
        each.refresh_from_db()
    assert (mine.component, mine.component_proposed, mine.register_id, mine.assignee) == (
        playback,
        True,
        "problem",
        sam,
    )
    assert (spam.state, spam.held_for, plain.state) == ("held", "spam", "new")
    assert actions.route_new(by=SYSTEM, at=noon) == 0


@stored
def test_what_somebody_has_sorted_stays_and_a_confirmed_component_is_no_proposal(noon):
    feedback.registers()
    playback, other = catalogue.component("playback"), catalogue.component("other-thing")
    RoutingRule.objects.create(name="All of it", language="en", set_register_id="problem")
    thread = feedback.thread("Playback stops.", register="idea", component=other, at=noon)

    actions.route_new(by=SYSTEM, at=noon)
    thread.refresh_from_db()
    assert (thread.register_id, thread.component, thread.component_proposed) == ("idea", other, False)

    proposed = feedback.thread("Playback stops.", at=noon)
    actions.route_new(by=SYSTEM, at=noon)
    sorted_one = threads.triage(thread=proposed, component_id=playback.pk, by=feedback.agent(), at=noon)
    assert (sorted_one.component, sorted_one.component_proposed) == (playback, False)


@stored
def test_rules_for_people_who_have_left_move_nothing(noon):
    feedback.registers()
    RoutingRule.objects.create(name="Gone", language="en", assign_to=accounts.user(is_active=False))
    thread = feedback.thread(at=noon)

    actions.route_new(by=SYSTEM, at=noon)

    thread.refresh_from_db()
    assert thread.assignee is None


@stored
def test_what_is_held_is_shown_to_the_rules_when_it_is_let_through(noon):
    feedback.registers()
    RoutingRule.objects.create(name="All", language="en", set_register_id="problem")
    held = feedback.thread(held_for="limit", at=noon)
    assert actions.route_new(by=SYSTEM, at=noon) == 0

    threads.release(thread=held, by=feedback.agent(), at=noon)
    actions.route_new(by=SYSTEM, at=noon)

    held.refresh_from_db()
    assert held.register_id == "problem"


@stored
def test_a_trial_tells_what_would_have_moved_and_moves_nothing(noon):
    feedback.registers()
    for number in range(3):
        feedback.thread(f"Refund {number}", register="idea", at=noon)
    feedback.thread("Something else", at=noon)

    tried = queries.trial(RoutingRule(name="x", words="refunds", set_register_id="problem"))

    assert (tried.looked_at, len(tried.moved)) == (4, 3)
    assert not Thread.objects.filter(register_id="problem").exists()


@stored
@pytest.mark.parametrize("count", [1, 40])
def test_messages_that_no_rule_meets_cost_the_same_statements_however_many(noon, count, django_assert_max_num_queries):
    feedback.registers()
    RoutingRule.objects.create(name="Rare", words="casino", hold=True)
    for number in range(count):
        feedback.thread(f"Number {number}", at=noon)

    with django_assert_max_num_queries(7):
        assert actions.route_new(by=SYSTEM, at=noon) == count
