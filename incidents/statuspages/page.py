"""What a reader may know, frozen: HTML, JSON, feeds and files all render this and nothing else."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from incidents.communication.concealment import Secret
from incidents.response.states import State
from incidents.statuspages.expected import Expected

OVER = frozenset({State.RESOLVED.value, State.CLOSED.value, State.COMPLETED.value})
UNSOLVED = frozenset({State.INVESTIGATING.value, State.IDENTIFIED.value})
RUNNING = frozenset({State.IN_PROGRESS.value, State.VERIFYING.value})


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is really in; `language` is "" where nobody noted it."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Chip:
    """One component, in one region or everywhere, as an incident harms (or harmed) it."""

    name: Words
    region: Words | None
    status: str
    recovered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day on which a component was not fully well: its worst state and the seconds it was unwell."""

    on: date
    status: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """`marks` holds only the days with trouble; `known_from` is where the history begins.

    `harmed_everywhere` where trouble now is not confined to `regions`.
    """

    public_id: str
    name: Words
    description: Words
    status: str
    regions: tuple[Chip, ...]
    harmed_everywhere: bool
    marks: tuple[DayMark, ...]
    known_from: date
    uptime: float | None
    group_id: str | None
    position: int
    showcase: bool
    only_show_if_degraded: bool
    start_on: date | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """`public_id` is "" for the components that stand in no group."""

    public_id: str
    name: Words
    position: int
    status: str
    created_at: datetime | None
    updated_at: datetime | None
    components: tuple[ComponentLine, ...]


@dataclass(frozen=True, slots=True)
class UpdateCard:
    """`html` is the cleaned text for everybody; `detail` the cleaned text technical readers may open."""

    public_id: str
    sequence: int
    phase: str
    state: str
    at: datetime
    subject: str
    text: str
    html: str
    language: str
    detail: str
    detail_language: str
    corrects_at: datetime | None
    corrected_at: datetime | None
    notify: bool
    calls_off: bool
    expected: Expected | None
    affected: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """`state` is what readers were last told, whatever staff already work with.

    `over_here_at`: since then nothing of this page is harmed any more, while it goes on for other regions or functions.
    `version` changes with anything on the card: what is rendered from one version may be kept.
    """

    version: str = field(compare=False)
    reference: str
    public_id: str
    kind: str
    title: Words
    state: str
    impact: str
    chips: tuple[Chip, ...]
    component_ids: tuple[str, ...]
    third_party: str
    third_party_url: str
    started_at: datetime
    ended_at: datetime | None
    over_here_at: datetime | None
    created_at: datetime
    updated_at: datetime
    monitoring_at: datetime | None
    scheduled_for: datetime | None
    scheduled_until: datetime | None
    next_update_at: datetime | None
    cancelled: bool
    times_rescheduled: int
    late: bool
    expected: Expected | None
    expected_late: bool
    updates: tuple[UpdateCard, ...]

    @property
    def lacks_expected(self) -> bool:
        """It lasts, and we owe readers the honest word that we don't know for how long."""
        return self.expected is None and self.state in UNSOLVED

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def lasts_here(self) -> bool:
        """Readers of this page still suffer it, watch it or await it."""
        return not self.is_over and self.over_here_at is None

    @property
    def is_maintenance(self) -> bool:
        return self.kind == "maintenance"

    @property
    def calls_off(self) -> bool:
        """Maintenance that never was: Statuspage's JSON has only "completed" for it, readers are told the truth."""
        return self.cancelled

    @property
    def is_running(self) -> bool:
        """Felt by readers now: an open incident, or maintenance that has begun."""
        return self.lasts_here and (not self.is_maintenance or self.state in RUNNING)

    @property
    def newest(self) -> UpdateCard:
        return self.updates[0]

    @property
    def earlier(self) -> tuple[UpdateCard, ...]:
        return self.updates[1:]


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    incidents: tuple[IncidentCard, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Statuspage's own two words for the whole page."""

    indicator: str
    description: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a page says of its own accord; `intro` and `footer` are cleaned HTML, `support` names `support_url`."""

    intro: Words = Words("")
    support: Words = Words("")
    support_url: str = ""
    footer: Words = Words("")


@dataclass(frozen=True, slots=True)
class Page:
    """`recent` holds the newest incidents and maintenances, open or over, for feeds and JSON.

    Before `known_since` some may be missing from it; None when it holds all there are.
    """

    public_id: str
    name: Words
    url: str
    language: str
    time_zone: str
    as_of: datetime
    updated_at: datetime
    status: Status
    groups: tuple[Group, ...]
    recent: tuple[IncidentCard, ...]
    days: tuple[Day, ...]
    languages: tuple[str, ...]
    wording: Wording
    is_private: bool
    known_since: datetime | None
    zone: ZoneInfo = field(compare=False)
    secrets: tuple[Secret, ...] = field(default=(), compare=False)  # names that stand on the page only

    @property
    def today(self) -> date:
        return self.as_of.astimezone(self.zone).date()

    @property
    def components(self) -> tuple[ComponentLine, ...]:
        return tuple(line for group in self.groups for line in group.components)

    @property
    def open(self) -> tuple[IncidentCard, ...]:
        """Unplanned incidents that readers still suffer or watch, newest first."""
        return tuple(card for card in self.recent if card.lasts_here and not card.is_maintenance)

    @property
    def maintenances(self) -> tuple[IncidentCard, ...]:
        """Running and planned maintenance, the next one first."""
        planned = [card for card in self.recent if card.lasts_here and card.is_maintenance]
        return tuple(sorted(planned, key=lambda card: (card.scheduled_for or card.started_at, card.reference)))

    @property
    def next_update_at(self) -> datetime | None:
        """The earliest promise made to readers that still stands."""
        return min((card.next_update_at for card in self.open if card.next_update_at), default=None)

    @property
    def late(self) -> bool:
        return any(card.late for card in self.open)
