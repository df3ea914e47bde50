"""What slices above know about the product's health, told to the pages that show it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure for `/metrics`: `candor_<name>{labels}`. Seconds and counts, never percentages."""

    name: str
    help: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `/readyz`. Only what is `vital` takes this server out of rotation."""

    name: str
    ok: bool
    note: str = ""
    vital: bool = False


Gauges = Callable[[datetime], Iterable[Gauge]]
Checks = Callable[[datetime], Iterable[Check]]

_gauges: dict[str, Gauges] = {}
_checks: dict[str, Checks] = {}


def add_gauges(name: str, function: Gauges) -> None:
    """Called once at start, by a slice's `panels`; the same name again replaces the first."""
    _gauges[name] = function


def add_checks(name: str, function: Checks) -> None:
    _checks[name] = function


def gauges(at: datetime) -> list[Gauge]:
    return [gauge for name in sorted(_gauges) for gauge in _gauges[name](at)]


def checks(at: datetime) -> list[Check]:
    return [check for name in sorted(_checks) for check in _checks[name](at)]
