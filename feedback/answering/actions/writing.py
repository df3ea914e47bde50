"""What somebody types, and that he is there: no decision, so no lock and no audit; the newest word stands."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.web.errors import Invalid
from feedback.answering.models import CannedReply, ReplyDraft, ThreadPresence
from feedback.answering.states import Doing
from feedback.threads import policies
from feedback.threads.actions.receive import LONGEST
from feedback.threads.models import Thread
from feedback.threads.states import Kind, Visibility


def keep_draft(
    *,
    thread: Thread,
    text: str,
    kind: str | None = None,
    asks: bool = False,
    promised_at: datetime | None = None,
    canned: CannedReply | None = None,
    by: Actor,
    at: datetime,
) -> ReplyDraft:
    """Keep what `by`, a person, has typed for `thread`; it is shown to nobody else and sent nowhere.

    As long as it likes to be up to what may be sent; gaps, suppliers' names and all.
    """
    require(policies.can_note, by, thread)
    if by.user_id is None:
        raise Invalid({"": [_("Drafts belong to people; this token has none behind it.")]})
    if len(text) > LONGEST:
        sentence = _("This is over %(most)d characters. Shorten it, or send us a file.")
        raise Invalid({"text": [sentence % {"most": LONGEST}]})
    usual = Kind.PUBLIC if thread.visibility == Visibility.PUBLIC else Kind.PRIVATE
    typed = {"text": text.replace("\x00", ""), "kind": kind or usual, "asks": asks, "promised_at": promised_at}
    row = ReplyDraft(thread=thread, user_id=by.user_id, canned=canned, saved_at=at, **typed)
    fields = ["text", "kind", "asks", "promised_at", "canned", "saved_at"]
    ReplyDraft.objects.bulk_create([row], update_conflicts=True, unique_fields=["thread", "user"], update_fields=fields)
    return ReplyDraft.objects.select_related("thread", "canned").get(thread=thread, user=by.user_id)


def drop_draft(*, thread: Thread, by: Actor, at: datetime) -> None:
    """Put one's own draft away."""
    require(policies.can_note, by, thread)
    ReplyDraft.objects.filter(thread=thread, user=by.user_id).delete()


def be_here(*, thread: Thread, doing: str = Doing.READING, by: Actor, at: datetime) -> None:
    """Note that `by`, a person, has the thread open. An unknown `doing` counts as reading."""
    require(policies.can_view, by, thread)
    if by.user_id is None:
        return
    known = doing if doing in Doing.values else Doing.READING
    ThreadPresence.objects.bulk_create(
        [ThreadPresence(thread=thread, user_id=by.user_id, seen_at=at, doing=known)],
        update_conflicts=True,
        unique_fields=["thread", "user"],
        update_fields=["seen_at", "doing"],
    )
