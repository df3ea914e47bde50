"""Which row each box stands in, and the lanes that long ways take through the rows between."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Vertex = Hashable
Way = tuple[str, int, str]  # from, the how-manieth way out of it, to


@dataclass(frozen=True, slots=True)
class Lane:
    """Where one way passes through one row."""

    way: Way
    row: int


@dataclass(slots=True)
class Layers:
    """`rows` hold boxes (their keys) and lanes; `chains` the stops of each way, both ends included.

    A way that goes back up leaves its box below like any other, so it passes through the rows of
    both its ends as well; `upward` holds those ways. `near` holds, for each, what it is joined to
    and how far to the right of that one's middle the way touches it, minus the same for itself.
    """

    rows: list[list[Vertex]]
    rank: dict[Vertex, int]
    chains: dict[Way, list[Vertex]]
    upward: set[Way]
    near: dict[Vertex, list[tuple[Vertex, float]]] = field(default_factory=lambda: defaultdict(list))


def layers(keys: Sequence[str], ways: Sequence[Way], ports: Mapping[Way, float]) -> Layers:
    """Boxes in rows, each below whatever leads to it; ways that close a loop go up.

    `ports`: how far to the right of the middle of its box each way leaves it.
    """
    targets: dict[str, list[Way]] = {key: [] for key in keys}
    for way in ways:
        targets[way[0]].append(way)
    upward = _closing(keys, targets)
    rank = _ranks(keys, [way for way in ways if way not in upward])
    rows: list[list[Vertex]] = [[] for _ in range(max(rank.values(), default=0) + 1)]
    for key in keys:
        rows[rank[key]].append(key)
    made = Layers(rows, dict(rank), {}, upward)
    for way in ways:
        _add_chain(made, way, ports[way])
    return made


def _closing(keys: Sequence[str], targets: Mapping[str, list[Way]]) -> set[Way]:
    """Ways that lead back to a box one came by; without them there is no loop."""
    found: set[Way] = set()
    state: dict[str, int] = {}
    for root in keys:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(targets[root]))]
        while stack:
            key, rest = stack[-1]
            way = next(rest, None)
            if way is None:
                state[key] = 2
                stack.pop()
            elif state.get(way[2]) == 1:
                found.add(way)
            elif way[2] not in state:
                state[way[2]] = 1
                stack.append((way[2], iter(targets[way[2]])))
    return found


def _ranks(keys: Sequence[str], ways: Sequence[Way]) -> dict[str, int]:
    """The longest road to each box counts."""
    waiting = dict.fromkeys(keys, 0)
    after: dict[str, list[str]] = {key: [] for key in keys}
    for source, _index, target in ways:
        waiting[target] += 1
        after[source].append(target)
    rank = dict.fromkeys(keys, 0)
    ready = [key for key in keys if not waiting[key]]
    while ready:
        key = ready.pop()
        for target in after[key]:
            rank[target] = max(rank[target], rank[key] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return rank


def _add_chain(made: Layers, way: Way, port: float) -> None:
    source, _index, target = way
    low, high = made.rank[source], made.rank[target]
    rows = range(low, high - 1, -1) if way in made.upward else range(low + 1, high)
    lanes = [Lane(way, row) for row in rows]
    for lane in lanes:
        made.rows[lane.row].append(lane)
        made.rank[lane] = lane.row
    chain: list[Vertex] = [source, *lanes, target]
    made.chains[way] = chain
    for index, (before, after) in enumerate(pairwise(chain)):
        offset = 0.0 if index else port
        if before != after:
            made.near[before].append((after, -offset))
            made.near[after].append((before, offset))
