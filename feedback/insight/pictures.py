"""Where the marks of the plots stand. Numbers are pixels; the template only draws. Knows no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, log10

from feedback.insight.measures import Figures, Span
from feedback.insight.quartiles import Spread

WIDTH, HEIGHT, FOOT, LEFT = 720.0, 180.0, 22.0, 36.0
GAP = 0.2  # of a bar's place
LINE = 26.0  # height of a line of the plot of times
SHORTEST, LONGEST = 60.0, 30 * 86_400.0
TICKS = ((60, "1 min"), (600, "10 min"), (3600, "1 h"), (6 * 3600, "6 h"), (86_400, "1 d"), (7 * 86_400, "7 d"),
         (30 * 86_400, "30 d"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """A day or week: `met` stands at the foot, `missed` on it, then what is neither yet."""

    x: float
    width: float
    met_y: float
    met: float
    missed_y: float
    missed: float
    open_y: float
    open: float
    span: Span


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    foot: float = HEIGHT - FOOT


def bars(trend: Sequence[Span], *, dates: Sequence[str]) -> Bars:
    """`dates` are the days as the reader writes them, one a bar; about six are shown."""
    top = _round_up(max((span.received for span in trend), default=1))
    floor, place = HEIGHT - FOOT, (WIDTH - LEFT) / max(1, len(trend))
    unit = (floor - 8) / top
    found = []
    for number, span in enumerate(trend):
        met, missed = span.answer.met * unit, span.answer.missed * unit
        rest = max(0.0, span.received * unit - met - missed)
        x = LEFT + number * place + place * GAP / 2
        sizes = floor - met, met, floor - met - missed, missed, floor - met - missed - rest, rest
        found.append(Bar(x, place * (1 - GAP), *sizes, span))
    every = ceil(len(trend) / 6) or 1
    days = [Tick(bar.x + bar.width / 2, dates[number]) for number, bar in enumerate(found) if number % every == 0]
    ticks = [Tick(floor - count * unit, str(count)) for count in (0, top // 2, top) if count or not top % 2]
    return Bars(tuple(found), tuple(ticks), tuple(days))


@dataclass(frozen=True, slots=True)
class Band:
    """The middle half of one group's times, with the median as a dot."""

    y: float
    x: float
    width: float
    dot: float
    label: str
    spread: Spread
    n: int


@dataclass(frozen=True, slots=True)
class Bands:
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    height: float
    left: float
    width: float = WIDTH


def bands(groups: Sequence[tuple[str, Figures]], *, left: float = 150.0) -> Bands:
    """Times to the first human answer, on an axis of powers; groups without one are left out."""
    told = [(label, figures) for label, figures in groups if figures.to_answer]
    found = []
    for number, (label, figures) in enumerate(told):
        spread = figures.to_answer
        assert spread
        low, middle, high = (_along(each, left) for each in (spread.low, spread.middle, spread.high))
        y = 8 + number * LINE + LINE / 2
        found.append(Band(y, low, max(2.0, high - low), middle, label, spread, figures.answered))
    ticks = tuple(Tick(_along(seconds, left), label) for seconds, label in TICKS)
    return Bands(tuple(found), ticks, 8 + len(told) * LINE + FOOT, left)


def span(seconds: float) -> timedelta:
    return timedelta(seconds=round(seconds))


def _along(seconds: float, left: float) -> float:
    within = min(max(seconds, SHORTEST), LONGEST)
    share = log10(within / SHORTEST) / log10(LONGEST / SHORTEST)
    return left + share * (WIDTH - left - 24)


def _round_up(count: int) -> int:
    """The next of 2, 5, 10, 20, 50, …"""
    power = 1
    while True:
        for step in (2, 5, 10):
            if count <= step * power:
                return step * power
        power *= 10
