"""The last step of somebody's hand, taken back: what stood there before travels in a signed token."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.actor import Actor
from core.web.errors import Conflict, Invalid
from feedback.threads import actions as threads
from feedback.threads.models import Thread

SALT = "feedback.desk.undo"
MINUTES = 10
SORTED = ("register_id", "component_id", "region_id", "language", "team")
KEPT = (*SORTED, "assignee_id", "alike_id")


def token(before: Iterable[Thread], verb: str, by: Actor) -> str:
    """What `undo` needs, good for ten minutes and for whoever did it."""
    rows = [[thread.pk, {name: getattr(thread, name) for name in KEPT}] for thread in before]
    return signing.dumps({"verb": verb, "by": by.user_id, "rows": rows}, salt=SALT, compress=True)


def undo(*, given: str, by: Actor, at: datetime) -> int:
    """How many stand again as they stood; each step back is a step of its own in the audit trail."""
    try:
        kept = signing.loads(given, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature as error:
        raise Invalid({"": [_("This can't be taken back any more.")]}) from error
    if kept["by"] != by.user_id:
        raise Invalid({"": [_("This can't be taken back any more.")]})
    rows = Thread.objects.in_bulk([pk for pk, _before in kept["rows"]])
    done = 0
    for pk, before in kept["rows"]:
        if pk in rows:
            done += _back(rows[pk], kept["verb"], before, by=by, at=at)
    return done


def _back(thread: Thread, verb: str, before: dict[str, Any], *, by: Actor, at: datetime) -> bool:
    try:
        if verb == "triage":
            changed = {name: before[name] for name in SORTED if getattr(thread, name) != before[name]}
            if changed:
                threads.triage(thread=thread, by=by, at=at, **changed)
        elif verb == "assign":
            to = User.objects.filter(pk=before["assignee_id"]).first()
            threads.assign(thread=thread, to=to, by=by, at=at)
        elif verb == "relate":
            to = Thread.objects.filter(pk=before["alike_id"]).first()
            threads.relate(thread=thread, to=to, by=by, at=at)
        else:
            STEPS_BACK[verb](thread=thread, by=by, at=at)
    except Conflict:  # somebody has gone on from there
        return False
    return True


STEPS_BACK = {
    "hold": threads.release,
    "release": threads.hold,
    "close": threads.reopen,
    "merge": threads.unmerge,
}
