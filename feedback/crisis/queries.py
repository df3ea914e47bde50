"""Which threads are a crisis nobody has taken, and who is to be called."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.accounts import queries as accounts
from core.accounts.models import User
from feedback.crisis.models import TAKE, CrisisCall
from feedback.duty.queries import RUNS_IN
from feedback.loop.models import IncidentLink
from feedback.threads.models import Thread
from incidents.outlets import staff
from incidents.response.models import Incident

AGAIN = timedelta(minutes=5)  # an unconfirmed call is repeated after this long
ROUNDS = 12  # and given up after an hour; the panel stays
DEPUTY = "Deputy"
WIDER = ("Incident commander", "Head of customer service", "Administrator")
EVERYTHING: dict[str, object] = {"kind": "", "component_ids": [], "region_ids": []}
STILL = Q(register__called=True, merged_into=None, awaits_human=True, state__in=RUNS_IN)


def is_one(thread: Thread) -> bool:
    """Whether the leads are wanted for it; needs its register loaded."""
    wanted = thread.register and thread.register.called and thread.awaits_human
    return bool(wanted and thread.merged_into_id is None and thread.state in RUNS_IN)


def to_call(at: datetime) -> list[int]:
    """Threads whose leads are to be called now, for the first time or again, or called off; by key."""
    standing = CrisisCall.objects.filter(thread=OuterRef("pk"), ended_at=None)
    waiting = CrisisCall.objects.unconfirmed()
    rows = Thread.objects.filter(
        (STILL & ~Exists(standing))
        | (STILL & Q(pk__in=waiting.filter(last_called_at__lte=at - AGAIN, rounds__lt=ROUNDS).values("thread")))
        | (~STILL & Q(pk__in=waiting.values("thread")))
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def leads(thread: Thread, rounds: int) -> list[User]:
    """The register's people and the deputies; from the second call on, whoever else could decide."""
    roles = [thread.register.goes_to, DEPUTY, *(WIDER if rounds else ())]
    rows = User.objects.filter(groups__name__in=roles, is_active=True, is_staff=True)
    return list(rows.order_by("pk").distinct()) or list(accounts.with_right(TAKE).order_by("pk"))


def rooms() -> list[str]:
    return list(staff.hearing(EVERYTHING).order_by("name").values_list("name", flat=True))


def listed() -> QuerySet[CrisisCall]:
    """With what a line shows."""
    return CrisisCall.objects.select_related("thread__register", "thread__component", "thread__region", "user")


def call_of(thread: Thread) -> CrisisCall | None:
    """The call that was made for it; no statement where its register calls nobody."""
    if not (thread.register and thread.register.called):
        return None
    return CrisisCall.objects.filter(thread=thread).order_by("-pk").first()


def incident_of(thread: Thread) -> Incident | None:
    """The open incident it is linked to, the newest if there are several."""
    linked = IncidentLink.objects.linked().filter(thread=thread).values("incident")
    return Incident.objects.open().filter(pk__in=linked).order_by("-declared_at", "-pk").first()
