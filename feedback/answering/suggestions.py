"""Articles that may help while a person is still on the way; who keeps articles registers here.

A provider takes a thread and gives (title, address) pairs, the best first, in the thread's language.
"""

from collections.abc import Callable, Iterable

from feedback.threads.models import Thread

MOST = 3
Article = tuple[str, str]
Provider = Callable[[Thread], Iterable[Article]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Registering a name again replaces it."""
    _providers[name] = provider


def forget(name: str) -> None:
    _providers.pop(name, None)


def fitting(thread: Thread) -> list[Article]:
    """At most three; none where nobody provides any."""
    found = dict.fromkeys(article for name in sorted(_providers) for article in _providers[name](thread))
    return list(found)[:MOST]
