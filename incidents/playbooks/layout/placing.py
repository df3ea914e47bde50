"""The order of boxes in each row, with few crossings, and where they stand from left to right."""

from collections.abc import Collection, Mapping
from itertools import pairwise

from incidents.playbooks.layout.layers import Lane, Layers, Vertex

SWEEPS = 24
SETTLING = 30
STRAIGHT = 6.0  # a lane between two lanes pulls harder, and so does an only way: long ways become straight
CLOSE = 3.0
FAR, NEAR = 90.0, 24.0  # how far a bend may be taken out


def place(made: Layers, widths: Mapping[Vertex, float], gap: float) -> dict[Vertex, float]:
    """The middle of every box and lane. Sorts `made.rows`; nothing in a row overlaps."""
    x = {vertex: 0.0 for row in made.rows for vertex in row}
    for row in made.rows:
        _settle(row, dict.fromkeys(row, 0.0), made, widths, gap, x)
    best, fewest, kept = [list(row) for row in made.rows], crossings(made, x), dict(x)
    for sweep in range(SWEEPS):
        for row in made.rows if sweep % 2 == 0 else made.rows[::-1]:
            wish = _wishes(row, made, x, (-1, 0, 1))
            row.sort(key=lambda vertex: wish[vertex])
            _settle(row, wish, made, widths, gap, x)
        count = crossings(made, x)
        if count < fewest:
            best, fewest, kept = [list(row) for row in made.rows], count, dict(x)
    made.rows[:], x = best, kept
    for sweep in range(SETTLING):
        sides = ((-1, 0), (0, 1), (-1, 0, 1))[sweep % 3]
        for row in made.rows if -1 in sides else made.rows[::-1]:
            _settle(row, _wishes(row, made, x, sides), made, widths, gap, x)
    for row in made.rows:
        _straighten(row, made, widths, gap, x)
    return x


def _straighten(
    row: list[Vertex], made: Layers, widths: Mapping[Vertex, float], gap: float, x: dict[Vertex, float]
) -> None:
    """Take small bends out of ways from above where there is room; an only way may pull farther than one of many."""
    for index, vertex in enumerate(row):
        above = [x[other] + by for other, by in made.near[vertex] if made.rank[other] < made.rank[vertex]]
        low, high = float("-inf"), float("inf")
        if index:
            low = x[row[index - 1]] + (widths[row[index - 1]] + widths[vertex]) / 2 + gap
        if index + 1 < len(row):
            high = x[row[index + 1]] - (widths[row[index + 1]] + widths[vertex]) / 2 - gap
        most = FAR if len(above) == 1 else NEAR
        fitting = [at for at in above if low <= at <= high and abs(at - x[vertex]) <= most]
        x[vertex] = min(fitting, key=lambda at: abs(at - x[vertex]), default=x[vertex])


def crossings(made: Layers, x: Mapping[Vertex, float]) -> int:
    """How often ways between neighbouring rows cross, and what a way that turns round runs across."""
    place = {vertex: index for row in made.rows for index, vertex in enumerate(row)}
    steps: dict[int, list[tuple[float, float]]] = {}
    count = 0
    for chain in made.chains.values():
        for before, after in pairwise(chain):
            if made.rank[before] == made.rank[after]:
                count += max(0, abs(place[before] - place[after]) - 1)
                continue
            upper, lower = sorted((before, after), key=lambda vertex: made.rank[vertex])
            offset = next(by for other, by in made.near[lower] if other == upper)
            steps.setdefault(made.rank[upper], []).append((x[upper] + offset, x[lower]))
    for pairs in steps.values():
        for index, one in enumerate(pairs):
            count += sum((one[0] - other[0]) * (one[1] - other[1]) < 0 for other in pairs[index + 1 :])
    return count


def _wishes(row: list[Vertex], made: Layers, x: Mapping[Vertex, float], sides: Collection[int]) -> dict[Vertex, float]:
    """Where each would stand if it were alone: amid what it is joined to above (-1), beside or below (1)."""
    wish = {}
    for vertex in row:
        near = [
            (x[other] + offset, _pull(made, vertex, other))
            for other, offset in made.near[vertex]
            if made.rank[other] - made.rank[vertex] in sides
        ]
        total = sum(pull for _at, pull in near)
        wish[vertex] = sum(at * pull for at, pull in near) / total if near else x[vertex]
    return wish


def _pull(made: Layers, one: Vertex, other: Vertex) -> float:
    if isinstance(one, Lane) and isinstance(other, Lane):
        return STRAIGHT
    if made.rank[one] == made.rank[other]:
        return 0.5
    joined = min(len(made.near[one]), len(made.near[other]))
    return CLOSE if joined <= 2 and not (isinstance(one, Lane) or isinstance(other, Lane)) else 1.0


def _settle(
    row: list[Vertex],
    wish: Mapping[Vertex, float],
    made: Layers,
    widths: Mapping[Vertex, float],
    gap: float,
    x: dict[Vertex, float],
) -> None:
    """As near to the wishes as the order and the widths allow (least squares, by pooling neighbours)."""
    offset, reach = 0.0, []
    for index, vertex in enumerate(row):
        if index:
            offset += (widths[row[index - 1]] + widths[vertex]) / 2 + gap
        reach.append(offset)
    pools: list[tuple[float, float, int]] = []  # (mean of wish − offset, weight, members)
    for vertex, far in zip(row, reach, strict=True):
        pool = (wish[vertex] - far, float(max(1, len(made.near[vertex]))), 1)
        while pools and pools[-1][0] > pool[0]:
            mean, weight, members = pools.pop()
            total = weight + pool[1]
            pool = ((mean * weight + pool[0] * pool[1]) / total, total, members + pool[2])
        pools.append(pool)
    means = [mean for mean, _weight, members in pools for _ in range(members)]
    for vertex, far, mean in zip(row, reach, means, strict=True):
        x[vertex] = mean + far
