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
from feedback.doors.mail import enclosures, policies, queries
from feedback.doors.mail import letter as letters
from feedback.doors.mail.actions.keep import RAW_DAYS
from feedback.doors.mail.enclosures import Enclosed
from feedback.doors.mail.letter import Letter
from feedback.doors.mail.models import InboundMail
from feedback.doors.mail.queries import Place
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
        mail.state, mail.reason, mail.thread = State.IGNORED, *aside
    else:
        mail.state, mail.reason, mail.thread = State.READ, *_placed(mail, letter, at=at)
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


def _placed(mail: InboundMail, letter: Letter, *, at: datetime) -> tuple[str, Thread]:
    """Say it where it belongs, with its files; the reason for what is not a customer's plain word, and where."""
    place = queries.place(letter)
    language = place.thread.language if place else guess.language(f"{letter.subject}\n{letter.text}")
    name = _name(mail, letter)
    with enclosures.kept(letter.files) as enclosed:
        said = {"text": _words(letter, enclosed, language), "remote_id": name}
        if place is None:
            reason, thread = _doubted(letter) or letter.automatic, _begun(mail, letter, language, said, at=at)
        else:
            reason, thread = _added(mail, letter, place, said), place.thread
        _enclose(name, enclosed, at=mail.sent_at)
    return reason, thread


def _added(mail: InboundMail, letter: Letter, place: Place, said: dict[str, Any]) -> str:
    thread = place.thread
    if letter.automatic:  # an absence note asks nobody for anything
        if not Message.objects.filter(remote_id=said["remote_id"]).exists():
            note = {**said, "kind": Kind.NOTE, "label": letter.sender, "author": Author.CUSTOMER}
            say(thread, by=SYSTEM, at=mail.sent_at, **note)
        return f"kept as a note: {letter.automatic}"
    if place.is_customer:
        holder = threads_policies.holder(thread)
        threads.add(thread=thread, kind=Kind.PRIVATE, by=holder, at=mail.sent_at, **said)
        return ""
    doubted = _doubted(letter)
    with translation.override(thread.language):
        told = _("%(sender)s (sender not proven)") if doubted else _("%(sender)s (another address)")
    label = told % {"sender": letter.sender or "?"}
    threads.add(thread=thread, kind=Kind.PRIVATE, label=label, by=SYSTEM, at=mail.sent_at, **said)
    return doubted or "not from the customer's address"


def _doubted(letter: Letter) -> str:
    found = queries.doubt(letter)
    return f"the sender is not proven: {found}" if found else ""


def _enclose(name: str, enclosed: Enclosed, *, at: datetime) -> None:
    message = Message.objects.select_related("thread").get(remote_id=name)
    if enclosed.kept and not message.attachments.exists():
        threads.attach(message=message, files=enclosed.kept, by=threads_policies.holder(message.thread), at=at)


def _begun(mail: InboundMail, letter: Letter, language: str, said: dict[str, Any], *, at: datetime) -> Thread:
    """A new conversation. Our own words to the customer go back by mail where there is an address."""
    return threads.receive(
        origin=Origin.EMAIL,
        language=language,
        subject=lines.one_line(letter.subject),
        reply_by=ReplyBy.EMAIL if letter.sender else ReplyBy.LINK,
        held_for=_held(letter, at),
        name=letter.name,
        email=letter.sender,
        quiet=bool(letter.automatic),
        by=visitor(),
        at=mail.sent_at,
        **said,
    )


def _held(letter: Letter, at: datetime) -> str:
    if queries.doubt(letter):
        return HeldFor.UNPROVEN
    return HeldFor.SPAM if letter.spam else HeldFor.LIMIT if queries.floods(letter.sender, at) else ""


def _name(mail: InboundMail, letter: Letter) -> str:
    """Its Message-ID, which others may answer to; where that is missing or taken by somebody else, a name of ours."""
    taken = Message.objects.select_related("thread").filter(remote_id=letter.message_id).first()
    if not letter.message_id or (taken and not queries.said_by(taken, letter)):
        return f"mail:{mail.digest}"
    return f"mail:{mail.digest}" if taken and mail.state != State.RECEIVED else letter.message_id


def _words(letter: Letter, enclosed: Enclosed, language: str) -> str:
    """What the customer said; a mail without words, or one we could not read, says so itself."""
    end = ""
    with translation.override(language):
        if letter.broken:
            words = _("This mail could not be read. The original is kept.")
        elif not letter.text.strip():
            words = _("This mail has no words of its own.")
        else:
            words = letter.text.strip()
        if enclosed.left_out:
            names = ", ".join(enclosed.left_out)[:500]
            end = "\n\n" + _("Files we do not take, kept with the original alone: %(names)s") % {"names": names}
        if len(words) + len(end) > LONGEST:
            end = "\n\n" + _("The mail goes on; the original is kept.") + end
            words = words[: LONGEST - len(end)].rstrip()
    return words + end
