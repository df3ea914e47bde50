"""How the runs of an incident look to people and programs: place, path, what is awaited. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from incidents.communication.models import Update
from incidents.communication.states import State as UpdateState
from incidents.playbooks import paths, run_states
from incidents.playbooks.flow import Difference, Flow, Node, Walk, diff
from incidents.playbooks.models import PlaybookRun, PlaybookVersion, RunAnswer, RunQuerySet
from incidents.playbooks.run_states import RunState
from incidents.playbooks.states import UNKNOWN, NodeKind
from incidents.response.models import Incident, RoleAssignment, RoleCall
from incidents.response.states import Role


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One answer on the path, or one that was taken off it (`superseded`)."""

    row: RunAnswer
    node: Node | None
    label: str
    superseded: bool

    @property
    def text(self) -> str:
        return paths.words(dict(self.node.text)) if self.node else self.row.node

    @property
    def others(self) -> tuple[Choice, ...]:
        """The answers it could be corrected to."""
        known = self.node.answers if self.node else ()
        return tuple(Choice(each.key, paths.words(dict(each.text))) for each in known if each.key != self.row.answer)

    @property
    def can_be_corrected(self) -> bool:
        return not self.superseded and self.node is not None and self.node.kind == NodeKind.QUESTION


@dataclass(frozen=True, slots=True)
class Seat:
    """A role that is wanted here: who holds it, or whom it is called for."""

    label: str
    holders: tuple[str, ...]
    call: RoleCall | None


@dataclass(frozen=True, slots=True)
class Newer:
    version: PlaybookVersion
    difference: Difference


@dataclass(frozen=True, slots=True)
class Following:
    """One run at one moment. `due_at` is when it goes on by itself or asks again; `said` what readers heard."""

    run: PlaybookRun
    flow: Flow
    walk: Walk
    node: Node | None
    stops: tuple[Stop, ...]
    inside: "Following | None"
    depth: int
    due_at: datetime | None
    deadline_at: datetime | None
    said: Update | None
    seats: tuple[Seat, ...]
    newer: Newer | None
    as_of: datetime

    @property
    def title(self) -> str:
        return paths.words(paths.titles(self.run.playbook))

    @property
    def text(self) -> str:
        return paths.words(dict(self.node.text)) if self.node else ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers of the question; none where nothing is asked."""
        if self.node is None or self.node.kind != NodeKind.QUESTION:
            return ()
        said = tuple(Choice(each.key, paths.words(dict(each.text))) for each in self.node.answers)
        own = any(each.key == UNKNOWN for each in self.node.answers)
        return said if own else (*said, Choice(UNKNOWN, str(paths.UNKNOWN_WORDS)))

    @property
    def is_due(self) -> bool:
        return self.due_at is not None and self.due_at <= self.as_of

    @property
    def is_late(self) -> bool:
        return self.deadline_at is not None and self.deadline_at < self.as_of and self.said is None

    @property
    def seen(self) -> int:
        """How many lines the log has: what an answer says it has seen."""
        return len(self.stops)

    @property
    def path(self) -> tuple[Stop, ...]:
        return tuple(stop for stop in self.stops if not stop.superseded)

    @property
    def flagged(self) -> tuple[Update, ...]:
        """Messages that readers got on an answer which was corrected since, and which nobody has corrected yet."""
        rows = [stop.row.update for stop in self.stops if stop.superseded and stop.row.update]
        return tuple(dict.fromkeys(row for row in rows if not row.corrections.all()))

    @property
    def innermost(self) -> "Following":
        return self.inside.innermost if self.inside else self


def loaded() -> RunQuerySet:
    """Runs with everything `follow` reads of them; 5 statements."""
    answers = (
        RunAnswer.objects.select_related("update", "superseded_by")
        .prefetch_related("update__corrections")
        .order_by("number")
    )
    return (
        PlaybookRun.objects.select_related("incident", "playbook", "version", "draft")
        .prefetch_related("playbook__translations", Prefetch("answers", queryset=answers, to_attr="log"))
        .order_by("started_at", "pk")
    )


def of(incident: Incident, at: datetime) -> tuple[Following, ...]:
    """The outermost runs of an incident, those that go on first, newest first; a constant number of statements."""
    runs = list(loaded().filter(incident=incident))
    outer = [run for run in runs if run.parent_id is None]
    found = _followed(runs, outer, incident, at)
    return tuple(sorted(found, key=lambda each: (not each.run.is_running, -each.run.pk)))


def everyone(incident: Incident, at: datetime) -> list[Following]:
    """Every run of an incident, those inside others included, in the order they began."""
    runs = list(loaded().filter(incident=incident))
    return _followed(runs, runs, incident, at)


def one(run: PlaybookRun, at: datetime) -> Following:
    """One run with the one inside it."""
    runs = list(loaded().filter(incident=run.incident_id))
    this = next(each for each in runs if each.pk == run.pk)
    return _followed(runs, [this], this.incident, at)[0]


@dataclass(frozen=True, slots=True)
class _House:
    """What all runs of an incident share."""

    runs: list[PlaybookRun]
    newest: dict[int, PlaybookVersion]
    told: list[Update]
    held: dict[str, list[RoleAssignment]]
    calls: dict[str, RoleCall]
    promised: datetime | None
    at: datetime


def _followed(
    runs: list[PlaybookRun], wanted: Iterable[PlaybookRun], incident: Incident, at: datetime
) -> list[Following]:
    going = [run for run in runs if run.is_running]
    house = _House(
        runs=runs,
        newest=_newest(going),
        told=_told(incident) if going else [],
        held=_held(incident) if going else {},
        calls={row.role: row for row in incident.calls.unanswered().select_related("user")} if going else {},
        promised=incident.next_update_at,
        at=at,
    )
    return [_follow(run, house, 0) for run in wanted]


def _newest(runs: list[PlaybookRun]) -> dict[int, PlaybookVersion]:
    rows = PlaybookVersion.objects.published().filter(playbook__in={run.playbook_id for run in runs})
    return {row.playbook_id: row for row in rows} if runs else {}


def _told(incident: Incident) -> list[Update]:
    return list(incident.updates.filter(state=UpdateState.PUBLISHED).order_by("sequence"))


def _held(incident: Incident) -> dict[str, list[RoleAssignment]]:
    found: dict[str, list[RoleAssignment]] = {}
    for row in incident.assignments.filter(to_at=None).select_related("user").order_by("from_at", "pk"):
        found.setdefault(row.role, []).append(row)
    return found


def _follow(run: PlaybookRun, house: _House, depth: int) -> Following:
    flow = run.version.flow
    walk = paths.walked(flow, run.log)
    node = flow.by_key.get(walk.current)
    going = run.is_running and node is not None
    inside = next((each for each in house.runs if each.parent_id == run.pk and each.state == RunState.RUNNING), None)
    return Following(
        run=run,
        flow=flow,
        walk=walk,
        node=node,
        stops=tuple(_stop(row, flow) for row in run.log),
        inside=_follow(inside, house, depth + 1) if inside else None,
        depth=depth,
        due_at=run_states.waits_until(node, walk, since=run.entered_at, promised=house.promised) if going else None,
        deadline_at=run_states.deadline(node, since=run.entered_at) if going else None,
        said=_said(run, node, house.told) if going else None,
        seats=_seats(node, house) if going else (),
        newer=_newer(run, flow, walk, house),
        as_of=house.at,
    )


def _stop(row: RunAnswer, flow: Flow) -> Stop:
    return Stop(row, flow.by_key.get(row.node), paths.label(flow, row), row.superseded_by_id is not None)


def _said(run: PlaybookRun, node: Node, told: list[Update]) -> Update | None:
    if node.kind != NodeKind.MESSAGE:
        return None
    drafted = next((each for each in told if each.pk == run.draft_id), None)
    since = (each for each in told if each.phase == node.phase and each.published_at >= run.entered_at)
    return drafted or next((each for each in since if each.corrects_id is None), None)


def _seats(node: Node, house: _House) -> tuple[Seat, ...]:
    return tuple(
        Seat(str(Role(role).label), tuple(str(row.user) for row in house.held.get(role, [])), house.calls.get(role))
        for role in node.roles
        if role in Role.values
    )


def _newer(run: PlaybookRun, flow: Flow, walk: Walk, house: _House) -> Newer | None:
    newest = house.newest.get(run.playbook_id) if run.is_running else None
    if newest is None or newest.number <= run.version.number:
        return None
    return Newer(newest, diff(flow, newest.flow, walk.current))
