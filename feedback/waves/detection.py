"""Unusual numbers of reports: what customers write now against the same hour of earlier weeks. Pure.

A report counts for its component, its region and the words it uses; a person counts once however often they
write. What is unusual is judged twice: against chance (the tail of a Poisson distribution around what earlier weeks
had) and against how much those weeks themselves differ (the median absolute deviation). Without earlier weeks a
floor of reports must do.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from feedback.waves.reports import Key, Report
from feedback.waves.sameness import Trouble, is_of, telling_words, together

SUDDEN = timedelta(minutes=3)
SPREADS = 4.0  # deviations above the usual
TO_SIGMA = 1.4826  # the median absolute deviation of a normal distribution, in standard deviations
MOSTLY = 0.8  # of those who say where, from one region: the wave is that region's
SOME = 3  # people without whom nothing is said
FADED = 2.0  # deviations above the usual below which a wave has gone
MOST_WAVES = 3  # at one moment; whatever is left then belongs to one of them
LEAST_WEEKS = 2  # earlier weeks from which something can be said


@dataclass(frozen=True, slots=True)
class Rules:
    """`least` customers at all; `least_unknown` where there is no history. `odds`: how unlikely by chance."""

    least: int = 5
    least_unknown: int = 8
    odds: float = 1e-6


@dataclass(frozen=True, slots=True)
class Week:
    """The same hour of an earlier week: its reports, over a stretch `times` as long as the window now."""

    reports: Sequence[Report]
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Wave:
    """`usual` is what to expect in such a window; `customers` differ from each other."""

    key: Key
    reports: tuple[Report, ...]
    customers: int
    usual: float
    words: frozenset[str] = frozenset()

    @property
    def trouble(self) -> Trouble:
        return Trouble(self.key, self.words)

    @property
    def first_at(self) -> datetime:
        return min(report.at for report in self.reports)


def find(now: Sequence[Report], weeks: Sequence[Week], rules: Rules) -> list[Wave]:
    """The waves in the reports of the window that ends now, the clearest first; each report belongs to one."""
    usual = _Usual(weeks)
    left, found = list(now), []
    while len(found) < MOST_WAVES:
        wave = _clearest(left, usual, rules)
        if wave is None:
            break
        wave = _whole(wave, left, weeks)
        found.append(wave)
        taken = {report.ref for report in wave.reports}
        left = [report for report in left if report.ref not in taken]
    return found


def noticed(
    now: Sequence[Report], weeks: Sequence[Week], rules: Rules, *, at: datetime, window: timedelta
) -> list[Wave]:
    """As `find`; where the whole window that ends `at` shows nothing yet, what its last three minutes alone show.

    A great outage stands out of three minutes before it stands out of a quarter of an hour full of usual reports.
    """
    found = find(now, weeks, rules)
    if found or window <= SUDDEN:
        return found
    times = window / SUDDEN
    short = [replace(week, times=week.times * times) for week in weeks]
    left = list(now)
    for wave in find([report for report in now if report.at > at - SUDDEN], short, rules):
        # Said of the whole window, as of any wave: who wrote before those minutes is evidence, and the first of all.
        found.append(replace(_whole(wave, left, weeks), usual=wave.usual * times))
        taken = {report.ref for report in found[-1].reports}
        left = [report for report in left if report.ref not in taken]
    return found


def is_unusual(count: int, earlier: Sequence[float] | None, rules: Rules) -> bool:
    """Whether `count` customers are too many; `earlier` are the counts of earlier weeks, None without any."""
    if earlier is None:
        return count >= max(rules.least, rules.least_unknown)
    if count < rules.least:
        return False
    rate = expected(earlier)
    spread = TO_SIGMA * median(abs(each - median(earlier)) for each in earlier)
    return count >= rate + SPREADS * max(math.sqrt(rate), spread) and tail(count, rate) <= rules.odds


def expected(earlier: Sequence[float]) -> float:
    """What such a window usually has: without the fullest of the weeks, which may hold an outage of its own."""
    kept = sorted(earlier)[:-1] if len(earlier) > LEAST_WEEKS else earlier
    # Half a report more over all weeks: nothing seen so far does not mean that nothing ever comes.
    return max((sum(kept) + 0.5) / len(kept), median(earlier))


def tail(count: int, rate: float) -> float:
    """The probability of `count` or more where `rate` are expected."""
    term = math.exp(count * math.log(rate) - rate - math.lgamma(count + 1))
    total = 0.0
    for more in range(1, 1_000):
        total += term
        term *= rate / (count + more)
        if term < total * 1e-12:
            break
    return min(1.0, total)


class _Usual:
    """How many customers each series had in each earlier week, scaled to the window now."""

    def __init__(self, weeks: Sequence[Week]) -> None:
        self._weeks = [
            {key: len(people) / week.times for key, people in _people(week.reports).items()} for week in weeks
        ]

    def of(self, key: Key) -> list[float] | None:
        if len(self._weeks) < LEAST_WEEKS:
            return None
        return [week.get(key, 0.0) for week in self._weeks]

    def rate(self, key: Key) -> float:
        earlier = self.of(key)
        return expected(earlier) if earlier else 0.0


def _people(reports: Iterable[Report]) -> dict[Key, set[str]]:
    found: dict[Key, set[str]] = defaultdict(set)
    for report in reports:
        for key in report.series():
            found[key].add(report.customer)
    return found


def _clearest(reports: Sequence[Report], usual: _Usual, rules: Rules) -> Wave | None:
    """The unusual series with the most people too many; a component says more than a region, that more than a word."""
    counted = {key: len(people) for key, people in _people(reports).items()}
    unusual = [key for key, count in counted.items() if is_unusual(count, usual.of(key), rules)]
    if not unusual:
        return None
    excess = {key: counted[key] - usual.rate(key) for key in unusual}
    most = max(excess.values())
    near = [key for key in unusual if excess[key] >= 0.6 * most]
    chosen = min(near, key=lambda key: (_kind(key), -excess[key], key.topic, key.component or 0, key.region or 0))
    mine = tuple(report for report in reports if _belongs(report, chosen))
    key = _narrowed(chosen, mine)
    if key != chosen:
        mine = tuple(report for report in mine if report.region in (key.region, None))
    return Wave(key, mine, len({report.customer for report in mine}), usual.rate(key))


def _whole(wave: Wave, reports: Sequence[Report], weeks: Sequence[Week]) -> Wave:
    """With those who wrote of the same and did not name it, known by the words of those who did."""
    trouble = learnt(wave.trouble, wave.reports, reports, weeks)
    mine = tuple(report for report in reports if is_of(report, trouble))
    mine = mine if len(mine) >= len(wave.reports) else wave.reports
    return replace(wave, reports=mine, customers=len({report.customer for report in mine}), words=trouble.words)


def learnt(trouble: Trouble, mine: Sequence[Report], reports: Sequence[Report], weeks: Sequence[Week]) -> Trouble:
    """With the words that tell it from others, now and whenever somebody has written of that component."""
    component = trouble.key.component
    named = [
        report
        for some in (reports, *(week.reports for week in weeks))
        for report in some
        if report.component is not None
    ]
    usual = [report for report in named if report.component == component]
    others = [report for report in named if report.component != component]
    words = telling_words([*mine, *usual], others) | ({trouble.key.topic} if trouble.key.topic else set())
    return together(trouble, Trouble(trouble.key, words))


def goes_on(trouble: Trouble, mine: Sequence[Report], weeks: Sequence[Week]) -> bool:
    """Whether a wave still stands out; easier than rising, so that it does not flicker."""
    count = len({report.customer for report in mine})
    if len(weeks) < LEAST_WEEKS:
        return count >= SOME
    earlier = [
        len({report.customer for report in week.reports if is_of(report, trouble)}) / week.times for week in weeks
    ]
    rate = expected(earlier)
    return count >= max(SOME, rate + FADED * math.sqrt(rate))


def _kind(key: Key) -> int:
    return 0 if key.component is not None else 1 if key.region is not None else 2


def _belongs(report: Report, key: Key) -> bool:
    if key.topic:
        return report.component is None and key.topic in report.words
    if key.component is not None and report.component != key.component:
        return False
    return key.region is None or report.region == key.region


def _narrowed(key: Key, reports: Sequence[Report]) -> Key:
    """With the region that nearly all of a component's reports come from."""
    known = Counter(report.region for report in reports if report.region is not None)
    if key.component is None or key.region is not None or not known:
        return key
    region, count = known.most_common(1)[0]
    return key._replace(region=region) if count >= MOSTLY * known.total() and count >= SOME else key


def leading_words(reports: Iterable[Report], least: int = 3) -> list[str]:
    """What several people say, the most frequent first; a word of one person may be about that person."""
    said: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for word in report.words:
            said[word].add(report.customer)
    often = [(len(people), word) for word, people in said.items() if len(people) >= least]
    return [word for _count, word in sorted(often, key=lambda each: (-each[0], each[1]))]
