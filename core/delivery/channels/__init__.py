"""The transports, one file each. A new one is a new file here with a `CHANNEL`; nothing else."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol


class Channel(Protocol):
    """A transport: `deliver` sends parcels until the run says stop, and reports each one to it.

    It calls `run.begin(parcel)` before, `run.finish(parcel, result)` after each, asks
    `run.may_go_on()` in between, and leaves alone what it did not begin. It raises nothing for what
    the other side does.
    """

    name: str

    def deliver(self, parcels: Sequence[Any], run: Any) -> None: ...


@cache
def registry() -> dict[str, Channel]:
    """Every channel found in this package, by name."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {module.CHANNEL.name: module.CHANNEL for module in modules}


def get(name: str) -> Channel:
    return registry()[name]
