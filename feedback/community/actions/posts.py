"""What peers write: shown at once, or held with its reason; never dropped."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.actor import Actor, require
from core.audit import actions as audit
from core.web.errors import Conflict, Invalid
from feedback.community import letters, policies, tokens
from feedback.community.actions.steps import NotThere, renewed, retold
from feedback.community.models import Peer, PeerPost
from feedback.community.states import HeldFor, State
from feedback.community.tokens import Purpose
from feedback.doors.form import limits
from feedback.doors.form.actions import Sender, reason_to_hold
from feedback.doors.form.limits import Window
from feedback.threads import actions as threads
from feedback.threads import exposure
from feedback.threads import links as follow
from feedback.threads.actions import steps
from feedback.threads.actions.receive import checked
from feedback.threads.models import Thread
from feedback.threads.states import Author, HiddenFor, Kind

MOST_LINKS = 3  # more is an advertisement
PER_THREAD = Window("community-thread", 3_600, 60)
PER_MAILBOX = Window("community-mailbox", 86_400, 3)  # else a form would be a way to fill somebody's mailbox


@dataclass(frozen=True, slots=True)
class Written:
    """What a peer filled in."""

    text: str
    name: str
    email: str
    language: str


class TooLate(Conflict):
    code = "too_late"


def answer(*, thread: Thread, written: Written, sender: Sender, by: Actor, at: datetime) -> PeerPost:
    """One customer answers another. The same form again gives the post it made.

    Over a limit, suspected of spam or with personal data in it, it is held. Raises `Invalid` for what can be mended
    and `NotThere` for a thread that is public no longer.
    """
    require(policies.can_help, by, thread)
    text, name = checked(written.text), checked_name(written.name)
    reason = _reason(thread, text, name, written.email, sender, at)
    token = sender.token.nonce if sender.token else None
    try:
        return _kept(thread, written, text, name, reason, token, by=by, at=at)
    except IntegrityError:
        found = PeerPost.objects.filter(form_token=token).first() if token else None
        if found:
            return found
        raise


@transaction.atomic
def _kept(
    thread: Thread, written: Written, text: str, name: str, reason: str, token: str | None, *, by: Actor, at: datetime
) -> PeerPost:
    thread = _open(thread)
    post = PeerPost.objects.create(
        thread=thread,
        state=State.HELD,
        held_for=reason or HeldFor.SPAM,
        name=name,
        email=written.email,
        language=written.language,
        text=text,
        form_token=token,
        created_at=at,
    )
    if not reason:
        _show(post, thread, by=by, at=at)
    if written.email and not limits.over(PER_MAILBOX, written.email, at):
        _ask_to_confirm(post, by=by, at=at)
    return post


def checked_name(name: str) -> str:
    """A name to answer under; nobody takes the name of one of us."""
    name = " ".join(name.replace("\x00", "").split())[:80]
    if not name:
        raise Invalid({"name": [_("Which name shall stand at your answer? A first name is enough.")]})
    ours = User.objects.filter(is_staff=True).values_list("username", "first_name", "last_name")
    if name.casefold() in {each.casefold() for row in ours for each in (row[0], f"{row[1]} {row[2]}".strip())}:
        raise Invalid({"name": [_("Somebody of our team goes by this name. Please choose another.")]})
    return name


def _reason(thread: Thread, text: str, name: str, email: str, sender: Sender, at: datetime) -> str:
    reason = reason_to_hold(sender, email, at)
    crowded = limits.over(PER_THREAD, thread.reference, at)
    if reason:
        return str(reason)
    if text.count("://") > MOST_LINKS or "://" in name:
        return HeldFor.SPAM.value
    if exposure.find(text) or exposure.find(name):
        return HeldFor.PERSONAL_DATA.value
    return HeldFor.LIMIT.value if crowded else ""


def _open(thread: Thread) -> Thread:
    thread = threads.locked(thread)
    if not Thread.objects.readable().filter(pk=thread.pk).exists():
        raise NotThere(_("This conversation is not public any more. Nothing was sent."))
    return thread


def _show(post: PeerPost, thread: Thread, *, by: Actor, at: datetime) -> None:
    message = steps.say(thread, text=post.text, author=Author.PEER, kind=Kind.PUBLIC, label=post.name, by=by, at=at)
    steps.keep(thread, at)
    post.message, post.state, post.held_for, post.text = message, State.SHOWN, "", ""
    post.save(update_fields=["message", "state", "held_for", "text"])
    renewed(thread, at)
    _tell_author(post, thread, by=by, at=at)


def _tell_author(post: PeerPost, thread: Thread, *, by: Actor, at: datetime) -> None:
    """At most one letter an hour, however many help."""
    if not thread.email or thread.quiet:
        return
    with translation.override(thread.language):
        letters.owe(
            key=f"helped:{thread.pk}:{at:%Y%m%d%H}",
            address=thread.email,
            language=thread.language,
            subject=_("Another customer answered: %(subject)s") % {"subject": thread.subject},
            said=[
                _("%(name)s, another customer, answered you in the community.") % {"name": post.name},
                _("Did it help? On your page you can say so; that helps whoever has the same question."),
            ],
            link=follow.url(thread),
            link_words=_("Your conversation"),
            by=by,
            at=at,
        )


def _ask_to_confirm(post: PeerPost, *, by: Actor, at: datetime) -> None:
    with translation.override(post.language):
        letters.owe(
            key=f"confirm:{post.public_id}",
            address=post.email,
            language=post.language,
            subject=_("Is this answer yours?"),
            said=[
                _("Somebody answered another customer as “%(name)s” and gave this address.") % {"name": post.name},
                _("If it was you, confirm it: we count your good answers and can thank you. If not, do nothing."),
            ],
            link=tokens.url(Purpose.CONFIRM, post),
            link_words=_("Yes, it is mine"),
            by=by,
            at=at,
        )


@transaction.atomic
def confirm(*, post: PeerPost, by: Actor, at: datetime) -> Peer:
    """The address is his who wrote: from now on we know him as one who helps."""
    require(policies.can_confirm, by, post)
    post = _locked(post)
    told = {"name": post.name, "language": post.language, "confirmed_at": at}
    peer, _made = Peer.objects.get_or_create(email=post.email, defaults=told)
    if post.peer_id is None:
        post.peer = peer
        post.save(update_fields=["peer"])
        if post.message_id:
            renewed(threads.locked(post.thread), at)
    return peer


@transaction.atomic
def withdraw(*, post: PeerPost, by: Actor, at: datetime) -> PeerPost:
    """Its author takes it back, within a quarter of an hour; raises `TooLate`."""
    require(policies.can_withdraw, by, post)
    post = _locked(post)
    if post.state == State.WITHDRAWN:
        return post
    if not post.may_be_withdrawn(at):
        raise TooLate(_("It can be withdrawn for 15 minutes; after that it stays, because others rely on it."))
    if post.message:
        thread = threads.locked(post.thread)
        post.message.hidden_at, post.message.hidden_by = at, post.name
        post.message.hidden_for = post.message.hidden_because = HiddenFor.WITHDRAWN.value
        post.message.save(update_fields=["hidden_at", "hidden_by", "hidden_for", "hidden_because"])
        retold(thread, at)
    return _decided(post, State.WITHDRAWN, "", by=by, at=at)


@transaction.atomic
def release(*, post: PeerPost, by: Actor, at: datetime) -> PeerPost:
    """Show a held post after all."""
    require(policies.can_decide, by, post)
    post = _locked(post)
    if post.state not in (State.HELD, State.KEPT_BACK):
        return post
    _show(post, _open(post.thread), by=by, at=at)
    return _decided(post, State.SHOWN, "", by=by, at=at)


@transaction.atomic
def keep_back(*, post: PeerPost, reason: str, by: Actor, at: datetime) -> PeerPost:
    """Don't show a held post; it stays with us, and its author reads why on his page."""
    require(policies.can_decide, by, post)
    post = _locked(post)
    if post.state != State.HELD:
        return post
    if not reason.strip():
        raise Invalid({"reason": [_("Say why; its author reads it.")]})
    return _decided(post, State.KEPT_BACK, reason, by=by, at=at)


def _locked(post: PeerPost) -> PeerPost:
    return PeerPost.objects.select_for_update(of=("self",)).select_related("thread", "message").get(pk=post.pk)


def _decided(post: PeerPost, state: State, because: str, *, by: Actor, at: datetime) -> PeerPost:
    post.state, post.decided_at, post.decided_by = state, at, by.label[:200]
    post.decided_because = because.strip()[:300]
    post.save(update_fields=["state", "decided_at", "decided_by", "decided_because"])
    audit.record(f"feedback.peerpost.{state}", on=post, by=by, at=at, thread=post.thread.reference)
    return post
