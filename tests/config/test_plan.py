import socket

import pytest

from config.supervision import plan


def test_a_taken_port_gives_the_next_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert plan.free_port("127.0.0.1", port) > port


def test_a_range_without_a_free_port_names_the_cure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(OSError, match="PORT="):
            plan.free_port("127.0.0.1", taken.getsockname()[1], tries=1)


@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_a_wrong_number_of_processes_is_named_with_its_cure(monkeypatch, value):
    monkeypatch.setenv("WEB_WORKERS", value)

    with pytest.raises(ValueError, match="Set WEB_WORKERS=2"):
        plan.count("WEB_WORKERS", 2)
