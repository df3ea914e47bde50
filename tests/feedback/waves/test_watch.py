"""From what customers write to a proposal: once, soon, and with its evidence."""

from datetime import timedelta

import pytest

from core.actor import SYSTEM
from feedback.threads.models import Thread
from feedback.waves import actions
from feedback.waves.models import Wave, WaveSettings
from feedback.waves.states import State
from incidents.alerts import actions as alerts
from incidents.alerts.models import Alert, Proposal
from incidents.alerts.states import State as ProposalState
from incidents.response.models import Incident
from tests.factories import catalogue, communication, feedback, subscribers
from tests.factories import response as people
from tests.queue import work_off

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def playback(noon):
    feedback.registers()
    subscribers.audiences()
    catalogue.severities()
    return catalogue.component("playback", regions=(catalogue.region("japan"),))


def write(count, at, *, component=None, start=0, **fields):
    """`count` customers, one every ten seconds."""
    return [
        feedback.thread(
            at=at + timedelta(seconds=10 * number),
            email=f"c{start + number}@example.org",
            component=component,
            **fields,
        )
        for number in range(count)
    ]


def look(at):
    return actions.watch(by=SYSTEM, at=at)


def test_the_eighth_customer_makes_a_wave_within_a_minute(playback, noon):
    write(7, noon, component=playback)
    assert look(noon + 2 * MINUTE) == []

    write(1, noon + 2 * MINUTE, component=playback, start=7)
    (wave,) = look(noon + 2 * MINUTE + timedelta(seconds=15))

    proposal = wave.proposal
    assert (proposal.component, proposal.first_at, proposal.firing) == (playback, noon, 8)
    assert proposal.title == "Customers report trouble: Playback"
    assert "8 customers wrote" in proposal.text


def test_what_customers_wrote_stays_with_those_who_listen_to_them(playback, noon):
    write(9, noon, component=playback, text="My secret diary does not play, says Ana.")

    look(noon + 2 * MINUTE)

    told = " ".join([*Proposal.objects.values_list("title", flat=True), *Alert.objects.values_list("title", flat=True)])
    assert "secret" not in told
    assert "Ana" not in told


def test_one_wave_is_one_proposal_however_often_one_looks(playback, noon):
    write(9, noon, component=playback)
    for seconds in range(0, 600, 60):
        look(noon + 2 * MINUTE + timedelta(seconds=seconds))
    write(5, noon + 10 * MINUTE, component=playback, start=20)
    look(noon + 11 * MINUTE)

    assert (Wave.objects.count(), Proposal.objects.count()) == (1, 1)
    assert Proposal.objects.get().firing == 14


def test_when_it_is_quiet_again_the_wave_is_over_and_the_next_one_is_new(playback, noon):
    write(9, noon, component=playback)
    look(noon + 2 * MINUTE)
    look(noon + 70 * MINUTE)
    assert Wave.objects.get().state == State.OVER
    assert Proposal.objects.get().state == ProposalState.EXPIRED

    write(9, noon + 90 * MINUTE, component=playback, start=50)
    look(noon + 92 * MINUTE)

    assert Wave.objects.count() == 2


def test_one_person_writing_often_spam_and_kind_words_are_no_wave(playback, noon):
    for number in range(12):
        feedback.thread(at=noon + number * MINUTE / 4, component=playback)
    write(12, noon, component=playback, start=100, held_for="spam")
    write(12, noon, component=playback, start=200, register="compliment", text="Not bad at all.")
    write(12, noon, component=playback, start=300, text="Hello, I like the new film.")

    assert look(noon + 4 * MINUTE) == []


def test_reports_of_a_known_incident_are_suggested_to_it_and_propose_nothing(playback, noon):
    incident = communication.incident(at=noon, impacts=[people.response.ImpactInput(playback, "major_outage", None)])
    write(9, noon + MINUTE, component=playback)
    (wave,) = look(noon + 3 * MINUTE)
    work_off()

    assert wave.incident == incident
    assert not Proposal.objects.exists()
    assert {link.state for thread in _all() for link in thread.incident_links.all()} == {"suggested"}


def _all():
    return Thread.objects.prefetch_related("incident_links")


def test_an_accepted_proposal_links_its_reports_and_the_first_complaint_enters_the_measures(playback, noon):
    write(9, noon, component=playback)
    (wave,) = look(noon + 2 * MINUTE)
    incident = alerts.accept(proposal=wave.proposal, by=people.actor(), at=noon + 5 * MINUTE)
    work_off()
    write(2, noon + 6 * MINUTE, component=playback, start=30)
    look(noon + 7 * MINUTE)
    work_off()

    incident = Incident.objects.get(pk=incident.pk)
    assert (incident.impact_started_at, incident.detected_at, incident.first_reported_at) == (noon, noon, noon)
    states = [link.state for thread in _all() for link in thread.incident_links.all()]
    assert (states.count("linked"), states.count("suggested")) == (9, 2)


def test_what_somebody_set_aside_is_not_proposed_again(playback, noon):
    write(9, noon, component=playback)
    (wave,) = look(noon + 2 * MINUTE)
    alerts.dismiss(proposal=wave.proposal, reason="A campaign.", by=people.actor(), at=noon + 3 * MINUTE)
    write(9, noon + 4 * MINUTE, component=playback, start=30)
    look(noon + 6 * MINUTE)

    assert Proposal.objects.count() == 1


def test_a_supplier_in_everybodys_words_goes_by_its_alias(playback, noon):
    catalogue.third_party("Skyfast")
    write(9, noon, text="Skyfast does not work")
    (wave,) = look(noon + 2 * MINUTE)

    assert wave.topic
    assert "skyfast" not in f"{wave.proposal.title} {wave.proposal.text}".lower()


def test_nobody_watches_where_it_is_switched_off(playback, noon):
    WaveSettings.objects.create(pk=1, watches=False)
    write(20, noon, component=playback)

    assert look(noon + 4 * MINUTE) == []


def test_looking_costs_the_same_for_nine_reports_and_for_forty(playback, noon, django_assert_max_num_queries):
    write(3, noon, component=playback)
    with django_assert_max_num_queries(3):
        look(noon + 2 * MINUTE)
    for week in range(1, 7):
        write(4, noon - timedelta(weeks=week), component=playback, start=1000 * week)
    write(40, noon, component=playback, start=50)
    with django_assert_max_num_queries(60):
        look(noon + 8 * MINUTE)
    with django_assert_max_num_queries(16):
        look(noon + 8 * MINUTE)


def test_who_names_nothing_is_counted_with_those_who_say_the_same(playback, noon):
    write(9, noon, component=playback, text="The film does not start")
    look(noon + 2 * MINUTE)
    write(9, noon + 3 * MINUTE, start=30, text="My film will not start")
    look(noon + 5 * MINUTE)

    assert (Wave.objects.count(), Wave.objects.get().reports) == (1, 18)


def test_a_wave_of_words_learns_the_component_when_people_name_it(playback, noon):
    write(9, noon, text="The film does not start", region=playback.regions.get())
    look(noon + 2 * MINUTE)
    assert Wave.objects.get().component is None

    write(9, noon + 3 * MINUTE, component=playback, start=30, text="Sound never comes back")
    look(noon + 5 * MINUTE)

    (wave,) = Wave.objects.all()
    assert (wave.component, wave.proposal.component) == (playback, playback)
