"""E-mail: prepared bytes over a connection that stays open."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from email.utils import format_datetime, parseaddr
from html import escape
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.delivery import mailbytes, smtp
from core.delivery.notices import METADATA
from core.delivery.parcels import Parcel, host
from core.delivery.replies import Outcome, Result
from core.delivery.run import Run

IDLE_SECONDS = 5
LOST_IN_A_ROW = 3  # then the server is at fault, not the message
ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without <, > and blanks
FOOTER = "\n-- \n"
OWN = ("Auto-Submitted", "Reply-To", "In-Reply-To", "References")  # headers a message may bring along
LONG_LINE = 70


class EmailChannel:
    """Keeps one connection per worker process between batches and runs."""

    name = "email"
    label = gettext_lazy("E-mail")

    def __init__(self) -> None:
        self._kept: tuple[float, tuple, smtp.Wire] | None = None

    def deliver(self, parcels: Sequence[Parcel], run: Run) -> None:
        """Send in order; after a lost connection go on with a new one."""
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        letters = _letters(parcels, run)
        lost = 0
        while (first := next(letters, None)) is not None:
            try:
                wire = self._wire()
            except smtp.Fault as fault:
                run.finish(first.what, Result(Outcome.FAULT, str(fault)))
                return
            for letter, result in wire.send(sender, chain([first], letters)):
                lost = 0 if result.outcome is Outcome.SENT else lost
                run.finish(letter.what, result)
            if wire.is_open():
                self._kept = (time.monotonic(), _server(), wire)
                return
            lost += 1
            if lost >= LOST_IN_A_ROW:
                run.fault = "the connection is lost again and again"
            elif wire.pending is not None:
                letters = chain([wire.pending], letters)

    def _wire(self) -> smtp.Wire:
        kept, self._kept = self._kept, None
        if kept is not None:
            since, server, wire = kept
            if server == _server() and (time.monotonic() - since < IDLE_SECONDS or wire.is_alive()):
                return wire
            wire.close()
        return smtp.connect()


def _server() -> tuple[str, int, str]:
    return settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER


def _letters(parcels: Sequence[Parcel], run: Run) -> Iterator[smtp.Letter]:
    templates: dict[tuple, mailbytes.Template] = {}
    for parcel in parcels:
        if not run.may_go_on():
            return
        run.begin(parcel)
        address = _ascii_address(parcel.claimed.address)
        if address is None:
            run.finish(parcel, Result(Outcome.REFUSED, "not a mail address we can use", address_is_bad=True))
            continue
        try:
            message = _message(parcel, address, templates)
        except Exception as error:  # words we cannot put into a mail must not stop the others
            run.finish(parcel, Result(Outcome.RETRY, f"could not be written: {error!r}"))
            continue
        yield smtp.Letter(address, message, parcel)


def _ascii_address(address: str) -> str | None:
    """For the envelope: the domain in its ASCII form; None for what no server here could take."""
    local, _at, domain = address.rpartition("@")
    try:
        ready = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return ready if ADDRESS.fullmatch(ready) else None


def _message(parcel: Parcel, to: str, templates: dict[tuple, mailbytes.Template]) -> bytes:
    key = (parcel.content.pk, tuple(content.pk for content in parcel.missed))
    if key not in templates:
        templates[key] = _template(parcel)
    personal = parcel.personal
    links = {
        "manage_url": personal.manage_url,
        "unsubscribe_url": personal.unsubscribe_url,
        "incident_url": personal.incident_url,
    }
    return _named(parcel) + templates[key].fill(to=to, message_id=parcel.message_id, links=links)


def _named(parcel: Parcel) -> bytes:
    """Postmark reports under an id of its own and gives this back beside it."""
    if "postmark" not in settings.MAIL_EVENTS:
        return b""
    return b"X-PM-Metadata-%b: %b\r\n" % (METADATA.encode(), parcel.message_id[1:].partition("@")[0].encode())


def _template(parcel: Parcel) -> mailbytes.Template:
    content, group = parcel.content, parcel.broadcast.group
    text, html = content.text, content.html
    if parcel.missed:
        text, html = _with_missed(parcel)
    return mailbytes.template(
        sender=settings.DEFAULT_FROM_EMAIL,
        subject=content.subject,
        text=text,
        html_text=html,
        language=content.language,
        date=format_datetime(timezone.now()),
        headers=_headers(group, content.payload or {}),
    )


def _headers(group: str, payload: Mapping[str, Any]) -> dict[str, str]:
    """What marks it as a program's, and what ties it to others: all of an incident, or of one conversation.

    `payload["headers"]` may name those of `OWN`; with an Auto-Submitted of "no" a person has written it.
    """
    found = dict(mailbytes.AUTOMATIC)
    if group.isascii() and group and not re.search(r"[\s<>@]", group):
        found["References"] = f"<{group}@{host()}>"
    given = payload.get("headers") or {}
    found |= {name: _folded(str(given[name])) for name in OWN if given.get(name)}
    if found["Auto-Submitted"] == "no":
        for name in mailbytes.AUTOMATIC:
            del found[name]
    return found


def _folded(value: str) -> str:
    """Printable ASCII, a word a line where it is long: no line of a mail may pass 998 characters."""
    words = re.sub(r"[^ -~]", "", value).split()
    return ("\r\n " if len(value) > LONG_LINE else " ").join(words)


def _with_missed(parcel: Parcel) -> tuple[str, str]:
    """The message with what could not be delivered before it, so that nothing said is lost."""
    content = parcel.content
    with translation.override(content.language):
        head = _("Earlier, and not delivered to you until now:")
    earlier = [missed.text.split(FOOTER)[0].strip() for missed in parcel.missed]
    body, dashes, footer = content.text.partition(FOOTER)
    text = "\n\n".join([body.strip(), head, *earlier]) + "\n" + dashes + footer
    if not content.html:
        return text, ""
    quotes = "\n".join("<p>" + escape(each).replace("\n", "<br>\n") + "</p>" for each in earlier)
    block = f"<h2>{escape(head)}</h2>\n{quotes}\n"
    before, end, after = content.html.rpartition("</body>")
    return text, (before + block + end + after) if end else content.html + block


CHANNEL = EmailChannel()
