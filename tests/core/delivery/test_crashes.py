"""Workers die, clocks differ, the database restarts: everybody is told all the same (acceptance cases D)."""

import collections
import time

import pytest
from django.db import connection

from core.delivery import dialect, fanout
from core.delivery.models import Broadcast, Delivery
from core.delivery.states import State
from tests.core.delivery import workers
from tests.factories import delivery as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.crash]


def duplicates(mailbox) -> int:
    return len(mailbox.received) - len({each.to for each in mailbox.received})


def test_d01_two_workers_tell_500_people_once(smtp_server, noon):
    make.readers(500)
    make.owed(noon)

    with workers.working(2):
        assert workers.wait_until(workers.all_told)

    assert len(smtp_server.received) == 500
    assert duplicates(smtp_server) == 0


@pytest.mark.parametrize("number", [500, 3000])
def test_d02_killed_workers_leave_nobody_out_and_repeat_at_most_one_message_per_kill(smtp_server, noon, number):
    make.readers(number)
    make.owed(noon)
    smtp_server.on_data = lambda address, raw: time.sleep(0.001)  # so that the kills hit
    plan = {"figures": {"FIRST_CHUNK": 100, "CHUNK": 400}}

    with workers.working(2, **plan) as crew:
        kills = workers.kill_at_random(crew, until=workers.all_told, **plan)

    addresses = set(Delivery.objects.values_list("address", flat=True))
    assert {each.to for each in smtp_server.received} == addresses
    assert len(addresses) == number
    assert kills > 0
    assert duplicates(smtp_server) <= kills
    ids = collections.defaultdict(set)
    for each in smtp_server.received:
        ids[each.to].add(each.message["Message-ID"])
    assert {len(each) for each in ids.values()} == {1}
    print(f"{number} told, {kills} kills, {duplicates(smtp_server)} duplicates on {connection.vendor}")


def test_d04_a_fan_out_killed_at_forty_percent_is_finished_by_another(smtp_server, noon, figures):
    figures.update({"FIRST_CHUNK": 100, "CHUNK": 100})
    make.readers(500)
    broadcast = make.owed(noon)
    steps = fanout.fan_out(broadcast)
    next(steps), next(steps)  # and the worker is gone
    assert Delivery.objects.count() == 200

    with workers.working(1):
        assert workers.wait_until(workers.all_told)

    assert len(smtp_server.received) == 500
    assert duplicates(smtp_server) == 0
    assert Delivery.objects.count() == 500


def test_d06_a_message_that_kills_its_worker_is_given_up_after_five_deaths(smtp_server, noon):
    poison, *_ = make.readers(30)
    make.owed(noon)
    deaths = 0

    while not workers.all_told() and deaths < 10:
        worker = workers.start(poison=poison.email)
        workers.wait_until(lambda worker=worker: worker.poll() is not None or workers.all_told(), seconds=30)
        deaths += worker.poll() is not None
        workers.kill(worker)

    dead = Delivery.objects.get(address=poison.email)
    assert deaths == 5
    assert (dead.state, dead.last_reply, dead.deaths) == (State.DEAD, "killed its worker", 5)
    assert len(smtp_server.received) == 29


def test_d12_a_worker_whose_clock_is_ten_minutes_ahead_sends_nothing_twice(smtp_server, noon):
    make.readers(200)
    make.owed(noon)
    smtp_server.on_data = lambda address, raw: time.sleep(0.005)

    with workers.working(1), workers.working(1, skew=600):
        assert workers.wait_until(workers.all_told)

    assert len(smtp_server.received) == 200
    assert duplicates(smtp_server) == 0


def test_m06_the_heartbeat_holds_what_a_slow_server_takes_long_for(smtp_server, noon):
    make.readers(6)
    make.owed(noon)
    smtp_server.on_data = lambda address, raw: time.sleep(2)
    figures = {"LEASE_SECONDS": 1.5, "HEARTBEAT_SECONDS": 0.4, "DRAIN_SECONDS": 30}

    with workers.working(2, figures=figures):
        assert workers.wait_until(workers.all_told)

    assert len(smtp_server.received) == 6
    assert duplicates(smtp_server) == 0


def test_what_a_machine_held_that_never_came_back_is_freed_when_its_lease_ends(smtp_server, noon):
    make.readers(3)
    broadcast = make.owed(noon)
    list(fanout.fan_out(broadcast))
    Delivery.objects.update(
        state=State.SENDING, attempts=1, lease_owner="another-machine", lease_until=dialect.database_now()
    )

    with workers.working(1):
        assert workers.wait_until(workers.all_told)

    assert len(smtp_server.received) == 3
    assert set(Delivery.objects.values_list("deaths", flat=True)) == {1}


@pytest.mark.postgres
def test_d13_a_database_that_drops_every_connection_mid_send_costs_no_message(smtp_server, noon):
    """Every backend is ended at once, as `restart -m immediate` does, without stopping other tests' server."""
    make.readers(400)
    make.owed(noon)
    smtp_server.on_data = lambda address, raw: time.sleep(0.005)

    with workers.working(2) as crew:
        assert workers.wait_until(lambda: len(smtp_server.received) > 50)
        for _ in range(3):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            time.sleep(0.3)
        assert workers.wait_until(workers.all_told)
        assert all(worker.poll() is None for worker in crew)

    assert len({each.to for each in smtp_server.received}) == 400
    assert duplicates(smtp_server) <= 2
    assert Broadcast.objects.get().fanned_out_at is not None
