"""What one key or one press does to conversations: each verb calls one action of the threads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.accounts.models import User
from core.actor import Actor
from core.text.translations import Language
from core.web.errors import Invalid
from feedback.targets.registers import registry
from feedback.threads import actions
from feedback.threads.models import Thread
from incidents.catalogue.models import Component

Value = object
Run = Callable[..., object]
Words = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Verb:
    """`read` makes of what was sent what `run(thread, value, by=, at=)` takes; `undo` names how it is taken back.

    `asks` is the question before it is done to several, `did` what is said afterwards; both take how many.
    """

    run: Run
    asks: Words
    did: Words
    read: Callable[[str, list[Thread], Actor], Value] = lambda given, rows, by: None
    undo: str = ""
    skips: Callable[[Thread, Value], bool] = lambda thread, value: False


def _register(given: str, rows: list[Thread], by: Actor) -> str:
    if given not in registry():
        raise Invalid({"": [_("There is no such register.")]})
    return given


def _component(given: str, rows: list[Thread], by: Actor) -> int | None:
    if not given:
        return None
    found = Component.objects.filter(pk=given).values_list("pk", flat=True).first() if given.isdecimal() else None
    if found is None:
        raise Invalid({"": [_("There is no such component.")]})
    return found


def _person(given: str, rows: list[Thread], by: Actor) -> User | None:
    if not given:
        return None
    key = by.user_id if given == "me" else int(given) if given.isdecimal() and len(given) < 19 else 0
    found = User.objects.filter(pk=key, is_active=True, is_staff=True).first()
    if found is None:
        raise Invalid({"": [_("There is nobody of this name any more.")]})
    return found


def _target(given: str, rows: list[Thread], by: Actor) -> Thread:
    """The one named, else the oldest of them."""
    found = Thread.objects.filter(reference=given).first() if given else None
    if given and found is None:
        raise Invalid({"": [_("There is no such conversation.")]})
    return found or min(rows, key=lambda each: (each.created_at, each.pk))


def _sort(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
    actions.triage(thread=thread, register_id=value, by=by, at=at)


def _concern(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
    actions.triage(thread=thread, component_id=value, by=by, at=at)


def _language(given: str, rows: list[Thread], by: Actor) -> str:
    if given not in Language.values:
        raise Invalid({"": [_("We don't speak this language here.")]})
    return given


def _speak(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
    actions.triage(thread=thread, language=value, by=by, at=at)


def _give(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
    actions.assign(thread=thread, to=value, by=by, at=at)


def _merge(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
    actions.merge(thread=thread, into=value, by=by, at=at)


def _relate(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
    actions.relate(thread=thread, to=value, by=by, at=at)


def _plain(act: Run) -> Run:
    def run(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
        act(thread=thread, by=by, at=at)

    return run


def _itself(thread: Thread, value: Value) -> bool:
    return isinstance(value, Thread) and thread.pk == value.pk


VERBS: dict[str, Verb] = {
    "register": Verb(
        _sort,
        lambda n: ngettext("Sort %d conversation?", "Sort %d conversations?", n) % n,
        lambda n: ngettext("Sorted %d conversation.", "Sorted %d conversations.", n) % n,
        read=_register,
        undo="triage",
    ),
    "component": Verb(
        _concern,
        lambda n: ngettext("Set the component of %d conversation?", "Set the component of %d conversations?", n) % n,
        lambda n: ngettext("Set the component of %d conversation.", "Set the component of %d conversations.", n) % n,
        read=_component,
        undo="triage",
    ),
    "language": Verb(
        _speak,
        lambda n: ngettext("Set the language of %d conversation?", "Set the language of %d conversations?", n) % n,
        lambda n: ngettext("Set the language of %d conversation.", "Set the language of %d conversations.", n) % n,
        read=_language,
        undo="triage",
    ),
    "assign": Verb(
        _give,
        lambda n: ngettext("Assign %d conversation?", "Assign %d conversations?", n) % n,
        lambda n: ngettext("Assigned %d conversation.", "Assigned %d conversations.", n) % n,
        read=_person,
        undo="assign",
    ),
    "hold": Verb(
        _plain(actions.hold),
        lambda n: ngettext("Hold %d conversation?", "Hold %d conversations?", n) % n,
        lambda n: ngettext("Held %d conversation. Nothing is lost.", "Held %d conversations. Nothing is lost.", n) % n,
        undo="hold",
    ),
    "release": Verb(
        _plain(actions.release),
        lambda n: ngettext("Let %d conversation through?", "Let %d conversations through?", n) % n,
        lambda n: ngettext("Let %d conversation through.", "Let %d conversations through.", n) % n,
        undo="release",
    ),
    "close": Verb(
        _plain(actions.close),
        lambda n: ngettext("Close %d conversation?", "Close %d conversations?", n) % n,
        lambda n: ngettext("Closed %d conversation.", "Closed %d conversations.", n) % n,
        undo="close",
    ),
    "reopen": Verb(
        _plain(actions.reopen),
        lambda n: ngettext("Reopen %d conversation?", "Reopen %d conversations?", n) % n,
        lambda n: ngettext("Reopened %d conversation.", "Reopened %d conversations.", n) % n,
    ),
    "merge": Verb(
        _merge,
        lambda n: ngettext("Merge %d conversation?", "Merge %d conversations?", n) % n,
        lambda n: ngettext("Merged %d conversation.", "Merged %d conversations.", n) % n,
        read=_target,
        undo="merge",
        skips=_itself,
    ),
    "relate": Verb(
        _relate,
        lambda n: (
            ngettext("Mark %d conversation as the same problem?", "Mark %d conversations as the same problem?", n) % n
        ),
        lambda n: (
            ngettext("Marked %d conversation as the same problem.", "Marked %d conversations as the same problem.", n)
            % n
        ),
        read=_target,
        undo="relate",
        skips=_itself,
    ),
}
