"""Atom and RSS: one entry per incident, revised in place, its newest update first."""

from collections.abc import Iterable
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.translation import gettext as _

from incidents.statuspages import labels, moments, v2
from incidents.statuspages.elsewhere import elsewhere
from incidents.statuspages.page import IncidentCard, Page

ENTRIES = 25
STORIES_KEPT = 1000
_stories: dict[tuple[str, str], str] = {}  # card version (which names its language) and zone → story
# What XML 1.0 cannot carry at all, not even escaped.
UNSPEAKABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def atom(page: Page) -> str:
    """RFC 4287. The ids never change, so that readers' programs see a revision and not a new entry."""
    page = elsewhere(page)
    host = urlsplit(page.url).netloc
    entries = "".join(_atom_entry(card, page, host) for card in _entries(page))
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{page.language}">'
        f"<id>tag:{host},2005:/history</id><title>{_text(_title(page))}</title>"
        f"<updated>{v2.moment(page.updated_at)}</updated><author><name>{_text(page.name.text)}</name></author>"
        f'<link rel="alternate" type="text/html" href="{_home(page)}/"/>'
        f'<link rel="self" type="application/atom+xml" href="{_home(page)}/history.atom"/>{entries}</feed>\n'
    )


def _atom_entry(card: IncidentCard, page: Page, host: str) -> str:
    return (
        f"<entry><id>tag:{host},2005:Incident/{card.public_id}</id><title>{_text(card.title.text)}</title>"
        f"<published>{v2.moment(card.created_at)}</published><updated>{v2.moment(card.updated_at)}</updated>"
        f'<link rel="alternate" type="text/html" href="{_link(card, page)}"/>'
        f'<content type="html">{story(card, page)}</content></entry>'
    )


def rss(page: Page) -> str:
    """RSS 2.0 with the same entries."""
    page = elsewhere(page)
    items = "".join(_rss_item(card, page) for card in _entries(page))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{_text(_title(page))}</title><link>{_home(page)}/</link>"
        f"<description>{_text(escape(_title(page)))}</description>"  # readers take it for HTML
        f"<language>{page.language}</language><lastBuildDate>{format_datetime(page.updated_at)}</lastBuildDate>"
        f'<atom:link rel="self" type="application/rss+xml" href="{_home(page)}/history.rss"/>{items}</channel></rss>\n'
    )


def _rss_item(card: IncidentCard, page: Page) -> str:
    host = urlsplit(page.url).netloc
    return (
        f"<item><title>{_text(card.title.text)}</title><link>{_link(card, page)}</link>"
        f'<guid isPermaLink="false">tag:{host},2005:Incident/{card.public_id}</guid>'
        f"<pubDate>{format_datetime(card.updated_at)}</pubDate>"
        f"<description>{story(card, page)}</description></item>"
    )


def story(card: IncidentCard, page: Page) -> str:
    """The updates as escaped HTML, newest first, each under its moment in the page's zone."""
    key = (card.version, page.time_zone)
    if key not in _stories:
        if len(_stories) >= STORIES_KEPT:
            _stories.clear()
        _stories[key] = _text(
            "".join(
                f"<p><strong>{escape(labels.state_of(each))}</strong>"
                f" – {escape(moments.full(each.at, page.zone))}</p>{each.html}"
                for each in card.updates
            )
        )
    return _stories[key]


def _entries(page: Page) -> Iterable[IncidentCard]:
    return page.recent[:ENTRIES]


def _title(page: Page) -> str:
    return _("%(name)s: incidents and maintenance") % {"name": page.name.text}


def _home(page: Page) -> str:
    return escape(f"{page.url}/{page.language}")


def _link(card: IncidentCard, page: Page) -> str:
    return f"{_home(page)}/incidents/{escape(card.reference)}/"


def _text(value: str) -> str:
    return escape(value.translate(UNSPEAKABLE))
