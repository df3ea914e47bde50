"""Ways as right-angled lines: down out of a box, along a track between two rows, down into the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from incidents.playbooks.layout.layers import Lane, Layers, Vertex, Way

TRACK = 12.0  # between two lines that run side by side
CLEAR = 22.0  # between a row and the nearest line

Point = tuple[float, float]


@dataclass(slots=True)
class Run:
    """One way's piece between two rows: from `x1` to `x2` on a track of the channel above row `channel`.

    `above` are the places where it comes from or goes to the row above, `below` likewise.
    """

    way: Way
    channel: int
    x1: float
    x2: float
    into: Vertex
    above: tuple[float, ...]
    below: tuple[float, ...]
    track: int = 0

    @property
    def span(self) -> tuple[float, float]:
        return min(self.x1, self.x2), max(self.x1, self.x2)

    @property
    def is_straight(self) -> bool:
        return abs(self.x1 - self.x2) < 0.5


def runs(made: Layers, x: Mapping[Vertex, float], ports: Mapping[Way, float]) -> list[Run]:
    """Every piece; channel 0 is above the first row."""
    found = []
    for way, chain in made.chains.items():
        at = ports[way]
        for before, after in pairwise(chain):
            turns = before == way[0]  # every way leaves its box below
            rises = way in made.upward
            channel = made.rank[before] + 1 if turns or not rises else made.rank[before]
            starts_above = turns or not rises
            ends_above = rises and isinstance(after, Lane)
            above = tuple(place for place, yes in ((at, starts_above), (x[after], ends_above)) if yes)
            below = tuple(place for place, yes in ((at, not starts_above), (x[after], not ends_above)) if yes)
            found.append(Run(way, channel, at, x[after], after, above, below))
            at = x[after]
    return found


def assign_tracks(pieces: list[Run]) -> dict[int, int]:
    """Give lines of one channel tracks on which they don't touch; how many each channel needs."""
    by_channel: dict[int, list[Run]] = {}
    for piece in pieces:
        if not piece.is_straight:
            by_channel.setdefault(piece.channel, []).append(piece)
    return {channel: _tracks(lines) for channel, lines in by_channel.items()}


def _tracks(lines: list[Run]) -> int:
    """Of lines to the right the one that begins farthest right comes first, and the reverse: so they don't cross.

    A line that leaves a box goes above the line that comes to the same place from the other side,
    else both would be drawn over each other. Lines into one box may share a track: they become one.
    """
    waiting = sorted(lines, key=lambda line: (line.x2 > line.x1, -line.x1 if line.x2 > line.x1 else line.x1))
    tracks: list[list[Run]] = []
    while waiting:
        free = (line for line in waiting if not any(_over(other, line) for other in waiting if other is not line))
        line = next(free, waiting[0])
        waiting.remove(line)
        least = max(
            (at + 1 for at, track in enumerate(tracks) if any(_over(other, line) for other in track)), default=0
        )
        line.track = next((at for at in range(least, len(tracks)) if _fits(line, tracks[at])), max(least, len(tracks)))
        while len(tracks) <= line.track:
            tracks.append([])
        tracks[line.track].append(line)
    return len(tracks)


def _over(one: Run, other: Run) -> bool:
    """Whether `one` must run above `other`."""
    return any(abs(top - bottom) < TRACK / 2 for top in one.above for bottom in other.below)


def _fits(line: Run, track: list[Run]) -> bool:
    low, high = line.span
    return all(high + TRACK < other.span[0] or low - TRACK > other.span[1] or _merge(line, other) for other in track)


def _merge(line: Run, other: Run) -> bool:
    return line.into == other.into and not isinstance(line.into, Lane)


def lines(
    pieces: list[Run], channels: list[float], tops: list[float], starts: Mapping[Way, float]
) -> dict[Way, list[Point]]:
    """The corners of every way. `channels` and `tops` are where channels and rows begin, `starts` where ways leave."""
    found: dict[Way, list[Point]] = {}
    for piece in pieces:
        points = found.setdefault(piece.way, [(piece.x1, starts[piece.way])])
        if not piece.is_straight:
            y = channels[piece.channel] + CLEAR + piece.track * TRACK
            points.extend([(piece.x1, y), (piece.x2, y)])
        if not isinstance(piece.into, Lane):
            points.append((piece.x2, tops[piece.channel]))
    return found
