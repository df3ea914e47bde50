from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import SYSTEM, Actor, require, visitor
from core.audit import actions as audit
from core.text import guess, lines
from core.web.errors import Conflict
from feedback.doors.mail import letter as letters
from feedback.doors.mail import policies, queries
from feedback.doors.mail.actions.keep import RAW_DAYS
from feedback.doors.mail.letter import Letter
from feedback.doors.mail.models import InboundMail
from feedback.doors.mail.states import MAY_BE_READ_AGAIN, MOST_ATTEMPTS, State
from feedback.threads import actions as threads
from feedback.threads import policies as threads_policies
from feedback.threads.actions.receive import LONGEST
from feedback.threads.actions.steps import say
from feedback.threads.models import Message, Thread
from feedback.threads.states import Author, HeldFor, Kind, Origin, ReplyBy

STILL_TRYING = timedelta(minutes=10)


class OriginalIsGone(Conflict):
    code = "original_is_gone"


def begin(*, mail: InboundMail, at: datetime) -> bool:
    """Count an attempt before any code looks at what a stranger wrote; False when there is nothing to do.

    What has stopped its reader three times is left for a person.
    """
    rows = InboundMail.objects.filter(pk=mail.pk, state=State.RECEIVED)
    if rows.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1):
        return True
    over = rows.filter(created_at__lt=at - STILL_TRYING)
    over.update(state=State.FAILED, reason="reading it did not end, three times", settled_at=at)
    return False


def read(*, mail: InboundMail, by: Actor = SYSTEM, at: datetime) -> InboundMail:
    """Put a kept mail where it belongs: into its conversation, a new one, or aside. Once, whoever else reads it."""
    require(policies.can_keep, by)
    return _read(mail, letters.read(bytes(mail.raw)), at=at)


def read_again(*, mail: InboundMail, by: Actor, at: datetime) -> InboundMail:
    """Somebody of ours wants what was put aside as a conversation after all."""
    require(policies.can_read_again, by, mail)
    if not mail.raw:
        raise OriginalIsGone(_("The original was emptied after %(days)d days.") % {"days": RAW_DAYS})
    mail = _read(mail, letters.read(bytes(mail.raw)), anew=True, at=at)
    audit.record("feedback.inboundmail.read_again", on=mail, by=by, at=at)
    return mail


@transaction.atomic
def _read(mail: InboundMail, letter: Letter, *, anew: bool = False, at: datetime) -> InboundMail:
    mail = InboundMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.state not in (MAY_BE_READ_AGAIN if anew else (State.RECEIVED,)):
        return mail
    mail.sender, mail.subject, mail.message_id = letter.sender, letter.subject, letter.message_id
    aside = None if anew else _aside(letter, at=at)
    if aside:
        mail.state, mail.reason = State.IGNORED, aside[0]
        mail.thread = aside[1]
    else:
        mail.thread, mail.reason = _placed(mail, letter, at=at)
        mail.state = State.READ
    mail.reason, mail.settled_at = mail.reason[:300], at
    mail.save(update_fields=["sender", "subject", "message_id", "state", "reason", "thread", "settled_at"])
    return mail


def _aside(letter: Letter, *, at: datetime) -> tuple[str, Thread | None] | None:
    """Why this is nobody's word to us, and what it was about; None for what is."""
    if letter.report:
        told = next(filter(None, map(queries.message_of, letter.report.names)), None)
        if told and letter.report.failed:
            _note_failure(told, letter, at=at)
        return f"a mail server's report: {letter.report.detail or 'no detail'}", told.thread if told else None
    if queries.is_ours(letter.sender):
        return "it comes from an address of our own", None
    if found := queries.known(letter):
        return "the same mail has come before", found.thread
    return None


def _note_failure(told: Message, letter: Letter, *, at: datetime) -> None:
    """Colleagues learn in the conversation that the customer did not get the answer; once for each."""
    name = f"report:{told.pk}"
    if Message.objects.filter(remote_id=name).exists():
        return
    with translation.override("en"):
        text = _("Our letter did not arrive: %(reply)s") % {"reply": letter.report.detail or letter.subject or "-"}
    say(told.thread, text=text, author=Author.STAFF, kind=Kind.NOTE, remote_id=name, by=SYSTEM, at=at)


def _placed(mail: InboundMail, letter: Letter, *, at: datetime) -> tuple[Thread, str]:
    place = queries.place(letter)
    if place is None:
        return _begun(mail, letter, at=at), letter.automatic
    said = {"text": _words(letter, place.thread.language), "kind": Kind.PRIVATE, "remote_id": _name(mail, letter)}
    if letter.automatic:  # an absence note asks nobody for anything
        note = {**said, "kind": Kind.NOTE, "label": letter.sender}
        if not Message.objects.filter(remote_id=said["remote_id"]).exists():
            say(place.thread, author=Author.CUSTOMER, by=SYSTEM, at=mail.sent_at, **note)
        return place.thread, f"kept as a note: {letter.automatic}"
    if place.is_customer:
        threads.add(thread=place.thread, by=threads_policies.holder(place.thread), at=mail.sent_at, **said)
        return place.thread, ""
    with translation.override(place.thread.language):
        label = _("%(sender)s (another address)") % {"sender": letter.sender or "?"}
    threads.add(thread=place.thread, label=label, by=SYSTEM, at=mail.sent_at, **said)
    return place.thread, "not from the customer's address"


def _begun(mail: InboundMail, letter: Letter, *, at: datetime) -> Thread:
    """A new conversation. Our own words to the customer go back by mail where there is an address."""
    language = guess.language(f"{letter.subject}\n{letter.text}")
    held = HeldFor.SPAM if letter.spam else HeldFor.LIMIT if queries.floods(letter.sender, at) else ""
    return threads.receive(
        text=_words(letter, language),
        origin=Origin.EMAIL,
        language=language,
        subject=lines.one_line(letter.subject),
        reply_by=ReplyBy.EMAIL if letter.sender else ReplyBy.LINK,
        held_for=held,
        remote_id=_name(mail, letter),
        by=visitor(),
        at=mail.sent_at,
        **_person(letter),
    )


def _person(letter: Letter) -> dict[str, Any]:
    return {"name": letter.name, "email": letter.sender, "quiet": bool(letter.automatic)}


def _name(mail: InboundMail, letter: Letter) -> str:
    """Its Message-ID, which others may answer to; where that is missing or taken by somebody else, a name of ours."""
    taken = Message.objects.select_related("thread").filter(remote_id=letter.message_id).first()
    if not letter.message_id or (taken and not queries.said_by(taken, letter)):
        return f"mail:{mail.digest}"
    return f"mail:{mail.digest}" if taken and mail.state != State.RECEIVED else letter.message_id


def _words(letter: Letter, language: str) -> str:
    """What the customer said; a mail without words, or one we could not read, says so itself."""
    with translation.override(language):
        if letter.broken:
            words = _("This mail could not be read. The original is kept.")
        elif not letter.text.strip():
            words = _("This mail has no words of its own.")
        else:
            words = letter.text.strip()
        if len(words) > LONGEST:
            end = "\n\n" + _("The mail goes on; the original is kept.")
            words = words[: LONGEST - len(end)].rstrip() + end
    return words
