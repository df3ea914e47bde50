from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require
from feedback.answering import carriers
from feedback.answering.extras import Extras
from feedback.loop import policies
from feedback.loop.models import IncidentLink, ToldUpdate
from feedback.loop.states import Reason, ToldState
from feedback.threads.actions import locked
from feedback.threads.actions.steps import keep, say
from feedback.threads.models import Thread
from feedback.threads.states import Author, ReplyBy, State
from feedback.threads.states import Kind as MessageKind
from incidents.communication import gathering, rendering
from incidents.communication.bulletin import Bulletin
from incidents.communication.models import Update
from incidents.communication.states import ChannelKind
from incidents.response import queries as response
from incidents.response.states import Kind
from incidents.subscribers import queries as subscribers

CHUNK = 500  # addresses asked about together


@dataclass(frozen=True, slots=True)
class Heard:
    """Addresses that get this update some other way."""

    subscribers: frozenset[str]
    before: set[str]


def tell_update(*, update: Update, by: Actor, at: datetime) -> int:
    """Say a published update in every linked conversation that wishes to hear; how many were told now.

    Once per thread and update, in one transaction each, so that it may be begun again at any moment. It is an
    automatic message: whoever waits for a human of ours still waits.
    """
    require(policies.can_tell, by, update.incident)
    if not update.notify or update.incident.kind == Kind.DRILL or update.published_at is None:
        return 0
    waiting = _waiting(update)
    if not waiting:
        return 0
    bulletin = gathering.gather(update, at=update.published_at, for_webhook=False)
    heard = Heard(_subscribers(update, [each.email for each in waiting]), _told_before(update))
    return sum(_tell(thread, update, bulletin, heard, by=by, at=at) for thread in waiting)


def _waiting(update: Update) -> list[Thread]:
    """Those linked before it was said, which are in no ledger of it yet; the longest waiting first."""
    links = IncidentLink.objects.linked().filter(incident_id=update.incident_id)
    done = ToldUpdate.objects.filter(update=update).values("thread")
    rows = Thread.objects.filter(incident_links__in=links).exclude(pk__in=done)
    return list(rows.order_by("created_at", "pk"))


def _subscribers(update: Update, addresses: Iterable[str]) -> frozenset[str]:
    """Which of `addresses` hear of it by e-mail as subscribers, whether or not their copy is written by now."""
    wanted = sorted({each.lower() for each in addresses if each})
    scope = response.scope(update.incident, at=update.published_at)
    hearing = subscribers.who_hears(scope).filter(channel="email").annotate(plain=Lower("address"))
    chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    return frozenset(
        each for chunk in chunks for each in hearing.filter(plain__in=chunk).values_list("plain", flat=True)
    )


def _told_before(update: Update) -> set[str]:
    told = ToldUpdate.objects.filter(update=update, state=ToldState.TOLD).values_list("thread__email", flat=True)
    return {each.lower() for each in told if each}


@transaction.atomic
def _tell(thread: Thread, update: Update, bulletin: Bulletin, heard: Heard, *, by: Actor, at: datetime) -> bool:
    """One line of the ledger with what it stands for, or neither."""
    thread = locked(thread)
    reason = _reason(thread, heard)
    state = ToldState.SKIPPED if reason else ToldState.TOLD
    row, created = ToldUpdate.objects.get_or_create(
        update=update, thread=thread, defaults={"state": state, "reason": reason, "at": at}
    )
    if not created or reason:
        return False
    text = words(bulletin, thread.language)
    row.message = say(thread, text=text, author=Author.AUTOMATIC, kind=MessageKind.PRIVATE, by=by, at=at)
    row.save(update_fields=["message"])
    keep(thread, at)
    with translation.override(thread.language):
        extras = Extras(subject=_("News about what you wrote to us"))
    carriers.owe(thread, row.message, by=by, at=at, extras=extras)
    if thread.email:
        heard.before.add(thread.email.lower())
    return True


def _reason(thread: Thread, heard: Heard) -> str:
    """Why this one is not told; "" when it is."""
    address = thread.email.lower() if thread.reply_by in (ReplyBy.EMAIL, ReplyBy.LINK) else ""
    rules: Mapping[str, bool] = {
        Reason.UNWANTED: not thread.wants_updates,
        Reason.HELD: thread.state == State.HELD,
        Reason.MERGED: thread.merged_into_id is not None,
        Reason.QUIET: thread.quiet,
        Reason.SUBSCRIBER: bool(address) and address in heard.subscribers,
        Reason.SAME_ADDRESS: bool(address) and address in heard.before,
    }
    return next((str(reason) for reason, holds in rules.items() if holds), "")


def words(bulletin: Bulletin, language: str) -> str:
    """What general readers get by e-mail, a supplier under its alias, and where to follow it."""
    found = rendering.concealed(bulletin, rendering.chosen(bulletin, gathering.GENERAL, ChannelKind.EMAIL, language))
    with translation.override(language):
        title = rendering.heading(bulletin, found, language)
        opening = _("News about what you wrote to us, told to everybody who is concerned:")
        where = _("All of it, as it goes on: %(link)s") % {"link": bulletin.link(language)}
        notice = rendering.notice(found, language)
    return "\n\n".join(part for part in (opening, f"**{title}**", notice, found.text.text, where) if part)
