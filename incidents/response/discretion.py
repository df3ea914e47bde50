"""How what people typed is written where it leaves the house: without a supplier's name. A slice above says how:

    discretion.provide(veil)

`veil()` reads the suppliers once; what it returns takes a text and its language, and costs nothing more.
"""

from collections.abc import Callable

Veil = Callable[[str, str], str]
_providers: list[Callable[[], Veil]] = []


def provide(veil: Callable[[], Veil]) -> None:
    """Providing again replaces it."""
    _providers[:] = [veil]


def veil() -> Veil:
    """For letters and rooms alike; raises where nobody provides it, so that no name slips out for want of it."""
    if not _providers:
        raise LookupError("Nobody says how a supplier's name is concealed.")
    return _providers[0]()
