"""Which incidents belong to which month of history, and which months a page knows wholly."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from incidents.statuspages.page import IncidentCard, Page

KEPT = 3


def day_of(card: IncidentCard, page: Page) -> date:
    return _day(card.started_at, page.zone)


@lru_cache(maxsize=4096)
def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def of(page: Page, month: date) -> list[IncidentCard]:
    """The month's incidents and maintenances, newest day first; planned ones are not history yet."""
    cards = [card for card in page.recent if day_of(card, page).replace(day=1) == month and card.state != "scheduled"]
    return sorted(cards, key=lambda card: (card.started_at, card.reference), reverse=True)


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def whole(page: Page) -> Iterator[tuple[str, date]]:
    """(path, month) for the newest months of which no incident can be missing from the page."""
    month = page.today.replace(day=1)
    yield "/history/", month
    for _ in range(KEPT):
        if month <= _known_since(page):
            return
        yield f"/history/{month:%Y-%m}/", month
        month = before(month)


def has_earlier(page: Page, month: date) -> bool:
    """Whether there may be anything before `month`; certain only where the page holds everything."""
    return page.known_since is not None or any(day_of(card, page) < month for card in page.recent)


def _known_since(page: Page) -> date:
    """From this day on every incident is in the page's window."""
    return page.known_since.astimezone(page.zone).date() if page.known_since else date.min
