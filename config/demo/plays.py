"""How the open incident's playbook was followed: the run a newcomer finds half-way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.accounts.models import User
from core.accounts.queries import actor_for_user
from incidents.playbooks import actions
from incidents.playbooks.models import Playbook
from incidents.response.models import Incident

PLAYBOOK, STARTED_BY = "playback-failure-by-region", "noor"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer at minute `at`, wherever the innermost run stands."""

    at: float
    answer: str
    note: str = ""
    by: str = "kenji"


FIRST_WORD = 6.5  # after the first message of the story, which the run finds published
GIVEN = (
    Given(FIRST_WORD, "yes", "Error rate of segment requests from France: 48 %."),
    Given(6.6, "done", "", "noor"),
    Given(6.7, "done", "Published at minute 6.", "camille"),
    Given(8, "technical", "Segment requests time out; sign-in and payments are fine."),
    Given(10, "region", ""),
    Given(11, "yes", ""),
    Given(12, "yes", ""),
    Given(13, "done", "They confirm a faulty routing change at their European edges."),
    Given(13.5, "done", "Our message says it in our own words.", "camille"),
    Given(14, "cdn", ""),
    Given(15, "yes", "Second route drilled in September."),
    Given(16, "yes", "Japan first: it is evening there.", "noor"),
    Given(31, "done", "Japan below 0.3 % for five minutes; France in steps of 20 %."),
    Given(45, "done", ""),
)


def follow(incident: Incident) -> None:
    """Start the playbook and give the answers, each at its minute."""
    people = {user.username: actor_for_user(user) for user in User.objects.filter(is_staff=True)}
    outer = actions.start(
        incident=incident,
        playbook=Playbook.objects.get(slug=PLAYBOOK),
        by=people[STARTED_BY],
        at=_minute(incident, FIRST_WORD),
    )
    for given in GIVEN:
        run = incident.runs.running().order_by("-pk").first() or outer
        actions.answer(
            run=run,
            node=run.node,
            answer=given.answer,
            note=given.note,
            by=people[given.by],
            at=_minute(incident, given.at),
        )


def _minute(incident: Incident, minute: float) -> datetime:
    return incident.declared_at + timedelta(minutes=minute)
