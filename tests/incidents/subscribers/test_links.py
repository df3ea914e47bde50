"""A signed link opens one subscription for one purpose; anything else is a 404."""

import pytest
from django.test import Client

from core.actor import Refused
from incidents.subscribers import actions, links, policies, tokens
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import State
from incidents.subscribers.tokens import Purpose
from tests.factories import subscribers


@pytest.fixture
def ann():
    return subscribers.confirmed("ann@example.org")


@pytest.fixture
def bob():
    return subscribers.confirmed("bob@example.org")


def post(client, path):
    return client.post(path, {"do": "leave"}).status_code


def everything():
    return list(Subscriber.objects.order_by("pk").values())


def flipped(path: str, at: int) -> str:
    """The path with the lowest bit of one character of its token changed."""
    *rest, token, end = path.split("/")
    token = token[:at] + chr(ord(token[at]) ^ 1) + token[at + 1 :]
    return "/".join([*rest, token, end])


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_flipped_bit_anywhere_is_a_404(client, ann, noon, purpose):  # S09
    path = links.path(purpose, ann, at=noon)
    before = everything()

    token = path.split("/")[-2]
    answers = {post(client, flipped(path, at)) for at in range(len(token)) if token[at] not in "./"}

    assert answers == {404}
    assert everything() == before


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_cut_token_is_a_404(client, ann, noon, purpose):  # S09
    path = links.path(purpose, ann, at=noon)
    before = everything()

    assert {post(client, path[:-cut] + "/") for cut in (2, 5, 20, 44, 60)} == {404}
    assert everything() == before


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_token_of_a_replaced_key_is_a_404(client, ann, noon, purpose):  # S09
    path = links.path(purpose, ann, at=noon)
    actions.renew_links(subscriber=ann, by=policies.holder(ann), at=noon)
    before = everything()

    assert post(client, path) == 404
    assert everything() == before


@pytest.mark.parametrize("purpose", list(Purpose))
def test_anns_token_with_bobs_id_is_a_404(client, ann, bob, noon, purpose):  # S07
    path = links.path(purpose, ann, at=noon).replace(ann.public_id, bob.public_id)
    before = everything()

    assert post(client, path) == 404
    assert everything() == before


@pytest.mark.parametrize(("made_for", "used_for"), [(a, b) for a in Purpose for b in Purpose if a != b])
def test_a_token_serves_its_purpose_only(client, ann, noon, made_for, used_for):
    path = links.path(made_for, ann, at=noon).replace(f"/{made_for}/", f"/{used_for}/")
    before = everything()

    assert post(client, path) == 404
    assert everything() == before


def test_who_came_by_anns_link_may_not_touch_bob(ann, bob, noon):
    with pytest.raises(Refused):
        actions.unsubscribe(subscriber=bob, by=policies.holder(ann), at=noon)

    bob.refresh_from_db()
    assert bob.state == State.CONFIRMED


@pytest.mark.parametrize("text", ["", ".", "a.b", "x" * 3000, "%00", "💥", "a-b-c.d", "1-1-1"])
def test_nonsense_is_no_token(text):
    with pytest.raises(tokens.Unreadable):
        tokens.read(Purpose.MANAGE, text)


def test_one_click_unsubscribes_without_cookie_and_may_come_twice(ann):  # S02
    client = Client(enforce_csrf_checks=True)
    path = links.path(Purpose.UNSUBSCRIBE, ann)

    answers = [
        client.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        for _again in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any(answer.cookies for answer in answers)
    ann.refresh_from_db()
    assert (ann.state, ann.version) == (State.UNSUBSCRIBED, 3)


def test_private_pages_are_not_kept_or_told_about(client, ann):
    answer = client.get(links.path(Purpose.MANAGE, ann))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
