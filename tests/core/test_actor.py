import pytest

from core.actor import Actor, Kind, Refused, require


def can_knock(actor: Actor, door: object) -> bool:
    return actor.may("core.knock")


def test_a_refusal_says_which_rule_refused_whom():
    stranger = Actor(kind=Kind.VISITOR, label="stranger")

    with pytest.raises(Refused) as refusal:
        require(can_knock, stranger, "door")

    assert refusal.value.rule.endswith("can_knock")
    assert refusal.value.actor is stranger
    assert refusal.value.on == "door"


def test_a_right_opens():
    require(can_knock, Actor(kind=Kind.USER, label="guest", rights=frozenset({"core.knock"})), "door")
