"""The replay itself: weeks of what customers write, from one seed, looked at four times a minute as the product does.

Three regions with days and weeks of their own, five components, days that differ from each other, people who write
twice, reports that name neither component nor region, two campaigns a week whose echo partly sounds like trouble;
and outages of four sizes that nobody has told the detection about. It sees what the database would give it:
`detection`, `trouble` and `vocabulary` are the product's own.
"""

import math
import random
import statistics
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from feedback.threads import vocabulary
from feedback.waves import detection, sameness, trouble
from feedback.waves.detection import Rules, Week
from feedback.waves.reports import Report
from feedback.waves.sameness import Trouble

SEED = 20260302
START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
HISTORY = 6  # weeks before the first that is judged
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(days=7)
TICK = timedelta(seconds=15)
WINDOW, AROUND, QUIET = 15 * MINUTE, 30 * MINUTE, 60 * MINUTE  # as WaveSettings ships them
REGIONS = {1: (0.5, 1), 2: (0.3, 9), 3: (0.2, -6)}  # share of the customers, hours from UTC
COMPONENTS = {1: 0.4, 2: 0.2, 3: 0.15, 4: 0.15, 5: 0.1}
BUSIEST = 30.0  # reports in the busiest hour of a usual week
# Reports a minute an outage causes at its height, and how long it lasts.
SIZES = {"small": (0.6, 60), "medium": (1.5, 75), "large": (6.0, 90), "huge": (20.0, 120)}
A_WEEK = ("small", "small", "medium", "medium", "large", "huge")
SAID = {
    1: ("The film stops after a minute", "Playback does not start", "La vidéo se bloque", "再生できません"),
    2: ("I cannot sign in", "Login fails with an error", "Connexion impossible", "ログインできません"),
    3: ("My card was charged twice", "The payment fails", "Paiement refusé deux fois", "支払いが失敗します"),
    4: ("The app crashes on my television", "The app does not open", "L'appli plante", "アプリが落ちます"),
    5: ("Subtitles are missing", "Wrong subtitles", "Les sous-titres ne marchent pas", "字幕が出ません"),
}  # fmt: skip
ECHO = ("Your newsletter is lovely", "Great campaign!", "Merci pour l'offre", "キャンペーン最高です")
ECHO_OF_TROUBLE = ("The promo code does not work", "Voucher refused", "Le code promo ne marche pas")


@dataclass(frozen=True, slots=True)
class Outage:
    size: str
    component: int
    region: int | None
    begins: datetime
    ends: datetime


def measure(weeks: int) -> dict[str, Any]:
    """Delays by size and false alarms a week over `weeks`; the same figures every time."""
    dice = random.Random(SEED)
    outages = [outage for week in range(HISTORY, HISTORY + weeks) for outage in _outages(dice, START + week * WEEK)]
    reports = _everything(dice, HISTORY + weeks, outages)
    waves = _watched(reports, START + HISTORY * WEEK, Rules())
    return _judged(waves, outages, weeks) | {"weeks": weeks, "reports": len(reports)}


def _outages(dice: random.Random, monday: datetime) -> list[Outage]:
    """One a day at most, so that each is found for itself."""
    found = []
    for day, size in zip(dice.sample(range(7), len(A_WEEK)), A_WEEK, strict=True):
        begins = monday + day * DAY + dice.uniform(2, 20) * 60 * MINUTE
        region = dice.choice((None, *REGIONS))
        component = dice.choices(list(COMPONENTS), list(COMPONENTS.values()))[0]
        found.append(Outage(size, component, region, begins, begins + SIZES[size][1] * MINUTE))
    return found


def _everything(dice: random.Random, weeks: int, outages: list[Outage]) -> list[Report]:
    moments: list[tuple[datetime, Report]] = []
    for day in range(weeks * 7):
        moments += _usual_day(dice, START + day * DAY)
        if day % 7 in (1, 4):
            moments += _campaign(dice, START + day * DAY + dice.uniform(8, 18) * 60 * MINUTE)
    for outage in outages:
        moments += _reports_of(dice, outage)
    return [report for _at, report in sorted(moments, key=lambda each: each[0])]


def _usual_day(dice: random.Random, day: datetime) -> list[tuple[datetime, Report]]:
    """Poisson by the minute around a rate that follows the clock, the weekday, and a factor of the day."""
    mood = math.exp(dice.gauss(0, 0.25))
    found = []
    for minute in range(24 * 60):
        at = day + minute * MINUTE
        for region, (share, hours) in REGIONS.items():
            local = at + hours * 60 * MINUTE
            evening = 0.15 + 0.85 * max(0.0, math.cos((local.hour + local.minute / 60 - 20) / 24 * 2 * math.pi)) ** 2
            weekend = 1.3 if local.weekday() > 4 else 1.0
            for _one in range(_poisson(dice, BUSIEST / 60 * share * evening * weekend * mood)):
                component = dice.choices(list(COMPONENTS), list(COMPONENTS.values()))[0]
                found += _written(dice, at, component, region)
    return found


def _campaign(dice: random.Random, at: datetime) -> list[tuple[datetime, Report]]:
    """A letter to all: many kind words, some of which sound like trouble."""
    found = []
    for _one in range(dice.randint(60, 160)):
        when = at + dice.expovariate(1 / 40) * MINUTE
        text = dice.choice(ECHO if dice.random() < 0.93 else ECHO_OF_TROUBLE)
        found += _kept(dice, when, text, None, dice.choice(list(REGIONS)) if dice.random() < 0.6 else None)
    return found


def _reports_of(dice: random.Random, outage: Outage) -> list[tuple[datetime, Report]]:
    """People write some minutes after it stops for them, at full height after ten."""
    height = SIZES[outage.size][0]
    found = []
    for minute in range(int((outage.ends - outage.begins) / MINUTE)):
        for _one in range(_poisson(dice, height * min(1.0, (minute + 1) / 10))):
            region = outage.region or dice.choices(list(REGIONS), [share for share, _zone in REGIONS.values()])[0]
            found += _written(dice, outage.begins + (minute + dice.random()) * MINUTE, outage.component, region)
    return found


def _written(dice: random.Random, at: datetime, component: int, region: int) -> list[tuple[datetime, Report]]:
    """Two in three say what is broken, seven in ten where; one in twelve writes again."""
    named = component if dice.random() < 0.65 else None
    told = region if dice.random() < 0.7 else None
    first = _kept(dice, at + dice.random() * MINUTE, dice.choice(SAID[component]), named, told)
    if first and dice.random() < 0.08:
        when = first[0][0] + dice.expovariate(1 / 6) * MINUTE
        first.append((when, _copy(first[0][1], when)))
    return first


def _kept(
    dice: random.Random, at: datetime, text: str, component: int | None, region: int | None
) -> list[tuple[datetime, Report]]:
    if not trouble.sounds_like(text):
        return []
    ref = f"{at.timestamp():.3f}-{dice.random():.9f}"
    return [(at, Report(ref, at, ref, component, region, vocabulary.words(text)))]


def _copy(report: Report, at: datetime) -> Report:
    return Report(f"{report.ref}+", at, report.customer, report.component, report.region, report.words)


def _poisson(dice: random.Random, rate: float) -> int:
    limit, count, product = math.exp(-rate), 0, dice.random()
    while product > limit:
        count, product = count + 1, product * dice.random()
    return count


@dataclass(slots=True)
class Seen:
    trouble: Trouble
    noticed: datetime
    last: datetime


def _watched(reports: list[Report], since: datetime, rules: Rules) -> list[Seen]:
    """What `actions.watch` does, at each tick after something came in."""
    moments = [report.at for report in reports]

    def between(start: datetime, end: datetime) -> list[Report]:
        return reports[bisect_right(moments, start) : bisect_right(moments, end)]

    rising: list[Seen] = []
    seen: list[Seen] = []
    tick = since
    for at in moments[bisect_left(moments, since) :]:
        if at <= tick:
            continue
        tick = since + math.ceil((at - since) / TICK) * TICK
        fresh = everything = between(tick - WINDOW, tick)
        if not rising and len({report.customer for report in fresh}) < rules.least:
            continue
        weeks = _weeks(between, tick)
        for wave in list(rising):
            mine = [report for report in fresh if sameness.is_of(report, wave.trouble)]
            taken = {report.ref for report in mine}
            fresh = [report for report in fresh if report.ref not in taken]
            if detection.goes_on(wave.trouble, mine, weeks):
                wave.trouble = detection.learnt(wave.trouble, mine, everything, weeks)
                wave.last = max(wave.last, *(report.at for report in mine))
            elif wave.last + QUIET <= tick:
                rising.remove(wave)
        for found in detection.noticed(fresh, weeks, rules, at=tick, window=WINDOW):
            known = next((wave for wave in rising if sameness.is_same(found.trouble, wave.trouble)), None)
            if known:
                known.trouble = sameness.together(known.trouble, found.trouble)
                known.last = max(known.last, *(report.at for report in found.reports))
            else:
                rising.append(Seen(found.trouble, tick, max(report.at for report in found.reports)))
                seen.append(rising[-1])
    return seen


def _weeks(between: Any, tick: datetime) -> list[Week]:
    times = (WINDOW + 2 * AROUND) / WINDOW
    starts = (tick - back * WEEK for back in range(1, HISTORY + 1))
    return [Week(between(start - WINDOW - AROUND, start + AROUND), times) for start in starts]


def _judged(waves: list[Seen], outages: list[Outage], weeks: int) -> dict[str, Any]:
    delays: dict[str, list[float | None]] = {size: [] for size in SIZES}
    explained: set[int] = set()
    for outage in outages:
        mine = [(number, wave) for number, wave in enumerate(waves) if _is_of(wave, outage)]
        explained |= {number for number, _wave in mine}
        delays[outage.size].append(min(((wave.noticed - outage.begins) / MINUTE for _n, wave in mine), default=None))
    false = [wave for number, wave in enumerate(waves) if number not in explained]
    return {
        "waves": len(waves),
        "false_alarms_a_week": round(len(false) / weeks, 2),
        "proposals_per_outage_found": round(len(explained) / max(1, sum(_found(each) for each in delays.values())), 2),
        "sizes": {size: _size(each) for size, each in delays.items()},
    }


def _is_of(wave: Seen, outage: Outage) -> bool:
    """Noticed while it lasted or shortly after, and about it: its component, its words, or its region."""
    if not outage.begins <= wave.noticed <= outage.ends + WINDOW:
        return False
    key = wave.trouble.key
    if key.component is not None:
        return key.component == outage.component
    if key.topic:
        return any(key.topic in vocabulary.words(text) for text in SAID[outage.component])
    return outage.region in (None, key.region)


def _found(delays: list[float | None]) -> int:
    return sum(each is not None for each in delays)


def _size(delays: list[float | None]) -> dict[str, Any]:
    known = sorted(each for each in delays if each is not None)
    return {
        "outages": len(delays),
        "found": len(known),
        "median_minutes": round(statistics.median(known), 1) if known else None,
        "worst_minutes": round(known[-1], 1) if known else None,
    }
