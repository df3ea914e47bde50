"""Names into addresses, within a time: the system's own resolver may take half a minute and can't be stopped.

Each question is asked in a thread of its own; who waits goes away when the time is up, the thread
ends when the resolver does. The same question is asked once, and only so many at a time.
"""

import socket
import threading
from collections.abc import Callable
from typing import Any

MOST_AT_ONCE = 64

Ask = Callable[..., list[tuple[Any, ...]]]
Question = tuple[Ask, str, int]


class _Answer:
    """What one question brings: addresses or an error, once `ready` is set."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.addresses: list[str] = []
        self.error: OSError | UnicodeError | None = None


_asked: dict[Question, _Answer] = {}
_lock = threading.Lock()


def resolve(host: str, port: int, *, seconds: float, ask: Ask = socket.getaddrinfo) -> list[str]:
    """Every address of `host`, without zone. Raises OSError or UnicodeError as the resolver does, TimeoutError late.

    `ask` takes what `socket.getaddrinfo` takes and gives what it gives.
    """
    try:  # an address needs no asking
        return _plain(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST))
    except OSError:
        pass
    answer = _question(ask, host, port)
    if answer is None or not answer.ready.wait(max(seconds, 0)):
        raise TimeoutError("the name could not be resolved in time")
    if answer.error is not None:
        raise answer.error
    return answer.addresses


def _question(ask: Ask, host: str, port: int) -> _Answer | None:
    """The answer to come; None when too many questions hang already."""
    key = (ask, host, port)
    with _lock:
        if key in _asked:
            return _asked[key]
        if len(_asked) >= MOST_AT_ONCE:
            return None
        answer = _asked[key] = _Answer()
    threading.Thread(target=_find, args=(key, answer), name="resolve", daemon=True).start()
    return answer


def _find(key: Question, answer: _Answer) -> None:
    ask, host, port = key
    try:
        answer.addresses = _plain(ask(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:  # what a resolver says: whoever asked raises it
        answer.error = error
    finally:
        with _lock:
            del _asked[key]
        answer.ready.set()


def _plain(found: list[tuple[Any, ...]]) -> list[str]:
    return [sockaddr[0].partition("%")[0] for *_rest, sockaddr in found]
