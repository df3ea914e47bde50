"""Which names a chart may use. Slices that own names say so; this one asks.

    known.provide("templates", lambda: Template.objects.approved().values_list("slug", flat=True))

A kind of name nobody provides is only warned about (`incidents.playbooks.flow.Known`).
"""

from collections.abc import Callable, Iterable

KINDS = ("templates",)
_providers: dict[str, Callable[[], Iterable[str]]] = {}


def provide(kind: str, names: Callable[[], Iterable[str]]) -> None:
    """`names` is asked whenever a chart is checked. Providing a kind again replaces it."""
    if kind not in KINDS:
        raise LookupError(f"Nobody asks for {kind}; known: {', '.join(KINDS)}.")
    _providers[kind] = names


def names(kind: str) -> frozenset[str] | None:
    """None when nobody provides them."""
    provider = _providers.get(kind)
    return None if provider is None else frozenset(provider())
