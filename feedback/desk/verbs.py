"""What one key or one press does to conversations: each verb calls one action of the threads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

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


@dataclass(frozen=True, slots=True)
class Verb:
    """`read` makes of what was sent what `run(thread, value, by=, at=)` takes; `undo` names how it is taken back.

    `asks` is the question before it is done to several, `did` what is said afterwards; both are said with `% how many`.
    """

    run: Run
    asks: Promise
    did: Promise
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


def _language(given: str, rows: list[Thread], by: Actor) -> str:
    if given not in Language.values:
        raise Invalid({"": [_("We don't speak this language here.")]})
    return given


def _with(act: Run, name: str = "") -> Run:
    """The action, with what was read as its argument `name`, if it takes one."""

    def run(thread: Thread, value: Value, *, by: Actor, at: datetime) -> None:
        act(thread=thread, by=by, at=at, **({name: value} if name else {}))

    return run


def _itself(thread: Thread, value: Value) -> bool:
    return isinstance(value, Thread) and thread.pk == value.pk


VERBS: dict[str, Verb] = {
    "register": Verb(
        _with(actions.triage, "register_id"),
        ngettext_lazy("Sort %d conversation?", "Sort %d conversations?"),
        ngettext_lazy("Sorted %d conversation.", "Sorted %d conversations."),
        read=_register,
        undo="triage",
    ),
    "component": Verb(
        _with(actions.triage, "component_id"),
        ngettext_lazy("Set the component of %d conversation?", "Set the component of %d conversations?"),
        ngettext_lazy("Set the component of %d conversation.", "Set the component of %d conversations."),
        read=_component,
        undo="triage",
    ),
    "language": Verb(
        _with(actions.triage, "language"),
        ngettext_lazy("Set the language of %d conversation?", "Set the language of %d conversations?"),
        ngettext_lazy("Set the language of %d conversation.", "Set the language of %d conversations."),
        read=_language,
        undo="triage",
    ),
    "assign": Verb(
        _with(actions.assign, "to"),
        ngettext_lazy("Assign %d conversation?", "Assign %d conversations?"),
        ngettext_lazy("Assigned %d conversation.", "Assigned %d conversations."),
        read=_person,
        undo="assign",
    ),
    "hold": Verb(
        _with(actions.hold),
        ngettext_lazy("Hold %d conversation?", "Hold %d conversations?"),
        ngettext_lazy("Held %d conversation. Nothing is lost.", "Held %d conversations. Nothing is lost."),
        undo="hold",
    ),
    "release": Verb(
        _with(actions.release),
        ngettext_lazy("Let %d conversation through?", "Let %d conversations through?"),
        ngettext_lazy("Let %d conversation through.", "Let %d conversations through."),
        undo="release",
    ),
    "close": Verb(
        _with(actions.close),
        ngettext_lazy("Close %d conversation?", "Close %d conversations?"),
        ngettext_lazy("Closed %d conversation.", "Closed %d conversations."),
        undo="close",
    ),
    "reopen": Verb(
        _with(actions.reopen),
        ngettext_lazy("Reopen %d conversation?", "Reopen %d conversations?"),
        ngettext_lazy("Reopened %d conversation.", "Reopened %d conversations."),
    ),
    "merge": Verb(
        _with(actions.merge, "into"),
        ngettext_lazy("Merge %d conversation?", "Merge %d conversations?"),
        ngettext_lazy("Merged %d conversation.", "Merged %d conversations."),
        read=_target,
        undo="merge",
        skips=_itself,
    ),
    "relate": Verb(
        _with(actions.relate, "to"),
        ngettext_lazy("Mark %d conversation as the same problem?", "Mark %d conversations as the same problem?"),
        ngettext_lazy("Marked %d conversation as the same problem.", "Marked %d conversations as the same problem."),
        read=_target,
        undo="relate",
        skips=_itself,
    ),
}
