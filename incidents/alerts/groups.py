"""Alerts as every format tells them: groups, each with its alerts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from incidents.alerts.states import AlertStatus

KEY_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 255, 200, 2_000


class Unreadable(Exception):
    """The body isn't what the format promises. `fields` names what is wrong."""

    def __init__(self, **fields: str) -> None:
        self.fields = {name: [message] for name, message in fields.items()}
        super().__init__("; ".join(f"{name}: {message}" for name, message in fields.items()))


@dataclass(frozen=True, slots=True)
class Signal:
    """One alert as it stands now. `key` is the same for every report of the same firing."""

    key: str
    status: str
    title: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together and proposes one incident.

    `status` is the group's own where the format has one (a partly recovered group stays firing).
    `severity` is the sender's word; the source says which level it means.
    """

    key: str
    title: str
    alerts: tuple[Signal, ...]
    status: str = ""
    severity: str = ""
    component: str = ""  # the sender's word for what is broken
    region: str = ""
    text: str = ""
    link: str = ""
    left_out: int = 0  # alerts the sender counted but didn't list


def moment(value: Any, name: str) -> datetime | None:
    """An ISO 8601 moment; None for nothing and for Go's zero time, which means "not yet"."""
    if value in (None, "") or str(value).startswith("0001-01-01"):
        return None
    try:
        parsed = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise Unreadable(**{name: "This is no ISO 8601 moment."}) from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def words(value: Any, name: str) -> dict[str, str]:
    """A mapping of texts; other values become text, nested ones are refused."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Unreadable(**{name: "This must be an object."})
    return {str(key)[:100]: str(each)[:TEXT_LENGTH] for key, each in list(value.items())[:100]}


def text(value: Any, limit: int = TEXT_LENGTH) -> str:
    """Text without NUL, which no database keeps, cut to what the column holds."""
    return "" if value is None else str(value).replace("\x00", "")[:limit].strip()


def status_of(alerts: tuple[Signal, ...]) -> str:
    """Firing while any alert fires; acknowledged while any is; resolved when all are."""
    found = {alert.status for alert in alerts}
    for status in (AlertStatus.FIRING, AlertStatus.ACKNOWLEDGED):
        if status in found:
            return status.value
    return AlertStatus.RESOLVED.value
