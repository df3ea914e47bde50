"""Where the boxes of a flowchart stand and how the ways between them run.

In rows from top to bottom (Sugiyama, Tagawa and Toda 1981): rows by the longest road, order by
barycentres, places by least squares, ways as right-angled lines. Knows nothing of playbooks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidents.playbooks.layout import routing
from incidents.playbooks.layout.layers import Lane, Layers, Way, layers
from incidents.playbooks.layout.placing import place
from incidents.playbooks.layout.routing import CLEAR, TRACK, Point

GAP, MARGIN, LANE = 28.0, 12.0, 4.0


@dataclass(frozen=True, slots=True)
class Size:
    """Of a box; `ports` are the places of its ways out, from its left edge."""

    width: float
    height: float
    ports: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The left upper corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    places: dict[str, Place]
    lines: dict[Way, list[Point]]
    width: float
    height: float


def lay_out(boxes: Mapping[str, Size], ways: Sequence[Way]) -> Layout:
    """The first box is the start. `ways` are (from, how manieth way out, to); all ends must be boxes.

    What isn't joined to the start stands beside it, piece by piece.
    """
    whole = Layout({}, {}, 2 * MARGIN, 2 * MARGIN)
    for index, keys in enumerate(_pieces(list(boxes), ways)):
        inside = set(keys)
        part = _lay_out({key: boxes[key] for key in keys}, [way for way in ways if way[0] in inside])
        by = whole.width + GAP if index else 0.0
        whole = Layout(
            places=whole.places | {key: Place(place.x + by, place.y) for key, place in part.places.items()},
            lines=whole.lines | {way: [(x + by, y) for x, y in line] for way, line in part.lines.items()},
            width=part.width + by,
            height=max(whole.height, part.height),
        )
    return whole


def _pieces(keys: Sequence[str], ways: Sequence[Way]) -> list[list[str]]:
    """Boxes that hang together, in their order; the start's piece comes first."""
    piece = {key: index for index, key in enumerate(keys)}
    for source, _index, target in ways:
        one, other = piece[source], piece[target]
        if one != other:
            low, high = sorted((one, other))
            piece = {key: low if number == high else number for key, number in piece.items()}
    found: dict[int, list[str]] = {}
    for key in keys:
        found.setdefault(piece[key], []).append(key)
    return list(found.values())


def _lay_out(boxes: Mapping[str, Size], ways: Sequence[Way]) -> Layout:
    off = {way: boxes[way[0]].ports[way[1]] - boxes[way[0]].width / 2 for way in ways}
    made = layers(list(boxes), ways, off)
    widths = {vertex: boxes[vertex].width if vertex in boxes else LANE for row in made.rows for vertex in row}
    x = place(made, widths, GAP)
    pieces = routing.runs(made, x, {way: x[way[0]] + off[way] for way in ways})
    channels, tops, height = _heights(made, boxes, routing.assign_tracks(pieces))
    starts = {way: tops[made.rank[way[0]]] + boxes[way[0]].height for way in ways}
    lines = routing.lines(pieces, channels, tops, starts)
    left = min([x[v] - widths[v] / 2 for v in x], default=0) - MARGIN
    right = max([x[v] + widths[v] / 2 for v in x], default=0) + MARGIN
    return Layout(
        places={key: Place(x[key] - size.width / 2 - left, tops[made.rank[key]]) for key, size in boxes.items()},
        lines={way: [(at - left, y) for at, y in points] for way, points in lines.items()},
        width=right - left,
        height=height,
    )


def _heights(
    made: Layers, boxes: Mapping[str, Size], tracks: Mapping[int, int]
) -> tuple[list[float], list[float], float]:
    """Where each channel and each row begins, and where it all ends."""
    channels, tops, y = [], [], 0.0
    for index, row in enumerate(made.rows):
        channels.append(y)
        y += MARGIN if not index and not tracks.get(0) else 2 * CLEAR + max(0, tracks.get(index, 0) - 1) * TRACK
        tops.append(y)
        y += max((boxes[vertex].height for vertex in row if not isinstance(vertex, Lane)), default=0)
    channels.append(y)
    last = tracks.get(len(made.rows), 0)
    return channels, tops, y + (CLEAR + last * TRACK if last else MARGIN)


__all__ = ["Layout", "Place", "Size", "lay_out"]
