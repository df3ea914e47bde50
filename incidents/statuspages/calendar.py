"""The page's maintenance as an iCalendar feed (RFC 5545): ids never change, a moved window counts up."""

from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from incidents.statuspages.elsewhere import elsewhere
from incidents.statuspages.page import IncidentCard, Page

# What a content line can't carry at all (RFC 5545, 3.1); a line feed is escaped by the library.
CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127))


def ics(page: Page) -> bytes:
    """Announced, running and past windows; the cancelled ones say so, so that they leave people's calendars."""
    page = elsewhere(page)
    name = _("%(name)s: maintenance") % {"name": page.name.text}
    calendar = Calendar()
    calendar.add("prodid", "-//Candor//Maintenance//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _spoken(name))
    calendar.add("x-wr-calname", _spoken(name))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for card in windows(page):
        calendar.add_component(_event(card, page))
    return calendar.to_ical()


def windows(page: Page) -> list[IncidentCard]:
    return [card for card in page.recent if card.is_maintenance and card.scheduled_for and card.scheduled_until]


def _event(card: IncidentCard, page: Page) -> Event:
    event = Event()
    event.add("uid", f"{card.public_id}@{page.public_id}")
    event.add("sequence", card.times_rescheduled)
    event.add("dtstamp", card.updated_at)
    event.add("created", card.created_at)
    event.add("last-modified", card.updated_at)
    event.add("dtstart", card.scheduled_for)
    event.add("dtend", card.scheduled_until)
    event.add("status", "CANCELLED" if card.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    event.add("summary", _spoken(card.title.text), parameters={"LANGUAGE": card.title.language or page.language})
    event.add("description", _spoken(card.newest.text))
    event.add("url", f"{page.url}/{page.language}/incidents/{card.reference}/")
    return event


def _spoken(text: str) -> str:
    return text.translate(CONTROLS)
