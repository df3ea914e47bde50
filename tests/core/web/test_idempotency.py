"""The same POST twice is one deed (reliability: I04)."""

import threading

import pytest
import time_machine
from django.db import OperationalError, connection

from core.accounts import bearer
from core.accounts.models import ApiToken
from core.web import idempotency
from core.web.models import IdempotencyKey
from tests.factories import accounts
from tests.factories.probe import PROBE, calls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.factories.probe")]


@pytest.fixture(autouse=True)
def _no_calls_yet():
    calls.clear()


@pytest.fixture
def header():
    return accounts.authorization("incidents:write")


def post(client, header, body, key="k-1"):
    return client.post(PROBE, body, content_type="application/json", headers={"Idempotency-Key": key}, **header)


def test_the_same_body_is_answered_again_and_done_once(client, header):
    first, second = (post(client, header, {"name": "Lyon"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert calls == ["Lyon"]


def test_another_body_under_the_same_key_is_a_422(client, header):
    post(client, header, {"name": "Lyon"})

    answer = post(client, header, {"name": "Nice"})

    assert answer.status_code == 422
    assert calls == ["Lyon"]


def test_a_key_whose_work_still_runs_is_a_409_with_a_wait(client, header):
    post(client, header, {"name": "Lyon"})
    IdempotencyKey.objects.update(status=None, body=b"")

    answer = post(client, header, {"name": "Lyon"})

    assert answer.status_code == 409
    assert answer["Retry-After"] == "1"
    assert calls == ["Lyon"]


def test_another_tokens_key_is_another_key(client, header):
    post(client, header, {"name": "Lyon"})

    answer = post(client, accounts.authorization("incidents:write"), {"name": "Nice"})

    assert answer.status_code == 201
    assert calls == ["Lyon", "Nice"]


@pytest.mark.parametrize("body", [{"name": "refuse"}, {"name": "conflict"}, {"nome": "Lyon"}])
def test_what_failed_leaves_the_key_free(client, header, body):
    failed = post(client, header, body)

    assert failed.status_code >= 400
    assert post(client, header, {"name": "Lyon"}).status_code == 201


def test_a_crash_in_the_middle_leaves_the_key_free(client, header):
    client.raise_request_exception = False
    assert post(client, header, {"name": "crash"}).status_code == 500

    assert post(client, header, {"name": "Lyon"}).status_code == 201


def test_a_killed_process_holds_the_key_for_a_minute_only(client, header):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        post(client, header, {"name": "Lyon"})
        IdempotencyKey.objects.update(status=None, body=b"")
    with time_machine.travel("2026-03-02T12:00:59Z", tick=False):
        assert post(client, header, {"name": "Lyon"}).status_code == 409
    with time_machine.travel("2026-03-02T12:01:01Z", tick=False):
        assert post(client, header, {"name": "Lyon"}).status_code == 201


def test_after_a_day_the_key_is_new(client, header):
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        post(client, header, {"name": "Lyon"})
    with time_machine.travel("2026-03-03T12:00:01Z", tick=False):
        assert post(client, header, {"name": "Nice"}).status_code == 201


@pytest.mark.parametrize("key", ["", "é", "x" * 256, "tab\there"])
def test_a_key_we_cannot_keep_is_a_400(client, header, key):
    assert post(client, header, {"name": "Lyon"}, key=key).status_code == 400


def test_a_stranger_gets_a_401_and_leaves_nothing(client):
    assert post(client, {}, {"name": "Lyon"}).status_code == 401
    assert not IdempotencyKey.objects.exists()


def test_no_secret_is_kept_for_a_replay(client):
    client.force_login(accounts.user("Observer"))
    told = [
        client.post(
            "/api/v1/tokens/",
            {"name": "Grafana", "scopes": ["incidents:read"]},
            content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in told] == [201, 409]
    assert told[1].json()["type"].endswith("told_once")
    assert ApiToken.objects.filter(name="Grafana").count() == 1
    assert bearer.SHAPE.search(told[0].content.decode())
    assert not bearer.SHAPE.search(bytes(IdempotencyKey.objects.get().body).decode())


def test_a_commit_without_an_answer_is_a_503_and_holds_the_key(client, header, monkeypatch):
    def lost(*_):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(idempotency, "_keep", lost)
    monkeypatch.setattr(idempotency, "_release", lost)

    answer = post(client, header, {"name": "Lyon"})

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "server closed" not in answer.content.decode()
    assert post(client, header, {"name": "Lyon"}).status_code == 409


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_deed(client, header):
    barrier, answers = threading.Barrier(2), []

    def send() -> None:
        barrier.wait()
        answers.append(post(client, header, {"name": "slow"}).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) in ([201, 409], [201, 201])
    assert calls == ["slow"]
