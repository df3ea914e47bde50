"""Which playbooks fit an incident, and which incidents go on too long without one. Reads only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.facts import queries as facts
from incidents.facts.states import KNOWN
from incidents.playbooks import paths, run_states
from incidents.playbooks.following import Following
from incidents.playbooks.models import Playbook, PlaybookRun
from incidents.playbooks.states import Outcome
from incidents.response import clocks
from incidents.response.models import Impact, Incident
from incidents.response.states import Kind

UNDECIDED = "severity_undecided"  # the symptom every incident has while nobody has decided its level


@dataclass(frozen=True, slots=True)
class Offer:
    """`because` are the names of the components hit that it stands for; `symptom` that its words fit."""

    playbook: Playbook
    because: tuple[str, ...]
    symptom: bool

    @property
    def title(self) -> str:
        return paths.words(paths.titles(self.playbook))

    @property
    def purpose(self) -> str:
        return paths.words({row.language: row.purpose for row in self.playbook.translations.all()})

    @property
    def fits(self) -> bool:
        return bool(self.because) or self.symptom


def offers(incident: Incident) -> tuple[Offer, ...]:
    """Every playbook in use that isn't running here, those that fit first; 6 statements."""
    hit = set(incident.impacts.filter(ended_at=None).values_list("component_id", flat=True))
    running = set(incident.runs.running().values_list("playbook_id", flat=True))
    rows = Playbook.objects.in_use().exclude(pk__in=running).prefetch_related("translations", "components")
    told = _told(incident)
    return _sorted(_offer(row, told, hit, undecided=incident.severity_id is None) for row in rows.order_by("slug"))


def before_declaring(*, told: str, components: Collection[int]) -> tuple[Offer, ...]:
    """Those that would fit an incident of such words and components; 3 statements, none while nothing is told."""
    if not told.strip() and not components:
        return ()
    rows = Playbook.objects.in_use().prefetch_related("translations", "components")
    found = (_offer(row, told, set(components), undecided=False) for row in rows.order_by("slug"))
    return _sorted(offer for offer in found if offer.fits)


def _told(incident: Incident) -> str:
    """The title, and the symptom in every language in which somebody has said it."""
    fact = facts.fact_of(incident, "symptom")
    known = fact is not None and fact.current is not None and fact.current.state in KNOWN
    return "\n".join([incident.title, *(fact.current.texts.values() if known else ())])


def _offer(playbook: Playbook, told: str, hit: set[int], *, undecided: bool) -> Offer:
    because = tuple(row.name for row in playbook.components.all() if row.pk in hit)
    unrated = undecided and UNDECIDED in playbook.symptoms
    return Offer(playbook, because, unrated or run_states.fits(playbook.symptoms, told))


def _sorted(found: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(sorted(found, key=lambda each: (not each.symptom, -len(each.because))))


def without_playbook(at: datetime) -> list[Incident]:
    """Open unplanned incidents that have lasted longer than their level allows without a run; 2 statements."""
    done = PlaybookRun.objects.exclude(outcome__in=("", Outcome.HANDED_OVER))
    followed = (PlaybookRun.objects.running() | done).order_by().values("incident")
    rows = Incident.objects.open().filter(kind=Kind.UNPLANNED).exclude(pk__in=followed)
    down = Impact.objects.filter(ended_at=None).order_by().values("incident")
    rows = rows.filter(pk__in=down).select_related("severity", "proposed_severity").order_by("declared_at", "pk")
    return [row for row in rows[:200] if needs_one(row, at)]


def lacks_one(incident: Incident, followed: Iterable[Following], at: datetime) -> bool:
    """As `without_playbook`, for one incident whose runs are known."""
    quiet = ("", Outcome.HANDED_OVER)
    return needs_one(incident, at) and not any(
        each.run.is_running or each.run.outcome not in quiet for each in followed
    )


def needs_one(incident: Incident, at: datetime) -> bool:
    """Whether its level's threshold has passed; a level without one never asks."""
    level = clocks.rated(incident)
    if level is None or level.playbook_after_minutes is None or not incident.is_open:
        return False
    return clocks.of(incident, at).elapsed >= timedelta(minutes=level.playbook_after_minutes)
