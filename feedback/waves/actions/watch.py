from datetime import datetime, timedelta

from django.db import transaction

from core.actor import Actor, require
from core.web.queue import enqueue
from feedback.waves import detection, policies, queries
from feedback.waves.actions.propose import propose, say_over
from feedback.waves.detection import Key, Report
from feedback.waves.detection import Wave as Found
from feedback.waves.models import Wave, WaveReport, WaveSettings
from feedback.waves.states import State
from incidents.alerts.states import LIVE


def watch(*, by: Actor, at: datetime) -> list[Wave]:
    """Look at the last minutes: waves that rise now, those that go on, and those that are over. The new ones.

    Safe to run at any time and twice: what is known to belong to a wave is not counted again.
    """
    require(policies.can_watch, by)
    settings = queries.settings()
    if not settings.watches:
        return []
    window = timedelta(minutes=settings.window_minutes)
    rising = list(queries.rising())
    if not rising and queries.count(at - window, at) < min(settings.least, settings.least_unknown):
        return []
    fresh = queries.reports(at - window, at)
    left = _go_on(rising, fresh, settings, by=by, at=at)
    if len({each.customer for each in left}) < settings.least:
        return []
    weeks = queries.weeks(at, window, settings.weeks)
    return [_rise(each, by=by, at=at) for each in detection.find(left, weeks, settings.rules())]


def _go_on(rising: list[Wave], fresh: list[Report], settings: WaveSettings, *, by: Actor, at: datetime) -> list[Report]:
    """Give each wave the reports that are its own; those that belong to none are left."""
    quiet = timedelta(minutes=settings.quiet_minutes)
    for wave in rising:
        mine = [each for each in fresh if belongs(each, wave)]
        taken = {each.ref for each in mine}
        fresh = [each for each in fresh if each.ref not in taken]
        if mine:
            _grow(wave, mine, by=by, at=at)
        elif wave.last_report_at + quiet <= at:
            _end(wave, by=by, at=at)
    return fresh


def belongs(report: Report, wave: Wave) -> bool:
    """One wave is one proposal: a component's wave keeps all that is said of it, from wherever it comes."""
    if wave.topic:
        return wave.topic in report.words
    if wave.component_id is not None:
        return report.component == wave.component_id
    return report.region == wave.region_id


@transaction.atomic
def _rise(found: Found, *, by: Actor, at: datetime) -> Wave:
    key = found.key
    wave = Wave.objects.create(
        component_id=key.component,
        region_id=key.region,
        topic=key.topic[:40],
        usual=round(found.usual, 3),
        peak=found.customers,
        reports=0,
        first_report_at=found.first_at,
        last_report_at=max(each.at for each in found.reports),
        noticed_at=at,
    )
    wave.incident = _known(key)
    if wave.incident:
        wave.save(update_fields=["incident"])
    _take(wave, list(found.reports), by=by, at=at)
    return wave


def _known(key: Key) -> object:
    return queries.spoken_of(key.topic) if key.topic else queries.known_incident(key.component, key.region)


@transaction.atomic
def _grow(wave: Wave, mine: list[Report], *, by: Actor, at: datetime) -> None:
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.state != State.RISING:
        return
    wave.peak = max(wave.peak, len({each.customer for each in mine}))
    wave.last_report_at = max(wave.last_report_at, *(each.at for each in mine))
    wave.save(update_fields=["peak", "last_report_at"])
    _take(wave, mine, by=by, at=at)


def _take(wave: Wave, mine: list[Report], *, by: Actor, at: datetime) -> None:
    """Keep what is new of it as evidence, and tell whoever should know."""
    known = set(WaveReport.objects.filter(wave=wave).values_list("thread_id", flat=True))
    new = [each for each in mine if each.pk not in known]
    if not new:
        return
    rows = [WaveReport(wave=wave, thread_id=each.pk) for each in new]
    WaveReport.objects.bulk_create(rows, ignore_conflicts=True)
    wave.reports += len(new)
    wave.save(update_fields=["reports"])
    incident = wave.incident or (wave.proposal.incident if wave.proposal else None)
    set_aside = wave.proposal is not None and wave.proposal.state not in LIVE
    if wave.incident is None and not set_aside:  # what somebody has decided on is not proposed again
        propose(wave, new, by=by, at=at)
    if incident and incident.is_open:
        enqueue("feedback.loop.tasks.suggest_wave", incident.pk, *(each.pk for each in new))


@transaction.atomic
def _end(wave: Wave, *, by: Actor, at: datetime) -> None:
    wave = Wave.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=wave.pk)
    if wave.state != State.RISING:
        return
    wave.state, wave.ended_at = State.OVER, at
    wave.save(update_fields=["state", "ended_at"])
    if wave.proposal:
        say_over(wave, by=by, at=at)
