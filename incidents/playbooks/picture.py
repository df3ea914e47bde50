"""A flowchart as a picture: boxes with wrapped words, ways as paths, and what is lit on it.

Everything the template needs and nothing else; numbers are pixels. Knows no database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.playbooks import signs
from incidents.playbooks.flow import Finding, Flow, Node, Walk
from incidents.playbooks.layout import Layout, Place, Size, lay_out
from incidents.playbooks.states import NodeKind
from incidents.playbooks.wrapping import width, wrap

BOX, TAB, LONGEST_BOX = 224.0, 92.0, 480.0
FONT, SMALL = 13.0, 11.0
BOLD = 1.08  # wider than plain letters
LINE, SMALL_LINE = 18.0, 15.0
PAD, HEAD, ROUND = 12.0, 24.0, 8.0
WORDS, ANSWER_WORDS = 6, 3  # lines at most


@dataclass(frozen=True, slots=True)
class Line:
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Tab:
    """An answer: the cell at the foot of its question from which its way leaves."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    lines: tuple[Line, ...]
    is_lit: bool
    is_loose: bool


@dataclass(frozen=True, slots=True)
class Box:
    key: str
    kind: str
    label: str
    icon: str
    x: float
    y: float
    width: float
    height: float
    classes: str
    outline: str
    lines: tuple[Line, ...]
    notes: tuple[Line, ...]
    tabs: tuple[Tab, ...]
    is_current: bool
    is_broken: bool

    @property
    def head(self) -> float:
        return self.y + 17

    @property
    def label_x(self) -> float:
        return self.x + PAD + 20

    @property
    def icon_at(self) -> str:
        return f"translate({self.x + PAD:.1f} {self.y + 6:.1f})"

    @property
    def flag(self) -> float:
        return self.y - 6

    @property
    def bars(self) -> str:
        """The two inner edges of a box that stands for a whole chart."""
        inner = self.width - 12
        return (
            f"M{self.x + 6:.1f} {self.y:.1f}v{self.height:.1f}M{self.x + inner + 6:.1f} {self.y:.1f}v{self.height:.1f}"
        )

    @property
    def right(self) -> float:
        """Where the key ends; a folded corner wants its room."""
        return self.x + self.width - PAD - (12 if self.kind == NodeKind.MESSAGE else 0)


@dataclass(frozen=True, slots=True)
class Arrow:
    path: str
    head: str
    is_lit: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """`id` keeps the names inside apart where a page shows several."""

    id: str
    language: str
    title: str
    says: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def is_wide(self) -> bool:
        return self.width > 900


@dataclass(frozen=True, slots=True)
class _Measured:
    node: Node
    words: list[str]
    notes: list[str]
    tabs: list[list[str]]
    size: Size
    tab_height: float


def draw(
    flow: Flow,
    language: str,
    *,
    title: str,
    walk: Walk | None = None,
    findings: Iterable[Finding] = (),
    changed: Collection[str] = (),
    id: str = "chart",
) -> Picture:
    """`walk` lights the path and the current node; `findings` mark broken nodes; `changed` what is new."""
    measured = {key: _measure(node, language) for key, node in flow.by_key.items()}
    ways, layout = _laid_out(flow, measured)
    marks = _marks(findings) | {"is-changed": set(changed)}
    steps = walk.steps if walk else frozenset()
    taken = {(visit.node, visit.answer) for visit in walk.path} if walk else set()
    boxes = tuple(_box(measured[key], place, flow, walk, taken, marks) for key, place in layout.places.items())
    arrows = [_arrow(flow, layout, way, steps, taken) for way in ways]
    arrows.sort(key=lambda arrow: arrow.is_lit)  # lit ones are painted last
    says = _("A flowchart of %(count)d nodes; the list below says the same in words.") % {"count": len(boxes)}
    return Picture(id, language, title, says, round(layout.width), round(layout.height), boxes, tuple(arrows))


def _laid_out(flow: Flow, measured: Mapping[str, _Measured]) -> tuple[list[tuple[str, int, str]], Layout]:
    """The ways whose ends exist, and where everything stands; the start first, then what nothing leads to."""
    entered = {target for _key, _answer, target in flow.edges()}
    keys = sorted(measured, key=lambda key: (key != flow.start, key in entered))
    ways = [
        (key, index, target)
        for key in keys
        for index, (_answer, target) in enumerate(flow.by_key[key].ways)
        if target in measured
    ]
    return ways, lay_out({key: measured[key].size for key in keys}, ways)


def _marks(findings: Iterable[Finding]) -> dict[str, set[str]]:
    """Nodes at fault, and those that only a fault elsewhere cuts off."""
    faults = [finding for finding in findings if not finding.is_warning]
    broken = {finding.node for finding in faults if finding.code != "unreachable"}
    return {"is-broken": broken, "is-cut-off": {finding.node for finding in faults} - broken}


def _measure(node: Node, language: str) -> _Measured:
    answers = [answer.text.get(language) or answer.text.get("en") or answer.key for answer in node.answers]
    if node.kind != NodeKind.QUESTION:
        answers = []
    across = min(LONGEST_BOX, max(BOX, len(answers) * TAB))
    words = wrap(node.text_in(language) or node.key, (across - 2 * PAD) / FONT, WORDS)
    notes = [line for note in signs.notes(node) for line in wrap(note, (across - 2 * PAD) / SMALL, 2)]
    each = across / max(1, len(answers))
    tabs = [wrap(text, (each - 12) / (SMALL * BOLD), ANSWER_WORDS) or ["–"] for text in answers]
    tab_height = max((len(tab) for tab in tabs), default=0) * SMALL_LINE + (10 if tabs else 0)
    height = HEAD + len(words) * LINE + len(notes) * SMALL_LINE + (4 if notes else 0) + PAD - 2 + tab_height
    ports = tuple(each * (index + 0.5) for index in range(len(answers))) or (across / 2,)
    return _Measured(node, words, notes, tabs, Size(across, height, ports), tab_height)


def _box(
    measured: _Measured,
    place: Place,
    flow: Flow,
    walk: Walk | None,
    taken: set[tuple[str, str]],
    marks: Mapping[str, Collection[str]],
) -> Box:
    node, size = measured.node, measured.size
    is_current = walk is not None and walk.current == node.key
    states = {
        "is-lit": walk is not None and node.key in walk.nodes,
        "is-current": is_current,
        **{name: node.key in keys for name, keys in marks.items()},
    }
    top = place.y + HEAD
    words = tuple(Line(place.x + PAD, top + 13 + index * LINE, text) for index, text in enumerate(measured.words))
    below = top + len(words) * LINE + 4
    notes = tuple(
        Line(place.x + PAD, below + 11 + index * SMALL_LINE, text) for index, text in enumerate(measured.notes)
    )
    return Box(
        key=node.key,
        kind=str(node.kind),
        label=_label(node, size.width),
        icon=signs.ICONS[node.kind],
        x=place.x,
        y=place.y,
        width=size.width,
        height=size.height,
        classes=" ".join(["node", f"kind-{node.kind}", *(name for name, holds in states.items() if holds)]),
        outline=signs.outline(node.kind, place.x, place.y, size.width, size.height),
        lines=words,
        notes=notes,
        tabs=tuple(_tabs(measured, place, flow, taken)),
        is_current=is_current,
        is_broken=states["is-broken"],
    )


def _label(node: Node, across: float) -> str:
    """Its particular half alone where the whole would run into the key."""
    label = signs.label(node)
    room = across - 2 * PAD - 20 - width(node.key) * SMALL - 20
    return label if width(label) * SMALL * 1.05 <= room else label.rpartition(": ")[2]


def _tabs(measured: _Measured, place: Place, flow: Flow, taken: set[tuple[str, str]]) -> Iterable[Tab]:
    size, height = measured.size, measured.tab_height
    across = size.width / max(1, len(measured.tabs))
    y = place.y + size.height - height
    for index, (answer, words) in enumerate(zip(measured.node.answers, measured.tabs, strict=False)):
        x = place.x + index * across
        first = y + (height - len(words) * SMALL_LINE) / 2 + 11
        yield Tab(
            x=x,
            y=y,
            width=across,
            height=height,
            middle=x + across / 2,
            lines=tuple(Line(x + across / 2, first + at * SMALL_LINE, text) for at, text in enumerate(words)),
            is_lit=(measured.node.key, answer.key) in taken,
            is_loose=answer.next not in flow.by_key,
        )


def _arrow(
    flow: Flow,
    layout: Layout,
    way: tuple[str, int, str],
    steps: Collection[tuple[str, str]],
    taken: set[tuple[str, str]],
) -> Arrow:
    source, index, target = way
    points = layout.lines[way]
    answer = flow.by_key[source].ways[index][0]
    is_lit = (source, target) in steps and (not answer or (source, answer) in taken)
    x, y = points[-1]
    tip = f"M{x - 4.5:.1f} {y - 8:.1f}L{x:.1f} {y:.1f}L{x + 4.5:.1f} {y - 8:.1f}Z"
    return Arrow(_rounded([*points[:-1], (x, y - 6)]), tip, is_lit)


def _rounded(points: list[tuple[float, float]]) -> str:
    """A path through the points with rounded corners."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(ROUND, _apart(before, corner) / 2, _apart(corner, after) / 2)
        into, out = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{into[0]:.1f} {into[1]:.1f}Q{corner[0]:.1f} {corner[1]:.1f} {out[0]:.1f} {out[1]:.1f}")
    parts.append(f"L{points[-1][0]:.1f} {points[-1][1]:.1f}")
    return "".join(parts)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(corner: tuple[float, float], other: tuple[float, float], by: float) -> tuple[float, float]:
    apart = _apart(corner, other) or 1.0
    return corner[0] + (other[0] - corner[0]) * by / apart, corner[1] + (other[1] - corner[1]) * by / apart
