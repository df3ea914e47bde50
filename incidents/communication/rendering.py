"""From the canonical text to what a reader gets: page, e-mail, short message, webhook. No query."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.text import lines, markdown, plaintext
from core.text.translations import Language
from core.web.errors import Invalid
from incidents.catalogue.states import ComponentStatus
from incidents.communication import envelope
from incidents.communication.bulletin import Bulletin, listed
from incidents.communication.states import ChannelKind, Phase
from incidents.communication.texts import Chosen
from incidents.response.states import State

SUBJECT_LENGTH = 300
# Literal markers: delivery replaces them in each recipient's copy (core.delivery).
MARKERS = {name: "{{" + name + "}}" for name in ("manage_url", "unsubscribe_url")}
HERE = "{{incident_url}}"  # the incident on the page the recipient subscribed on
# What an update is called when its phase says more than the state it tells.
NAMED_BY_PHASE = frozenset({Phase.CORRECTION, Phase.STILL_WORKING, Phase.FOLLOW_UP, Phase.WORKAROUND})


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one reader gets; `language` is the text's own, which differs when it `fell_back`.

    A preview adds `networks`: what those with a length of their own show (`fitting.Fitted`), and for
    programs `findings`: what the linter says of the text (`Remark.as_row`).
    """

    subject: str
    text: str
    html: str
    language: str
    fell_back: bool
    payload: dict[str, Any] | None = None
    networks: tuple[Any, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()


def render(bulletin: Bulletin, *, audience: str, channel_kind: str, language: str) -> Rendered:
    """The update for one kind of reader. Raises `Invalid` when nothing is written for them."""
    return RENDERERS[channel_kind](bulletin, audience, language)


def shown(bulletin: Bulletin, *, audience: str, channel_kind: str, language: str) -> Rendered:
    """As `render`, to be looked at: with the default page's link where each recipient gets that of the own page."""
    made = render(bulletin, audience=audience, channel_kind=channel_kind, language=language)
    link = bulletin.link(language)
    return replace(made, text=made.text.replace(HERE, link), html=made.html.replace(HERE, link))


def chosen(bulletin: Bulletin, audience: str, channel_kind: str, language: str) -> Chosen:
    found = bulletin.choose(bulletin.told, audience=audience, channel_kind=channel_kind, language=language)
    if found is None:
        raise Invalid(
            {"texts": [_("Nothing is written for “%(audience)s” that fits every channel.") % {"audience": audience}]}
        )
    return found


def notice(found: Chosen, language: str) -> str:
    """A line in the reader's language when the text is in another one."""
    if not found.fell_back:
        return ""
    with translation.override(language):
        return _("This message is not available in your language yet. It follows in this language: %(language)s.") % {
            "language": Language(found.text.language).label
        }


def page(bulletin: Bulletin, audience: str, language: str) -> Rendered:
    """As on the status page, where a supplier may be named."""
    found = chosen(bulletin, audience, ChannelKind.PAGE, language)
    return Rendered(
        subject=found.text.subject or bulletin.titles[language],
        text=found.text.text,
        html=markdown.render(found.text.text),
        language=found.text.language,
        fell_back=found.fell_back,
    )


def chat(bulletin: Bulletin, audience: str, language: str) -> Rendered:
    """The text as it stands on the page, where a supplier goes by its alias."""
    found = concealed(bulletin, chosen(bulletin, audience, ChannelKind.CHAT, language))
    return Rendered(
        subject=_title(bulletin, found, language),
        text=found.text.text,
        html=markdown.render(found.text.text),
        language=found.text.language,
        fell_back=found.fell_back,
    )


def email(bulletin: Bulletin, audience: str, language: str) -> Rendered:
    found = concealed(bulletin, chosen(bulletin, audience, ChannelKind.EMAIL, language))
    with translation.override(language):
        context = _email_context(bulletin, found, language)
        return Rendered(
            subject=heading(bulletin, found, language),
            text=render_to_string("emails/update.txt", context),
            html=render_to_string("emails/update.html", context),
            language=found.text.language,
            fell_back=found.fell_back,
        )


def _email_context(bulletin: Bulletin, found: Chosen, language: str) -> dict[str, Any]:
    told = bulletin.told
    return {
        **MARKERS,
        "language": language,
        "text_language": found.text.language,
        "page_name": bulletin.mastheads[language].name,
        "heading": _title(bulletin, found, language),
        "status": _what(bulletin),
        "notice": notice(found, language),
        "text": plaintext.render(found.text.text),
        "body": markdown.render(found.text.text),
        "harms": _harm_lines(bulletin, language),
        "published_at": bulletin.written(told.at, language),
        "next_update_at": bulletin.next_update_at and bulletin.written(bulletin.next_update_at, language, near=told.at),
        "link": HERE,
    }


def _harm_lines(bulletin: Bulletin, language: str) -> list[str]:
    """Component, state, regions in the reader's language."""
    lines = []
    for harm in bulletin.harms:
        parts = {
            "component": bulletin.concealed(harm.names[language], language),
            "status": ComponentStatus(harm.status).label,
            "regions": listed(list(harm.regions[language]), language),
        }
        somewhere = _("%(component)s: %(status)s (%(regions)s)") % parts
        lines.append(somewhere if parts["regions"] else _("%(component)s: %(status)s") % parts)
    return lines


def _what(bulletin: Bulletin) -> str:
    told = bulletin.told
    return str((Phase(told.phase) if told.phase in NAMED_BY_PHASE else State(told.incident_state)).label)


def _title(bulletin: Bulletin, found: Chosen, language: str) -> str:
    """The text's own headline, which `concealed` has seen, else the incident's title, which no signature is about."""
    return found.text.subject or bulletin.concealed(bulletin.titles[language], language)


def heading(bulletin: Bulletin, found: Chosen, language: str) -> str:
    """One line, whatever is in the parts: a line break would end the header."""
    title = _title(bulletin, found, language)
    line = _("[%(page)s] %(status)s: %(title)s") % {
        "page": bulletin.mastheads[language].name,
        "status": _what(bulletin),
        "title": title,
    }
    return lines.one_line(line)[:SUBJECT_LENGTH]


def short(bulletin: Bulletin, audience: str, language: str) -> Rendered:
    """The scope sentence and the link."""
    found = concealed(bulletin, chosen(bulletin, audience, ChannelKind.SHORT, language))
    text = f"{lines.first_sentence(markdown.plain(found.text.text))} {bulletin.link(language)}"
    return Rendered(subject="", text=text, html="", language=found.text.language, fell_back=found.fell_back)


def webhook(bulletin: Bulletin, audience: str, language: str) -> Rendered:
    """Statuspage's envelope; every update of the incident in the reader's language, newest first."""
    found = chosen(bulletin, audience, ChannelKind.WEBHOOK, language)
    bodies = []
    for told in (bulletin.told, *bulletin.history):
        each = bulletin.choose(told, audience=audience, channel_kind=ChannelKind.WEBHOOK, language=language)
        if each is not None:
            line = notice(each, language)
            text = concealed(bulletin, each).text.text
            bodies.append((told, f"{line}\n\n{text}" if line else text))
    payload = envelope.build(
        bulletin,
        title=bulletin.concealed(bulletin.titles[language], language),
        bodies=bodies,
        language=language,
        unsubscribe=MARKERS["unsubscribe_url"],
    )
    return Rendered(
        subject="",
        text=json.dumps(payload, ensure_ascii=False, indent=2),
        html="",
        language=found.text.language,
        fell_back=found.fell_back,
        payload=payload,
    )


def concealed(bulletin: Bulletin, found: Chosen) -> Chosen:
    """With the alias in the place of every supplier's name, unless legal has signed that this very text names one."""
    text = found.text
    if text.named:
        return found
    return replace(
        found,
        text=replace(
            text,
            subject=bulletin.concealed(text.subject, text.language),
            text=bulletin.concealed(text.text, text.language),
        ),
    )


RENDERERS: dict[str, Callable[[Bulletin, str, str], Rendered]] = {
    ChannelKind.ANY: page,
    ChannelKind.PAGE: page,
    ChannelKind.EMAIL: email,
    ChannelKind.SHORT: short,
    ChannelKind.CHAT: chat,
    ChannelKind.WEBHOOK: webhook,
}
