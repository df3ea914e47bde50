"""The letters about a subscription, in the subscriber's language, as text and HTML."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.subscribers import links, offers, summaries
from incidents.subscribers.models import Subscriber
from incidents.subscribers.states import Channel
from incidents.subscribers.tokens import CONFIRM_WITHIN, Purpose


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    html: str


def sender(subscriber: Subscriber) -> str:
    """The name of the subscriber's own page, else the one readers see as the sender, else the host."""
    own = offers.name(subscriber.page, subscriber.language)
    return own or parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or urlsplit(settings.PUBLIC_URL).hostname or ""


def confirm(subscriber: Subscriber, *, at: datetime) -> Words:
    """The link works for three days from `at`."""
    with translation.override(subscriber.language):
        if subscriber.channel == Channel.SMS:
            text = _("%(sender)s: confirm that you want our updates by SMS. If you did not ask, do nothing. %(link)s")
            return _in_short(text, subscriber, Purpose.CONFIRM, at=at)
        return _written(
            "emails/subscribers/confirm",
            _("Please confirm: updates from %(sender)s") % {"sender": sender(subscriber)},
            subscriber,
            link=links.url(Purpose.CONFIRM, subscriber, at=at),
            days=CONFIRM_WITHIN.days,
        )


def manage(subscriber: Subscriber) -> Words:
    """For who has confirmed already: the answer to asking again, and to a lost link."""
    with translation.override(subscriber.language):
        if subscriber.channel == Channel.SMS:
            return _in_short(_("%(sender)s: change or stop your updates: %(link)s"), subscriber, Purpose.MANAGE)
        return _written(
            "emails/subscribers/manage",
            _("Your subscription to %(sender)s") % {"sender": sender(subscriber)},
            subscriber,
            link=links.url(Purpose.MANAGE, subscriber),
            leave=links.url(Purpose.UNSUBSCRIBE, subscriber),
        )


def endpoint_stopped(subscriber: Subscriber) -> Words:
    """To the owner of a webhook that no longer answers."""
    with translation.override(subscriber.language):
        return _written(
            "emails/subscribers/endpoint_stopped",
            _("We stopped calling your webhook"),
            subscriber,
            link=links.url(Purpose.MANAGE, subscriber),
            reason=subscriber.quarantine_reason,
        )


def _in_short(text: str, subscriber: Subscriber, purpose: Purpose, at: datetime = links.EPOCH) -> Words:
    whose = {"public_id": subscriber.public_id, "key_version": subscriber.key_version}
    whose["base"], name = offers.base(subscriber.page), sender(subscriber)
    link = links.short_url(purpose, at=at, **whose)
    subject = _("Your subscription to %(sender)s") % {"sender": name}
    return Words(subject=subject, text=text % {"sender": name, "link": link}, html="")


def _written(template: str, subject: str, subscriber: Subscriber, **more: Any) -> Words:
    context = {
        "subject": subject,
        "sender": sender(subscriber),
        "subscriber": subscriber,
        "lines": summaries.lines(subscriber, subscriber.language),
        "LANGUAGE_CODE": subscriber.language,
        **more,
    }
    text = render_to_string(f"{template}.txt", context).strip() + "\n"
    return Words(subject=subject, text=text, html=render_to_string(f"{template}.html", context))
