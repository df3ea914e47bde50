"""When readers are told it will be over: what a published update says, until it is corrected (P10). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Expected:
    """`early` where we said ourselves that it is a first guess."""

    earliest: datetime
    latest: datetime
    estimated: bool
    early: bool


class Told(Protocol):
    expected: Expected | None
    corrected_at: datetime | None


def read(eta: dict[str, Any]) -> Expected:
    return Expected(
        earliest=datetime.fromisoformat(eta["earliest"]),
        latest=datetime.fromisoformat(eta["latest"]),
        estimated=eta.get("state") != "confirmed",
        early=eta.get("state") != "confirmed" and eta.get("confidence") == "low",
    )


def standing(updates: Iterable[Told]) -> Expected | None:
    """What stands of what was told, `updates` newest first.

    A correction without an expected end of its own takes back the one it corrects, and nothing older
    comes back in its place.
    """
    newest = next((update for update in updates if update.expected), None)
    return newest.expected if newest and newest.corrected_at is None else None


def passed(eta: dict[str, Any] | None, at: datetime) -> bool:
    return bool(eta) and datetime.fromisoformat(eta["latest"]) < at
