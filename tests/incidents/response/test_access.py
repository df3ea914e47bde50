"""Owner, colleague, outsider: who may do what, and that a refusal changes nothing."""

import pytest

from core.accounts.models import User
from core.actor import Refused
from incidents.response import actions as response
from incidents.response.models import Impact, Incident, RoleAssignment, TimelineEntry
from tests.factories import catalogue
from tests.factories import response as people

pytestmark = pytest.mark.django_db


def acts(incident, by, at):
    """Every action by name, ready to be called on a running incident with Playback impaired."""
    user = User.objects.get_or_create(username="target")[0]
    playback = catalogue.Component.objects.filter(slug="playback").first() or catalogue.component("playback")
    call = {"incident": incident, "by": by, "at": at}
    return {
        "declare": lambda: response.declare(title="?", by=by, at=at),
        "acknowledge": lambda: response.acknowledge(**call),
        "raise": lambda: response.classify(level=catalogue.severity(5), **call),
        "lower": lambda: response.classify(level=catalogue.severity(1), reason="?", **call),
        "assign commander": lambda: response.assign(role="commander", user=user, **call),
        "assign lead": lambda: response.assign(role="communications_lead", user=user, **call),
        "assign scribe": lambda: response.assign(role="scribe", user=user, **call),
        "hand over command": lambda: response.hand_over(role="commander", to=user, note="?", **call),
        "note": lambda: response.note(text="?", **call),
        "progress": lambda: response.progress(to="identified", **call),
        "set impact": lambda: response.set_impact(component=playback, status="major_outage", **call),
        "recover": lambda: response.recover(component=playback, **call),
        "resolve": lambda: response.resolve(summary="?", **call),
        "close": lambda: response.close(reason="false_alarm", **call),
        "merge": lambda: response.merge(into=Incident.objects.exclude(pk=incident.pk).first(), **call),
        "rename": lambda: response.rename(title="?", titles={}, **call),
        "set milestone": lambda: response.set_milestone(name="detected_at", to=None, reason="?", **call),
    }


COMMANDER_ONLY = {"lower", "assign commander", "assign lead", "hand over command", "close"}
ANN_MAY = {"declare", "note"}
ALL = [
    "declare", "acknowledge", "raise", "lower", "assign commander", "assign lead", "assign scribe",
    "hand over command", "note", "progress", "set impact", "recover", "resolve", "close", "merge", "rename",
    "set milestone",
]  # fmt: skip


@pytest.fixture
def running(incident, rita, later):
    """Impaired, with a second incident beside it."""
    people.incident(by=rita)
    response.set_impact(
        incident=incident, component=catalogue.component("playback"), status="partial_outage", by=rita, at=later(1)
    )
    return incident


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Incident, Impact, RoleAssignment, TimelineEntry)]


def refused(act) -> bool:
    before = everything()
    try:
        act()
    except Refused:
        assert everything() == before
        return True
    return False


def test_the_table_names_every_action(running, rita, later):
    assert list(acts(running, rita, later(5))) == ALL


@pytest.mark.parametrize("name", ALL)
def test_the_commander_may_do_everything(running, rita, later, name):
    assert not refused(acts(running, rita, later(5))[name])


@pytest.mark.parametrize("name", ALL)
def test_a_responder_does_all_but_what_the_commander_decides(running, sam, later, name):
    assert refused(acts(running, sam, later(5))[name]) is (name in COMMANDER_ONLY)


@pytest.mark.parametrize("name", ALL)
def test_who_may_only_draft_declares_and_notes(running, ann, later, name):
    assert refused(acts(running, ann, later(5))[name]) is (name not in ANN_MAY)


@pytest.mark.parametrize("name", ALL)
def test_an_outsider_may_do_nothing(running, outsider, later, name):
    assert refused(acts(running, outsider, later(5))[name])


def test_a_reopening_is_refused_to_an_outsider(incident, rita, outsider, later):
    response.resolve(incident=incident, by=rita, at=later(1), summary="Done")

    assert refused(lambda: response.reopen(incident=incident, reason="?", by=outsider, at=later(2)))
