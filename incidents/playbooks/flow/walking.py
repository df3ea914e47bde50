"""Where one stands: answers, in the order they were given, followed through the chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from incidents.playbooks.flow.nodes import Flow, Node
from incidents.playbooks.states import DONE, UNKNOWN, NodeKind


@dataclass(frozen=True, slots=True)
class Given:
    """One row of the append-only log. `corrects` is the number of the row whose answer it replaces.

    At a question `answer` is the key of an answer or "unknown"; anywhere else "done".
    """

    number: int
    node: str
    answer: str = DONE
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A node that was left by an answer; `given` is the number of its row (None: it needs none)."""

    node: str
    answer: str
    given: int | None


@dataclass(frozen=True, slots=True)
class Walk:
    """`current` is the node that waits for an answer, or the end that was reached.

    `superseded` are the numbers of the rows a correction took off the path, the corrected one
    included; `ignored` those that fit nowhere, for instance after the chart has changed.
    """

    path: tuple[Visit, ...]
    current: str
    is_over: bool
    superseded: tuple[int, ...] = ()
    ignored: tuple[int, ...] = ()

    @property
    def asks_again(self) -> bool:
        """The last answer was "unknown" and led nowhere: wait a while before asking again."""
        return bool(self.path) and self.path[-1].node == self.current and self.path[-1].answer == UNKNOWN

    @property
    def nodes(self) -> frozenset[str]:
        """Every node on the path, the current one included."""
        return frozenset({*(visit.node for visit in self.path), self.current} - {""})

    @property
    def steps(self) -> frozenset[tuple[str, str]]:
        """(from, to) of every way taken."""
        stops = [*(visit.node for visit in self.path), self.current]
        return frozenset((before, after) for before, after in pairwise(stops) if before != after)


def walk(flow: Flow, answers: Iterable[Given] = ()) -> Walk:
    """Follow `answers` from the start. Never raises: what fits nowhere is listed as ignored."""
    path: list[Visit] = []
    superseded: list[int] = []
    ignored: list[int] = []
    current = _enter(flow, flow.start, path)
    for given in answers:
        if given.corrects is not None:
            place = next((index for index, visit in enumerate(path) if visit.given == given.corrects), None)
            fits = place is not None and path[place].node == given.node
            if not fits or not _takes(flow.by_key[given.node], given.answer):
                ignored.append(given.number)
                continue
            superseded.extend(visit.given for visit in path[place:] if visit.given is not None)
            current = path[place].node
            del path[place:]
        node = flow.by_key.get(current)
        if node is None or node.kind == NodeKind.END or given.node != current or not _takes(node, given.answer):
            ignored.append(given.number)
            continue
        path.append(Visit(current, given.answer, given.number))
        current = _enter(flow, _after(node, given.answer), path)
    node = flow.by_key.get(current)
    is_over = node is not None and node.kind == NodeKind.END
    return Walk(tuple(path), current, is_over, tuple(superseded), tuple(ignored))


def _enter(flow: Flow, key: str, path: list[Visit]) -> str:
    """Where one stands after coming to `key`: a start is passed without anybody's doing."""
    passed: set[str] = set()
    while key in flow.by_key and flow.by_key[key].kind == NodeKind.START and key not in passed:
        passed.add(key)
        path.append(Visit(key, "", None))
        key = flow.by_key[key].next
    return key if key in flow.by_key else ""


def _takes(node: Node, answer: str) -> bool:
    return node.takes(answer) if node.kind == NodeKind.QUESTION else answer == DONE


def _after(node: Node, answer: str) -> str:
    if node.kind != NodeKind.QUESTION:
        return node.next
    chosen = node.answer(answer)
    return chosen.next if chosen else node.key
