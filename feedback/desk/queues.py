"""The queues of the inbox: what stands in each, and in which order it is worked off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.models import User
from feedback.targets.models import RegisterPolicy
from feedback.threads.models import Thread
from feedback.threads.states import State

Rows = QuerySet[Thread]


@dataclass(frozen=True, slots=True)
class Queue:
    """`rows(me, at)` are its threads. `by_due`: the most urgent first; else the newest by `newest`."""

    slug: str
    label: Promise
    empty: Promise
    rows: Callable[[int | None, datetime], Rows]
    by_due: bool = True
    newest: str = "changed_at"
    counted: bool = True


def _mine(me: int | None, at: datetime) -> Rows:
    return Thread.objects.todo().filter(assignee=me or 0)


def _team(me: int | None, at: datetime) -> Rows:
    roles = User.groups.through.objects.filter(user=me or 0).values("group__name")
    registers = RegisterPolicy.objects.filter(goes_to__in=roles)
    return Thread.objects.todo().filter(Q(team__in=roles) | Q(team="", register__in=registers), assignee=None)


def _unassigned(me: int | None, at: datetime) -> Rows:
    return Thread.objects.todo().filter(assignee=None)


def _human(me: int | None, at: datetime) -> Rows:
    return Thread.objects.waiting_for_us()


def _overdue(me: int | None, at: datetime) -> Rows:
    return Thread.objects.overdue(at)


def _waiting(me: int | None, at: datetime) -> Rows:
    return Thread.objects.filter(state=State.WAITING, merged_into=None)


def _held(me: int | None, at: datetime) -> Rows:
    return Thread.objects.filter(state=State.HELD)


def _everything(me: int | None, at: datetime) -> Rows:
    return Thread.objects.all()


QUEUES: dict[str, Queue] = {
    queue.slug: queue
    for queue in (
        Queue("mine", _("Mine"), _("Nothing of yours is open."), _mine),
        Queue("team", _("My team"), _("Nothing waits for somebody of your role."), _team),
        Queue("unassigned", _("Unassigned"), _("Everything has somebody."), _unassigned),
        Queue("human", _("Needs a human"), _("Everybody who wrote has an answer by a human."), _human),
        Queue("overdue", pgettext_lazy("queue", "Overdue"), _("Nobody waits longer than we said."), _overdue),
        Queue("waiting", _("Waiting for the customer"), _("We wait for nobody."), _waiting, by_due=False),
        Queue("held", pgettext_lazy("queue", "Held"), _("Nothing is held."), _held, by_due=False),
        Queue("all", pgettext_lazy("queue", "All"), _("Nobody has written yet."), _everything, by_due=False,
              newest="created_at", counted=False),
    )
}  # fmt: skip
FIRST = "human"
