from datetime import datetime, timedelta

from django.db import transaction

from core.actor import Actor, require
from core.web.queue import enqueue
from feedback.waves import detection, policies, queries, sameness
from feedback.waves.actions.propose import propose, say_over
from feedback.waves.detection import Wave as Found
from feedback.waves.detection import Week
from feedback.waves.models import Wave, WaveReport, WaveSettings
from feedback.waves.reports import Key, Report
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
    if not rising and len({each.customer for each in fresh}) < settings.least:
        return []
    weeks = queries.weeks(at, window, settings.weeks)
    left = _go_on(rising, fresh, weeks, settings, by=by, at=at)
    new = []
    for found in detection.noticed(left, weeks, settings.rules(), at=at, window=window):
        known = next((wave for wave in rising if sameness.is_same(found.trouble, wave.trouble)), None)
        if known:
            _join(known, found, by=by, at=at)
        else:
            rising.append(_rise(found, by=by, at=at))
            new.append(rising[-1])
    return new


def _go_on(
    rising: list[Wave], fresh: list[Report], weeks: list[Week], settings: WaveSettings, *, by: Actor, at: datetime
) -> list[Report]:
    """Give each wave the reports that are its own; those that belong to none are left."""
    quiet = timedelta(minutes=settings.quiet_minutes)
    everything = fresh
    for wave in list(rising):
        mine = [each for each in fresh if sameness.is_of(each, wave.trouble)]
        taken = {each.ref for each in mine}
        fresh = [each for each in fresh if each.ref not in taken]
        if detection.goes_on(wave.trouble, mine, weeks):
            wave.words = sorted(detection.learnt(wave.trouble, mine, everything, weeks).words)
            _grow(wave, mine, by=by, at=at)
        elif wave.last_report_at + quiet <= at:
            _end(wave, by=by, at=at)
            rising.remove(wave)
    return fresh


@transaction.atomic
def _rise(found: Found, *, by: Actor, at: datetime) -> Wave:
    key = found.key
    wave = Wave.objects.create(
        component_id=key.component,
        region_id=key.region,
        topic=key.topic[:40],
        words=sorted(found.words),
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
def _join(wave: Wave, found: Found, *, by: Actor, at: datetime) -> None:
    """The same trouble seen from another side: its wave learns what it did not know."""
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    trouble = sameness.together(wave.trouble, found.trouble)
    wave.component_id, wave.region_id, wave.topic = trouble.key.component, trouble.key.region, trouble.key.topic
    wave.words = sorted(trouble.words)
    wave.save(update_fields=["component", "region", "topic"])
    _grow(wave, list(found.reports), by=by, at=at)


@transaction.atomic
def _grow(wave: Wave, mine: list[Report], *, by: Actor, at: datetime) -> None:
    """Some more of the same."""
    words = wave.words
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.state != State.RISING:
        return
    wave.words = words
    wave.peak = max(wave.peak, len({each.customer for each in mine}))
    wave.last_report_at = max(wave.last_report_at, *(each.at for each in mine))
    wave.save(update_fields=["peak", "last_report_at", "words"])
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
